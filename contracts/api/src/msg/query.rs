//! Questions to a group.

use folkmoot_wire::{Answers, Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AdmissionView, AllowanceSpendView, AskView, BallotView, CharterView, ClaimKey, ClaimView,
    ConcernView, ContentView, CycleView, DelegationView, DocumentView, GroupView, HouseView,
    NoticeView, ObjectionRef, ObjectionView, PayOutView, ProposalId, ProposalView, Receipt,
    RoleView, SeatId, SeatView, StakeView, SubgroupView, TreasurySum, TreasuryView, UplinkView,
    VersionView, WeightView, cw3, cw4,
};
use crate::document::DocumentKind;

/// What can be asked.
///
/// A list comes in pages: 30 entries unless `limit` says otherwise, 100 at most whatever it says. Only the last page is
/// shorter than that, so a full one is to be followed by asking for what is behind its last entry.
#[derive(
    Serialize, Encode, Deserialize, Decode, JsonSchema, Answers, Clone, Debug, PartialEq, Eq,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum QueryMsg {
    /// The group: [`GroupView`].
    #[answer(GroupView)]
    Group {},
    /// The charter in force, or an older version: [`CharterView`].
    #[answer(CharterView)]
    Charter {
        /// Which; the one in force unless named.
        #[serde(default)]
        version: Option<u32>,
    },
    /// A seat: [`SeatView`].
    #[answer(SeatView)]
    Seat {
        /// Its id.
        seat: SeatId,
    },
    /// The seats in order: `Vec<SeatView>`.
    #[answer(Vec<SeatView>)]
    Seats {
        /// Behind this one.
        #[serde(default)]
        start_after: Option<SeatId>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The seat that a wallet or a contract holds: `Option<SeatView>`.
    #[answer(Option<SeatView>)]
    SeatOf {
        /// An address or public key.
        holder: String,
    },
    /// The groups above: `Vec<UplinkView>`.
    #[answer(Vec<UplinkView>)]
    Uplinks {
        /// Behind this address.
        #[serde(default)]
        start_after: Option<String>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The representatives in order of their seats, all of them: `Vec<SeatView>`.
    #[answer(Vec<SeatView>)]
    Representatives {},
    /// The roles of the charter in force, all of them, with who holds them and who is nominated: `Vec<RoleView>`.
    #[answer(Vec<RoleView>)]
    Roles {},
    /// What the holders of a role spent without a vote, in order: `Vec<AllowanceSpendView>`.
    #[answer(Vec<AllowanceSpendView>)]
    AllowanceSpends {
        /// The role.
        role: String,
        /// Behind this one.
        #[serde(default)]
        start_after: Option<u64>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// Which seat lets which carry its weight, in order of those who do: `Vec<DelegationView>`.
    #[answer(Vec<DelegationView>)]
    Delegations {
        /// Behind this seat.
        #[serde(default)]
        start_after: Option<SeatId>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// A proposal without its text and actions: [`ProposalView`].
    #[answer(ProposalView)]
    ProposalView {
        /// Its number.
        proposal: ProposalId,
    },
    /// Proposals in order: `Vec<ProposalView>`.
    #[answer(Vec<ProposalView>)]
    Proposals {
        /// Behind this one.
        #[serde(default)]
        start_after: Option<ProposalId>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
        /// The newest first.
        #[serde(default)]
        newest_first: bool,
    },
    /// A proposal's text and actions: [`ContentView`].
    #[answer(ContentView)]
    Content {
        /// Its number.
        proposal: ProposalId,
    },
    /// What earlier versions of a proposal were, in order, all of them: `Vec<VersionView>`.
    #[answer(Vec<VersionView>)]
    Versions {
        /// The proposal.
        proposal: ProposalId,
    },
    /// The objections to a proposal, in order of versions and seats: `Vec<ObjectionView>`.
    #[answer(Vec<ObjectionView>)]
    Objections {
        /// The proposal.
        proposal: ProposalId,
        /// Behind this one.
        #[serde(default)]
        start_after: Option<ObjectionRef>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// A seat's ballot: `Option<BallotView>`.
    #[answer(Option<BallotView>)]
    Ballot {
        /// The proposal.
        proposal: ProposalId,
        /// The seat.
        seat: SeatId,
    },
    /// The ballots in order of their seats: `Vec<BallotView>`.
    #[answer(Vec<BallotView>)]
    Ballots {
        /// The proposal.
        proposal: ProposalId,
        /// Behind this seat.
        #[serde(default)]
        start_after: Option<SeatId>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// What a seat weighs in a proposal's electorate: [`WeightView`].
    #[answer(WeightView)]
    Weight {
        /// The proposal.
        proposal: ProposalId,
        /// The seat.
        seat: SeatId,
    },
    /// How the group seats of a joint proposal were asked: `Vec<AskView>`, those that have a vote in it, in order.
    #[answer(Vec<AskView>)]
    Asks {
        /// The joint proposal.
        proposal: ProposalId,
        /// Behind this seat.
        #[serde(default)]
        start_after: Option<SeatId>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The mirror of a joint proposal: `Option<ProposalView>`.
    #[answer(Option<ProposalView>)]
    MirrorOf {
        /// The group above.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
    },
    /// The receipt of a decision: [`Receipt`].
    #[answer(Receipt)]
    Receipt {
        /// The proposal.
        proposal: ProposalId,
    },
    /// The houses of this group: `Vec<HouseView>`, all of them.
    #[answer(Vec<HouseView>)]
    Houses {},
    /// The groups that this one reviews as their house: `Vec<HouseView>`.
    #[answer(Vec<HouseView>)]
    Reviewed {
        /// Behind this address.
        #[serde(default)]
        start_after: Option<String>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// A notice that was taken: `Option<NoticeView>`.
    #[answer(Option<NoticeView>)]
    Notice {
        /// The reviewed group.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
    },
    /// The notices that were taken from a group, in order of its proposals: `Vec<NoticeView>`.
    #[answer(Vec<NoticeView>)]
    Notices {
        /// The reviewed group.
        group: String,
        /// Behind this proposal.
        #[serde(default)]
        start_after: Option<ProposalId>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The concerns about a reviewed group's decision, in order of the seats: `Vec<ConcernView>`.
    #[answer(Vec<ConcernView>)]
    Concerns {
        /// The reviewed group.
        group: String,
        /// Its proposal.
        proposal: ProposalId,
        /// Behind this seat.
        #[serde(default)]
        start_after: Option<SeatId>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The treasury: [`TreasuryView`]. Up to 100 denominations, what strangers gave last.
    #[answer(TreasuryView)]
    Treasury {},
    /// The sums of denominations that the group has to do with, in order: `Vec<TreasurySum>`.
    #[answer(Vec<TreasurySum>)]
    Sums {
        /// Behind this denomination.
        #[serde(default)]
        start_after: Option<String>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The sums of denominations that only strangers gave, the chain's own first and then as they came:
    /// `Vec<TreasurySum>`.
    #[answer(Vec<TreasurySum>)]
    Gifts {
        /// Behind this denomination.
        #[serde(default)]
        start_after: Option<String>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// What a seat has in the treasury, by denomination, all of it: `Vec<StakeView>`.
    #[answer(Vec<StakeView>)]
    Stakes {
        /// The seat, also one that was given up or removed.
        seat: SeatId,
    },
    /// The cycles of a denomination in order: `Vec<CycleView>`.
    #[answer(Vec<CycleView>)]
    Cycles {
        /// The denomination.
        denom: String,
        /// Behind this one.
        #[serde(default)]
        start_after: Option<u32>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// What is due to whom: `Vec<ClaimView>`.
    #[answer(Vec<ClaimView>)]
    Claims {
        /// Behind this one.
        #[serde(default)]
        start_after: Option<ClaimKey>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// Where a seat is paid to: [`PayOutView`].
    #[answer(PayOutView)]
    PayOut {
        /// The seat.
        seat: SeatId,
    },
    /// The latest version of each document: `Vec<DocumentView>`.
    #[answer(Vec<DocumentView>)]
    Documents {
        /// Behind this one.
        #[serde(default)]
        start_after: Option<DocumentKind>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// A document: [`DocumentView`].
    #[answer(DocumentView)]
    Document {
        /// What it is.
        kind: DocumentKind,
        /// Which version; the latest unless named.
        #[serde(default)]
        version: Option<u32>,
    },
    /// The versions of a document in order: `Vec<DocumentView>`.
    #[answer(Vec<DocumentView>)]
    DocumentVersions {
        /// What it is.
        kind: DocumentKind,
        /// Behind this one.
        #[serde(default)]
        start_after: Option<u32>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// The groups that this one founded, in order: `Vec<SubgroupView>`.
    #[answer(Vec<SubgroupView>)]
    Subgroups {
        /// Behind this number.
        #[serde(default)]
        start_after: Option<u32>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// What admission asks of a group, and whether it fulfils it: [`AdmissionView`].
    #[answer(AdmissionView)]
    Admission {
        /// The other group.
        group: String,
    },
    /// cw4: who may change the members: [`AdminResponse`](super::cw4::AdminResponse).
    #[answer(cw4::AdminResponse)]
    Admin(NoDetails),
    /// cw4: what all members weigh: [`MemberResponse`](super::cw4::MemberResponse).
    #[answer(cw4::MemberResponse)]
    TotalWeight {
        /// At the start of this block; now unless named.
        #[serde(default)]
        at_height: Option<u64>,
    },
    /// cw4: the members, one a seat, in order of the seats: [`MemberListResponse`](super::cw4::MemberListResponse).
    #[answer(cw4::MemberListResponse)]
    ListMembers(MemberPage),
    /// cw4: what the seat of an address weighs: [`MemberResponse`](super::cw4::MemberResponse).
    #[answer(cw4::MemberResponse)]
    Member {
        /// Any wallet of the seat, or its contract.
        addr: String,
        /// At the start of this block; now unless named.
        #[serde(default)]
        at_height: Option<u64>,
    },
    /// cw4: who is told of changes: [`HooksResponse`](super::cw4::HooksResponse).
    #[answer(cw4::HooksResponse)]
    Hooks(NoDetails),
    /// cw3: the rule for what no other procedure covers: [`ThresholdResponse`](super::cw3::ThresholdResponse).
    #[answer(cw3::ThresholdResponse)]
    Threshold(NoDetails),
    /// cw3: a proposal: [`ProposalResponse`](super::cw3::ProposalResponse).
    #[answer(cw3::ProposalResponse)]
    Proposal {
        /// Its number.
        proposal_id: ProposalId,
    },
    /// cw3: proposals in order: [`ProposalListResponse`](super::cw3::ProposalListResponse).
    #[answer(cw3::ProposalListResponse)]
    ListProposals {
        /// Behind this one.
        #[serde(default)]
        start_after: Option<ProposalId>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// cw3: proposals, the newest first: [`ProposalListResponse`](super::cw3::ProposalListResponse).
    #[answer(cw3::ProposalListResponse)]
    ReverseProposals {
        /// Before this one.
        #[serde(default)]
        start_before: Option<ProposalId>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// cw3: a seat's ballot: [`VoteResponse`](super::cw3::VoteResponse).
    #[answer(cw3::VoteResponse)]
    Vote {
        /// The proposal.
        proposal_id: ProposalId,
        /// Any wallet of the seat, its contract, or who cast the ballot.
        voter: String,
    },
    /// cw3: the ballots in order of their seats: [`VoteListResponse`](super::cw3::VoteListResponse).
    #[answer(cw3::VoteListResponse)]
    ListVotes {
        /// The proposal.
        proposal_id: ProposalId,
        /// Behind this voter's.
        #[serde(default)]
        start_after: Option<String>,
        /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
        #[serde(default)]
        limit: Option<u32>,
    },
    /// cw3: what the seat of an address weighs: [`MemberResponse`](super::cw4::MemberResponse).
    #[answer(cw4::MemberResponse)]
    Voter {
        /// Any wallet of the seat, or its contract.
        address: String,
    },
    /// cw3: who may vote, one a seat: [`VoterListResponse`](super::cw3::VoterListResponse).
    #[answer(cw3::VoterListResponse)]
    ListVoters(MemberPage),
}

/// Nothing more is asked.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct NoDetails {}

/// A page of members.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct MemberPage {
    /// Behind the seat of this address.
    #[serde(default)]
    pub start_after: Option<String>,
    /// At most so many: 30 unless told, 100 at most. A shorter page is the last.
    #[serde(default)]
    pub limit: Option<u32>,
}
