//! What can be told of a proposal before the vote: what could never be done is refused at the door, what could not be done
//! today is opened with a warning. The same look tells, when an execution has failed, what stood in its way.
//!
//! Actions are looked at in order, each in the light of those before it in the same proposal.

mod links;
mod seats;

use cosmwasm_std::{Coin, Deps, Env, Response, Uint256};

use crate::action::{Action, ActionError};
use crate::charter::Charter;
use crate::charter::charters::charter_in_force;
use crate::document::DocumentSpec;
use crate::documents::adopting::check_owner;
use crate::error::{ContractError, LinkError, RoleError, SeatError, TreasuryError};
use crate::events::Event;
use crate::joint::kin::{call_target, check_kin};
use crate::json::binary;
use crate::limits::MAX_CYCLE_SECONDS;
use crate::msg::{Hindrance, ProposalId, SeatId, Warning};
use crate::querier;
use crate::seats::registry::{self, find_seat};
use crate::treasury::clock::clock;
use crate::treasury::funds::common_fund;
use crate::treasury::stakes;

/// What stands in an action's way.
pub(crate) enum Obstacle {
    /// It could never be done.
    Never(ContractError),
    /// It could not be done today.
    Today(Hindrance, ContractError),
}

pub(crate) type Seen = Result<(), Obstacle>;

pub(crate) fn never(error: impl Into<ContractError>) -> Obstacle {
    Obstacle::Never(error.into())
}

pub(crate) fn today<E: Into<ContractError>>(what: Hindrance) -> impl Fn(E) -> Obstacle {
    move |error| Obstacle::Today(what, error.into())
}

/// What a proposal would find.
pub(crate) struct Outlook<'a> {
    pub(crate) deps: Deps<'a>,
    pub(crate) env: &'a Env,
    pub(crate) parties: &'a [SeatId],
    pub(crate) actions: &'a [Action],
}

/// Tells the warnings of an opening: an event each, and all of them as the answer's data.
pub(crate) fn tell(response: Response, proposal: ProposalId, warnings: &[Warning]) -> Response {
    if warnings.is_empty() {
        return response;
    }
    let events = warnings.iter().map(|warning| Event::OpeningWarned {
        proposal,
        action: warning.action,
        warning: warning.what,
        reason: &warning.reason,
    });
    response.add_events(events).set_data(binary(warnings))
}

impl Outlook<'_> {
    pub(crate) fn own(&self) -> &str {
        self.env.contract.address.as_str()
    }

    pub(crate) fn now(&self) -> u64 {
        self.env.block.time.seconds()
    }

    pub(crate) fn charter_now(&self) -> Result<Charter, Obstacle> {
        let (_, charter) = charter_in_force(self.deps.storage).map_err(never)?;
        Ok(charter)
    }

    /// The actions before this one.
    pub(crate) fn earlier(&self, place: usize) -> impl Iterator<Item = &Action> {
        self.actions.iter().take(place)
    }

    /// The charters that the proposal brings.
    pub(crate) fn amends(&self) -> bool {
        self.actions
            .iter()
            .any(|action| matches!(action, Action::AmendCharter { .. }))
    }

    pub(crate) fn not_itself(&self, payee: &str) -> Seen {
        match payee == self.own() {
            true => Err(never(TreasuryError::PaysItself)),
            false => Ok(()),
        }
    }

    pub(crate) fn kin(&self, group: &str) -> Seen {
        check_kin(self.deps, self.env, group).map_err(today(Hindrance::Contract))
    }

    /// Whether a pool has what is spent of it.
    pub(crate) fn pool(&self, amount: &[Coin], cycle: Option<u32>) -> Seen {
        let Some(number) = cycle else {
            return Ok(());
        };
        let now = clock(self.deps.storage, self.env).map_err(never)?;
        for coin in amount {
            let cycle = stakes::cycle(self.deps.storage, &coin.denom, number)
                .map_err(today(Hindrance::Cycle))?;
            if now.at >= cycle.ends_at {
                return Err(never(TreasuryError::CycleEnded {
                    cycle: number,
                    denom: coin.denom.clone(),
                    ends_at: cycle.ends_at,
                }));
            }
            too_little(
                format!("the pool of cycle {number}"),
                cycle.pool.into(),
                coin,
            )?;
        }
        Ok(())
    }

    /// Whether the common fund has what all actions together draw on it.
    pub(crate) fn funds(&self) -> Result<(), (usize, Obstacle)> {
        let mut sums: Vec<(usize, Coin)> = Vec::new();
        for (place, action) in self.actions.iter().enumerate() {
            let pooled = matches!(
                action,
                Action::Spend { cycle: Some(_), .. }
                    | Action::Contribute { cycle: Some(_), .. }
                    | Action::Pledge { .. }
            );
            let coins = action.coins().iter().filter(|_| !pooled);
            for coin in coins {
                match sums.iter_mut().find(|(_, sum)| sum.denom == coin.denom) {
                    Some((last, sum)) => {
                        *last = place;
                        sum.amount = sum.amount.saturating_add(coin.amount);
                    }
                    None => sums.push((place, coin.clone())),
                }
            }
        }
        for (place, sum) in sums {
            // what can't be told is no reason to refuse
            if let Ok(there) = common_fund(self.deps, self.env, &sum.denom) {
                too_little("the common fund".into(), there, &sum)
                    .map_err(|obstacle| (place, obstacle))?;
            }
        }
        Ok(())
    }

    pub(crate) fn charter(&self, spec: &crate::charter::CharterSpec) -> Seen {
        spec.can_begin(self.now(), self.own()).map_err(never)?;
        for account in &spec.group_accounts {
            if find_seat(self.deps.storage, account)
                .map_err(never)?
                .is_some()
            {
                return Err(today(Hindrance::Rules)(SeatError::GroupAccount {
                    account: account.clone(),
                }));
            }
        }
        let core = registry::totals(self.deps.storage).map_err(never)?.core;
        match spec.core_limit {
            Some(limit) if core > u64::from(limit) => {
                Err(today(Hindrance::Full)(RoleError::CoreLimit {
                    limit,
                    count: core,
                }))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn cycle(&self, denom: &str, ends_at: u64) -> Seen {
        let now = self.now();
        let latest = now.saturating_add(MAX_CYCLE_SECONDS);
        let wrong = TreasuryError::CycleEnd {
            now,
            latest,
            ends_at,
        };
        if ends_at <= now {
            return Err(never(wrong));
        }
        if ends_at > latest {
            return Err(today(Hindrance::Cycle)(wrong));
        }
        let may = stakes::may_open(self.deps.storage, now, denom);
        may.map(|_| ()).map_err(today(Hindrance::Cycle))
    }

    pub(crate) fn code(&self, code_id: u64) -> Seen {
        let querier = &self.deps.querier;
        let own = querier::contract_info(querier, self.own()).map_err(never)?;
        let wrong = |why| ActionError::Code { code_id, why };
        if own.code_id == code_id {
            return Err(today(Hindrance::Contract)(wrong("is this group's already")));
        }
        match querier::checksum(querier, code_id) {
            Ok(_) => Ok(()),
            Err(_) => Err(never(wrong("is not on this chain"))),
        }
    }

    pub(crate) fn call(&self, contract: &str) -> Seen {
        let Some(why) = call_target(self.deps, self.env, contract).map_err(never)? else {
            let there = crate::joint::kin::check_contract(self.deps, contract);
            return there.map_err(today(Hindrance::Contract));
        };
        let wrong = ActionError::CallTarget {
            contract: contract.into(),
            why,
        };
        match contract == self.own() {
            true => Err(never(wrong)),
            false => Err(today(Hindrance::Link)(wrong)),
        }
    }

    pub(crate) fn document(&self, document: &DocumentSpec) -> Seen {
        check_owner(self.deps.storage, &document.kind.key(), self.parties)
            .map_err(today(Hindrance::Rules))
    }
}

pub(crate) fn too_little(fund: String, there: Uint256, asked: &Coin) -> Seen {
    if asked.amount <= there {
        return Ok(());
    }
    Err(today(Hindrance::TooLittle)(TreasuryError::TooLittle {
        fund,
        there,
        asked: asked.amount,
        denom: asked.denom.clone(),
    }))
}

pub(crate) fn no_link(group: &str) -> LinkError {
    LinkError::None {
        group: group.into(),
    }
}
