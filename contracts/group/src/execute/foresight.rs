//! What can be told of a proposal before the vote: what could never be done is refused at the door, what could not be done
//! today is opened with a warning. The same look tells, when an execution has failed, what stood in its way.
//!
//! Actions are looked at in order, each in the light of those before it in the same proposal.

mod links;
mod seats;

use cosmwasm_std::{Coin, Deps, Env, Response, Uint256};

use crate::action::{Action, ActionError, Bill};
use crate::charter::Charter;
use crate::document::DocumentSpec;
use crate::error::{ContractError, LinkError, RoleError, SeatError, TreasuryError};
use crate::events::Event;
use crate::execute::content::check_title;
use crate::execute::documents::check_owner;
use crate::execute::links::check_kin;
use crate::execute::perform::call_target;
use crate::execute::stakes::clock;
use crate::execute::treasury::common_fund;
use crate::json::binary;
use crate::limits::MAX_CYCLE_SECONDS;
use crate::msg::{Hindrance, ProposalId, SeatId, Warning};
use crate::querier;
use crate::state::{charter_in_force, find_seat, ledger, registry, stakes};

/// What stands in an action's way.
enum Obstacle {
    /// It could never be done.
    Never(ContractError),
    /// It could not be done today.
    Today(Hindrance, ContractError),
}

type Seen = Result<(), Obstacle>;

fn never(error: impl Into<ContractError>) -> Obstacle {
    Obstacle::Never(error.into())
}

fn today<E: Into<ContractError>>(what: Hindrance) -> impl Fn(E) -> Obstacle {
    move |error| Obstacle::Today(what, error.into())
}

/// What a proposal would find.
struct Outlook<'a> {
    deps: Deps<'a>,
    env: &'a Env,
    parties: &'a [SeatId],
    actions: &'a [Action],
}

/// Looks ahead at the door.
///
/// # Errors
/// An action that could never be done.
pub(crate) fn warnings(
    deps: Deps,
    env: &Env,
    parties: &[SeatId],
    actions: &[Action],
) -> Result<Vec<Warning>, ContractError> {
    let outlook = Outlook {
        deps,
        env,
        parties,
        actions,
    };
    let mut warnings = Vec::new();
    for obstacle in outlook.obstacles() {
        match obstacle {
            (_, Obstacle::Never(error)) => return Err(error),
            (action, Obstacle::Today(what, error)) => warnings.push(Warning {
                action: u32::try_from(action).unwrap_or(u32::MAX),
                what,
                reason: error.to_string(),
            }),
        }
    }
    Ok(warnings)
}

/// What stands in the way of the first action that could not be done now, in words.
pub(crate) fn obstacle(
    deps: Deps,
    env: &Env,
    parties: &[SeatId],
    actions: &[Action],
) -> Option<String> {
    let outlook = Outlook {
        deps,
        env,
        parties,
        actions,
    };
    let mut found = outlook.obstacles();
    found.sort_by_key(|(action, _)| *action);
    let first = found.into_iter().next();
    first.map(|(_, Obstacle::Never(error) | Obstacle::Today(_, error))| error.to_string())
}

/// Tells the warnings of an opening: an event each, and all of them as the answer's data.
pub(crate) fn tell(response: Response, proposal: ProposalId, warnings: &[Warning]) -> Response {
    if warnings.is_empty() {
        return response;
    }
    let events = warnings
        .iter()
        .map(|warning| Event::OpeningWarned { proposal, warning });
    response.add_events(events).set_data(binary(warnings))
}

impl Outlook<'_> {
    fn obstacles(&self) -> Vec<(usize, Obstacle)> {
        let mut found = Vec::new();
        for (place, action) in self.actions.iter().enumerate() {
            if let Err(obstacle) = self.look(place, action) {
                found.push((place, obstacle));
            }
        }
        if let Err(obstacle) = self.funds() {
            found.push(obstacle);
        }
        found
    }

    fn look(&self, place: usize, action: &Action) -> Seen {
        match action {
            Action::Spend { to, amount, cycle } => {
                self.not_itself(to)?;
                self.pool(amount, *cycle)
            }
            Action::Contribute {
                group,
                amount,
                cycle,
            } => {
                self.not_itself(group)?;
                self.kin(group)?;
                self.pool(amount, *cycle)
            }
            Action::Stake { group, .. } | Action::WithdrawUpstream { group, .. } => {
                self.above(group)
            }
            Action::Pledge { group, amount } | Action::TakeStake { group, amount } => {
                if !(amount.amount.is_zero() && matches!(action, Action::Pledge { .. })) {
                    ledger::amount_of(amount).map_err(never)?;
                }
                self.above(group)
            }
            Action::ProposeUpstream { group, proposal } => {
                check_title(&proposal.title).map_err(never)?;
                Bill::of(&proposal.actions).map_err(never)?;
                self.above(group)
            }
            Action::AdmitSeat { seat } => self.admission(place, seat),
            Action::RemoveSeat { seat } => self.seat(place, *seat).map(|_| ()),
            Action::ChangeSeat { .. } => self.change(place, action),
            Action::Appoint {
                seat,
                role,
                apprentice,
            } => self.appointment(place, *seat, role.as_deref(), *apprentice),
            Action::Release { seat, role } => self.office(place, *seat, role.as_deref()),
            Action::Join { group, lead_time } => self.join(place, group, *lead_time),
            Action::AppointHouse { group, .. } | Action::BecomeHouse { group, .. } => {
                self.house(group, action)
            }
            Action::AmendCharter { charter, .. } => self.charter(charter),
            Action::OpenCycle { denom, ends_at } => self.cycle(denom, *ends_at),
            Action::Upgrade { code_id } => self.code(*code_id),
            Action::Call { contract, .. } => self.call(contract),
            Action::AdoptDocument(document) => self.document(document),
            // looked at as they open, and nothing but coins could be missing later
            Action::FoundSubgroup(_)
            | Action::Rescind { .. }
            | Action::Veto { .. }
            | Action::Leave { .. }
            | Action::DismissHouse { .. }
            | Action::EndReview { .. }
            | Action::AnswerConcern { .. } => Ok(()),
        }
    }

    fn own(&self) -> &str {
        self.env.contract.address.as_str()
    }

    fn now(&self) -> u64 {
        self.env.block.time.seconds()
    }

    fn charter_now(&self) -> Result<Charter, Obstacle> {
        let (_, charter) = charter_in_force(self.deps.storage).map_err(never)?;
        Ok(charter)
    }

    /// The actions before this one.
    fn earlier(&self, place: usize) -> impl Iterator<Item = &Action> {
        self.actions.iter().take(place)
    }

    /// The charters that the proposal brings.
    fn amends(&self) -> bool {
        self.actions
            .iter()
            .any(|action| matches!(action, Action::AmendCharter { .. }))
    }

    fn not_itself(&self, payee: &str) -> Seen {
        match payee == self.own() {
            true => Err(never(TreasuryError::PaysItself)),
            false => Ok(()),
        }
    }

    fn kin(&self, group: &str) -> Seen {
        check_kin(self.deps, self.env, group).map_err(today(Hindrance::Contract))
    }

    /// Whether a pool has what is spent of it.
    fn pool(&self, amount: &[Coin], cycle: Option<u32>) -> Seen {
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
    fn funds(&self) -> Result<(), (usize, Obstacle)> {
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

    fn charter(&self, spec: &crate::charter::CharterSpec) -> Seen {
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

    fn cycle(&self, denom: &str, ends_at: u64) -> Seen {
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

    fn code(&self, code_id: u64) -> Seen {
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

    fn call(&self, contract: &str) -> Seen {
        let Some(why) = call_target(self.deps, self.env, contract).map_err(never)? else {
            let there = crate::execute::links::check_contract(self.deps, contract);
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

    fn document(&self, document: &DocumentSpec) -> Seen {
        check_owner(self.deps.storage, &document.kind.key(), self.parties)
            .map_err(today(Hindrance::Rules))
    }
}

fn too_little(fund: String, there: Uint256, asked: &Coin) -> Seen {
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

fn no_link(group: &str) -> LinkError {
    LinkError::None {
        group: group.into(),
    }
}
