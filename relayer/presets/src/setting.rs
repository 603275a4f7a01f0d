//! What a preset has to fit, and the parts that presets share.

use cosmwasm_std::Coin;
use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{CharterSpec, Covers, Procedure, Refer, Round, Stage};
use folkmoot_rules::{Fallback, Resolving, ReviewMode, Rule, Seconds};

/// The procedure for payments above the bar.
pub const BUDGET: &str = "budget";

/// Blocks that a window lasts at least: some hours of a busy chain, so that one that stands still takes nothing from it.
const LEAST_BLOCKS: u64 = 1_000;

/// What a charter has to fit.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The longest lead time of the group's own group seats, if it has any.
    pub longest_lead: Option<Seconds>,
    /// The time kept free for asking group seats and carrying their votes up.
    pub relay_buffer: Seconds,
    /// What a proposal may pay without being a budget. Empty where nobody named it.
    pub budget_above: Vec<Coin>,
    /// The house that looks at its decisions, which has agreed to do so.
    pub house: Option<House>,
}

/// A house of the group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Its contract.
    pub address: String,
    /// How long it has agreed to take at most.
    pub response_time: Seconds,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            longest_lead: None,
            relay_buffer: Seconds::days(4),
            budget_above: vec![],
            house: None,
        }
    }
}

impl Setting {
    /// A week, or what the group seats need.
    pub fn week(&self) -> Seconds {
        self.period(Seconds::days(7))
    }

    /// Two weeks, or what the group seats need: for what a group is, which nobody should have to hurry about.
    pub fn fortnight(&self) -> Seconds {
        self.period(Seconds::days(14))
    }

    /// This period, or what the group seats need: their lead time and the relay buffer.
    pub fn period(&self, wanted: Seconds) -> Seconds {
        let needed = self
            .longest_lead
            .map_or(Seconds::ZERO, |lead| lead.saturating_add(self.relay_buffer));
        wanted.max(needed)
    }

    /// Everything decided by this rule within a week; what a group above asks by three quarters within three days.
    pub fn plain(&self, rule: Rule) -> CharterSpec {
        let mut charter = CharterSpec::simple(rule, self.week());
        for procedure in &mut charter.procedures {
            decide_by(procedure, rule);
        }
        charter.upstream.round = Round::new(Rule::three_quarters(), self.period(Seconds::days(3)));
        charter.relay_buffer = self.relay_buffer;
        charter
    }

    /// Payments above the bar; where nobody named one, every payment.
    pub fn budget(&self, round: Round) -> Procedure {
        let covers = if self.budget_above.is_empty() {
            Covers::Kinds(vec![ActionKind::Spend])
        } else {
            Covers::SpendsAbove(self.budget_above.clone())
        };
        Procedure::new(BUDGET, covers, round)
    }

    /// The house is told and may stop it, for two weeks or as long as it takes.
    pub fn house_may_stop(&self) -> Option<Stage> {
        let window = |house: &House| Seconds::days(14).max(house.response_time);
        self.refer(ReviewMode::Optimistic, window)
    }

    /// The house must agree, for as long as it takes and the relay buffer.
    pub fn house_must_agree(&self) -> Option<Stage> {
        let window = |house: &House| house.response_time.saturating_add(self.relay_buffer);
        self.refer(ReviewMode::Ratify, window)
    }

    fn refer(&self, mode: ReviewMode, window: impl Fn(&House) -> Seconds) -> Option<Stage> {
        let house = self.house.as_ref()?;
        Some(Stage::Refer(Refer {
            house: house.address.clone(),
            mode,
            window: window(house),
            least_blocks: LEAST_BLOCKS,
        }))
    }

    /// What the group is, its charter and its code: two weeks to the end, and whoever is convinced by another may change
    /// their ballot.
    pub fn foundations(&self, rule: Rule) -> Procedure {
        let round = Round {
            early_finish: false,
            revoting: true,
            ..round(rule, self.fortnight())
        };
        let kinds = vec![ActionKind::AmendCharter, ActionKind::Upgrade];
        Procedure::new("foundations", Covers::Kinds(kinds), round)
    }

    /// Who belongs to the group, and to which groups it belongs.
    pub fn membership(&self, rule: Rule) -> Procedure {
        let kinds = vec![ActionKind::Seats, ActionKind::Links];
        Procedure::new("membership", Covers::Kinds(kinds), round(rule, self.week()))
    }
}

/// A round by this rule. Where one seat can be in the way, there is a week to resolve that, and then it is dropped.
pub fn round(rule: Rule, period: Seconds) -> Round {
    Round {
        resolving: resolving(rule),
        ..Round::new(rule, period)
    }
}

fn resolving(rule: Rule) -> Option<Resolving> {
    matches!(rule, Rule::Consent(_)).then_some(Resolving {
        period: Seconds::days(7),
        fallback: Fallback::Drop,
    })
}

/// Changes a procedure to this rule, its time aside.
pub fn decide_by(procedure: &mut Procedure, rule: Rule) {
    for stage in &mut procedure.stages {
        if let Stage::Decide(round) = stage {
            round.rule = rule;
            round.resolving = resolving(rule);
        }
    }
}

/// The same with these procedures before all others.
pub fn with<const N: usize>(mut charter: CharterSpec, first: [Procedure; N]) -> CharterSpec {
    charter.procedures.splice(0..0, first);
    charter
}
