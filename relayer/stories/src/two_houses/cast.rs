//! Everybody of the two houses.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{CharterSpec, Covers, Procedure};
use folkmoot_group::msg::{SeatSpec, Standing};
use folkmoot_presets::{House, Setting, round};
use folkmoot_rules::{Rule, Seconds};

use super::super::charters::preset;
use super::super::error::{Doing, StoryResult};
use super::super::group::Group;
use super::super::host::{Host, HostError};
use super::super::people::{Account, Person, endow, endow_with};

/// What each stakeholder puts in.
pub const STAKE: u128 = 10_000;
/// What each pledges of it for the cycle.
pub const PLEDGE: u128 = 6_000;
/// How long the house has at least for each decision.
pub const RESPONSE: Seconds = Seconds::days(7);
/// How long a cell has for what a group above asks.
pub const LEAD: Seconds = Seconds::days(3);

const HOLDERS: [&str; 5] = ["Hana", "Ivo", "Jana", "Karl", "Lea"];
/// Five with accounts of the chain, two with Ethereum wallets.
const WORKERS: [&str; 7] = ["Ada", "Ben", "Cora", "Dan", "Eva", "Finn", "Gia"];
const WITH_ACCOUNTS: usize = 5;

/// The people and groups of the story.
pub struct Partnership<'h> {
    pub host: &'h dyn Host,
    /// Five stakeholders.
    pub holders: Vec<Person>,
    /// The seven of the top level cell.
    pub workers: Vec<Person>,
    /// A contributor of the garden cell.
    pub mia: Person,
    /// The stakeholder group.
    pub shg: Group<'h>,
    /// The top level cell, which has the treasury.
    pub tlc: Group<'h>,
    /// A cell.
    pub garden: Group<'h>,
    /// Another.
    pub workshop: Group<'h>,
    /// The cell over both.
    pub coordinating: Group<'h>,
    /// Whom the budget that is stopped would have paid.
    pub builder: Account,
}

impl<'h> Partnership<'h> {
    /// Founds all groups, and gives the stakeholders what they will put in.
    pub async fn founded(host: &'h dyn Host) -> StoryResult<Self> {
        let setting = host.setting();
        let (holders, workers, mia) = people(host).doing("making people")?;
        endow_with(host, &holders, STAKE).await?;
        endow(host, workers.iter().chain([&mia])).await?;
        let core = |people: &[Person]| people.iter().map(Person::seat).collect::<Vec<_>>();

        let charter = preset("stakeholder-group", &Setting::default())?;
        let shg = Group::found(host, "Stakeholder Group", charter, core(&holders)).await?;
        let [ada, ben, cora, dan, ..] = workers.as_slice() else {
            return Err(super::super::error::StoryError::Missing {
                what: "people of the top level cell".to_owned(),
            });
        };
        let seats = vec![ada.seat(), ben.seat(), mia.seat_as(Standing::Contributor)];
        let cell = preset("cell", &Setting::default())?;
        let garden = Group::found(host, "Garden Cell", cell.clone(), seats).await?;
        let seats = vec![cora.seat(), dan.seat()];
        let workshop = Group::found(host, "Workshop Cell", cell, seats).await?;

        let mut seats = core(&workers);
        let observers = holders.iter().map(|it| it.seat_as(Standing::Observer));
        seats.extend(observers);
        // a cell may propose to the top level cell, and has no vote there
        seats.extend([&garden, &workshop].map(|cell| SeatSpec {
            standing: Standing::Contributor,
            ..cell.seat(LEAD)
        }));
        let charter = over_cells().plain(Rule::sociocratic_circles());
        let tlc = Group::found(host, "Top Level Cell", charter, seats).await?;
        let seats = vec![garden.seat(LEAD), workshop.seat(LEAD)];
        let charter = preset("federation", &over_cells())?;
        let coordinating = Group::found(host, "Coordinating Cell", charter, seats).await?;
        let builder = Account::named("the builder", setting).doing("making the builder")?;
        Ok(Self {
            host,
            holders,
            workers,
            mia,
            shg,
            tlc,
            garden,
            workshop,
            coordinating,
            builder,
        })
    }

    /// The charter of the top level cell once it has a house: what the preset says, and that the house agrees to what
    /// the cell says of itself.
    pub fn guarded(&self) -> StoryResult<CharterSpec> {
        let setting = Setting {
            house: Some(House {
                address: self.shg.address.clone(),
                response_time: RESPONSE,
            }),
            ..over_cells()
        };
        let mut charter = preset("cell", &setting)?;
        let round = round(Rule::sociocratic_circles(), setting.week());
        let covers = Covers::Kinds(vec![ActionKind::Documents]);
        let mut state = Procedure::new("cell state", covers, round);
        state.stages.extend(setting.house_must_agree());
        charter.procedures.insert(0, state);
        Ok(super::super::charters::by_time_alone(charter))
    }

    /// All of the top level cell.
    pub fn cell(&self) -> Vec<&Person> {
        self.workers.iter().collect()
    }

    /// All stakeholders.
    pub fn stakeholders(&self) -> Vec<&Person> {
        self.holders.iter().collect()
    }

    /// The core team of the workshop cell.
    pub fn workshop_team(&self) -> Vec<&Person> {
        self.workers.iter().skip(2).take(2).collect()
    }

    /// The core team of the garden cell.
    pub fn garden_team(&self) -> Vec<&Person> {
        self.workers.iter().take(2).collect()
    }
}

/// A setting with cells below.
pub fn over_cells() -> Setting {
    Setting {
        longest_lead: Some(LEAD),
        ..Setting::default()
    }
}

fn people(host: &dyn Host) -> Result<(Vec<Person>, Vec<Person>, Person), HostError> {
    let setting = host.setting();
    let cosmos = |name: &&str| Person::cosmos(name, setting);
    let holders = HOLDERS.iter().map(cosmos).collect::<Result<_, _>>()?;
    let (with_accounts, others) = WORKERS.split_at(WITH_ACCOUNTS);
    let mut workers: Vec<Person> = with_accounts.iter().map(cosmos).collect::<Result<_, _>>()?;
    for name in others {
        workers.push(Person::ethereum(name, setting)?);
    }
    Ok((holders, workers, Person::cosmos("Mia", setting)?))
}
