//! A charter from a few words: a preset, and what is to be different from it.

use clap::{Args, ValueEnum};
use folkmoot_group::charter::{Basis, CharterSpec, Delegating, Procedure, Round, Stage};
use folkmoot_group::msg::SeatSpec;
use folkmoot_group::wallet::Holder;
use folkmoot_presets::{BUDGET, House, Preset, Setting, decide_by, round};
use folkmoot_rules::{Rule, Seconds, Translation};

use crate::{CliError, parse};

/// The preset where nobody names one.
const PLAINEST: Preset = Preset::Plain(folkmoot_rules::Preset::Majority);

/// How the group decides; a charter in --file takes the place of all of these.
#[derive(Args, Debug, Clone)]
#[command(next_help_heading = "Charter")]
pub struct PresetArgs {
    /// Where the charter begins: a name out of `folkmoot charter presets` [default: majority]
    #[arg(long, value_parser = parse::preset)]
    pub preset: Option<Preset>,
    /// Another rule for whatever no other procedure decides
    #[arg(long, value_parser = parse::rule)]
    pub rule: Option<Rule>,
    /// How long ballots are taken [default: the preset's, or what the group seats need]
    #[arg(long, value_name = "DURATION", value_parser = parse::period)]
    pub period: Option<Seconds>,
    /// Never decide before the period ends
    #[arg(long)]
    pub whole_period: bool,
    /// How long a decision rests before it may be executed
    #[arg(long, value_name = "DURATION", value_parser = parse::period)]
    pub delay: Option<Seconds>,
    /// Payments above this are budgets, with a rule of their own
    #[arg(long, value_name = "AMOUNT")]
    pub budget_above: Option<String>,
    /// Their rule [default: the preset's, or supermajority]
    #[arg(long, value_name = "RULE", alias = "budget-preset", value_parser = parse::rule)]
    pub budget_rule: Option<Rule>,
    /// The rule for what a group above asks [default: the preset's]
    #[arg(long, value_name = "RULE", alias = "upstream-preset", value_parser = parse::rule)]
    pub upstream_rule: Option<Rule>,
    /// How long ballots are taken for what a group above asks [default: 3d, or what the group seats need]
    #[arg(long, value_name = "DURATION", value_parser = parse::period)]
    pub upstream_period: Option<Seconds>,
    /// The house that looks at its decisions, for a preset that knows houses: ADDRESS@RESPONSE-TIME
    #[arg(long, value_parser = parse::house)]
    pub house: Option<House>,
    /// Split the seat's weight above as the members voted, instead of one signal
    #[arg(long)]
    pub split: bool,
    /// Time kept free for asking group seats and carrying their votes up
    #[arg(long, value_name = "DURATION", default_value = "4d", value_parser = parse::period)]
    pub relay_buffer: Seconds,
    /// How long a passed proposal may be executed [default: 30d]
    #[arg(long, value_name = "DURATION", value_parser = parse::period)]
    pub execution_window: Option<Seconds>,
    /// What a seat weighs: equal, by-members or fixed [default: the preset's]
    #[arg(long, value_enum, hide_possible_values = true)]
    pub weighting: Option<Weigh>,
    /// A seat weighs what it pledged of this coin to the last cycle
    #[arg(long, value_name = "DENOM", conflicts_with = "weighting")]
    pub by_contribution: Option<String>,
    /// Where a seat may let another carry its weight: nowhere, in-votes or everywhere [default: nowhere]
    #[arg(long, value_enum, hide_possible_values = true)]
    pub delegation: Option<Delegate>,
    /// An account that a relayer operates for the group; may come several times
    #[arg(long, value_name = "ADDRESS", value_parser = parse::address)]
    pub group_account: Vec<String>,
}

/// Where a seat may let another carry its weight.
#[derive(ValueEnum, Debug, Clone, Copy)]
pub enum Delegate {
    /// Each speaks for itself.
    Nowhere,
    /// Not where consent is asked for.
    InVotes,
    /// In votes and consent.
    Everywhere,
}

/// What a seat weighs.
#[derive(ValueEnum, Debug, Clone, Copy)]
pub enum Weigh {
    /// Each 1.
    Equal,
    /// A group's seat as many as it has core seats.
    ByMembers,
    /// What was named for it.
    Fixed,
}

impl PresetArgs {
    /// The preset that was named, or the plainest.
    pub fn preset(&self) -> Preset {
        self.preset.unwrap_or(PLAINEST)
    }

    /// The charter of a group with these seats. A period that nobody named leaves its group seats their lead time and
    /// the relay buffer; one that was named is left to the contract's judgement.
    pub fn charter(&self, seats: &[SeatSpec]) -> Result<CharterSpec, CliError> {
        let leads = seats.iter().filter_map(|seat| match seat.holder {
            Holder::Group { lead_time, .. } => Some(lead_time),
            _ => None,
        });
        let budget_above = self.budget_above.as_deref().map(parse::coins).transpose()?;
        let setting = Setting {
            longest_lead: leads.max(),
            relay_buffer: self.relay_buffer,
            budget_above: budget_above.unwrap_or_default(),
            house: self.house.clone(),
        };
        let preset = self.preset();
        let mut charter = preset.charter(&setting);
        if self.house.is_some() && !charter.procedures.iter().any(is_reviewed) {
            return Err(CliError::refused(format!(
                "preset {preset} knows no house: write the stages into its JSON, or begin with `--preset cell`"
            )));
        }
        self.set_budget(preset, &setting, &mut charter)?;
        self.set_rounds(&mut charter);
        if let Some(weigh) = self.weighting {
            charter.weighting.basis = weigh.basis();
        }
        if let Some(denom) = &self.by_contribution {
            charter.weighting.basis = Basis::ByContribution;
            charter.contribution_denom = Some(denom.clone());
        }
        if self.split {
            charter.upstream.translation = Translation::Split {};
        }
        if let Some(window) = self.execution_window {
            charter.execution_window = window;
        }
        if let Some(delegate) = self.delegation {
            charter.delegation = delegate.delegating();
        }
        charter.group_accounts.extend(self.group_account.clone());
        Ok(charter)
    }

    /// Budgets are decided as the preset has it. One that has none gets them where their rule is named; to a plain one,
    /// a supermajority can be added without a word.
    fn set_budget(
        &self,
        preset: Preset,
        setting: &Setting,
        charter: &mut CharterSpec,
    ) -> Result<(), CliError> {
        let mut procedures = charter.procedures.iter_mut();
        if let Some(budget) = procedures.find(|procedure| procedure.name == BUDGET) {
            if let Some(rule) = self.budget_rule {
                decide_by(budget, rule);
            }
            return Ok(());
        }
        let rule = match (self.budget_rule, preset) {
            (None, _) if setting.budget_above.is_empty() => return Ok(()),
            (Some(_), _) if setting.budget_above.is_empty() => {
                return Err(CliError::refused(
                    "name what a budget is with --budget-above",
                ));
            }
            (Some(rule), _) => rule,
            (None, Preset::Plain(_)) => Rule::supermajority(),
            (None, Preset::Made(_)) => {
                return Err(CliError::refused(format!(
                    "preset {preset} decides budgets like everything else: name another rule with --budget-rule"
                )));
            }
        };
        let budget = setting.budget(round(rule, setting.week()));
        charter.procedures.insert(0, budget);
        Ok(())
    }

    fn set_rounds(&self, charter: &mut CharterSpec) {
        if let (Some(rule), Some(last)) = (self.rule, charter.procedures.last_mut()) {
            decide_by(last, rule);
        }
        for procedure in &mut charter.procedures {
            for decide in procedure.stages.iter_mut().filter_map(round_of) {
                decide.period = self.period.unwrap_or(decide.period);
                decide.early_finish &= !self.whole_period;
            }
            if let Some(duration) = self.delay {
                procedure
                    .stages
                    .retain(|stage| !matches!(stage, Stage::Delay { .. }));
                procedure.stages.push(Stage::Delay { duration });
            }
        }
        let upstream = &mut charter.upstream.round;
        if let Some(rule) = self.upstream_rule {
            *upstream = round(rule, upstream.period);
        }
        upstream.period = self.upstream_period.unwrap_or(upstream.period);
        upstream.early_finish &= !self.whole_period;
    }
}

fn is_reviewed(procedure: &Procedure) -> bool {
    procedure.refers().next().is_some()
}

fn round_of(stage: &mut Stage) -> Option<&mut Round> {
    match stage {
        Stage::Decide(round) => Some(round),
        Stage::Delay { .. } | Stage::Refer(_) => None,
    }
}

impl Delegate {
    const fn delegating(self) -> Delegating {
        match self {
            Self::Nowhere => Delegating::Nowhere,
            Self::InVotes => Delegating::InVotes,
            Self::Everywhere => Delegating::Everywhere,
        }
    }
}

impl Weigh {
    const fn basis(self) -> Basis {
        match self {
            Self::Equal => Basis::Equal,
            Self::ByMembers => Basis::ByMembers,
            Self::Fixed => Basis::Fixed,
        }
    }
}
