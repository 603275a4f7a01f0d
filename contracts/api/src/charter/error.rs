//! Why a charter is refused.

use folkmoot_rules::{RuleError, Seconds};
use thiserror::Error;

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
    /// A name or text with what can't be seen.
    #[error(transparent)]
    Text(#[from] folkmoot_rules::TextError),
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
    /// The path is not one decide stage and what comes after it.
    #[error(
        "procedure '{name}': a path is one decide stage, its first, and then reviews by houses and delays"
    )]
    FirstStage {
        /// The procedure.
        name: String,
    },
    /// One without the other, or where a group was asked.
    #[error(
        "{name}: the fallback 'escalate' goes with a review of the mode 'escalate' right behind its round, and with no other; upstream has neither"
    )]
    Escalation {
        /// The procedure or policy.
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
    /// Nothing says what is counted.
    #[error("where seats weigh by contribution, the charter names the denomination that counts")]
    NoContributionDenom,
    /// Empty or longer than any denomination.
    #[error("the contribution denomination has 1 to {limit} bytes, not {bytes}")]
    ContributionDenom {
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
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
    /// A house that has not agreed.
    #[error("procedure '{name}': {house} has not agreed to review this group")]
    NoHouse {
        /// The procedure.
        name: String,
        /// As named.
        house: String,
    },
    /// One house, asked twice about one decision.
    #[error("procedure '{name}': {house} looks at a decision once")]
    HouseTwice {
        /// The procedure.
        name: String,
        /// The house.
        house: String,
    },
    /// It leaves a house too little time.
    #[error("procedure '{name}': a window of {window} is shorter than the house needs: {least}")]
    Window {
        /// The procedure.
        name: String,
        /// The window.
        window: Seconds,
        /// The agreed response time; where the house must ratify, with the relay buffer.
        least: Seconds,
    },
    /// It would break a promise to a reviewed group.
    #[error("{what} takes {own}, longer than the response time of {promised} promised as a house")]
    ResponseTime {
        /// What is decided.
        what: &'static str,
        /// How long the charter takes.
        own: Seconds,
        /// The link's.
        promised: Seconds,
    },
    /// A veto that waits for another house would come too late.
    #[error("procedure '{name}' decides vetoes: no other house looks at them")]
    VetoReferred {
        /// The procedure.
        name: String,
    },
    /// Nobody would have to be concerned.
    #[error("concerns_to_extend must be above 0")]
    NoConcerns,
    /// More than can be raised.
    #[error("concerns_to_extend is at most {limit}, not {found}")]
    Concerns {
        /// At most.
        limit: u32,
        /// Handed in.
        found: u32,
    },
    /// A window that might never end.
    #[error("procedure '{name}': a window waits for at most {limit} blocks, not {blocks}")]
    Blocks {
        /// The procedure.
        name: String,
        /// At most.
        limit: u64,
        /// Handed in.
        blocks: u64,
    },
    /// A coin that can't be.
    #[error(
        "{name}: a denomination has 1 to {limit} bytes, and an amount is at most {max}", max = u128::MAX
    )]
    Coin {
        /// The procedure or role.
        name: String,
        /// Bytes at most.
        limit: usize,
    },
    /// There is none.
    #[error("there is no charter version {version}")]
    UnknownVersion {
        /// As named.
        version: u32,
    },
    /// It is over already.
    #[error("the sunset {sunset} (unix seconds) must lie ahead, it is {now}")]
    Sunset {
        /// Handed in.
        sunset: u64,
        /// The block time.
        now: u64,
    },
    /// Somebody must get what is left.
    #[error("a charter with a sunset names an heir, who gets what is left")]
    NoHeir,
    /// Nobody would get what is left.
    #[error("a group can't be its own heir")]
    OwnHeir,
    /// Malformed.
    #[error("heir '{heir}' is malformed: {reason}")]
    Heir {
        /// As handed in.
        heir: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A text above its bound.
    #[error("the note of the admission has at most {limit} bytes, not {bytes}")]
    Note {
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// A document of the admission that can't be.
    #[error(transparent)]
    Document(#[from] crate::error::DocumentError),
    /// A role's text that is empty or too long.
    #[error("a role's {what} has at most {limit} bytes, not {bytes}, and its name at least 1")]
    RoleText {
        /// The text.
        what: &'static str,
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// No place, or more than one record holds.
    #[error("role '{role}' has 1 to {limit} places, not {places}")]
    Places {
        /// The role.
        role: String,
        /// At most.
        limit: u32,
        /// Handed in.
        places: u32,
    },
    /// A role that can't be so.
    #[error("role '{role}' {why}")]
    Role {
        /// The role.
        role: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A role that the charter has not.
    #[error("procedure '{procedure}' names the role '{role}', which the charter has not")]
    UnknownRole {
        /// The procedure.
        procedure: String,
        /// As named.
        role: String,
    },
    /// The charter could lock itself.
    #[error(
        "procedure '{name}' covers {what}, which no office may decide: it may have no holder, and then nobody could fill it"
    )]
    OfficeDecides {
        /// The procedure.
        name: String,
        /// What it covers.
        what: &'static str,
    },
    /// Coins would move because nobody spoke.
    #[error(
        "procedure '{name}' covers {what}, and its role is filled by acclamation: coins never move because nobody spoke"
    )]
    SpendsOnSilence {
        /// The procedure.
        name: String,
        /// What of it moves value.
        what: &'static str,
    },
    /// A deposit of nothing.
    #[error("procedure '{name}': a deposit must be above 0")]
    Deposit {
        /// The procedure.
        name: String,
    },
    /// A core team of nobody.
    #[error("a core limit must be above 0")]
    CoreLimit,
    /// A rule that can't be.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A period that leaves the group seats too little time.
    #[error(transparent)]
    Period(#[from] folkmoot_rules::LeadTimeError),
}
