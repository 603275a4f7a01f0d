//! Everybody of the fellowship.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{
    CharterSpec, Covers, ElectorateKind, Filling, Procedure, Proposers, Role, Round,
};
use folkmoot_group::msg::Standing;
use folkmoot_presets::Setting;
use folkmoot_rules::{Rule, Seconds};

use super::super::charters::preset;
use super::super::error::{Doing, StoryError, StoryResult};
use super::super::group::Group;
use super::super::host::Host;
use super::super::people::{Account, Person, endow};

/// How long a group has for what the circle asks.
pub const LEAD: Seconds = Seconds::days(3);
/// How long the circle has for what a group above asks: its groups' time and the relay buffer.
pub const CIRCLE_LEAD: Seconds = Seconds::days(7);
/// How long one greets before it is another's turn.
pub const TURN: Seconds = Seconds::days(7);
/// What the circle owns at first.
pub const GIFT: u128 = 600;
/// Above this sum the groups decide, up to it their representatives.
pub const SMALL: u128 = 100;
/// As many groups as one table holds.
pub const TABLE: u32 = 12;
/// The role that is filled by acclamation.
pub const FACILITATOR: &str = "facilitator";
/// The role that takes turns.
pub const GREETER: &str = "greeter";

const GROUPS: [&str; TABLE as usize] = [
    "Bridge", "Chapel", "Dawn", "Elm", "Forge", "Garden", "Harbour", "Island", "Lantern", "Mill",
    "Noon", "Orchard",
];

/// A group and its people.
pub struct Home<'h> {
    pub group: Group<'h>,
    /// Who speaks for it in the circle.
    pub first: Person,
    /// Who learns.
    pub second: Person,
    /// In the first group, somebody with an Ethereum wallet and no account of the chain.
    pub third: Option<Person>,
}

/// The people and groups of the story.
pub struct Fellowship<'h> {
    pub host: &'h dyn Host,
    /// Twelve groups.
    pub homes: Vec<Home<'h>>,
    /// Their circle.
    pub circle: Group<'h>,
    /// A neighbour who would like to sit at its table.
    pub lakeland: Group<'h>,
    pub lakelanders: Vec<Person>,
    /// Who prints what the circle hands out.
    pub printer: Account,
    /// Who plays at the gathering.
    pub band: Account,
}

impl Home<'_> {
    /// All of the group.
    pub fn people(&self) -> Vec<&Person> {
        let two = [&self.first, &self.second].into_iter();
        two.chain(&self.third).collect()
    }
}

impl<'h> Fellowship<'h> {
    /// Founds the groups and the circle, which has a seat on offer for each.
    pub async fn founded(host: &'h dyn Host) -> StoryResult<Self> {
        let setting = host.setting();
        let person = |name: &str| Person::cosmos(name, setting).doing("making people");
        let mut people = vec![];
        for name in GROUPS {
            people.push([
                person(&format!("Ann of {name}"))?,
                person(&format!("Ben of {name}"))?,
            ]);
        }
        let lakelanders = vec![person("Lou of Lakeland")?, person("Max of Lakeland")?];
        endow(host, people.iter().flatten().chain(&lakelanders)).await?;

        let mut homes = vec![];
        for (name, [first, second]) in GROUPS.into_iter().zip(people) {
            let third = homes
                .is_empty()
                .then(|| Person::ethereum("Cleo of Bridge", setting).doing("making Cleo"));
            let third = third.transpose()?;
            let mut seats = vec![first.seat(), second.seat()];
            seats.extend(third.iter().map(Person::seat));
            let group = Group::found(host, &format!("{name} Group"), rotating()?, seats).await?;
            homes.push(Home {
                group,
                first,
                second,
                third,
            });
        }
        let seats = lakelanders.iter().map(Person::seat).collect();
        let lakeland = Group::found(host, "Lakeland Collective", rotating()?, seats).await?;

        let mut seats: Vec<_> = homes.iter().map(|home| home.group.seat(LEAD)).collect();
        let observers = homes
            .iter()
            .map(|home| home.first.seat_as(Standing::Observer));
        seats.extend(observers);
        let charter = of_groups(&setting.denom)?;
        let circle = Group::found(host, "Regional Circle", charter, seats).await?;
        circle.receives(host.purse(), GIFT).await?;
        let account = |name| Account::named(name, setting).doing("making accounts");
        Ok(Self {
            host,
            homes,
            circle,
            lakeland,
            lakelanders,
            printer: account("the printer")?,
            band: account("the band")?,
        })
    }

    /// The first group, whose people are told of.
    pub fn bridge(&self) -> StoryResult<&Home<'h>> {
        self.homes.first().ok_or_else(|| StoryError::Missing {
            what: "first group".to_owned(),
        })
    }

    /// All of Lakeland.
    pub fn neighbours(&self) -> Vec<&Person> {
        self.lakelanders.iter().collect()
    }

    /// Those who speak for their groups.
    pub fn representatives(&self) -> impl Iterator<Item = &Person> {
        self.homes.iter().map(|home| &home.first)
    }
}

/// A group's charter: the preset of a circle that decides by consent, and a role that takes turns.
fn rotating() -> StoryResult<CharterSpec> {
    let mut charter = preset("sociocratic-circle", &Setting::default())?;
    charter.roles.push(Role {
        name: GREETER.to_owned(),
        duties: "opens the door and greets who is new".to_owned(),
        commitment: "an hour a week".to_owned(),
        term: Some(TURN),
        places: 1,
        filling: Filling::Rotation,
        apprentice: false,
        allowance: None,
    });
    Ok(charter)
}

/// The circle's charter: the preset of a federation with a table of twelve, and rounds in which each representative
/// speaks once.
fn of_groups(denom: &str) -> StoryResult<CharterSpec> {
    let setting = Setting {
        longest_lead: Some(LEAD),
        budget_above: cosmwasm_std::coins(SMALL, denom),
        ..Setting::default()
    };
    let mut charter = preset("federation", &setting)?;
    charter.core_limit = Some(TABLE);
    // decided when all have spoken, and not before
    let round = Round::new(Rule::consensus(), Seconds::days(3));
    let covers = Covers::Kinds(vec![ActionKind::Statement]);
    let sharing = Procedure {
        electorate: ElectorateKind::Representatives,
        proposers: Proposers::Representatives,
        ..Procedure::new("sharing", covers, round)
    };
    charter.procedures.insert(0, sharing);
    Ok(charter)
}

/// The charter of a group over the circle.
pub fn of_collectives() -> StoryResult<CharterSpec> {
    let setting = Setting {
        longest_lead: Some(CIRCLE_LEAD),
        ..Setting::default()
    };
    preset("federation", &setting)
}
