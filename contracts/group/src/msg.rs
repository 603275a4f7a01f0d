//! The messages of the contract and the answers to its queries.
//!
//! The query names of cw3 and cw4 (`threshold`, `proposal`, `vote`, `member` and their kin) are kept free for their
//! published shapes.

use cosmwasm_std::{Binary, Coin, HexBinary};
use folkmoot_rules::{Choice, Electorate, Outcome, Rule, Seconds, Status, Tally, UpstreamBallot};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::action::Action;
use crate::charter::{CharterSpec, ElectorateKind};
use crate::wallet::{Holder, Wallet};

/// The number of a seat in its group, from 1.
pub type SeatId = u32;
/// The number of a proposal in its group, from 1.
pub type ProposalId = u64;

/// Founds a group, or begins to.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
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

/// A seat, as handed in.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SeatSpec {
    /// Display name.
    pub name: String,
    /// Who sits in it.
    pub holder: Holder,
    /// Whether it votes.
    #[serde(default)]
    pub standing: Standing,
    /// Its weight where weights are fixed; 1 unless named.
    #[serde(default)]
    pub weight: Option<u64>,
}

/// What a seat may do.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Standing {
    /// Votes and proposes.
    #[default]
    Core,
    /// Works with the group, without a vote.
    Contributor,
    /// Looks on, without a vote.
    Observer,
}

/// A proposal, as handed in.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ProposalSpec {
    /// Its title.
    pub title: String,
    /// Its text.
    #[serde(default)]
    pub text: Text,
    /// What it does once it has passed; none makes it a statement.
    #[serde(default)]
    pub actions: Vec<Action>,
}

/// A proposal's text, or where it is.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Text {
    /// There is none.
    #[default]
    None,
    /// Kept in the contract's state.
    Stored(String),
    /// Carried by the opening transaction; only its hash is kept.
    Carried(String),
    /// Kept elsewhere.
    Linked {
        /// Where.
        uri: String,
        /// The text's sha-256.
        sha256: HexBinary,
    },
}

/// What the contract does.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ExecuteMsg {
    /// Adds seats before founding is complete. The founder.
    AddSeats {
        /// At most 200 a message.
        seats: Vec<SeatSpec>,
    },
    /// Completes the founding. The founder.
    Found {},
    /// Opens a proposal. Any core seat; a group seat through its contract.
    Propose {
        /// The proposal.
        proposal: ProposalSpec,
    },
    /// Takes back a proposal that is not decided. Its proposer.
    Withdraw {
        /// Its number.
        proposal: ProposalId,
    },
    /// Casts the sender's ballot. A voting seat of keys with one signature, or of a contract.
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
    CastBallots {
        /// The proposal.
        proposal: ProposalId,
        /// At most 100 a message.
        ballots: Vec<SignedBallot>,
    },
    /// Asks group seats to decide a joint proposal. Anybody, in the first half of the relay buffer.
    FanOut {
        /// The joint proposal.
        proposal: ProposalId,
        /// These seats; unless named, all that were not asked, 30 a call.
        #[serde(default)]
        seats: Option<Vec<SeatId>>,
    },
    /// Opens a mirror of a joint proposal. A linked group above, in its fan-out.
    OpenMirror(MirrorSpec),
    /// Casts the group's vote above, from a mirror that is decided. Anybody; a group account makes it the group's own.
    RollUp {
        /// The mirror.
        mirror: ProposalId,
    },
    /// Takes a group seat's vote. The linked group in that seat, in its roll-up.
    CountSignal(SignalSpec),
    /// Counts missing ballots of seats that left as not cast, so that nobody waits for them. Anybody.
    CountAbsent {
        /// The proposal.
        proposal: ProposalId,
        /// The seats that left.
        seats: Vec<SeatId>,
    },
    /// Moves a decided proposal on to its next stage before its deadline. Anybody.
    MoveOn {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Executes a passed proposal, once. Anybody.
    Execute {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Runs a proposal's actions, all or none. The contract itself, in an execution.
    PerformActions {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Opens a proposal in a group above. A representative.
    ProposeUpstream {
        /// The group above.
        group: String,
        /// The proposal.
        proposal: ProposalSpec,
    },
    /// Takes back a proposal of this group in a group above, until it is decided. A representative.
    WithdrawUpstream {
        /// The group above.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
    },
    /// Gives the attached coins to the common fund. Anybody.
    Contribute {},
    /// Gives up a seat, at once. Its holder.
    Leave {},
    /// Reads how many members a group seat has and weighs it by that. Anybody.
    RefreshWeight {
        /// The group seat.
        seat: SeatId,
    },
    /// Adds a wallet to the sender's seat, at once. Any wallet of a seat that needs one signature.
    AddWallet {
        /// The wallet.
        wallet: Wallet,
    },
    /// Announces that a wallet of the sender's seat is dropped after the key notice; its own wallet goes at once.
    DropWallet {
        /// The wallet.
        wallet: Wallet,
    },
    /// Cancels an announced dropping. Any wallet of the seat.
    KeepWallet {
        /// The wallet.
        wallet: Wallet,
    },
    /// Shakes hands on a seat link. The other group, in the execution of its decision to join or to admit.
    Link(Handshake),
    /// Ends a seat link. The other group, in the execution of its decision.
    Unlink {},
}

/// A ballot signed off chain. Its content (title, hash, version) is the proposal's and is not repeated.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SignedBallot {
    /// The choice.
    pub choice: Choice,
    /// Why, for all to read; may be empty.
    #[serde(default)]
    pub reason: String,
    /// 1 for the seat's first ballot on the proposal, then one more each time.
    pub revision: u32,
    /// Until when it may be carried, unix seconds.
    pub expires: u64,
    /// The signature of a wallet of the seat; of as many as the seat needs.
    pub signatures: Vec<WalletSignature>,
}

/// A wallet's signature.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct WalletSignature {
    /// Who signed.
    pub wallet: Wallet,
    /// For an ethereum wallet r, s and v, 65 bytes.
    pub signature: HexBinary,
}

/// What became of a ballot of a batch.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BallotResult {
    /// It counts.
    Cast {
        /// The seat that voted.
        seat: SeatId,
    },
    /// It does not, and the others of the batch are not touched by that.
    Refused {
        /// Why.
        reason: String,
    },
}

/// What a group asks of a linked group below.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct MirrorSpec {
    /// The joint proposal's number in the group above.
    pub proposal: ProposalId,
    /// Its version.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// Its content hash.
    pub content_hash: HexBinary,
    /// When its ballots end, unix seconds.
    pub deadline: u64,
    /// The height at which the first joint proposal of the chain opened: electorates are those of that block's start.
    pub origin_height: u64,
    /// How many levels it has been handed down.
    pub depth: u8,
}

/// A group seat's vote, told by the group in it.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SignalSpec {
    /// The joint proposal.
    pub proposal: ProposalId,
    /// Its version.
    pub version: u32,
    /// The mirror's number in the group below.
    pub mirror: ProposalId,
    /// The vote.
    pub ballot: UpstreamBallot,
    /// Whether the roll-up was signed by a group account.
    pub by_group_account: bool,
}

/// What became of a roll-up.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// The group above took it.
    Counted,
    /// It came after the joint deadline and counts for nothing.
    Late,
    /// The joint proposal had ended before.
    Superseded,
    /// There is no link, or no voting seat, that it could be cast for.
    Moot,
}

/// One side's word in a seat link.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Handshake {
    /// Whether the sender sits in the receiver or the other way round.
    pub sender: LinkSide,
    /// The lead time that the sender has decided on.
    pub lead_time: Seconds,
    /// How many core seats the sender has.
    pub members: u64,
}

/// A side of a seat link.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LinkSide {
    /// The group in which the other has a seat.
    Above,
    /// The group that has the seat.
    Below,
}

/// The receiver's answer to a handshake, as the message's data.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HandshakeAnswer {
    /// Both have decided: the link exists.
    Linked {
        /// How many core seats the receiver has.
        members: u64,
    },
    /// The receiver has not decided yet; nothing was stored there.
    Waiting {},
}

/// Moves a stored group to this code's version.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct MigrateMsg {}

/// What can be asked. Lists give at most 100 items a page, 30 unless told.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum QueryMsg {
    /// The group: [`GroupView`].
    Group {},
    /// The charter in force, or an older version: [`CharterView`].
    Charter {
        /// Which; the one in force unless named.
        #[serde(default)]
        version: Option<u32>,
    },
    /// A seat: [`SeatView`].
    Seat {
        /// Its id.
        seat: SeatId,
    },
    /// The seats in order: `Vec<SeatView>`.
    Seats {
        /// Behind this one.
        #[serde(default)]
        start_after: Option<SeatId>,
        /// At most so many.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The seat that a wallet or a contract holds: `Option<SeatView>`.
    SeatOf {
        /// An address or public key.
        holder: String,
    },
    /// The groups above: `Vec<UplinkView>`.
    Uplinks {
        /// Behind this address.
        #[serde(default)]
        start_after: Option<String>,
        /// At most so many.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The representatives in order of their seats: `Vec<SeatView>`.
    Representatives {},
    /// A proposal without its text and actions: [`ProposalView`].
    ProposalView {
        /// Its number.
        proposal: ProposalId,
    },
    /// Proposals in order: `Vec<ProposalView>`.
    Proposals {
        /// Behind this one.
        #[serde(default)]
        start_after: Option<ProposalId>,
        /// At most so many.
        #[serde(default)]
        limit: Option<u32>,
        /// The newest first.
        #[serde(default)]
        newest_first: bool,
    },
    /// A proposal's text and actions: [`ContentView`].
    Content {
        /// Its number.
        proposal: ProposalId,
    },
    /// A seat's ballot: `Option<BallotView>`.
    Ballot {
        /// The proposal.
        proposal: ProposalId,
        /// The seat.
        seat: SeatId,
    },
    /// The ballots in order of their seats: `Vec<BallotView>`.
    Ballots {
        /// The proposal.
        proposal: ProposalId,
        /// Behind this seat.
        #[serde(default)]
        start_after: Option<SeatId>,
        /// At most so many.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// What a seat weighs in a proposal's electorate: [`WeightView`].
    Weight {
        /// The proposal.
        proposal: ProposalId,
        /// The seat.
        seat: SeatId,
    },
    /// How the group seats of a joint proposal were asked: `Vec<AskView>`, all group seats in order.
    Asks {
        /// The joint proposal.
        proposal: ProposalId,
        /// Behind this seat.
        #[serde(default)]
        start_after: Option<SeatId>,
        /// At most so many.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The mirror of a joint proposal: `Option<ProposalView>`.
    MirrorOf {
        /// The group above.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
    },
    /// The receipt of a decision: [`Receipt`].
    Receipt {
        /// The proposal.
        proposal: ProposalId,
    },
    /// The treasury: [`TreasuryView`].
    Treasury {},
}

/// The group.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct GroupView {
    /// Its name.
    pub name: String,
    /// Its contract.
    pub address: String,
    /// The chain it lives on.
    pub chain_id: String,
    /// Who founds or founded it.
    pub founder: String,
    /// When founding was completed, unix seconds.
    pub founded_at: Option<u64>,
    /// Whether nobody but the group itself can change its code.
    pub sealed: bool,
    /// The charter in force.
    pub charter_version: u32,
    /// All core seats that vote.
    pub electorate: Electorate,
    /// The group seats among them.
    pub group_electorate: Electorate,
    /// How many seats are core, whatever they weigh.
    pub core_seats: u64,
    /// The longest lead time agreed with or offered to a group seat.
    pub longest_lead: Option<Seconds>,
    /// How many proposals were opened.
    pub proposals: u64,
    /// The contract's name and version.
    pub contract: String,
}

/// A charter and when it came into force.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CharterView {
    /// Its version, from 1.
    pub version: u32,
    /// The height from whose end on it is in force.
    pub since_height: u64,
    /// The rules.
    pub charter: CharterSpec,
}

/// A seat.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SeatView {
    /// Its number.
    pub seat: SeatId,
    /// Display name.
    pub name: String,
    /// Who sits in it.
    pub holder: Holder,
    /// What it may do.
    pub standing: Standing,
    /// What it weighs now.
    pub weight: u64,
    /// Since when, unix seconds.
    pub since: u64,
    /// Counted up at each change of the seat.
    pub revision: u32,
    /// For a group seat, how far the link is.
    pub link: Option<LinkState>,
    /// A rise of weight that is announced.
    pub announced_weight: Option<AnnouncedWeight>,
    /// Wallets that will be dropped.
    pub dropping: Vec<DroppingWallet>,
    /// When it was given up or removed, unix seconds.
    pub left_at: Option<u64>,
}

/// How far a seat link is.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LinkState {
    /// One side has decided.
    Offered,
    /// Both have.
    Linked,
}

/// A weight that is announced.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AnnouncedWeight {
    /// The weight.
    pub weight: u64,
    /// From when a refresh puts it into force, unix seconds.
    pub from: u64,
}

/// A wallet that will be dropped.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct DroppingWallet {
    /// The wallet.
    pub wallet: Wallet,
    /// From when it no longer acts, unix seconds.
    pub from: u64,
}

/// A link to a group above.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct UplinkView {
    /// The group above.
    pub group: String,
    /// The agreed or offered lead time.
    pub lead_time: Seconds,
    /// How far the link is.
    pub state: LinkState,
    /// The height at which it was completed.
    pub since_height: Option<u64>,
}

/// A proposal without its text and actions.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ProposalView {
    /// Its number.
    pub proposal: ProposalId,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: u32,
    /// The sha-256 of its content; a mirror carries its joint proposal's.
    pub content_hash: HexBinary,
    /// Whose it is.
    pub origin: Origin,
    /// The procedure that decides it; `upstream` for a mirror.
    pub procedure: String,
    /// The rule that decides it.
    pub rule: Rule,
    /// Whether it may move on before its deadline.
    pub early_finish: bool,
    /// Whether ballots may change.
    pub revoting: bool,
    /// Whose seats decide.
    pub electorate_kind: ElectorateKind,
    /// When it opened, unix seconds.
    pub opened_at: u64,
    /// In which block.
    pub opened_height: u64,
    /// When its ballots end, unix seconds.
    pub deadline: u64,
    /// How long a decision then rests.
    pub delay: Seconds,
    /// How long it may be executed afterwards.
    pub execution_window: Seconds,
    /// Until when its group seats may be asked, unix seconds.
    pub ask_until: u64,
    /// Where it stands now.
    pub status: Status,
    /// What is decided now; undecided while a missing ballot could change it.
    pub outcome: Outcome,
    /// Who decides: the voting seats at the start of the block in which it opened.
    pub electorate: Electorate,
    /// The group seats among them.
    pub group_electorate: Electorate,
    /// The group seats that were asked.
    pub asked: Electorate,
    /// The ballots so far.
    pub tally: Tally,
    /// For a mirror that was rolled up, what became of it.
    pub roll_up: Option<RollUpView>,
    /// Whether the transaction that ended or moved it was signed by a group account.
    pub by_group_account: bool,
    /// Why its last execution failed.
    pub failure: Option<String>,
}

/// Whose a proposal is.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Origin {
    /// Opened in this group.
    Own {
        /// By this seat.
        seat: SeatId,
    },
    /// The mirror of a joint proposal.
    Mirror {
        /// The group above.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
        /// That proposal's version.
        version: u32,
        /// When that proposal's ballots end, unix seconds.
        deadline: u64,
        /// How many levels it has been handed down.
        depth: u8,
    },
}

/// What became of a roll-up.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct RollUpView {
    /// The vote.
    pub ballot: UpstreamBallot,
    /// What became of it.
    pub verdict: Verdict,
    /// When, unix seconds.
    pub at: u64,
    /// In which block.
    pub height: u64,
    /// Whether a group account signed it.
    pub by_group_account: bool,
}

/// A proposal's text and actions.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ContentView {
    /// The text, or where it is.
    pub text: TextView,
    /// What it does.
    pub actions: Vec<Action>,
}

/// A text as the contract keeps it.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum TextView {
    /// There is none.
    None {},
    /// The text.
    Stored {
        /// The text.
        text: String,
    },
    /// It stands in the opening transaction.
    Carried {
        /// Its sha-256.
        sha256: HexBinary,
    },
    /// It is elsewhere.
    Linked {
        /// Where.
        uri: String,
        /// Its sha-256.
        sha256: HexBinary,
    },
}

/// A ballot.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct BallotView {
    /// The seat that cast it.
    pub seat: SeatId,
    /// What was cast.
    pub cast: Cast,
    /// Why.
    pub reason: String,
    /// What it weighs.
    pub weight: u64,
    /// The wallet that signed, or the group or contract that sent it.
    pub by: String,
    /// When, unix seconds.
    pub at: u64,
    /// The seat's count of ballots on the proposal.
    pub revision: u32,
}

/// What a seat cast.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Cast {
    /// A person's or contract's choice.
    Choice(Choice),
    /// A group's vote, rolled up from this mirror.
    Upstream {
        /// The vote.
        ballot: UpstreamBallot,
        /// The mirror in the group below.
        mirror: ProposalId,
        /// Whether a group account signed it.
        by_group_account: bool,
    },
    /// The seat left without a ballot, which counts as not cast.
    Absent {},
}

/// What a seat weighs in a proposal's electorate.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct WeightView {
    /// 0 where it has no vote.
    pub weight: u64,
}

/// How a group seat was asked.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AskView {
    /// The seat.
    pub seat: SeatId,
    /// The group in it.
    pub group: String,
    /// How it was asked.
    pub state: AskState,
}

/// How a group seat was asked.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AskState {
    /// Not yet, and it still can be.
    Waiting {},
    /// It has a mirror.
    Asked {
        /// Since when, unix seconds.
        at: u64,
    },
    /// The last try failed, and it can be tried again.
    Failed {
        /// Why.
        reason: String,
    },
    /// It can't be asked any more.
    NotAsked {
        /// Why the last try failed, if there was one.
        reason: Option<String>,
    },
}

/// What a decision was and how it came about: what votes above, bookings and auditors rely on.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Receipt {
    /// The chain.
    pub chain_id: String,
    /// The group.
    pub group: String,
    /// The proposal.
    pub proposal: ProposalId,
    /// Its version.
    pub version: u32,
    /// Its content hash.
    pub content_hash: HexBinary,
    /// The ballots.
    pub tally: Tally,
    /// Who decided.
    pub electorate: Electorate,
    /// What was decided.
    pub outcome: Outcome,
    /// When it was decided, unix seconds.
    pub decided_at: u64,
    /// The block whose transaction moved it on or ended it; none where only time has passed.
    pub height: Option<u64>,
    /// Whether a group account signed that transaction.
    pub by_group_account: bool,
}

/// The treasury.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct TreasuryView {
    /// Sums per denomination, for those that were ever given to or paid by the group.
    pub sums: Vec<TreasurySum>,
}

/// What a treasury holds and what went through it, in one denomination.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct TreasurySum {
    /// What is there now: the common fund.
    pub balance: Coin,
    /// Gifts so far.
    pub given: Coin,
    /// Paid so far by decisions.
    pub paid: Coin,
}

/// The data of a signal vote's answer and other small replies.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SignalAnswer {
    /// What became of it.
    pub verdict: Verdict,
}

/// What the contract remembers of a message it sent, handed back with the reply.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Awaited {
    /// An execution: failed.
    Execution {
        /// The proposal.
        proposal: ProposalId,
    },
    /// A fan-out to one seat: failed.
    Ask {
        /// The joint proposal.
        proposal: ProposalId,
        /// The seat asked.
        seat: SeatId,
    },
    /// A roll-up: answered.
    RollUp {
        /// The mirror.
        mirror: ProposalId,
    },
    /// A handshake with a group above: answered.
    JoinAnswer {
        /// The group above.
        group: String,
    },
    /// A handshake with a group below: answered.
    AdmitAnswer {
        /// The seat.
        seat: SeatId,
    },
    /// The end of a link, told to a neighbour: failed.
    Farewell {
        /// The neighbour.
        group: String,
    },
}

impl Awaited {
    /// As a payload of a message.
    ///
    /// # Errors
    /// Never in practice: the type has a JSON form.
    pub fn payload(&self) -> cosmwasm_std::StdResult<Binary> {
        cosmwasm_std::to_json_binary(self)
    }
}
