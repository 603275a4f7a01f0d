//! Everybody of the joint venture, and what they do in it.

use folkmoot_group::action::Action;

use super::charters::{INTERNAL, Terms};
use super::error::{Doing, StoryResult};
use super::group::Group;
use super::host::{Host, HostError, Setting};
use super::people::{Account, Person, endow};
use super::proposal::{Proposal, Turnout};

/// What Outdoor Enthusiasts of Maine own at first.
pub const OEM_TREASURY: u128 = 3_000;
/// What Swim Buddies own at first.
pub const BUDDIES_TREASURY: u128 = 400;
/// What Outdoor Enthusiasts of Maine give to the committee.
pub const OEM_GIFT: u128 = 400;
/// What Swim Buddies give to the committee.
pub const BUDDIES_GIFT: u128 = 100;
/// The price of the barbecue.
pub const PRICE: u128 = 500;
/// The joint group's name.
pub const COMMITTEE: &str = "Summer Event Committee";
/// The joint proposal's title.
pub const BBQ: &str = "Allocate $500 for the Combined BBQ";

/// Members of Outdoor Enthusiasts of Maine with accounts of the chain.
const WITH_ACCOUNTS: usize = 10;
/// Members with Ethereum wallets.
const WITH_ETHEREUM: usize = 30;
/// Members who stay at home, but when all are needed; they have accounts.
const SILENT: usize = 10;

/// The people and groups of the joint venture.
pub struct Venture<'h> {
    pub(super) host: &'h dyn Host,
    /// Fifty: ten with accounts, thirty with Ethereum wallets, ten who don't vote.
    pub members: Vec<Person>,
    /// Joe, Bob, Sam and Tony: Swim Buddies in the order in which they vote.
    pub buddies_people: [Person; 4],
    /// Outdoor Enthusiasts of Maine.
    pub oem: Group<'h>,
    /// Swim Buddies.
    pub buddies: Group<'h>,
    /// The Summer Event Committee.
    pub committee: Group<'h>,
    /// Who is paid.
    pub caterer: Account,
}

impl<'h> Venture<'h> {
    /// Founds the two groups, fills their treasuries, and founds the committee with a seat for each: an offer so far.
    pub async fn founded(host: &'h dyn Host, terms: Terms) -> StoryResult<Self> {
        let setting = host.setting();
        let (members, buddies_people) = people(setting).doing("making people")?;
        endow(host, members.iter().chain(&buddies_people)).await?;
        let seats = |people: &[Person]| people.iter().map(Person::seat).collect();
        let name = "Outdoor Enthusiasts of Maine";
        let oem = Group::found(host, name, terms.oem, seats(&members)).await?;
        let name = "Swim Buddies";
        let buddies = Group::found(host, name, terms.buddies, seats(&buddies_people)).await?;
        for (group, amount) in [(&oem, OEM_TREASURY), (&buddies, BUDDIES_TREASURY)] {
            group.receives(host.purse(), amount).await?;
        }
        let offers = vec![oem.seat(INTERNAL), buddies.seat(INTERNAL)];
        let committee = Group::found(host, COMMITTEE, terms.committee, offers).await?;
        let caterer = Account::named("the caterer", setting).doing("making the caterer")?;
        Ok(Self {
            host,
            members,
            buddies_people,
            oem,
            buddies,
            committee,
            caterer,
        })
    }

    /// The same, and both groups have joined the committee and given to it, each by its own decisions.
    pub async fn joined(host: &'h dyn Host, terms: Terms) -> StoryResult<Self> {
        let venture = Self::founded(host, terms).await?;
        venture.oem_joins().await?;
        venture.oem_gives().await?;
        venture.buddies_join().await?;
        Ok(venture)
    }

    /// OEM decides to join. Its charter has membership and budgets decided apart.
    pub async fn oem_joins(&self) -> StoryResult<(Proposal<'h>, Turnout)> {
        let join = vec![self.oem.joining(&self.committee, INTERNAL)];
        let electors = self.oem_electors();
        self.oem
            .decides(&electors, "Join the Summer Event Committee", join)
            .await
    }

    /// OEM decides to give to the committee.
    pub async fn oem_gives(&self) -> StoryResult<(Proposal<'h>, Turnout)> {
        let gift = vec![self.gift(OEM_GIFT)];
        let electors = self.oem_electors();
        self.oem
            .decides(&electors, "400 for the Summer Event Committee", gift)
            .await
    }

    /// Swim Buddies decide to join, to give, and that Joe speaks for them.
    pub async fn buddies_join(&self) -> StoryResult<(Proposal<'h>, Turnout)> {
        let seat = self.buddies.seat_id_of(self.joe().wallet().key()).await?;
        let together = vec![
            self.buddies.joining(&self.committee, INTERNAL),
            self.gift(BUDDIES_GIFT),
            Action::appoint(seat),
        ];
        let [joe, _, sam, tony] = &self.buddies_people;
        let title = "Join the Summer Event Committee with 100, and Joe speaks for us";
        self.buddies
            .decides(&[joe, sam, tony], title, together)
            .await
    }

    fn gift(&self, amount: u128) -> Action {
        Action::Contribute {
            group: self.committee.address.clone(),
            amount: self.coins(amount),
            cycle: None,
        }
    }
}

fn people(setting: &Setting) -> Result<(Vec<Person>, [Person; 4]), HostError> {
    let mut members = vec![];
    for number in 1..=WITH_ACCOUNTS + WITH_ETHEREUM + SILENT {
        let name = format!("enthusiast {number}");
        let ethereum = (WITH_ACCOUNTS..WITH_ACCOUNTS + WITH_ETHEREUM).contains(&(number - 1));
        members.push(if ethereum {
            Person::ethereum(&name, setting)?
        } else {
            Person::cosmos(&name, setting)?
        });
    }
    let joe = Person::cosmos("Joe", setting)?;
    Ok((
        members,
        [
            joe,
            Person::ethereum("Bob", setting)?,
            Person::ethereum("Sam", setting)?,
            Person::ethereum("Tony", setting)?,
        ],
    ))
}
