//! Why a proposal or a ballot is refused.

use cosmwasm_std::StdError;
use folkmoot_rules::ProofError;
use thiserror::Error;

/// About proposals.
#[derive(Error, Debug)]
pub enum ProposalError {
    /// There is none.
    #[error("there is no proposal {proposal}")]
    Unknown {
        /// As named.
        proposal: u64,
    },
    /// Nobody could vote.
    #[error("nobody could vote: no seat had a vote at the start of block {height}")]
    EmptyElectorate {
        /// The block.
        height: u64,
    },
    /// Nobody holds the office that decides.
    #[error("nobody could vote: {office} had no holder at the start of block {height}")]
    EmptyOffice {
        /// The role, or the representatives.
        office: String,
        /// The block.
        height: u64,
    },
    /// Nothing to give back, or given back already.
    #[error("proposal {proposal} has no deposit to give back")]
    NoDeposit {
        /// The proposal.
        proposal: u64,
    },
    /// It has not ended, so its deposit stays.
    #[error("proposal {proposal} is {status}: its deposit comes back when it has ended")]
    DepositHeld {
        /// The proposal.
        proposal: u64,
        /// Its status.
        status: &'static str,
    },
    /// Ballots, moving on and withdrawing are over.
    #[error("proposal {proposal} is {status}, not open")]
    NotOpen {
        /// The proposal.
        proposal: u64,
        /// Its status.
        status: &'static str,
    },
    /// Execution is not due, or over.
    #[error("proposal {proposal} is {status}: only a passed one is executed")]
    NotExecutable {
        /// The proposal.
        proposal: u64,
        /// Its status.
        status: &'static str,
    },
    /// A delay stage runs.
    #[error("proposal {proposal} rests until {until} (unix seconds), it is {now}")]
    Resting {
        /// The proposal.
        proposal: u64,
        /// Its end.
        until: u64,
        /// The block time.
        now: u64,
    },
    /// A missing ballot could change it.
    #[error("proposal {proposal} is undecided until {until} (unix seconds), it is {now}")]
    Undecided {
        /// The proposal.
        proposal: u64,
        /// Its deadline.
        until: u64,
        /// The block time.
        now: u64,
    },
    /// Only what is blocked is amended.
    #[error(
        "proposal {proposal} is {status}: a new version takes the place of a blocked one, while resolving"
    )]
    NotResolving {
        /// The proposal.
        proposal: u64,
        /// Its status.
        status: &'static str,
    },
    /// It has had its versions.
    #[error("proposal {proposal} is version {limit}, and a proposal has at most {limit}")]
    LastVersion {
        /// The proposal.
        proposal: u64,
        /// At most.
        limit: u32,
    },
    /// A version is decided by those who decide the one before.
    #[error(
        "the new version of proposal {proposal} would be between other seats: open another proposal"
    )]
    OtherParties {
        /// The proposal.
        proposal: u64,
    },
    /// A version is decided as the one before.
    #[error(
        "the new version would be decided by procedure '{new}', the proposal by '{old}': open another proposal"
    )]
    OtherProcedure {
        /// The proposal's.
        old: String,
        /// The version's.
        new: String,
    },
    /// It is decided, so it can't be withdrawn.
    #[error("proposal {proposal} is decided: {outcome}")]
    Decided {
        /// The proposal.
        proposal: u64,
        /// The outcome.
        outcome: &'static str,
    },
    /// It ended without a decision, so there is no receipt.
    #[error("proposal {proposal} is {status}: nothing was decided")]
    NeverDecided {
        /// The proposal.
        proposal: u64,
        /// Its status.
        status: &'static str,
    },
    /// A mirror does not execute and can't be withdrawn.
    #[error("proposal {proposal} is a mirror, which is only rolled up")]
    Mirror {
        /// The proposal.
        proposal: u64,
    },
    /// Only mirrors roll up.
    #[error("proposal {proposal} is no mirror, there is nothing to roll up")]
    NotAMirror {
        /// The proposal.
        proposal: u64,
    },
    /// A text above its bound.
    #[error("a {what} has at most {limit} bytes, not {bytes}")]
    TooLong {
        /// The text.
        what: &'static str,
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// A title of nothing.
    #[error("a proposal needs a title")]
    NoTitle,
    /// A hash that is none.
    #[error("a sha-256 has 32 bytes, not {bytes}")]
    Hash {
        /// Handed in.
        bytes: usize,
    },
    /// The time for asking is over.
    #[error(
        "the first half of the relay buffer ended at {until} (unix seconds), it is {now}: group seats can't be asked any more"
    )]
    AskingOver {
        /// Its end.
        until: u64,
        /// The block time.
        now: u64,
    },
    /// Nobody to ask.
    #[error("proposal {proposal} has no group seat left to ask")]
    NobodyToAsk {
        /// The proposal.
        proposal: u64,
    },
    /// More than a call carries.
    #[error("a call names at most {limit} {what}, not {found}")]
    TooManyInACall {
        /// Of what.
        what: &'static str,
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// It still may vote, or has voted, or never could.
    #[error("seat {seat} can't be counted as absent: {why}")]
    NotAbsent {
        /// The seat.
        seat: u32,
        /// Why.
        why: &'static str,
    },
    /// From the store.
    #[error(transparent)]
    Std(#[from] StdError),
}

/// About ballots.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum BallotError {
    /// The seat had no vote when it opened.
    #[error("seat {seat} is not in the electorate of proposal {proposal}")]
    NotInElectorate {
        /// The seat.
        seat: u32,
        /// The proposal.
        proposal: u64,
    },
    /// One live ballot a seat.
    #[error("seat {seat} has voted on proposal {proposal}, where ballots can't change")]
    AlreadyVoted {
        /// The seat.
        seat: u32,
        /// The proposal.
        proposal: u64,
    },
    /// A reason above its bound.
    #[error("a reason has at most {limit} bytes, not {bytes}")]
    Reason {
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// The round's rule has no such choice.
    #[error("{choice} is no choice here: the rule knows {known}")]
    Choice {
        /// As handed in.
        choice: &'static str,
        /// Those that the rule knows.
        known: &'static str,
    },
    /// A block tells why.
    #[error("a block or objection needs a reason")]
    NoReason,
    /// There is nothing to take back.
    #[error("seat {seat} has no objection to proposal {proposal} that stands")]
    NoObjection {
        /// The seat.
        seat: u32,
        /// The proposal.
        proposal: u64,
    },
    /// While resolving a block becomes an abstention or a yes.
    #[error(
        "while resolving, seat {seat} may turn its block into yes or abstain, not into {choice}"
    )]
    WhileResolving {
        /// The seat.
        seat: u32,
        /// As handed in.
        choice: &'static str,
    },
    /// A batch of none or too many.
    #[error("a batch has 1 to {limit} ballots, not {found}")]
    Batch {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// The order's time is over.
    #[error("the ballot expired at {expires} (unix seconds), it is {now}")]
    Expired {
        /// Its end.
        expires: u64,
        /// The block time.
        now: u64,
    },
    /// Signed for another turn of the seat.
    #[error("the ballot is revision {revision} of seat {seat}, the next is {next}")]
    Revision {
        /// The seat.
        seat: u32,
        /// Signed.
        revision: u32,
        /// Due.
        next: u32,
    },
    /// Too few or too many signatures.
    #[error("seat {seat} needs {needed} signatures, the {what} carries {found}")]
    Signatures {
        /// The seat.
        seat: u32,
        /// Needed.
        needed: u8,
        /// Carried.
        found: usize,
        /// A ballot, or an order.
        what: &'static str,
    },
    /// One wallet signed twice.
    #[error("wallet {wallet} stands twice on the {what}")]
    SignedTwice {
        /// The wallet.
        wallet: String,
        /// A ballot, or an order.
        what: &'static str,
    },
    /// No wallet of any seat, or of another than the first signature's.
    #[error("wallet {wallet} acts for no seat of this {what}")]
    NotItsWallet {
        /// The wallet.
        wallet: String,
        /// A ballot, or an order.
        what: &'static str,
    },
    /// A wallet's proof has another form, or does not fit.
    #[error("wallet {wallet}: {why}")]
    Proof {
        /// The wallet.
        wallet: String,
        /// What is wrong with it.
        why: ProofError,
    },
}
