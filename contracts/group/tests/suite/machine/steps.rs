//! What may happen, in random and shrinkable form. Numbers are taken modulo what there is.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{Basis, CharterSpec, Covers, Round};
use folkmoot_rules::{
    Base, Count, QuorumMissed, Ratio, Rule, Seconds, Threshold, ThresholdMissed, Translation,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world::{charter, money};

/// How a charter differs from the plainest.
#[derive(Clone, Debug)]
pub struct CharterPick {
    pub rule: u8,
    pub upstream_rule: u8,
    pub translation: u8,
    pub finish: u8,
    pub weighting: u8,
    pub procedures: u8,
    pub times: u8,
}

/// Groups over groups.
#[derive(Clone, Debug)]
pub struct Setup {
    /// For each group of people: how many, from which person on, and its charter.
    pub leaves: Vec<(u8, u8, CharterPick)>,
    /// For each joint group: which of the groups of people sit in it, and its charter.
    pub joints: Vec<(u8, CharterPick)>,
    /// The group over joint groups, if there is one.
    pub top: Option<(u8, CharterPick)>,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Step {
    Open {
        group: u8,
        by: u8,
        what: u8,
        size: u8,
        charter: CharterPick,
    },
    OpenAbove {
        group: u8,
        what: u8,
        size: u8,
    },
    Vote {
        group: u8,
        proposal: u8,
        by: u8,
        choice: u8,
    },
    Everybody {
        group: u8,
        proposal: u8,
        choices: u32,
    },
    Replay {
        which: u8,
    },
    FanOut {
        group: u8,
        proposal: u8,
        seat: Option<u8>,
    },
    RollUp {
        group: u8,
        proposal: u8,
        by_account: bool,
    },
    /// Opened, agreed to by everybody down to the last member, and executed unless it is to be left there.
    Decide {
        group: u8,
        what: u8,
        size: u8,
        charter: CharterPick,
        execute: bool,
    },
    /// In one block a group changes, opens a proposal, and changes again.
    Within {
        group: u8,
        by: u8,
        changes: [u8; 2],
    },
    Relay,
    CountAbsent {
        group: u8,
        proposal: u8,
        seat: u8,
    },
    MoveOn {
        group: u8,
        proposal: u8,
    },
    Execute {
        group: u8,
        proposal: u8,
    },
    Withdraw {
        group: u8,
        proposal: u8,
        by: u8,
    },
    Leave {
        group: u8,
        by: u8,
    },
    Refresh {
        group: u8,
        seat: u8,
    },
    Give {
        group: u8,
        amount: u8,
    },
    Stranger {
        group: u8,
        proposal: u8,
        what: u8,
    },
    Advance {
        how: u8,
    },
    SameBlock {
        steps: u8,
    },
}

pub fn charter_pick() -> impl Strategy<Value = CharterPick> {
    let parts = (
        any::<u8>(),
        any::<u8>(),
        any::<u8>(),
        any::<u8>(),
        any::<u8>(),
        any::<u8>(),
        any::<u8>(),
    );
    parts.prop_map(
        |(rule, upstream_rule, translation, finish, weighting, procedures, times)| CharterPick {
            rule,
            upstream_rule,
            translation,
            finish,
            weighting,
            procedures,
            times,
        },
    )
}

pub fn setup() -> impl Strategy<Value = Setup> {
    let leaves = vec((2..5_u8, any::<u8>(), charter_pick()), 1..4);
    let joints = vec((any::<u8>(), charter_pick()), 1..3);
    let top = proptest::option::of((any::<u8>(), charter_pick()));
    (leaves, joints, top).prop_map(|(leaves, joints, top)| Setup {
        leaves,
        joints,
        top,
    })
}

pub fn step() -> impl Strategy<Value = Step> {
    let (g, p, x) = (any::<u8>(), any::<u8>(), any::<u8>());
    prop_oneof![
        8 => (g, x, x, x, charter_pick()).prop_map(|(group, by, what, size, charter)| Step::Open { group, by, what, size, charter }),
        5 => (g, x, x).prop_map(|(group, what, size)| Step::OpenAbove { group, what, size }),
        6 => (g, p, x, x).prop_map(|(group, proposal, by, choice)| Step::Vote { group, proposal, by, choice }),
        9 => (g, p, any::<u32>()).prop_map(|(group, proposal, choices)| Step::Everybody { group, proposal, choices }),
        1 => x.prop_map(|which| Step::Replay { which }),
        3 => (g, p, proptest::option::of(x)).prop_map(|(group, proposal, seat)| Step::FanOut { group, proposal, seat }),
        4 => (g, p, any::<bool>()).prop_map(|(group, proposal, by_account)| Step::RollUp { group, proposal, by_account }),
        9 => (g, x, x, charter_pick(), any::<u8>()).prop_map(|(group, what, size, charter, execute)| Step::Decide { group, what, size, charter, execute: execute % 4 > 0 }),
        4 => (g, x, any::<[u8; 2]>()).prop_map(|(group, by, changes)| Step::Within { group, by, changes }),
        6 => Just(Step::Relay),
        2 => (g, p, x).prop_map(|(group, proposal, seat)| Step::CountAbsent { group, proposal, seat }),
        2 => (g, p).prop_map(|(group, proposal)| Step::MoveOn { group, proposal }),
        7 => (g, p).prop_map(|(group, proposal)| Step::Execute { group, proposal }),
        1 => (g, p, x).prop_map(|(group, proposal, by)| Step::Withdraw { group, proposal, by }),
        2 => (g, x).prop_map(|(group, by)| Step::Leave { group, by }),
        2 => (g, x).prop_map(|(group, seat)| Step::Refresh { group, seat }),
        2 => (g, x).prop_map(|(group, amount)| Step::Give { group, amount }),
        2 => (g, p, x).prop_map(|(group, proposal, what)| Step::Stranger { group, proposal, what }),
        8 => x.prop_map(|how| Step::Advance { how }),
        2 => (1..4_u8).prop_map(|steps| Step::SameBlock { steps }),
    ]
}

fn rule(pick: u8) -> Rule {
    let ratio = |numerator, denominator| Ratio::new(numerator, denominator).unwrap();
    let of = |quorum, threshold, strict, base, count| {
        Rule::Threshold(Threshold {
            quorum,
            threshold,
            strict,
            base,
            count,
        })
    };
    match pick % 10 {
        0..=2 => Rule::majority(),
        3 => Rule::majority_of_all(),
        4 => Rule::supermajority(),
        5 => Rule::double_majority(),
        6 => Rule::three_quarters(),
        7 => of(ratio(1, 1_000), ratio(1, 2), true, Base::Cast, Count::Seats),
        8 => of(ratio(1, 3), ratio(1, 1), false, Base::Cast, Count::Both),
        _ => of(
            ratio(1, 1),
            ratio(2, 5),
            false,
            Base::Eligible,
            Count::Weight,
        ),
    }
}

impl CharterPick {
    /// A charter that fits the level of its group: of people, of groups, of groups of groups.
    pub fn charter(&self, level: u8) -> CharterSpec {
        let (decide, upstream, buffer) = [(2, 1, 1), (3, 3, 1), (6, 6, 2)][usize::from(level)];
        let finishing = |rule: Rule, period: Seconds, finish: u8| Round {
            early_finish: finish % 4 < 2,
            revoting: finish % 4 == 3,
            ..Round::new(rule, period)
        };
        let decide = Seconds::days(decide);
        let mut rules = charter().decides_in(finishing(rule(self.rule), decide, self.finish));
        if self.procedures % 3 == 1 {
            rules = rules.procedure(
                "budget",
                Covers::SpendsAbove(money(50)),
                Rule::majority_of_all(),
                decide,
            );
        }
        if self.procedures % 4 == 1 {
            let kinds = vec![
                ActionKind::Seats,
                ActionKind::Links,
                ActionKind::AmendCharter,
            ];
            rules = rules.procedure(
                "membership",
                Covers::Kinds(kinds),
                Rule::two_thirds(),
                decide,
            );
        }
        if self.times % 3 == 1 {
            rules = rules.delayed("ordinary", Seconds::days(1));
        }
        let basis = [Basis::Equal, Basis::ByMembers, Basis::Fixed][usize::from(self.weighting % 3)];
        let cap = (self.weighting % 5 == 4).then_some(2);
        let threshold_missed = if self.translation.is_multiple_of(2) {
            ThresholdMissed::Abstain
        } else {
            ThresholdMissed::No
        };
        let no_quorum = if self.translation.is_multiple_of(3) {
            QuorumMissed::Abstain
        } else {
            QuorumMissed::NotCast
        };
        let translation = match self.translation % 4 {
            3 => Translation::Split {},
            _ => Translation::Signal {
                threshold_missed,
                no_quorum,
            },
        };
        let window = if self.times.is_multiple_of(2) { 5 } else { 30 };
        rules
            .weighting(basis, cap)
            .translation(translation)
            .buffer(Seconds::days(buffer))
            .with(|charter| {
                let upstream = Seconds::days(upstream);
                charter.upstream.round =
                    finishing(rule(self.upstream_rule), upstream, self.finish / 4);
                charter.execution_window = Seconds::days(window);
                charter.weight_notice = Seconds::days(2);
            })
            .spec()
    }
}
