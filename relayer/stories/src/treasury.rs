//! A treasury in verbs: stakes, cycles, claims.

use cosmwasm_std::{Coin, Uint128, Uint256, coin};
use folkmoot_group::action::Action;
use folkmoot_group::msg::{
    ClaimKey, ClaimView, Claimant, ExecuteMsg, QueryMsg, SeatId, TreasurySum, TreasuryView,
};

use super::error::{Doing, StoryError, StoryResult, expect};
use super::group::Group;
use super::host::Message;
use super::people::{Account, Person};

/// What a treasury has, part by part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Funds {
    /// What decisions may spend unless they name a cycle.
    pub common_fund: u64,
    /// What seats may take back.
    pub free_stakes: u64,
    /// What the cycle has left.
    pub pool: u64,
    /// What is due and not paid yet.
    pub claims: u64,
}

impl Funds {
    /// All of them together.
    pub const fn balance(self) -> u64 {
        self.common_fund + self.free_stakes + self.pool + self.claims
    }
}

/// A number of coins that a story can tell.
pub fn told(amount: impl Into<Uint256>) -> u64 {
    let amount = Uint128::try_from(amount.into()).map_or(u128::MAX, |amount| amount.u128());
    u64::try_from(amount).unwrap_or(u64::MAX)
}

impl Group<'_> {
    /// So many coins of the story's denomination.
    pub fn coin(&self, amount: u128) -> Coin {
        coin(amount, &self.host.setting().denom)
    }

    /// Pays somebody.
    pub fn paying(&self, to: &str, amount: u128, cycle: Option<u32>) -> Action {
        Action::Spend {
            to: to.to_owned(),
            amount: vec![self.coin(amount)],
            cycle,
        }
    }

    /// Gives to another group.
    pub fn giving(&self, to: &Group<'_>, amount: u128, cycle: Option<u32>) -> Action {
        Action::Contribute {
            group: to.address.clone(),
            amount: vec![self.coin(amount)],
            cycle,
        }
    }

    /// What its treasury has.
    pub async fn funds(&self) -> StoryResult<Funds> {
        let view: TreasuryView = self.ask(&QueryMsg::Treasury {}).await?;
        let denom = &self.host.setting().denom;
        let mut sums = view.sums.into_iter();
        let Some(sum) = sums.find(|sum| sum.balance.denom == *denom) else {
            return Ok(Funds::default());
        };
        let funds = self.parts(&sum);
        expect(
            format!("whether the parts of the treasury of {} add up", self.name),
            &funds.balance(),
            &told(sum.balance.amount),
        )?;
        Ok(funds)
    }

    fn parts(&self, sum: &TreasurySum) -> Funds {
        Funds {
            common_fund: told(sum.common_fund.amount),
            free_stakes: told(sum.free_stakes.amount),
            pool: told(sum.pools.amount),
            claims: told(sum.claims.amount),
        }
    }

    /// Holds that the treasury has this.
    pub async fn expect_funds(&self, expected: Funds) -> StoryResult<()> {
        let what = format!("the treasury of {}", self.name);
        expect(what, &self.funds().await?, &expected)
    }

    /// Somebody puts a stake in and pledges a part of it for the next cycle.
    pub async fn takes_stake(&self, of: &Person, stake: u128, pledge: u128) -> StoryResult<()> {
        let account = of.own_account()?;
        let stake = Message::Call {
            group: self.address.clone(),
            msg: Box::new(ExecuteMsg::Stake {}),
            amount: stake,
        };
        let amount = self.coin(pledge);
        let pledge = Message::call(&self.address, ExecuteMsg::Pledge { amount });
        let done = self.host.submit(account, vec![stake, pledge]).await;
        done.doing(format!("{} stakes in {}", of.name, self.name))?;
        Ok(())
    }

    /// What is due to a claimant.
    pub async fn due_to(&self, claimant: &Claimant) -> StoryResult<Option<ClaimView>> {
        let mut start_after: Option<ClaimKey> = None;
        loop {
            let limit = None;
            let page: Vec<ClaimView> = self.ask(&QueryMsg::Claims { start_after, limit }).await?;
            let Some(last) = page.last() else {
                return Ok(None);
            };
            start_after = Some(ClaimKey {
                claimant: last.claimant.clone(),
                denom: last.amount.denom.clone(),
            });
            if let Some(found) = page.into_iter().find(|claim| claim.claimant == *claimant) {
                return Ok(Some(found));
            }
        }
    }

    /// Somebody else has a claim paid, and holds that it is so much and arrives.
    pub async fn pays_claim(
        &self,
        by: &Account,
        claimant: Claimant,
        amount: u128,
    ) -> StoryResult<()> {
        let what = format!("what {} owes {claimant}", self.name);
        let due = self.due_to(&claimant).await?;
        let due = due.ok_or_else(|| StoryError::Missing {
            what: format!("claim of {claimant} in {}", self.name),
        })?;
        expect(&what, &due.amount, &self.coin(amount))?;
        let to = due.pay_to.ok_or_else(|| StoryError::Missing {
            what: format!("address that {claimant} is paid to"),
        })?;
        let before = self.host.balance(&to).await.doing(&what)?;
        let denom = due.amount.denom;
        let msg = ExecuteMsg::PayClaim { claimant, denom };
        self.call(by, msg).await.doing(&what)?;
        let after = self.host.balance(&to).await.doing(&what)?;
        expect(what, &after.saturating_sub(before), &amount)
    }

    /// Somebody has a seat's share of an ended cycle made its claim.
    pub async fn settles(&self, by: &Account, seat: SeatId) -> StoryResult<()> {
        let denom = self.host.setting().denom.clone();
        let settled = self.call(by, ExecuteMsg::Settle { seat, denom }).await;
        settled.doing(format!("settling seat {seat} of {}", self.name))?;
        Ok(())
    }
}
