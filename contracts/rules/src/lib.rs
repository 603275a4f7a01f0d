//! How groups decide: pure functions over plain data.
//!
//! No storage, no clock, no chain, no floating point. The group contract, the relayer's planner, the command line and
//! the pages all decide with these functions, so that what would happen and what does happen can never differ.

#![deny(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

pub mod absence;
pub mod address;
pub mod ballot;
pub mod canonical;
pub mod consent;
pub mod content;
pub mod cycle;
pub mod deciding;
mod decimal;
pub mod lead_time;
pub mod outcome;
pub mod ratio;
pub mod review;
pub mod rule;
pub mod shares;
pub mod status;
pub mod tally;
pub mod text;
pub mod time;
pub mod upstream;
pub mod vocabulary;
pub mod wallet_formats;

pub use absence::{Heard, NotAbsent, Place};
pub use address::{AddressError, ethereum_account};
pub use ballot::{BallotError, BallotFields, ethereum_address, is_low_s};
pub use canonical::{CanonicalError, canonical, canonical_json};
pub use consent::{Fallback, Resolving};
pub use content::{Content, TextRef, content_hash};
pub use cycle::{contribution_weight, share};
pub use deciding::{Phase, Reached, Rounds, Stand, next_revision, reached, stand};
pub use lead_time::{LeadTimeError, ask_deadline, check_period, lead_time};
pub use outcome::{early_outcome, outcome};
pub use ratio::{Ratio, RatioError};
pub use review::{HouseWord, Moment, Review, ReviewFacts, ReviewMode, SILENCES};
pub use rule::{Base, Consent, Count, Preset, PresetError, Rule, RuleError, Silence, Threshold};
pub use shares::{Shares, SharesError, SplitUnits, UpstreamBallot, split};
pub use status::{Course, Ended, Facts, Later, Moved, Status, course, status};
pub use tally::{Carried, Measure, Tally, TallyError, Voice};
pub use text::{TextError, TextFault, check_line, check_lines, visible};
pub use time::Seconds;
pub use upstream::{
    QuorumMissed, ThresholdMissed, Translation, UpstreamError, final_early, translate,
    upstream_ballot,
};
pub use vocabulary::{Choice, ChoiceError, Electorate, Outcome, Signal, Slate, UNITS_PER_WEIGHT};
pub use wallet_formats::{
    Curves, OrderFields, Proof, ProofError, Signer, adr036_sign_bytes, check_proof,
};
