//! Everybody of the joint venture, and what they do in it.

use folkmoot_group::action::Action;
use folkmoot_rules::{Choice, Seconds};

use super::charters::{INTERNAL, Terms};
use super::error::{Doing, StoryError, StoryResult, expect};
use super::group::{Group, Proposal, Turnout, spec};
use super::host::{Host, HostError, Message, Outcome};
use super::people::{Account, Person};
use super::step::Treasuries;

/// What a member's account gets for fees, and so that it exists.
const POCKET_MONEY: u128 = 100;
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
        let prefix = &host.setting().prefix;
        let (members, buddies_people) = people(prefix).doing("making people")?;
        endow(host, members.iter().chain(&buddies_people)).await?;
        let seats = |people: &[Person]| people.iter().map(Person::seat).collect();
        let oem = Group::found(
            host,
            "Outdoor Enthusiasts of Maine",
            terms.oem,
            seats(&members),
        )
        .await?;
        let oem = made(oem)?;
        let buddies =
            Group::found(host, "Swim Buddies", terms.buddies, seats(&buddies_people)).await?;
        let buddies = made(buddies)?;
        for (group, amount) in [(&oem, OEM_TREASURY), (&buddies, BUDDIES_TREASURY)] {
            group.receives(host.purse(), amount).await?;
        }
        let offers = vec![oem.seat(INTERNAL), buddies.seat(INTERNAL)];
        let committee =
            made(Group::found(host, "Summer Event Committee", terms.committee, offers).await?)?;
        endow_accounts(host, [&oem, &buddies, &committee]).await?;
        let caterer = Account::named("the caterer", prefix).doing("making the caterer")?;
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
        let join = vec![self.join()];
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
            self.join(),
            self.gift(BUDDIES_GIFT),
            Action::Appoint { seat },
        ];
        let [joe, _, sam, tony] = &self.buddies_people;
        let title = "Join the Summer Event Committee with 100, and Joe speaks for us";
        self.buddies
            .decides(&[joe, sam, tony], title, together)
            .await
    }

    fn join(&self) -> Action {
        Action::Join {
            group: self.committee.address.clone(),
            lead_time: INTERNAL,
        }
    }

    fn gift(&self, amount: u128) -> Action {
        Action::Contribute {
            group: self.committee.address.clone(),
            amount: self.coins(amount),
        }
    }

    /// Pays somebody.
    pub fn spend(&self, to: &Account, amount: u128) -> Action {
        Action::Spend {
            to: to.address.clone(),
            amount: self.coins(amount),
        }
    }

    fn coins(&self, amount: u128) -> Vec<cosmwasm_std::Coin> {
        cosmwasm_std::coins(amount, &self.host.setting().denom)
    }

    /// Joe.
    pub fn joe(&self) -> &Person {
        let [joe, ..] = &self.buddies_people;
        joe
    }

    /// Joe's account.
    pub fn joes_account(&self) -> StoryResult<&Account> {
        self.joe().account().ok_or_else(|| StoryError::Missing {
            what: "account of Joe".to_owned(),
        })
    }

    /// As many of OEM as it takes to decide something at once: 26 of 50.
    fn oem_electors(&self) -> Vec<&Person> {
        self.members.iter().take(26).collect()
    }

    /// Joe, for Swim Buddies, tries to open a proposal in the committee.
    pub async fn try_propose(
        &self,
        title: &str,
        actions: Vec<Action>,
    ) -> StoryResult<Result<Outcome, HostError>> {
        let joe = self.joes_account()?;
        Ok(self
            .buddies
            .propose_upstream(joe, &self.committee, spec(title, actions))
            .await)
    }

    /// Joe, for Swim Buddies, opens a proposal in the committee.
    pub async fn proposed(&self, title: &str, actions: Vec<Action>) -> StoryResult<Proposal<'h>> {
        let opened = self.try_propose(title, actions).await?;
        opened.doing(format!("Joe proposes \"{title}\" in the committee"))?;
        self.committee.newest().await
    }

    /// Joe opens Prop #1.
    pub async fn proposed_bbq(&self) -> StoryResult<Proposal<'h>> {
        self.proposed(BBQ, vec![self.spend(&self.caterer, PRICE)])
            .await
    }

    /// Both groups are asked by the relayer: their mirrors, OEM's first.
    pub async fn fanned_out(&self, joint: &Proposal<'h>) -> StoryResult<[Proposal<'h>; 2]> {
        self.host.settle().await.doing("fanning out")?;
        self.mirrors(joint).await
    }

    /// Both groups' mirrors, OEM's first.
    pub async fn mirrors(&self, joint: &Proposal<'h>) -> StoryResult<[Proposal<'h>; 2]> {
        Ok([
            self.oem.mirror_of(joint).await?,
            self.buddies.mirror_of(joint).await?,
        ])
    }

    /// So many of OEM vote yes and so many no: first those with accounts, then those with Ethereum wallets; the silent
    /// ten only where all fifty are needed. Each kind of wallet says both.
    pub async fn oem_votes(
        &self,
        mirror: &Proposal<'h>,
        yes: usize,
        no: usize,
    ) -> StoryResult<Turnout> {
        mirror.voted(&self.oem_ballots(yes, no)).await
    }

    /// The ballots of [`Venture::oem_votes`].
    pub fn oem_ballots(&self, yes: usize, no: usize) -> Vec<(&Person, Choice)> {
        let voters = self.members.iter().take(yes + no).enumerate();
        let mut left = (yes, no);
        let choose = |place: usize| {
            // in turn, until one side has all its votes
            let is_yes = left.1 == 0 || left.0 > 0 && place % 2 == 0;
            if is_yes {
                left.0 -= 1;
                Choice::Yes
            } else {
                left.1 -= 1;
                Choice::No
            }
        };
        let choices: Vec<_> = (0..voters.len()).map(choose).collect();
        voters.map(|(_, person)| person).zip(choices).collect()
    }

    /// Swim Buddies vote in this order: Joe, Bob, Sam, Tony.
    pub async fn buddies_vote(
        &self,
        mirror: &Proposal<'h>,
        choices: &[Choice],
    ) -> StoryResult<Turnout> {
        let ballots: Vec<_> = self
            .buddies_people
            .iter()
            .zip(choices.iter().copied())
            .collect();
        mirror.voted(&ballots).await
    }

    /// Lets time pass until an instant.
    pub async fn advance_to(&self, instant: u64) -> StoryResult<()> {
        advance_to(self.host, instant).await
    }

    /// What the treasuries hold.
    pub async fn treasuries(&self) -> StoryResult<Treasuries> {
        let plain = |amount: u128| u64::try_from(amount).unwrap_or(u64::MAX);
        let caterer = self
            .host
            .balance(&self.caterer.address)
            .await
            .doing("the balance of the caterer")?;
        Ok(Treasuries {
            committee: plain(self.committee.balance().await?),
            oem: plain(self.oem.balance().await?),
            swim_buddies: plain(self.buddies.balance().await?),
            caterer: plain(caterer),
        })
    }

    /// Holds that the treasuries are these.
    pub async fn expect_treasuries(&self, expected: Treasuries) -> StoryResult<()> {
        expect("the treasuries", &self.treasuries().await?, &expected)
    }
}

/// Lets time pass on a host until an instant.
pub async fn advance_to(host: &dyn Host, instant: u64) -> StoryResult<()> {
    let now = host.now().await.doing("reading the time")?;
    let what = format!("waiting until {instant}");
    match instant.checked_sub(now) {
        None | Some(0) => Ok(()),
        Some(time) => host.advance(Seconds(time)).await.doing(what),
    }
}

fn people(prefix: &str) -> Result<(Vec<Person>, [Person; 4]), HostError> {
    let mut members = vec![];
    for number in 1..=WITH_ACCOUNTS + WITH_ETHEREUM + SILENT {
        let name = format!("enthusiast {number}");
        let ethereum = (WITH_ACCOUNTS..WITH_ACCOUNTS + WITH_ETHEREUM).contains(&(number - 1));
        members.push(if ethereum {
            Person::ethereum(&name)?
        } else {
            Person::cosmos(&name, prefix)?
        });
    }
    let joe = Person::cosmos("Joe", prefix)?;
    Ok((
        members,
        [
            joe,
            Person::ethereum("Bob")?,
            Person::ethereum("Sam")?,
            Person::ethereum("Tony")?,
        ],
    ))
}

/// Gives everybody who has an account some coins, in one transaction: on a chain an account without a coin is none.
pub async fn endow<'p>(
    host: &dyn Host,
    people: impl IntoIterator<Item = &'p Person>,
) -> StoryResult<()> {
    let accounts = people.into_iter().filter_map(Person::account);
    send_each(host, accounts.map(|account| account.address.clone())).await
}

/// The same for groups' accounts.
pub async fn endow_accounts<'p, 'h: 'p>(
    host: &dyn Host,
    groups: impl IntoIterator<Item = &'p Group<'h>>,
) -> StoryResult<()> {
    send_each(
        host,
        groups
            .into_iter()
            .map(|group| group.account.address.clone()),
    )
    .await
}

async fn send_each(host: &dyn Host, addresses: impl Iterator<Item = String>) -> StoryResult<()> {
    let amount = POCKET_MONEY;
    let gifts = addresses.map(|to| Message::Send { to, amount }).collect();
    host.submit(host.purse(), gifts)
        .await
        .doing("endowing accounts")?;
    Ok(())
}

/// The group that was founded, unless it was refused.
pub fn made<'h>(
    (group, result): (Group<'h>, Result<Outcome, HostError>),
) -> StoryResult<Group<'h>> {
    result.doing(format!("founding {}", group.name))?;
    Ok(group)
}
