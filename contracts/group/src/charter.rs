//! The charter: how a group decides. [`CharterSpec`] is what is handed in, [`Charter`] what passed all checks.

use cosmwasm_std::{Api, Coin, HexBinary};
use folkmoot_rules::{Rule, RuleError, Seconds, Translation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::action::{ActionKind, Bill};
use crate::limits::{
    MAX_COINS, MAX_GROUP_ACCOUNTS, MAX_NAME, MAX_PERIOD_SECONDS, MAX_PROCEDURES, MAX_STAGES,
    MAX_TRUSTED_CODE, MAX_WEIGHT,
};

/// The rules of a group, as handed in.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CharterSpec {
    /// How much each seat weighs.
    pub weighting: Weighting,
    /// Each action belongs to the first procedure that covers it; the last one covers everything.
    pub procedures: Vec<Procedure>,
    /// How the group decides what a group above asks of it.
    pub upstream: UpstreamPolicy,
    /// The time kept free after the group seats' own deciding, for carrying their votes up; above 0.
    pub relay_buffer: Seconds,
    /// How long a passed proposal may be executed.
    pub execution_window: Seconds,
    /// Accounts that relayers operate for the group: their signature marks a result as the group's own.
    #[serde(default)]
    pub group_accounts: Vec<String>,
    /// How long dropping a wallet is announced before it takes effect.
    pub key_notice: Seconds,
    /// How long a rise of a group seat's weight is announced before it takes effect.
    pub weight_notice: Seconds,
    /// Checksums of code that linked groups may run besides the group's own.
    #[serde(default)]
    pub trusted_code: Vec<HexBinary>,
}

/// How much each seat weighs.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Weighting {
    /// What is counted.
    pub basis: Basis,
    /// No seat weighs more than this.
    #[serde(default)]
    pub cap: Option<u64>,
}

/// What a seat's weight counts.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Basis {
    /// One a core seat.
    Equal,
    /// A group seat weighs its number of core seats, any other 1.
    ByMembers,
    /// What was named when the seat was admitted.
    Fixed,
}

/// One way of deciding, and what it decides.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Procedure {
    /// Its name, unique in the charter.
    pub name: String,
    /// The actions it decides.
    pub covers: Covers,
    /// Whose seats decide.
    #[serde(default)]
    pub electorate: ElectorateKind,
    /// The path of a proposal: one decide stage, the first, then delays.
    pub stages: Vec<Stage>,
}

/// The actions that a procedure covers.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Covers {
    /// Every action, and proposals without any.
    Everything {},
    /// Actions of these kinds.
    Kinds(Vec<ActionKind>),
    /// Whatever moves coins out, where the proposal's sum in one denomination is above the named amount. A
    /// denomination that is not named is above it with its first coin.
    SpendsAbove(Vec<Coin>),
}

/// Whose seats decide.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ElectorateKind {
    /// All core seats.
    #[default]
    CoreSeats,
    /// The group seats alone.
    GroupSeats,
}

/// One stage of a proposal's path.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Stage {
    /// The electorate decides.
    Decide(Round),
    /// The decision rests before it may be executed.
    Delay {
        /// For this long.
        duration: Seconds,
    },
}

/// A deciding round.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Round {
    /// The rule that turns ballots into an outcome.
    pub rule: Rule,
    /// How long ballots are taken.
    pub period: Seconds,
    /// Whether a proposal may move on as soon as no missing ballot could change its outcome.
    #[serde(default)]
    pub early_finish: bool,
    /// Whether a seat may change its ballot; then nothing is decided before the deadline.
    #[serde(default)]
    pub revoting: bool,
}

/// How the group decides what a group above asks of it.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct UpstreamPolicy {
    /// The deciding round of a mirror.
    pub round: Round,
    /// How its outcome becomes the group's vote.
    pub translation: Translation,
}

/// What a charter must fit: the figures agreed with linked groups.
#[derive(Clone, Copy, Debug, Default)]
pub struct AgreedFigures {
    /// The longest lead time agreed with a group seat, if there is one.
    pub longest_lead_below: Option<Seconds>,
    /// The shortest lead time promised to a group above, if there is one.
    pub shortest_lead_above: Option<Seconds>,
}

/// A charter that passed all checks.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(transparent)]
pub struct Charter(CharterSpec);

impl CharterSpec {
    /// Checks the charter by itself and against the figures agreed with linked groups.
    ///
    /// # Errors
    /// A charter that could lock itself, never end, or break an agreed figure.
    pub fn checked(
        mut self,
        api: &dyn Api,
        agreed: AgreedFigures,
    ) -> Result<Charter, CharterError> {
        self.check_procedures()?;
        check_round("upstream", &self.upstream.round)?;
        self.check_periods()?;
        self.check_lists()?;
        for account in &mut self.group_accounts {
            *account = api
                .addr_validate(account)
                .map_err(|error| CharterError::GroupAccount {
                    account: account.clone(),
                    reason: error.to_string(),
                })?
                .into();
        }
        let charter = Charter(self);
        charter.fits(agreed)?;
        Ok(charter)
    }

    fn check_procedures(&self) -> Result<(), CharterError> {
        let count = self.procedures.len();
        let Some(last) = self.procedures.last() else {
            return Err(CharterError::NoProcedure);
        };
        limit("procedures", MAX_PROCEDURES, count)?;
        if last.covers != (Covers::Everything {}) {
            return Err(CharterError::LastMustCoverEverything {
                name: last.name.clone(),
            });
        }
        for (index, procedure) in self.procedures.iter().enumerate() {
            let earlier = self.procedures.iter().take(index);
            if earlier.clone().any(|other| other.name == procedure.name) {
                return Err(CharterError::DuplicateProcedure {
                    name: procedure.name.clone(),
                });
            }
            if earlier
                .clone()
                .any(|other| other.covers == (Covers::Everything {}))
            {
                return Err(CharterError::Unreachable {
                    name: procedure.name.clone(),
                });
            }
            procedure.check()?;
        }
        Ok(())
    }

    fn check_periods(&self) -> Result<(), CharterError> {
        period("relay buffer", self.relay_buffer)?;
        period("execution window", self.execution_window)?;
        at_most_a_year("key notice", self.key_notice)?;
        at_most_a_year("weight notice", self.weight_notice)
    }

    fn check_lists(&self) -> Result<(), CharterError> {
        limit(
            "group accounts",
            MAX_GROUP_ACCOUNTS,
            self.group_accounts.len(),
        )?;
        limit("trusted code", MAX_TRUSTED_CODE, self.trusted_code.len())?;
        if let Some(checksum) = self.trusted_code.iter().find(|sum| sum.len() != 32) {
            return Err(CharterError::Checksum {
                checksum: checksum.to_hex(),
            });
        }
        match self.weighting.cap {
            Some(cap) if cap == 0 || cap > MAX_WEIGHT => Err(CharterError::Cap {
                limit: MAX_WEIGHT,
                cap,
            }),
            _ => Ok(()),
        }
    }
}

impl Procedure {
    fn check(&self) -> Result<(), CharterError> {
        let name = || self.name.clone();
        if self.name.is_empty() || self.name.len() > MAX_NAME {
            return Err(CharterError::ProcedureName {
                limit: MAX_NAME,
                bytes: self.name.len(),
            });
        }
        limit("stages", MAX_STAGES, self.stages.len())?;
        let Some((Stage::Decide(round), delays)) = self.stages.split_first() else {
            return Err(CharterError::FirstStage { name: name() });
        };
        check_round(&self.name, round)?;
        let mut total = round.period;
        for stage in delays {
            let Stage::Delay { duration } = stage else {
                return Err(CharterError::FirstStage { name: name() });
            };
            total = Seconds(total.0.saturating_add(duration.0));
        }
        at_most_a_year(&self.name, total)?;
        match &self.covers {
            Covers::SpendsAbove(coins) => check_bar(&self.name, coins),
            Covers::Kinds(kinds) if kinds.is_empty() => {
                Err(CharterError::CoversNothing { name: name() })
            }
            Covers::Everything {} | Covers::Kinds(_) => Ok(()),
        }
    }

    /// The deciding round, a path's first stage.
    #[must_use]
    pub fn round(&self) -> Option<&Round> {
        self.stages.iter().find_map(|stage| match stage {
            Stage::Decide(round) => Some(round),
            Stage::Delay { .. } => None,
        })
    }

    /// How long a decision rests before it may be executed.
    #[must_use]
    pub fn delay(&self) -> Seconds {
        Seconds(self.stages.iter().fold(0, |sum, stage| match stage {
            Stage::Decide(_) => sum,
            Stage::Delay { duration } => duration.0.saturating_add(sum),
        }))
    }

    fn covers(&self, kind: ActionKind, bill: &Bill) -> bool {
        match &self.covers {
            Covers::Everything {} => true,
            Covers::Kinds(kinds) => kinds.contains(&kind),
            Covers::SpendsAbove(bar) => kind == ActionKind::Spend && bill.exceeds(bar),
        }
    }
}

impl Charter {
    /// The rules.
    #[must_use]
    pub const fn spec(&self) -> &CharterSpec {
        &self.0
    }

    /// The procedure that covers an action of this kind in a proposal with this bill, and its place in the list.
    #[must_use]
    pub fn procedure_for(
        &self,
        kind: Option<ActionKind>,
        bill: &Bill,
    ) -> Option<(usize, &Procedure)> {
        let mut procedures = self.0.procedures.iter().enumerate();
        match kind {
            Some(kind) => procedures.find(|(_, procedure)| procedure.covers(kind, bill)),
            None => procedures.find(|(_, procedure)| procedure.covers == (Covers::Everything {})),
        }
    }

    /// The longest that this group takes to decide a mirror.
    #[must_use]
    pub fn lead_time(&self) -> Seconds {
        folkmoot_rules::lead_time(self.0.upstream.round.period)
    }

    /// Checks the periods against the figures agreed with linked groups.
    ///
    /// # Errors
    /// The procedure or policy that is too short or too long, with both figures.
    pub fn fits(&self, agreed: AgreedFigures) -> Result<(), CharterError> {
        if let Some(lead) = agreed.longest_lead_below {
            let rounds = self.0.procedures.iter().filter_map(Procedure::round);
            for round in rounds.chain([&self.0.upstream.round]) {
                folkmoot_rules::check_period(round.period, lead, self.0.relay_buffer)?;
            }
        }
        match agreed.shortest_lead_above {
            Some(promised) if self.lead_time() > promised => Err(CharterError::LeadTime {
                own: self.lead_time(),
                promised,
            }),
            _ => Ok(()),
        }
    }
}

fn check_round(name: &str, round: &Round) -> Result<(), CharterError> {
    period(name, round.period)?;
    round.rule.check()?;
    if round.early_finish && round.revoting {
        return Err(CharterError::EarlyWithRevoting { name: name.into() });
    }
    Ok(())
}

fn check_bar(name: &str, coins: &[Coin]) -> Result<(), CharterError> {
    limit("denominations of a bar", MAX_COINS, coins.len())?;
    let doubled = coins.iter().enumerate().any(|(index, coin)| {
        coins
            .iter()
            .take(index)
            .any(|other| other.denom == coin.denom)
    });
    if coins.is_empty() || doubled {
        return Err(CharterError::Bar { name: name.into() });
    }
    Ok(())
}

fn period(name: &str, value: Seconds) -> Result<(), CharterError> {
    if value.0 == 0 {
        return Err(CharterError::NoPeriod { name: name.into() });
    }
    at_most_a_year(name, value)
}

fn at_most_a_year(name: &str, value: Seconds) -> Result<(), CharterError> {
    if value.0 > MAX_PERIOD_SECONDS {
        return Err(CharterError::TooLong {
            name: name.into(),
            limit: Seconds(MAX_PERIOD_SECONDS),
            value,
        });
    }
    Ok(())
}

fn limit(what: &'static str, limit: usize, found: usize) -> Result<(), CharterError> {
    if found > limit {
        return Err(CharterError::TooMany { what, limit, found });
    }
    Ok(())
}

/// Why a charter is refused.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum CharterError {
    /// Nothing could be decided.
    #[error("a charter needs at least one procedure")]
    NoProcedure,
    /// An action without a procedure could never be decided.
    #[error("the last procedure, '{name}', must cover everything")]
    LastMustCoverEverything {
        /// The last procedure.
        name: String,
    },
    /// Two procedures with one name.
    #[error("procedure '{name}' stands twice in the charter")]
    DuplicateProcedure {
        /// The name.
        name: String,
    },
    /// It stands behind one that covers everything.
    #[error("procedure '{name}' stands behind one that covers everything and would never be used")]
    Unreachable {
        /// The procedure.
        name: String,
    },
    /// Empty or too long.
    #[error("a procedure's name has 1 to {limit} bytes, not {bytes}")]
    ProcedureName {
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// A list that is empty.
    #[error("procedure '{name}' covers no action")]
    CoversNothing {
        /// The procedure.
        name: String,
    },
    /// The bar names no or a doubled denomination.
    #[error(
        "procedure '{name}': the amounts above which it covers spends name each denomination once, at least one"
    )]
    Bar {
        /// The procedure.
        name: String,
    },
    /// The path is not one decide stage and delays.
    #[error("procedure '{name}': a path is one decide stage, its first, and then delays")]
    FirstStage {
        /// The procedure.
        name: String,
    },
    /// A period of nothing.
    #[error("{name}: the period must be above 0 seconds")]
    NoPeriod {
        /// The procedure, policy or figure.
        name: String,
    },
    /// It would not end within a year.
    #[error("{name}: {value} is longer than {limit}")]
    TooLong {
        /// The procedure, policy or figure.
        name: String,
        /// At most.
        limit: Seconds,
        /// Handed in.
        value: Seconds,
    },
    /// Early finish needs ballots that stand.
    #[error(
        "{name}: where ballots may change, nothing is decided early; set early_finish or revoting, not both"
    )]
    EarlyWithRevoting {
        /// The procedure or policy.
        name: String,
    },
    /// A list above its bound.
    #[error("at most {limit} {what}, not {found}")]
    TooMany {
        /// The list.
        what: &'static str,
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// No sha-256.
    #[error("trusted code '{checksum}' is no checksum of 32 bytes")]
    Checksum {
        /// As handed in.
        checksum: String,
    },
    /// A cap of nothing or above the greatest weight.
    #[error("the cap of a seat's weight lies between 1 and {limit}, not {cap}")]
    Cap {
        /// At most.
        limit: u64,
        /// Handed in.
        cap: u64,
    },
    /// Malformed.
    #[error("group account '{account}' is malformed: {reason}")]
    GroupAccount {
        /// As handed in.
        account: String,
        /// What is wrong with it.
        reason: String,
    },
    /// It would break a promise to a group above.
    #[error("lead time {own} is longer than the {promised} promised to a group above")]
    LeadTime {
        /// The charter's.
        own: Seconds,
        /// The link's.
        promised: Seconds,
    },
    /// There is none.
    #[error("there is no charter version {version}")]
    UnknownVersion {
        /// As named.
        version: u32,
    },
    /// A rule that can't be.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A period that leaves the group seats too little time.
    #[error(transparent)]
    Period(#[from] folkmoot_rules::LeadTimeError),
}
