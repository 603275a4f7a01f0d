//! What the people of the joint venture do.

use folkmoot_group::action::Action;
use folkmoot_rules::{Choice, Seconds};

use super::cast::{BBQ, PRICE, Venture};
use super::error::{Doing, StoryError, StoryResult, expect};
use super::group::spec;
use super::host::{Host, HostError, Outcome};
use super::people::{Account, Person};
use super::proposal::{Proposal, Turnout};
use super::step::Treasuries;

impl<'h> Venture<'h> {
    /// Pays somebody.
    pub fn spend(&self, to: &Account, amount: u128) -> Action {
        Action::Spend {
            to: to.address.clone(),
            amount: self.coins(amount),
            cycle: None,
        }
    }

    pub(super) fn coins(&self, amount: u128) -> Vec<cosmwasm_std::Coin> {
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
    pub(super) fn oem_electors(&self) -> Vec<&Person> {
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
        let mut left = (yes, no);
        let choose = |(place, person)| {
            // in turn, until one side has all its votes
            let is_yes = left.1 == 0 || left.0 > 0 && place & 1 == 0;
            if is_yes {
                left.0 -= 1;
                (person, Choice::Yes)
            } else {
                left.1 -= 1;
                (person, Choice::No)
            }
        };
        let voters = self.members.iter().take(yes + no);
        voters.enumerate().map(choose).collect()
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

    /// The instant that is so much of the story's time after another.
    pub fn later(&self, instant: u64, time: Seconds) -> u64 {
        self.host.setting().time.on_chain(time).after(instant)
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

/// Lets time pass on a host until an instant of the chain.
pub async fn advance_to(host: &dyn Host, instant: u64) -> StoryResult<()> {
    let now = host.now().await.doing("reading the time")?;
    let what = format!("waiting until {instant}");
    match instant.checked_sub(now) {
        None | Some(0) => Ok(()),
        Some(time) => host.advance(Seconds(time)).await.doing(what),
    }
}
