//! The charter: how a group decides. [`CharterSpec`] is what is handed in, [`Charter`] what passed all checks.

mod check;
mod error;
mod review;
mod roles;
mod simple;

use cosmwasm_std::{Coin, HexBinary};
use folkmoot_rules::{Resolving, Rule, Seconds, Translation};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::action::{ActionKind, Bill};
use crate::document::DocumentKind;
use crate::limits::MAX_SUNSET_SECONDS;

pub use error::CharterError;
pub use review::reviewed_by;
pub use review::{LaterStage, Refer};
pub use roles::{Allowance, Filling, Proposers, Role};

/// The rules of a group, as handed in.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
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
    /// When the group ends, unix seconds: a committee's. From then on it opens and takes nothing, what is open has
    /// expired, and anybody may wind it up.
    #[serde(default)]
    pub sunset: Option<u64>,
    /// Who gets what nobody else has a claim to when the group ends or no voting seat is left; unless named, who founded
    /// the group. A charter with a sunset names one.
    #[serde(default)]
    pub heir: Option<String>,
    /// What this group asks of a group before it admits it: shown, and decided on by its members.
    #[serde(default)]
    pub admission: Option<Admission>,
    /// The denomination whose cycles seats weigh by, where they weigh by contribution.
    #[serde(default)]
    pub contribution_denom: Option<String>,
    /// As a house: how many seats' concerns make the window of a notice longer, once, by the response time.
    #[serde(default = "one")]
    pub concerns_to_extend: u32,
    /// Its roles.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// At most so many core seats; a core team in which all still talk with each other has fewer than ten.
    #[serde(default)]
    pub core_limit: Option<u32>,
    /// Where a seat may let another carry its weight.
    #[serde(default)]
    pub delegation: Delegating,
}

/// The name under which what a group above asks stands beside the procedures.
pub const UPSTREAM: &str = "upstream";

/// Where a seat may let another one of its group carry its weight.
#[derive(
    Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, Default, PartialEq, Eq,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Delegating {
    /// Each seat speaks for itself alone.
    #[default]
    Nowhere,
    /// In votes, but not in consent rounds.
    InVotes,
    /// In consent rounds as well, where the delegate's block is one of each seat that it speaks for.
    Everywhere,
}

/// What a group asks of another before it admits it. Anybody can check it; seats and standings change only by decision.
#[derive(
    Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, Default, PartialEq, Eq,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Admission {
    /// Documents that it has adopted, as the latest version of their kind.
    #[serde(default)]
    pub documents: Vec<RequiredDocument>,
    /// The longest that it may take to decide what a group above asks.
    #[serde(default)]
    pub longest_lead: Option<Seconds>,
    /// What only people can check.
    #[serde(default)]
    pub note: String,
}

/// A document that a group must have adopted.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct RequiredDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// Its sha-256.
    pub sha256: HexBinary,
}

const fn one() -> u32 {
    1
}

/// How much each seat weighs.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Weighting {
    /// What is counted.
    pub basis: Basis,
    /// No seat weighs more than this.
    #[serde(default)]
    pub cap: Option<u64>,
}

/// What a seat's weight counts.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Basis {
    /// One a core seat.
    Equal,
    /// A group seat weighs its number of core seats, any other 1.
    ByMembers,
    /// What was named when the seat was admitted.
    Fixed,
    /// What the seat committed to the last cycle of the charter's contribution denomination, at its opening; equal before
    /// the first, and where no core seat committed anything.
    ByContribution,
}

/// One way of deciding, and what it decides.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Procedure {
    /// Its name, unique in the charter.
    pub name: String,
    /// The actions it decides.
    pub covers: Covers,
    /// Whose seats decide.
    #[serde(default)]
    pub electorate: ElectorateKind,
    /// The path of a proposal: one decide stage, the first, then reviews by houses and delays.
    pub stages: Vec<Stage>,
    /// Who may open a proposal.
    #[serde(default)]
    pub proposers: Proposers,
}

/// The actions that a procedure covers.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
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
#[derive(
    Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, Default, PartialEq, Eq,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ElectorateKind {
    /// All core seats.
    #[default]
    CoreSeats,
    /// The group seats alone.
    GroupSeats,
    /// The representatives, of whatever standing. An office is a person's: each weighs 1, whatever the weighting.
    Representatives,
    /// The holders of this role, of whatever standing; each weighs 1.
    Role(String),
}

/// One stage of a proposal's path.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Stage {
    /// The electorate decides.
    Decide(Round),
    /// The decision rests before it may be executed.
    Delay {
        /// For this long.
        duration: Seconds,
    },
    /// A house looks at the decision before it may be executed.
    Refer(Refer),
}

/// A deciding round.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
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
    /// What follows if a consent round ends with blocks; without it such a round ends the proposal.
    #[serde(default)]
    pub resolving: Option<Resolving>,
}

/// How the group decides what a group above asks of it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct UpstreamPolicy {
    /// The deciding round of a mirror.
    pub round: Round,
    /// How its outcome becomes the group's vote.
    pub translation: Translation,
}

/// What a charter must fit: the figures agreed with linked groups.
#[derive(Clone, Debug, Default)]
pub struct AgreedFigures {
    /// The longest lead time agreed with a group seat, if there is one.
    pub longest_lead_below: Option<Seconds>,
    /// The shortest lead time promised to a group above, if there is one.
    pub shortest_lead_above: Option<Seconds>,
    /// The houses that have agreed to review this group, each with its response time.
    pub houses: Vec<(String, Seconds)>,
    /// The shortest response time promised as a house, if there is one.
    pub shortest_response: Option<Seconds>,
}

/// A charter that passed all checks.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, PartialEq, Eq)]
#[serde(transparent)]
pub struct Charter(CharterSpec);

impl Round {
    /// The longest that it takes with this many versions: each has its whole period and its whole resolving, the
    /// fallback comes once.
    #[must_use]
    pub fn longest(&self, versions: u32) -> Seconds {
        let Some(resolving) = &self.resolving else {
            return self.period;
        };
        let version = self.period.saturating_add(resolving.period);
        let all = version.0.saturating_mul(versions.into());
        Seconds(all).saturating_add(resolving.fallback.period())
    }
}

impl Procedure {
    /// The deciding round, a path's first stage.
    #[must_use]
    pub fn round(&self) -> Option<&Round> {
        self.stages.iter().find_map(|stage| match stage {
            Stage::Decide(round) => Some(round),
            Stage::Delay { .. } | Stage::Refer(_) => None,
        })
    }

    /// How long a decision rests before it may be executed.
    #[must_use]
    pub fn delay(&self) -> Seconds {
        Seconds(self.stages.iter().fold(0, |sum, stage| match stage {
            Stage::Decide(_) | Stage::Refer(_) => sum,
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

impl CharterSpec {
    /// The denominations that it names: of contributions, bars, deposits and allowances.
    #[must_use]
    pub fn denoms(&self) -> Vec<String> {
        let bars = self.procedures.iter().flat_map(|one| match &one.covers {
            Covers::SpendsAbove(bar) => bar.as_slice(),
            Covers::Everything {} | Covers::Kinds(_) => &[],
        });
        let deposits = self
            .procedures
            .iter()
            .filter_map(|one| match &one.proposers {
                Proposers::Anybody { deposit } => Some(deposit),
                _ => None,
            });
        let allowances = self.roles.iter().filter_map(|role| role.allowance.as_ref());
        let coins = bars
            .chain(deposits)
            .chain(allowances.map(|allowance| &allowance.amount));
        let named = coins.map(|coin| coin.denom.clone());
        named.chain(self.contribution_denom.clone()).collect()
    }

    /// Checks what depends on the moment and the place where the charter comes into force.
    ///
    /// # Errors
    /// A sunset that is over or too far, or a group that is its own heir.
    pub fn can_begin(&self, now: u64, own: &str) -> Result<(), CharterError> {
        match (&self.sunset, &self.heir) {
            (Some(sunset), _) if *sunset <= now => Err(CharterError::Sunset {
                sunset: *sunset,
                now,
            }),
            (Some(sunset), _) if sunset.saturating_sub(now) > MAX_SUNSET_SECONDS => {
                Err(CharterError::TooLong {
                    name: "the time to the sunset".into(),
                    limit: Seconds(MAX_SUNSET_SECONDS),
                    value: Seconds(sunset.saturating_sub(now)),
                })
            }
            (_, Some(heir)) if heir == own => Err(CharterError::OwnHeir),
            _ => Ok(()),
        }
    }

    /// Checks the periods against the figures agreed with linked groups.
    ///
    /// # Errors
    /// The procedure or policy that is too short or too long, with both figures.
    pub fn fits(&self, agreed: &AgreedFigures) -> Result<(), CharterError> {
        if let Some(lead) = agreed.longest_lead_below {
            // group seats have no part in what an office decides; what is between parties the last procedure's round decides
            let joint = self.procedures.iter();
            let joint = joint.filter(|procedure| !procedure.electorate.is_office());
            let rounds = joint.filter_map(Procedure::round);
            for round in rounds.chain([&self.upstream.round]) {
                // group seats are asked anew in a fallback round
                let fallback = round.resolving.map(|resolving| resolving.fallback.period());
                for period in [round.period].into_iter().chain(fallback) {
                    if !period.is_zero() {
                        folkmoot_rules::check_period(period, lead, self.relay_buffer)?;
                    }
                }
            }
        }
        match agreed.shortest_lead_above {
            Some(promised) if self.lead_time() > promised => Err(CharterError::LeadTime {
                own: self.lead_time(),
                promised,
            }),
            _ => self.fits_houses(agreed),
        }
    }

    /// The procedure that covers an action of this kind in a proposal with this bill, and its place in the list.
    #[must_use]
    pub fn procedure_for(
        &self,
        kind: Option<ActionKind>,
        bill: &Bill,
    ) -> Option<(usize, &Procedure)> {
        let mut procedures = self.procedures.iter().enumerate();
        match kind {
            Some(kind) => procedures.find(|(_, procedure)| procedure.covers(kind, bill)),
            None => procedures.find(|(_, procedure)| procedure.covers(ActionKind::Statement, bill)),
        }
    }

    /// The longest that this group takes to decide a mirror.
    #[must_use]
    pub fn lead_time(&self) -> Seconds {
        let round = &self.upstream.round;
        folkmoot_rules::lead_time(round.period, round.resolving.as_ref())
    }

    /// The denomination whose cycles seats weigh by, if they do.
    #[must_use]
    pub fn weighs_by(&self) -> Option<&str> {
        match self.weighting.basis {
            Basis::ByContribution => self.contribution_denom.as_deref(),
            Basis::Equal | Basis::ByMembers | Basis::Fixed => None,
        }
    }
}

impl Charter {
    /// The rules.
    #[must_use]
    pub const fn spec(&self) -> &CharterSpec {
        &self.0
    }

    /// What was handed in.
    #[must_use]
    pub fn into_spec(self) -> CharterSpec {
        self.0
    }

    /// Whose period a proposal between parties has: the last procedure's, which is no office's and so leaves group seats
    /// their lead times.
    #[must_use]
    pub fn round_of_parties(&self) -> Option<&Round> {
        self.0.procedures.last().and_then(Procedure::round)
    }

    /// The procedure that covers an action of this kind in a proposal with this bill, and its place in the list.
    #[must_use]
    pub fn procedure_for(
        &self,
        kind: Option<ActionKind>,
        bill: &Bill,
    ) -> Option<(usize, &Procedure)> {
        self.0.procedure_for(kind, bill)
    }

    /// The longest that this group takes to decide a mirror.
    #[must_use]
    pub fn lead_time(&self) -> Seconds {
        self.0.lead_time()
    }

    /// Whether it fits what is agreed with linked groups.
    ///
    /// # Errors
    /// As for [`CharterSpec::fits`].
    pub fn fits(&self, agreed: &AgreedFigures) -> Result<(), CharterError> {
        self.0.fits(agreed)
    }
}
