//! The messages of the contract and the answers to its queries.
//!
//! The query names of cw3 and cw4 (`threshold`, `proposal`, `vote`, `member` and their kin) are answered in their
//! published shapes, in [`cw3`] and [`cw4`]; the group's own queries have other names.

mod ballots;
mod cells;
mod consent;
pub mod cw3;
pub mod cw4;
mod houses;
mod neighbours;
mod numbers;
mod orders;
mod query;
mod reply;
mod roles;
mod specs;
mod treasury;
mod view;
mod warning;

use cosmwasm_std::Coin;
use folkmoot_rules::Choice;
use folkmoot_wire::{Decode, Encode, Permissions};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::charter::CharterSpec;
use crate::wallet::Wallet;

pub use ballots::{BallotResult, SignedBallot, WalletSignature};
pub use cells::{AdmissionView, Condition, ConditionView, DocumentView, SubgroupView};
pub use consent::{
    CourseView, ObjectionRef, ObjectionState, ObjectionView, Resolution, VersionView,
};
pub use houses::{ConcernView, HouseView, NoticeView};
pub use neighbours::{
    Handshake, HandshakeAnswer, HouseSays, LinkSide, MirrorSpec, NoticeAnswer, NoticeSpec,
    SignalSpec, Verdict,
};
pub use numbers::{ProposalId, SeatId};
pub use orders::{OrderPlace, Ordered, SignedOrder, Subject};
pub use query::{MemberPage, NoDetails, QueryMsg};
pub use reply::{Awaited, CarriedVote, SignalAnswer};
pub use roles::{
    AllowanceLeft, AllowanceSpendView, NominationObjection, NominationView, RoleHolder, RoleView,
};
pub use specs::{ProposalSpec, SeatSpec, Standing, SubgroupSpec, Text};
pub use treasury::{
    ClaimKey, ClaimView, Claimant, CommittedView, CycleView, PayOutView, StakeView, TreasurySum,
    TreasuryView,
};
pub use view::{
    AnnouncedWeight, AskState, AskView, BallotView, Cast, CharterView, ContentView, DelegationView,
    DroppingWallet, GroupView, LinkState, Origin, ProposalView, Receipt, RollUpView, SeatView,
    StageView, TextView, UplinkView, WeightView,
};
pub use warning::{Hindrance, Warning};

/// Founds a group, or begins to.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct InstantiateMsg {
    /// The group's name.
    pub name: String,
    /// How it decides.
    pub charter: CharterSpec,
    /// Its first seats.
    #[serde(default)]
    pub seats: Vec<SeatSpec>,
    /// Whether founding is complete; else the founder adds seats and then says so.
    #[serde(default)]
    pub founded: bool,
}

/// What the contract does.
#[derive(
    Serialize, Encode, Deserialize, Decode, JsonSchema, Permissions, Clone, Debug, PartialEq, Eq,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ExecuteMsg {
    /// Adds seats before founding is complete. The founder.
    #[permission(Founder)]
    AddSeats {
        /// At most 200 a message.
        seats: Vec<SeatSpec>,
    },
    /// Completes the founding. The founder.
    #[permission(Founder)]
    Found {},
    /// Opens a proposal. Whom its procedure lets propose, any core seat unless it says otherwise; a group seat through its
    /// contract. Coins only where the procedure asks the sender for a deposit.
    #[permission(Proposer)]
    Propose {
        /// The proposal.
        proposal: ProposalSpec,
    },
    /// Takes back a proposal that is not decided. Its proposer.
    #[permission(Proposer)]
    Withdraw {
        /// Its number.
        proposal: ProposalId,
    },
    /// Puts a new version in the place of one that is blocked, while resolving. Its proposer.
    #[permission(Proposer)]
    Amend {
        /// The proposal.
        proposal: ProposalId,
        /// The new version, whole.
        spec: ProposalSpec,
    },
    /// Takes back the sender's own objection, while resolving. The seat that objects.
    #[permission(VotingSeat)]
    ResolveObjection {
        /// The proposal.
        proposal: ProposalId,
        /// Why.
        resolution: Resolution,
    },
    /// Casts the sender's ballot. A voting seat of keys with one signature, or of a contract.
    #[permission(VotingSeat)]
    Vote {
        /// The proposal.
        proposal: ProposalId,
        /// The choice.
        choice: Choice,
        /// Why, for all to read.
        #[serde(default)]
        reason: Option<String>,
    },
    /// Carries ballots that were signed off chain; each has its own result. Anybody.
    #[permission(Anybody)]
    CastBallots {
        /// The proposal.
        proposal: ProposalId,
        /// At most 100 a message.
        ballots: Vec<SignedBallot>,
    },
    /// Carries acts of seats that were signed off chain; each is done or refused by itself, which events tell. Anybody.
    #[permission(Anybody)]
    CarryOrders {
        /// At most 100 a message.
        orders: Vec<SignedOrder>,
    },
    /// Does what a carried order says. The contract itself.
    #[permission(Itself)]
    PerformOrder {
        /// The order.
        order: SignedOrder,
    },
    /// Asks group seats to decide a joint proposal. Anybody, in the first half of the relay buffer.
    #[permission(Anybody)]
    FanOut {
        /// The joint proposal.
        proposal: ProposalId,
        /// These seats; unless named, all that were not asked, 30 a call.
        #[serde(default)]
        seats: Option<Vec<SeatId>>,
    },
    /// Opens a mirror of a joint proposal. A linked group above, in its fan-out.
    #[permission(OtherGroup)]
    OpenMirror(MirrorSpec),
    /// Casts the group's vote above, from a mirror that is decided. Anybody; a group account makes it the group's own.
    #[permission(Anybody)]
    RollUp {
        /// The mirror.
        mirror: ProposalId,
    },
    /// Takes a group seat's vote. The linked group in that seat, in its roll-up.
    #[permission(OtherGroup)]
    CountSignal(SignalSpec),
    /// Counts missing ballots of seats that left as not cast, so that nobody waits for them. Anybody.
    #[permission(Anybody)]
    CountAbsent {
        /// The proposal.
        proposal: ProposalId,
        /// The seats that left.
        seats: Vec<SeatId>,
    },
    /// Moves a decided proposal on to its next stage before its deadline. Anybody.
    #[permission(Anybody)]
    MoveOn {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Executes a passed proposal, once. Anybody.
    #[permission(Anybody)]
    Execute {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Runs a proposal's actions, all or none. The contract itself, in an execution.
    #[permission(Itself)]
    PerformActions {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Opens a proposal in a group above. A representative.
    #[permission(Representative)]
    ProposeUpstream {
        /// The group above.
        group: String,
        /// The proposal.
        proposal: ProposalSpec,
    },
    /// Puts a new version in the place of a blocked proposal of this group in a group above. A representative.
    #[permission(Representative)]
    AmendUpstream {
        /// The group above.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
        /// The new version, whole.
        spec: ProposalSpec,
    },
    /// Takes back a proposal of this group in a group above, until it is decided. A representative.
    #[permission(Representative)]
    WithdrawUpstream {
        /// The group above.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
    },
    /// Gives the attached coins to the common fund. Anybody.
    #[permission(Anybody)]
    Contribute {},
    /// Puts the attached coins in as a stake of the sender's seat, of any standing; it stays the seat's own.
    #[permission(AnySeat)]
    Stake {},
    /// Puts the attached coins in as a stake of a seat, which is the seat's own from then on. Anybody; of denominations that
    /// the seat does not stake yet, others may bring 5.
    #[permission(Anybody)]
    StakeFor {
        /// The seat; it must have somewhere to be paid to.
        seat: SeatId,
    },
    /// Takes free stake back, at once, to the seat's pay-out address. The seat.
    #[permission(AnySeat)]
    TakeStake {
        /// How much; a pledge for the next cycle gives way.
        amount: Coin,
    },
    /// Sets what of the free stake goes into the next cycle of its denomination. The seat.
    #[permission(AnySeat)]
    Pledge {
        /// All of it, not what is added; 0 takes the pledge back.
        amount: Coin,
    },
    /// Makes a seat's share of an ended cycle its claim. Anybody.
    #[permission(Anybody)]
    Settle {
        /// The seat.
        seat: SeatId,
        /// The cycle's denomination.
        denom: String,
    },
    /// Pays what is due to somebody in one denomination. Anybody.
    #[permission(Anybody)]
    PayClaim {
        /// To whom it is due.
        claimant: Claimant,
        /// The denomination.
        denom: String,
    },
    /// Names where the sender's seat is paid to, from the end of the key notice on. Any wallet of the seat.
    #[permission(KeysSeat)]
    NamePayOut {
        /// The address.
        address: String,
    },
    /// Cancels an announced change of the pay-out address. Any wallet of the seat.
    #[permission(KeysSeat)]
    KeepPayOut {},
    /// Checks that what is due to others is still there. The contract itself, at the end of an execution.
    #[permission(Itself)]
    CheckFunds {
        /// The denominations that were paid in.
        denoms: Vec<String>,
    },
    /// Makes the common fund due to the heir, once the group has ended or no seat votes any more; a year after its founding
    /// where no seat ever did. Anybody, again and again.
    #[permission(Anybody)]
    WindUp {
        /// Of these denominations, at most 30; unless named, of those that the query `treasury` shows.
        #[serde(default)]
        denoms: Vec<String>,
    },
    /// Takes free stake back from a group in which this one sits, once this group has ended; it comes into the common fund.
    /// Anybody.
    #[permission(Anybody)]
    TakeBack {
        /// The group above.
        group: String,
        /// How much.
        amount: Coin,
    },
    /// Gives up a seat, at once. Its holder. What it staked becomes its claim.
    #[permission(OwnSeat)]
    Leave {},
    /// Reads how many members a group seat has and weighs it by that. Anybody.
    #[permission(Anybody)]
    RefreshWeight {
        /// The group seat.
        seat: SeatId,
    },
    /// Offers a wallet a place in the sender's seat, which it takes by `confirm_wallet`; or keeps one whose dropping is
    /// announced. Any wallet of a seat that needs one signature.
    #[permission(KeysSeat)]
    AddWallet {
        /// The wallet.
        wallet: Wallet,
    },
    /// Takes the place that a seat offers to the sender's account, which acts for the seat from then on. That account.
    #[permission(Anybody)]
    ConfirmWallet {
        /// The seat.
        seat: SeatId,
    },
    /// Announces that a wallet of the sender's seat is dropped after the key notice; its own wallet, and one that was only
    /// offered a place, go at once.
    #[permission(KeysSeat)]
    DropWallet {
        /// The wallet.
        wallet: Wallet,
    },
    /// Cancels an announced dropping. Any wallet of the seat.
    #[permission(KeysSeat)]
    KeepWallet {
        /// The wallet.
        wallet: Wallet,
    },
    /// Shakes hands on a link. The other group, in the execution of its decision to join or admit, or about a house.
    #[permission(OtherGroup)]
    Link(Handshake),
    /// Makes the deposit of a proposal that has ended due to who left it; `pay_claim` then pays it. Anybody.
    #[permission(Anybody)]
    ReturnDeposit {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Nominates a seat for a role that is filled by acclamation. Any core seat.
    #[permission(CoreSeat)]
    Nominate {
        /// The role.
        role: String,
        /// The seat.
        seat: SeatId,
    },
    /// Stops a nomination within its window. Any core seat.
    #[permission(CoreSeat)]
    ObjectNomination {
        /// The role.
        role: String,
        /// Who is nominated.
        seat: SeatId,
        /// Why, for all to read.
        reason: String,
    },
    /// Fills a place by a nomination that nobody objected to within its window. Anybody.
    #[permission(Anybody)]
    Acclaim {
        /// The role.
        role: String,
        /// Who is nominated.
        seat: SeatId,
    },
    /// Gives a free place of a rotating role to the core seat that is next in turn. Anybody.
    #[permission(Anybody)]
    Rotate {
        /// The role.
        role: String,
    },
    /// Gives up a role that the sender's seat holds or learns, or a nomination, or passes its turn. Its holder.
    #[permission(OwnSeat)]
    Resign {
        /// The role; none for a representative's office.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<String>,
    },
    /// Lets another seat of the group carry the sender's weight, in the place of what was said before, or ends that. It
    /// counts for what opens from the next block on. Any seat but a group's; the sender's own ballot always comes first.
    #[permission(OwnSeat)]
    Delegate {
        /// The delegate; none ends it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<SeatId>,
        /// For proposals of these procedures, `upstream` for what a group above asks; none names all but `upstream`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        procedures: Vec<String>,
        /// Until when, unix seconds; at most a year from now.
        #[serde(default)]
        until: u64,
    },
    /// Pays from the common fund within a role's allowance, without a vote. A holder of the role.
    #[permission(OwnSeat)]
    SpendAllowance {
        /// The role.
        role: String,
        /// Who is paid.
        to: String,
        /// How much.
        amount: Coin,
        /// What for.
        reason: String,
    },
    /// Ends a link. The other group, in the execution of its decision.
    #[permission(OtherGroup)]
    Unlink {
        /// What the sender was in the link: only that link ends.
        sender: LinkSide,
    },
    /// Refers a passed proposal to the house whose stage it is in: sends the notice, or asks it to ratify. Anybody.
    #[permission(Anybody)]
    Refer {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Takes a notice of a reviewed group's decision, or opens the mirror in which it is ratified. A reviewed group.
    #[permission(OtherGroup)]
    TakeNotice(NoticeSpec),
    /// Takes back the notice of a decision that is not carried out. A reviewed group, in the execution of its decision.
    #[permission(OtherGroup)]
    DropNotice {
        /// The proposal of the reviewed group.
        proposal: ProposalId,
    },
    /// Hears what a house says of a proposal that was referred to it. That house.
    #[permission(OtherGroup)]
    HearHouse {
        /// The proposal.
        proposal: ProposalId,
        /// What it says.
        says: HouseSays,
    },
    /// Raises a concern about a decision of a reviewed group, for all to read. Any core seat of the house.
    #[permission(CoreSeat)]
    RaiseConcern {
        /// The reviewed group.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
        /// The concern.
        text: String,
    },
    /// Takes a concern back. The seat that raised it.
    #[permission(OwnSeat)]
    WithdrawConcern {
        /// The reviewed group.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
    },
    /// Answers a concern. The reviewed group, in the execution of its decision.
    #[permission(OtherGroup)]
    TakeAnswer {
        /// The proposal of the reviewed group.
        proposal: ProposalId,
        /// The seat that raised the concern.
        seat: SeatId,
        /// The answer.
        text: String,
    },
    /// Tells the reviewed group that a veto has failed, so that it holds nothing any more. Anybody.
    #[permission(Anybody)]
    ReportVeto {
        /// The veto proposal of this group.
        proposal: ProposalId,
    },
    /// Says again that a link has ended, where the other group has not heard it; and ends what a group that has ended still
    /// has with it: its seat there, its seat here, its review of it. Anybody.
    #[permission(Anybody)]
    LetGo {
        /// The other group.
        group: String,
    },
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands in a reference"
)]
pub(crate) const fn is_false(fact: &bool) -> bool {
    !*fact
}

/// Moves a stored group to this code's version.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct MigrateMsg {}
