//! A charter from a few words.

use clap::{Args, ValueEnum};
use cosmwasm_std::Coin;
use folkmoot_group::charter::{
    Basis, CharterSpec, Covers, Procedure, Round, Stage, UpstreamPolicy, Weighting,
};
use folkmoot_group::msg::SeatSpec;
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Preset, Rule, Seconds, Translation};

use crate::cli::{CliError, parse};

/// How the group decides; a charter in --file takes the place of all of these.
#[derive(Args, Debug, Clone)]
#[command(next_help_heading = "Charter")]
pub struct PresetArgs {
    /// equal-partners, majority, supermajority, two-thirds, double-majority or three-quarters
    #[arg(long, default_value = "majority", value_parser = parse::preset)]
    pub preset: Preset,
    /// How long ballots are taken [default: 7d, or what the group seats need]
    #[arg(long, value_name = "DURATION", value_parser = parse::period)]
    pub period: Option<Seconds>,
    /// Never decide before the period ends
    #[arg(long)]
    pub whole_period: bool,
    /// How long a decision rests before it may be executed
    #[arg(long, value_name = "DURATION", value_parser = parse::period)]
    pub delay: Option<Seconds>,
    /// Spends above this are decided by --budget-preset
    #[arg(long, value_name = "AMOUNT")]
    pub budget_above: Option<String>,
    /// The rule for such spends
    #[arg(long, value_name = "PRESET", default_value = "supermajority", value_parser = parse::preset)]
    pub budget_preset: Preset,
    /// The rule for what a group above asks
    #[arg(long, value_name = "PRESET", default_value = "three-quarters", value_parser = parse::preset)]
    pub upstream_preset: Preset,
    /// How long ballots are taken for what a group above asks [default: 3d, or what the group seats need]
    #[arg(long, value_name = "DURATION", value_parser = parse::period)]
    pub upstream_period: Option<Seconds>,
    /// Split the seat's weight above as the members voted, instead of one signal
    #[arg(long)]
    pub split: bool,
    /// Time kept free for asking group seats and carrying their votes up
    #[arg(long, value_name = "DURATION", default_value = "4d", value_parser = parse::period)]
    pub relay_buffer: Seconds,
    /// How long a passed proposal may be executed
    #[arg(long, value_name = "DURATION", default_value = "30d", value_parser = parse::period)]
    pub execution_window: Seconds,
    /// What a seat weighs: equal, by-members or fixed
    #[arg(long, value_enum, default_value_t = Weigh::Equal, hide_possible_values = true)]
    pub weighting: Weigh,
    /// An account that a relayer operates for the group; may come several times
    #[arg(long, value_name = "ADDRESS", value_parser = parse::address)]
    pub group_account: Vec<String>,
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
    /// The charter of a group with these seats. A period that nobody named leaves its group seats their lead time and
    /// the relay buffer; one that was named is left to the contract's judgement.
    pub fn charter(&self, seats: &[SeatSpec]) -> Result<CharterSpec, CliError> {
        let leads = seats.iter().filter_map(|seat| match seat.holder {
            Holder::Group { lead_time, .. } => Some(lead_time.saturating_add(self.relay_buffer)),
            _ => None,
        });
        let needed = leads.max().unwrap_or(Seconds::ZERO);
        let period = self.period.unwrap_or(Seconds::days(7).max(needed));
        let upstream_period = self.upstream_period.unwrap_or(Seconds::days(3).max(needed));
        let mut procedures = Vec::new();
        if let Some(above) = &self.budget_above {
            let bar: Vec<Coin> = parse::coins(above)?;
            let rule = self.budget_preset.rule();
            procedures.push(self.procedure("budget", Covers::SpendsAbove(bar), rule, period));
        }
        let rule = self.preset.rule();
        procedures.push(self.procedure("ordinary", Covers::Everything {}, rule, period));
        Ok(CharterSpec {
            weighting: Weighting {
                basis: match self.weighting {
                    Weigh::Equal => Basis::Equal,
                    Weigh::ByMembers => Basis::ByMembers,
                    Weigh::Fixed => Basis::Fixed,
                },
                cap: None,
            },
            procedures,
            upstream: UpstreamPolicy {
                round: self.round(self.upstream_preset.rule(), upstream_period),
                translation: match self.split {
                    true => Translation::Split {},
                    false => Translation::default(),
                },
            },
            relay_buffer: self.relay_buffer,
            execution_window: self.execution_window,
            group_accounts: self.group_account.clone(),
            ..CharterSpec::simple(rule, period)
        })
    }

    fn procedure(&self, name: &str, covers: Covers, rule: Rule, period: Seconds) -> Procedure {
        let mut procedure = Procedure::new(name, covers, self.round(rule, period));
        let delay = self.delay.map(|duration| Stage::Delay { duration });
        procedure.stages.extend(delay);
        procedure
    }

    fn round(&self, rule: Rule, period: Seconds) -> Round {
        Round {
            early_finish: !self.whole_period,
            ..Round::new(rule, period)
        }
    }
}
