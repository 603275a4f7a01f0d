//! Why the contract refuses: one enum a topic, [`Refusal`] that holds them all, and [`ContractError`] that handlers return.

mod cells;
mod deciding;
mod delegation;
mod founding;
mod houses;
mod orders;
mod roles;
mod treasury;

use cosmwasm_std::StdError;
use folkmoot_rules::{CanonicalError, Seconds, TallyError, TextError, UpstreamError};
use thiserror::Error;

use crate::action::ActionError;
use crate::charter::CharterError;
use crate::wallet::WalletError;

pub use cells::whose;
pub use cells::{DocumentError, PartyError, SubgroupError, WindingError};
pub use deciding::{BallotError, ProposalError};
pub use delegation::DelegationError;
pub use founding::FoundingError;
pub use houses::HouseError;
pub use orders::OrderError;
pub use roles::RoleError;
pub use treasury::TreasuryError;

/// Any refusal of the contract, as it is handed on. Boxed, because every `?` copies what it hands on: a pointer is much
/// less code than the largest of all refusals.
#[derive(Error, Debug)]
#[error(transparent)]
pub struct ContractError(Box<Refusal>);

impl ContractError {
    /// What it is.
    #[must_use]
    pub const fn refusal(&self) -> &Refusal {
        &self.0
    }
}

impl<E> From<E> for ContractError
where
    Refusal: From<E>,
{
    #[cold]
    #[inline(never)]
    fn from(error: E) -> Self {
        Self(Box::new(error.into()))
    }
}

/// Any refusal of the contract.
#[derive(Error, Debug)]
pub enum Refusal {
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
    /// About delegations.
    #[error(transparent)]
    Delegation(#[from] DelegationError),
    /// About documents.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// About founding and sealing.
    #[error(transparent)]
    Founding(#[from] FoundingError),
    /// About houses and what they review.
    #[error(transparent)]
    House(#[from] HouseError),
    /// About links with other groups.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// About orders.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// About proposals between parties.
    #[error(transparent)]
    Party(#[from] PartyError),
    /// About who may do it.
    #[error(transparent)]
    Permission(#[from] PermissionError),
    /// About proposals.
    #[error(transparent)]
    Proposal(#[from] ProposalError),
    /// About roles.
    #[error(transparent)]
    Role(#[from] RoleError),
    /// About seats.
    #[error(transparent)]
    Seat(#[from] SeatError),
    /// From the chain or the store.
    #[error(transparent)]
    Std(#[from] StdError),
    /// About subgroups.
    #[error(transparent)]
    Subgroup(#[from] SubgroupError),
    /// About sums of ballots.
    #[error(transparent)]
    Tally(#[from] TallyError),
    /// About names, titles and texts.
    #[error(transparent)]
    Text(#[from] TextError),
    /// About the treasury.
    #[error(transparent)]
    Treasury(#[from] TreasuryError),
    /// About votes of groups.
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
    /// About wallets.
    #[error(transparent)]
    Wallet(#[from] WalletError),
    /// About winding a group up.
    #[error(transparent)]
    Winding(#[from] WindingError),
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
    #[error(
        "seat {seat} needs {needed} signatures, a transaction carries 1: send signed ballots and orders"
    )]
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
    /// Opened by somebody outside, and only they may do this.
    #[error("only the proposer may do this, not {sender}")]
    NotOutsideProposer {
        /// Who sent it.
        sender: String,
    },
    /// The procedure lets others propose.
    #[error("seat {seat} may not propose by procedure '{procedure}': only {only} may")]
    MayNotPropose {
        /// The seat.
        seat: u32,
        /// The procedure.
        procedure: String,
        /// Who may.
        only: String,
    },
    /// Not the deposit.
    #[error("to propose takes a deposit of {deposit}, exactly; sent were {sent}")]
    Deposit {
        /// How much.
        deposit: String,
        /// What was sent.
        sent: String,
    },
    /// It does not hold the role.
    #[error("seat {seat} does not hold role '{role}'")]
    NotInRole {
        /// The seat.
        seat: u32,
        /// The role.
        role: String,
    },
    /// Coins that nobody asked for.
    #[error("this message takes no coins, {coins} were sent: use contribute or stake")]
    UnaskedCoins {
        /// What was sent.
        coins: String,
    },
    /// A gift or a stake of nothing.
    #[error("{message} needs coins, none were sent")]
    NoCoins {
        /// The message.
        message: &'static str,
    },
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
    /// A wallet comes to a seat only where that asked for it.
    #[error("seat {seat} offers {wallet} no place: one of its wallets adds it first")]
    NotOffered {
        /// The seat.
        seat: u32,
        /// The wallet.
        wallet: String,
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
    /// A group can't be its own house.
    #[error("a group can't be its own house")]
    OwnHouse,
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
    /// One side has not decided.
    #[error("the link with {group} is only offered: the other side has not decided on it")]
    Offered {
        /// The group.
        group: String,
    },
    /// Neither a farewell that was not heard, nor a link that may be ended by anybody.
    #[error(
        "there is nothing to let go of: {group} heard of every end, and links end by decision until the group itself has ended"
    )]
    NothingToEnd {
        /// The other group.
        group: String,
    },
    /// The two sides decided on different figures.
    #[error("{group} decided on a {what} of {theirs}, this group on {ours}")]
    Figures {
        /// The other group.
        group: String,
        /// Which figure.
        what: &'static str,
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
    /// No time, or too much.
    #[error("a lead time lies between 1 s and {limit}, not {lead_time}")]
    LeadTimeBound {
        /// At most.
        limit: Seconds,
        /// Named.
        lead_time: Seconds,
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
