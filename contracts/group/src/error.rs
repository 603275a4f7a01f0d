//! Why the contract refuses: one enum a topic, and [`ContractError`] that wraps them.

use cosmwasm_std::StdError;
use folkmoot_rules::{CanonicalError, Seconds, TallyError, UpstreamError};
use thiserror::Error;

use crate::action::ActionError;
use crate::charter::CharterError;
use crate::wallet::WalletError;

/// Any refusal of the contract.
#[derive(Error, Debug)]
pub enum ContractError {
    /// About actions.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// About ballots.
    #[error(transparent)]
    Ballot(#[from] BallotError),
    /// About content that has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// About the charter.
    #[error(transparent)]
    Charter(#[from] CharterError),
    /// About founding and sealing.
    #[error(transparent)]
    Founding(#[from] FoundingError),
    /// About links with other groups.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// About who may do it.
    #[error(transparent)]
    Permission(#[from] PermissionError),
    /// About proposals.
    #[error(transparent)]
    Proposal(#[from] ProposalError),
    /// About seats.
    #[error(transparent)]
    Seat(#[from] SeatError),
    /// From the chain or the store.
    #[error(transparent)]
    Std(#[from] StdError),
    /// About sums of ballots.
    #[error(transparent)]
    Tally(#[from] TallyError),
    /// About votes of groups.
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
    /// About wallets.
    #[error(transparent)]
    Wallet(#[from] WalletError),
}

/// About founding and sealing.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum FoundingError {
    /// Nothing can be proposed or received yet.
    #[error("group '{name}' is not founded yet")]
    NotFounded {
        /// The group.
        name: String,
    },
    /// Founding is complete.
    #[error("group '{name}' was founded already; seats are admitted by a decision now")]
    AlreadyFounded {
        /// The group.
        name: String,
    },
    /// Somebody else could change the group's code.
    #[error(
        "the group is unsealed: its contract's admin is {admin}, and must be the group itself or nobody"
    )]
    Unsealed {
        /// The admin.
        admin: String,
    },
    /// A name that is empty or too long.
    #[error("a {what} has 1 to {limit} bytes, not {bytes}")]
    Length {
        /// The text.
        what: &'static str,
        /// At most.
        limit: usize,
        /// Handed in.
        bytes: usize,
    },
    /// More seats than a message holds.
    #[error("a founding message has at most {limit} seats, not {found}")]
    TooManySeats {
        /// At most.
        limit: usize,
        /// Handed in.
        found: usize,
    },
    /// Another contract's state, or a newer version's.
    #[error("can't migrate {stored} to {code}")]
    Migration {
        /// What is stored.
        stored: String,
        /// What the code is.
        code: String,
    },
}

/// About who may do it.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum PermissionError {
    /// No seat.
    #[error("{sender} holds no seat in this group")]
    NotAMember {
        /// Who sent it.
        sender: String,
    },
    /// A seat without a vote.
    #[error("seat {seat} is {standing}, only core seats may do this")]
    NotCore {
        /// The seat.
        seat: u32,
        /// Its standing.
        standing: &'static str,
    },
    /// A group that has not joined yet.
    #[error("the group in seat {seat} has not joined yet")]
    NotLinked {
        /// The seat.
        seat: u32,
    },
    /// One transaction carries one signature.
    #[error("seat {seat} needs {needed} signatures, a transaction carries 1: send signed ballots")]
    NeedsSignatures {
        /// The seat.
        seat: u32,
        /// How many.
        needed: u8,
    },
    /// A group votes by roll-up only.
    #[error(
        "seat {seat} is a group's: it votes by the roll-up of its mirror, and leaves by its own decision"
    )]
    GroupSeat {
        /// The seat.
        seat: u32,
    },
    /// No representative.
    #[error("seat {seat} is no representative")]
    NotRepresentative {
        /// The seat.
        seat: u32,
    },
    /// Not the founder.
    #[error("only the founder {founder} may do this, not {sender}")]
    NotFounder {
        /// Who may.
        founder: String,
        /// Who sent it.
        sender: String,
    },
    /// Only the contract itself.
    #[error("only the group itself may do this, in an execution; not {sender}")]
    NotItself {
        /// Who sent it.
        sender: String,
    },
    /// Not the proposer.
    #[error("only the proposer, seat {proposer}, may do this, not seat {seat}")]
    NotProposer {
        /// Who may.
        proposer: u32,
        /// Who sent it.
        seat: u32,
    },
    /// Coins that nobody asked for.
    #[error("this message takes no coins, {coins} were sent: use contribute")]
    UnaskedCoins {
        /// What was sent.
        coins: String,
    },
    /// A gift of nothing.
    #[error("contribute needs coins, none were sent")]
    NoCoins,
}

/// About seats.
#[derive(Error, Debug)]
pub enum SeatError {
    /// There is none.
    #[error("there is no seat {seat}")]
    Unknown {
        /// As named.
        seat: u32,
    },
    /// It was given up or removed.
    #[error("seat {seat} was given up or removed")]
    Gone {
        /// The seat.
        seat: u32,
    },
    /// One holder has at most one seat.
    #[error("{holder} already holds seat {seat}")]
    Taken {
        /// The wallet or contract.
        holder: String,
        /// The seat it holds.
        seat: u32,
    },
    /// A group account holds no seat.
    #[error("{account} is a group account, which holds no seat")]
    GroupAccount {
        /// The account.
        account: String,
    },
    /// It is no group seat.
    #[error("seat {seat} is no group's")]
    NotAGroup {
        /// The seat.
        seat: u32,
    },
    /// Not a weight.
    #[error("a seat's weight lies between 1 and {limit}, not {weight}")]
    Weight {
        /// At most.
        limit: u64,
        /// Handed in.
        weight: u64,
    },
    /// All together they weigh too much.
    #[error("the weights of all seats add up to more than {max}", max = u64::MAX)]
    TotalWeight,
    /// More group seats than a fan-out can ask.
    #[error("a group has at most {limit} {what}")]
    TooMany {
        /// At most.
        limit: usize,
        /// Of what.
        what: &'static str,
    },
    /// The weighting can't change any more.
    #[error(
        "the weighting can't change: {seats} seats would be weighed anew, at most {limit} fit one decision"
    )]
    TooManyToWeigh {
        /// At most.
        limit: u32,
        /// There are.
        seats: u32,
    },
    /// A change that the seat's kind does not allow.
    #[error("seat {seat}: {why}")]
    Change {
        /// The seat.
        seat: u32,
        /// What does not go.
        why: &'static str,
    },
    /// It is not one of the seat's wallets.
    #[error("{wallet} is no wallet of seat {seat}")]
    NotItsWallet {
        /// The wallet.
        wallet: String,
        /// The seat.
        seat: u32,
    },
    /// The seat would be left without enough wallets.
    #[error("seat {seat} needs {needed} wallets, it would have {left}: add one first")]
    LastWallet {
        /// The seat.
        seat: u32,
        /// At least.
        needed: usize,
        /// Would be left.
        left: usize,
    },
    /// From the store.
    #[error(transparent)]
    Std(#[from] StdError),
}

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
    #[error("seat {seat} needs {needed} signatures, the ballot carries {found}")]
    Signatures {
        /// The seat.
        seat: u32,
        /// Needed.
        needed: u8,
        /// Carried.
        found: usize,
    },
    /// One wallet signed twice.
    #[error("wallet {wallet} stands twice on the ballot")]
    SignedTwice {
        /// The wallet.
        wallet: String,
    },
    /// No wallet of any seat, or of another than the first signature's.
    #[error("wallet {wallet} acts for no seat of this ballot")]
    NotItsWallet {
        /// The wallet.
        wallet: String,
    },
    /// Not 65 bytes.
    #[error("a signature of an ethereum wallet has 65 bytes, not {bytes}")]
    SignatureLength {
        /// Handed in.
        bytes: usize,
    },
    /// The same signature in its other form.
    #[error("the signature of {wallet} is in its high-S form, which wallets do not make")]
    HighS {
        /// The wallet.
        wallet: String,
    },
    /// Signed by another key, or for another chain, group, proposal or content.
    #[error(
        "the signature does not fit {wallet}: was it made for this chain, group, proposal, content and choice?"
    )]
    Signature {
        /// The wallet.
        wallet: String,
    },
    /// A kind of wallet that signs no ballots.
    #[error("{wallet} is a cosmos account: it votes by transaction")]
    ByTransaction {
        /// The wallet.
        wallet: String,
    },
}

/// About links with other groups.
#[derive(Error, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Not a group on this chain.
    #[error("{address} is no contract on this chain")]
    NotAContract {
        /// As named.
        address: String,
    },
    /// The code is none that the charter trusts.
    #[error("{address} runs code {checksum}, which the charter does not trust")]
    Code {
        /// The contract.
        address: String,
        /// Its code's checksum.
        checksum: String,
    },
    /// Somebody could change its code.
    #[error(
        "{address} is unsealed: its admin is {admin}, and must be the contract itself or nobody"
    )]
    Unsealed {
        /// The contract.
        address: String,
        /// Its admin.
        admin: String,
    },
    /// A group can't sit in itself.
    #[error("a group can't sit in itself")]
    Itself,
    /// There is one.
    #[error("there is already a link with {group}")]
    Exists {
        /// The group.
        group: String,
    },
    /// There is none.
    #[error("there is no link with {group}")]
    None {
        /// The group.
        group: String,
    },
    /// The two sides decided on different figures.
    #[error("{group} decided on a lead time of {theirs}, this group on {ours}")]
    Figures {
        /// The other group.
        group: String,
        /// Its figure.
        theirs: Seconds,
        /// This group's.
        ours: Seconds,
    },
    /// The group's own upstream period is longer than what it would promise.
    #[error("a lead time of {lead_time} is shorter than this group needs: {needed}")]
    LeadTime {
        /// Offered.
        lead_time: Seconds,
        /// Needed.
        needed: Seconds,
    },
    /// A mirror from a block that the link does not cover.
    #[error(
        "the joint proposal opened in block {origin}, outside of the link's time: after {since} and up to {now}"
    )]
    Origin {
        /// The block named.
        origin: u64,
        /// The link's.
        since: u64,
        /// The block now.
        now: u64,
    },
    /// Handed down too often.
    #[error("a joint proposal is handed down at most {limit} levels, this is level {depth}")]
    Depth {
        /// At most.
        limit: u8,
        /// Named.
        depth: u8,
    },
    /// The joint proposal would end too early.
    #[error("the mirror would end at {mirror} (unix seconds), the joint proposal ends at {joint}")]
    Deadline {
        /// The mirror's deadline.
        mirror: u64,
        /// The joint proposal's.
        joint: u64,
    },
    /// An answer that is none.
    #[error("{group} gave no answer that a group gives")]
    Answer {
        /// The neighbour.
        group: String,
    },
}
