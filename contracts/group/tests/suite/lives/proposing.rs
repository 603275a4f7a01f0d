//! What is proposed in the cell, in its house and in the union.

use std::collections::BTreeSet;

use cosmwasm_std::Coin;
use folkmoot_group::action::Action;
use folkmoot_group::charter::{LaterStage, Stage};
use folkmoot_group::document::DocumentKind;
use folkmoot_group::msg::{LinkState, ProposalSpec};
use folkmoot_rules::{Choice, Seconds};
use schemars::schema_for;

use super::check::is_mirror;
use super::founding::{BAR, WINDOW, bare, guarded};
use super::*;
use crate::world::houses::{appoint_house, become_house, dismiss_house, end_review};
use crate::world::roles::{appoint, release, teach};
use crate::world::{DENOM, Proposal, PuppetMsg, actions, charter, money, open_cycle, spec, units};

/// How many ideas the cell has.
const IDEAS: u8 = 30;
/// Who comes and who goes is played by `machine`; here the groups keep their seats, but for those that give them up.
const PLAYED_BY_MACHINE: [&str; 5] = ["admit_seat", "change_seat", "join", "leave", "remove_seat"];

/// The name that an action has in messages.
pub(super) fn name_of(action: &Action) -> String {
    match serde_json::to_value(action) {
        Ok(serde_json::Value::Object(named)) => named.keys().cloned().collect(),
        other => panic!("no action: {other:?}"),
    }
}

/// What of all that a proposal can do is to be executed in some life.
pub(super) fn to_be_done() -> BTreeSet<String> {
    let schema = serde_json::to_value(schema_for!(Action)).unwrap();
    let kinds = schema["oneOf"].as_array().unwrap();
    let names = kinds.iter().flat_map(|kind| {
        let named = kind["properties"].as_object().unwrap();
        named.keys().cloned()
    });
    let mut names: BTreeSet<String> = names.collect();
    for played in PLAYED_BY_MACHINE {
        assert!(names.remove(played), "there is no action {played}");
    }
    names
}

impl Lives {
    /// Somebody of the cell has an idea.
    pub(super) fn propose(&mut self, who: &Person, which: u8, how: u8) -> Option<Proposal> {
        let cell = self.groups[CELL].clone();
        let guarded = is_guarded(&cell);
        let actions = self.idea(which, how);
        let spent = spent_by(&actions);
        let pays: Vec<_> = actions.iter().filter_map(payment).collect();
        let weakens = actions.iter().any(weakens);
        let told = who.tries_to_propose(&cell, spec(&format!("Of {}", who.name), actions));
        if !self.tried(Some(told), "opened") {
            return None;
        }
        let proposal = cell.newest();
        if guarded {
            let mut stages = proposal.view().stages.into_iter();
            let looked_at = stages.any(|stage| matches!(stage.stage, LaterStage::Refer(_)));
            let must = weakens || spent > BAR;
            assert!(looked_at || !must, "past the house: {:?}", proposal.view());
            if weakens {
                self.unguarding.push(proposal.id);
            }
        }
        for (to, amount) in pays {
            self.pays(CELL, proposal.id, to, amount);
        }
        Some(proposal)
    }

    fn idea(&mut self, which: u8, how: u8) -> Vec<Action> {
        let (cell, union) = (self.groups[CELL].clone(), self.groups[UNION].clone());
        let house = self.groups[HOUSE].clone();
        let seat = u32::from(how % 5) + 1;
        let (to, amount) = (self.payee(), u128::from(how % 7) + 1);
        let of_union = union.address.to_string();
        let coin = |amount: u128| money(amount).remove(0);
        let deal = || vec![actions::adopt(DocumentKind::Purpose, "A purpose")];
        match which % IDEAS {
            0 => vec![],
            1 => vec![actions::spend(&to, amount)],
            2 | 3 => vec![actions::spend(&to, BAR + amount)],
            4 | 5 => {
                let title = format!("State {which}");
                vec![actions::adopt(DocumentKind::CellState, &title)]
            }
            6 => vec![appoint(seat, "bursar")],
            7 | 8 => {
                let next = match names_a_house(&cell.charter().charter) {
                    true => bare(self.sunset, &self.heir),
                    false => guarded(self.sunset, &self.heir, &house),
                };
                vec![actions::amend(cell.charter().version, next.spec())]
            }
            9 | 10 => vec![match cell.houses().is_empty() {
                true => appoint_house(&house, Seconds::days(2)),
                false => dismiss_house(&house),
            }],
            27 | 28 if !is_linked(&cell) => vec![
                appoint_house(&house, Seconds::days(2)),
                dismiss_house(&house),
            ],
            11 => {
                let seats = vec![self.people[0].seat()];
                vec![actions::found_subgroup("Below", charter().spec(), seats, 0)]
            }
            12 | 13 => vec![match self.looked_at(how) {
                Some(one) => Action::AnswerConcern {
                    house: house.address.to_string(),
                    proposal: one.id,
                    seat: 1 + u32::from(which % 3),
                    text: "Because.".into(),
                },
                None => teach(seat, "host"),
            }],
            14 | 27 | 28 => {
                let holders = cell.holders("bursar");
                vec![release(holders.first().copied().unwrap_or(seat), "bursar")]
            }
            15 => vec![Action::Rescind {
                proposal: cell.view().proposals.saturating_sub(u64::from(how % 4)),
            }],
            16 | 17 => {
                // nobody links with a code that no charter trusts
                let code_id = match how.is_multiple_of(7) {
                    true => self.codes[1],
                    false => self.world.store_group_code(crate::world::CODE),
                };
                vec![Action::Upgrade { code_id }]
            }
            18 | 19 => {
                let coins = if how.is_multiple_of(2) { BAR } else { 0 } + amount;
                let msg = match how % 5 {
                    0 => PuppetMsg::Fail {},
                    _ => PuppetMsg::Accept {},
                };
                vec![actions::call(&self.shop, &msg, coins)]
            }
            20 => vec![Action::Stake {
                group: of_union,
                amount: money(10 * amount),
            }],
            21 => vec![
                Action::Stake {
                    group: of_union.clone(),
                    amount: money(10 * amount),
                },
                Action::Pledge {
                    group: of_union,
                    amount: coin(9 * amount),
                },
            ],
            22 | 26 => vec![Action::TakeStake {
                group: of_union,
                amount: coin(amount),
            }],
            23 => vec![actions::contribute(&union, amount)],
            24 => vec![Action::ProposeUpstream {
                group: of_union,
                proposal: Box::new(spec("Of all of us", deal())),
            }],
            _ => vec![Action::WithdrawUpstream {
                group: of_union,
                proposal: union.view().proposals.saturating_sub(u64::from(how % 2)),
            }],
        }
    }

    /// Something is proposed in the cell, and nobody and no house has anything against it.
    pub(super) fn decide(&mut self, who: u8, which: u8, how: u8) {
        let who = self.people[usize::from(who % 4)].clone();
        let Some(proposal) = self.propose(&who, which, how) else {
            return;
        };
        self.say(&proposal, Choice::Yes);
        let told = proposal.moves_on();
        self.tried(Some(told), "moved on");
        let told = proposal.refer();
        if self.tried(Some(told), "referred") {
            let asked = self.groups[HOUSE].newest();
            match how % 4 {
                0 | 2 if is_mirror(&asked.view()) => {
                    self.say(&asked, Choice::Yes);
                    let told = asked.roll_up();
                    self.tried(Some(told), "rolled up");
                }
                1 => self.world.advance(WINDOW),
                _ => {}
            }
        }
        let told = proposal.execution();
        self.tried(Some(told), "executed by somebody");
    }

    /// The house agrees on whether it looks at the cell's decisions.
    pub(super) fn decide_in_house(&mut self, which: u8, how: u8) {
        let (cell, house) = (self.groups[CELL].clone(), self.groups[HOUSE].clone());
        let act = match which % 7 {
            0 => end_review(&cell),
            _ => become_house(&cell, Seconds::days(2)),
        };
        let who = self.people[3 + usize::from(how % 3)].clone();
        let told = who.tries_to_propose(&house, spec("Our house", vec![act]));
        if !self.tried(Some(told), "opened in the house") {
            return;
        }
        let proposal = house.newest();
        self.say(&proposal, Choice::Yes);
        let told = proposal.moves_on();
        self.tried(Some(told), "moved on");
        let told = proposal.execution();
        self.tried(Some(told), "executed by somebody");
    }

    pub(super) fn propose_in_union(&mut self, which: u8) {
        let (cell, union) = (self.groups[CELL].clone(), self.groups[UNION].clone());
        let (to, amount) = (self.payee(), u128::from(which % 9) + 1);
        let spend = vec![actions::spend(&to, amount)];
        let deal = vec![actions::adopt(
            DocumentKind::Other("a deal".into()),
            "A deal",
        )];
        let parties = vec![1, 2];
        let ends_at = Seconds::days(u32::from(which % 5) + 8).after(self.world.now());
        let (actions, parties) = match which % 6 {
            0 | 3 => (deal, parties),
            // what belongs to all is not for parties to spend
            1 => (spend, parties),
            2 => (spend, vec![]),
            _ => (vec![open_cycle(ends_at)], vec![]),
        };
        let among_parties = !parties.is_empty();
        let pays: Vec<_> = actions.iter().filter_map(payment).collect();
        let proposal = ProposalSpec {
            parties,
            ..spec("Joint", actions)
        };
        let speaker = self.people[0].clone();
        let told = speaker.tries_to_propose_upstream(&cell, &union, proposal);
        if self.tried(Some(told), "opened in the union") {
            assert!(!among_parties || pays.is_empty(), "parties spend");
            self.note(if among_parties {
                "between parties"
            } else {
                "between all"
            });
            for (to, amount) in pays {
                self.pays(UNION, union.newest().id, to, amount);
            }
        }
    }

    /// An account that nobody else pays.
    fn payee(&self) -> Addr {
        let number = self.payments.len();
        self.world.account(&format!("payee {number}"))
    }

    fn pays(&mut self, group: usize, proposal: ProposalId, to: Addr, amount: u128) {
        self.payments.push(Payment {
            group,
            proposal,
            to,
            amount,
        });
    }
}

/// Whether an action could do without the house.
fn weakens(action: &Action) -> bool {
    match action {
        Action::AmendCharter { charter, .. } => !names_a_house(charter),
        Action::Upgrade { .. } => true,
        _ => false,
    }
}

/// Whom an action pays, and how much.
fn payment(action: &Action) -> Option<(Addr, u128)> {
    let Action::Spend { to, amount, .. } = action else {
        return None;
    };
    Some((Addr::unchecked(to), in_units(amount)))
}

/// What leaves a group's treasury by its own decision, and counts as spent.
fn spent_by(actions: &[Action]) -> u128 {
    let spent = actions.iter().map(|action| match action {
        Action::Spend { amount, .. }
        | Action::Contribute { amount, .. }
        | Action::Stake { amount, .. } => in_units(amount),
        Action::Call { funds, .. } => in_units(funds),
        _ => 0,
    });
    spent.sum()
}

/// How much is sent along with calls.
pub(super) fn sent_by(actions: &[Action]) -> u128 {
    let sent = actions.iter().map(|action| match action {
        Action::Call { funds, .. } => in_units(funds),
        _ => 0,
    });
    sent.sum()
}

fn in_units(coins: &[Coin]) -> u128 {
    let ours = coins.iter().filter(|coin| coin.denom == DENOM);
    ours.map(units).sum()
}

fn names_a_house(charter: &folkmoot_group::charter::CharterSpec) -> bool {
    let mut stages = charter
        .procedures
        .iter()
        .flat_map(|procedure| &procedure.stages);
    stages.any(|stage| matches!(stage, Stage::Refer(_)))
}

/// Whether a house's link stands.
pub(super) fn is_linked(group: &Group) -> bool {
    let mut houses = group.houses().into_iter();
    houses.any(|house| house.state == LinkState::Linked)
}

/// Whether a house, whose link stands, looks at something by the charter in force.
fn is_guarded(group: &Group) -> bool {
    is_linked(group) && names_a_house(&group.charter().charter)
}
