//! The treasury in verbs: stakes, pledges, cycles, claims.

use cosmwasm_std::{Addr, Coin};
use folkmoot_group::action::Action;
use folkmoot_group::msg::{
    ClaimView, Claimant, CycleView, ExecuteMsg, PayOutView, QueryMsg, SeatId, StakeView,
    TreasurySum, TreasuryView,
};

use super::{Attempt, DENOM, Group, Person, World, money, units};

/// What a treasury holds of the chain's coin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Funds {
    /// All of it.
    pub balance: u128,
    /// The rest.
    pub common: u128,
    /// What seats may take back.
    pub free: u128,
    /// What cycles have left.
    pub pools: u128,
    /// What is due.
    pub claims: u128,
    /// What proposals were secured with.
    pub deposits: u128,
}

fn coin(amount: u128) -> Coin {
    cosmwasm_std::coin(amount, DENOM)
}

/// Pays from the pool of a cycle.
pub fn spend_from_pool(to: &Addr, amount: u128, cycle: u32) -> Action {
    Action::Spend {
        to: to.to_string(),
        amount: money(amount),
        cycle: Some(cycle),
    }
}

/// Opens a cycle of the chain's coin.
pub fn open_cycle(ends_at: u64) -> Action {
    Action::OpenCycle {
        denom: DENOM.into(),
        ends_at,
    }
}

impl Group {
    /// What its treasury holds of the chain's coin. The parts are always the whole.
    #[track_caller]
    pub fn funds(&self) -> Funds {
        let Some(sum) = self.sum_of(DENOM) else {
            return Funds::default();
        };
        let funds = Funds {
            balance: units(&sum.balance),
            common: units(&sum.common_fund),
            free: units(&sum.free_stakes),
            pools: units(&sum.pools),
            claims: units(&sum.claims),
            deposits: units(&sum.deposits),
        };
        let parts = funds.common + funds.free + funds.pools + funds.claims + funds.deposits;
        assert_eq!(parts, funds.balance, "{funds:?}");
        funds
    }

    /// What its treasury says of a denomination.
    pub fn sum_of(&self, denom: &str) -> Option<TreasurySum> {
        let treasury: TreasuryView = self.ask(&QueryMsg::Treasury {});
        let mut sums = treasury.sums.into_iter();
        sums.find(|sum| sum.balance.denom == denom)
    }

    /// What a seat staked.
    pub fn stakes(&self, seat: SeatId) -> Vec<StakeView> {
        self.ask(&QueryMsg::Stakes { seat })
    }

    /// What a seat may take back of the chain's coin, and what of it is pledged.
    pub fn free_and_pledged(&self, seat: SeatId) -> (u128, u128) {
        let stakes = self.stakes(seat);
        let stake = stakes.iter().find(|stake| stake.denom == DENOM);
        stake.map_or((0, 0), |stake| (stake.free.u128(), stake.pledged.u128()))
    }

    /// The cycles of the chain's coin.
    pub fn cycles(&self) -> Vec<CycleView> {
        self.ask(&QueryMsg::Cycles {
            denom: DENOM.into(),
            start_after: None,
            limit: Some(100),
        })
    }

    /// What is due to whom.
    pub fn claims(&self) -> Vec<ClaimView> {
        self.ask(&QueryMsg::Claims {
            start_after: None,
            limit: Some(100),
        })
    }

    /// What is due to somebody in the chain's coin.
    pub fn due_to(&self, claimant: &Claimant) -> u128 {
        let claims = self.claims();
        let due = |claim: &&ClaimView| &claim.claimant == claimant && claim.amount.denom == DENOM;
        claims
            .iter()
            .find(due)
            .map_or(0, |claim| units(&claim.amount))
    }

    /// Where a seat is paid to.
    pub fn pay_out(&self, seat: SeatId) -> PayOutView {
        self.ask(&QueryMsg::PayOut { seat })
    }

    /// Anybody settles a seat's share of an ended cycle.
    pub fn settles(&self, world: &World, seat: SeatId) -> Attempt {
        let msg = ExecuteMsg::Settle {
            seat,
            denom: DENOM.into(),
        };
        world.attempt(&world.account("anybody"), &self.address, &msg)
    }

    /// Anybody pays what is due to somebody.
    pub fn pays(&self, world: &World, claimant: &Claimant) -> Attempt {
        let msg = ExecuteMsg::PayClaim {
            claimant: claimant.clone(),
            denom: DENOM.into(),
        };
        world.attempt(&world.account("anybody"), &self.address, &msg)
    }
}

impl Person {
    /// Puts a stake into a group; the coins are made for it.
    #[track_caller]
    pub fn stakes(&self, world: &World, group: &Group, amount: u128) {
        self.tries_to_stake(world, group, &money(amount)).ok();
    }

    /// Tries to put a stake into a group; the coins are made for it.
    pub fn tries_to_stake(&self, world: &World, group: &Group, coins: &[Coin]) -> Attempt {
        world.mint_coins(&self.address, coins.to_vec());
        world.attempt_raw(&self.address, &group.address, &ExecuteMsg::Stake {}, coins)
    }

    /// Takes free stake back.
    pub fn takes_back(&self, group: &Group, amount: u128) -> Attempt {
        let amount = coin(amount);
        self.sends(group, &ExecuteMsg::TakeStake { amount })
    }

    /// Sets what goes into the next cycle.
    pub fn pledges(&self, group: &Group, amount: u128) -> Attempt {
        let amount = coin(amount);
        self.sends(group, &ExecuteMsg::Pledge { amount })
    }

    /// Gives up the seat.
    pub fn leaves(&self, group: &Group) -> Attempt {
        self.sends(group, &ExecuteMsg::Leave {})
    }

    /// Says where the seat is paid to.
    pub fn names_pay_out(&self, group: &Group, address: &Addr) -> Attempt {
        let address = address.to_string();
        self.sends(group, &ExecuteMsg::NamePayOut { address })
    }
}

impl Person {
    /// Lets a group decide to open a proposal above; the person is its only member.
    #[track_caller]
    pub fn proposes_upstream_by_decision(
        &self,
        group: &Group,
        above: &Group,
        title: &str,
        actions: Vec<Action>,
    ) -> super::Proposal {
        let proposal = Box::new(super::spec(title, actions));
        let upstream = Action::ProposeUpstream {
            group: above.address.to_string(),
            proposal,
        };
        group.decides(&[self], title, vec![upstream]);
        above.newest()
    }
}
