//! Why an action is refused.

use thiserror::Error;

/// Why an action is refused.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum ActionError {
    /// More than one transaction holds.
    #[error("a proposal has at most {limit} actions, not {found}")]
    TooMany {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// None or too many.
    #[error("an amount names 1 to {limit} coins, not {found}")]
    CoinCount {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// A denomination with what can't be seen.
    #[error(transparent)]
    Text(#[from] folkmoot_rules::TextError),
    /// Nothing would be moved.
    #[error("the amount of {denom} must be above 0")]
    ZeroAmount {
        /// The denomination.
        denom: String,
    },
    /// Named twice.
    #[error("{denom} stands twice in one amount")]
    DoubledDenom {
        /// The denomination.
        denom: String,
    },
    /// Above what a balance can hold.
    #[error("the amounts of {denom} add up to more than {max}", max = u128::MAX)]
    Overflow {
        /// The denomination.
        denom: String,
    },
    /// Together too long.
    #[error("the actions of a proposal have at most {limit} bytes, not {bytes}")]
    TooLong {
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// Two procedures in one proposal.
    #[error(
        "the actions belong to two procedures, '{first}' and '{second}': open a proposal for each"
    )]
    MixedProcedures {
        /// Of the first action.
        first: String,
        /// Of a later one.
        second: String,
    },
    /// A rescission beside other actions.
    #[error("a rescission stands alone in its proposal: its target's procedure decides it")]
    RescindAlone,
    /// A veto beside other actions.
    #[error("a veto stands alone in its proposal: from its opening it holds what it is about")]
    VetoAlone,
    /// The group itself or a linked one.
    #[error("a call may not address {contract}, {why}")]
    CallTarget {
        /// The contract.
        contract: String,
        /// What it is to the group.
        why: &'static str,
    },
    /// Code that the group can't be moved to.
    #[error("code {code_id} {why}")]
    Code {
        /// As named.
        code_id: u64,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Written on an older version.
    #[error("written on {what} {written}, but {current} is in force: write it anew")]
    Outdated {
        /// The charter's version or a seat's revision.
        what: &'static str,
        /// Named in the action.
        written: u32,
        /// In force.
        current: u32,
    },
    /// No proposal that could be taken back.
    #[error("proposal {proposal} is {status}: only a passed one can be rescinded")]
    NotRescindable {
        /// The proposal.
        proposal: u64,
        /// Its status.
        status: &'static str,
    },
}
