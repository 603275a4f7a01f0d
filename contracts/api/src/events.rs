//! What the contract tells the world, in the past tense. Names are stable: relayers and pages rely on them.
//!
//! Whatever asks for somebody's attention is of the one kind `attention_needed`, with `what` saying why.

mod houses;
mod roles;
mod treasury;

use cosmwasm_std::{Coin, Event as ChainEvent};
use folkmoot_rules::{Outcome, UpstreamBallot};

use crate::msg::{ProposalId, Resolution, SeatId, Verdict, Warning};

pub use houses::HouseEvent;
pub use roles::RoleEvent;
pub use treasury::TreasuryEvent;

/// One thing that happened; the fields are the event's attributes under the same names.
#[expect(
    missing_docs,
    reason = "the fields bear the names of domain.md and of the messages"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// Founding was completed.
    GroupFounded { name: &'a str, seats: u32 },
    /// A seat was admitted, in founding or by a decision.
    SeatAdmitted { seat: SeatId, name: &'a str },
    /// A seat's name, holder, standing, wallets or weight changed.
    SeatChanged { seat: SeatId, weight: u64 },
    /// A decision gave a seat to another: what the holder before owns is now that of an ended seat.
    HolderParted { seat: SeatId, former: SeatId },
    /// A seat was given up or removed.
    SeatLeft { seat: SeatId, removed: bool },
    /// A representative was appointed.
    RepresentativeAppointed { seat: SeatId },
    /// A representative was released.
    RepresentativeReleased { seat: SeatId },
    /// A charter came into force.
    CharterAmended { version: u32 },
    /// Both sides of a seat link have decided.
    GroupsLinked { group: &'a str },
    /// A seat link ended.
    LinkEnded { group: &'a str },
    /// A proposal was opened.
    ProposalOpened {
        proposal: ProposalId,
        seat: SeatId,
        deadline: u64,
        content_hash: &'a str,
    },
    /// An action of the proposal that was opened or amended could not be done today.
    OpeningWarned {
        proposal: ProposalId,
        warning: &'a Warning,
    },
    /// A mirror was opened.
    MirrorOpened {
        mirror: ProposalId,
        group: &'a str,
        proposal: ProposalId,
        deadline: u64,
    },
    /// A group seat was asked.
    SeatAsked { proposal: ProposalId, seat: SeatId },
    /// A ballot was cast.
    BallotCast {
        proposal: ProposalId,
        seat: SeatId,
        choice: &'a str,
        revision: u32,
    },
    /// A delegate's ballot counted for so many other seats as well.
    BallotsCarried {
        proposal: ProposalId,
        delegate: SeatId,
        count: u32,
    },
    /// A seat lets another carry its weight, or nobody any more.
    DelegationChanged {
        seat: SeatId,
        to: Option<SeatId>,
        until: u64,
    },
    /// A ballot of a batch was refused.
    BallotRefused {
        proposal: ProposalId,
        index: usize,
        reason: &'a str,
    },
    /// An order was carried, and what it says was done.
    OrderCarried { seat: SeatId, number: u64 },
    /// An order of a batch was refused; it can be carried again until it expires.
    OrderRefused {
        index: u32,
        seat: SeatId,
        number: u64,
        reason: &'a str,
    },
    /// A seat that left was counted as not cast.
    AbsentCounted { proposal: ProposalId, seat: SeatId },
    /// A group seat's vote was counted.
    SignalCounted {
        proposal: ProposalId,
        seat: SeatId,
        ballot: &'a UpstreamBallot,
        by_group_account: bool,
    },
    /// A proposal moved on or was closed with this outcome.
    ProposalDecided {
        proposal: ProposalId,
        outcome: Outcome,
        by_group_account: bool,
    },
    /// All have answered, blocks are left, and resolving has begun.
    ResolvingBegan { proposal: ProposalId, until: u64 },
    /// A seat blocks or objects.
    ObjectionRaised {
        proposal: ProposalId,
        version: u32,
        seat: SeatId,
    },
    /// A seat took back its objection.
    ObjectionEnded {
        proposal: ProposalId,
        version: u32,
        seat: SeatId,
        resolution: Resolution,
    },
    /// A new version took the place of a blocked one.
    ProposalAmended {
        proposal: ProposalId,
        version: u32,
        deadline: u64,
        content_hash: &'a str,
    },
    /// A mirror's place was taken by that of a new version, or of the fallback round.
    MirrorSuperseded { mirror: ProposalId },
    /// A proposal was taken back by its proposer.
    ProposalWithdrawn { proposal: ProposalId },
    /// A passed proposal was taken back by a decision.
    ProposalRescinded { proposal: ProposalId },
    /// A mirror's vote was carried up.
    RolledUp {
        mirror: ProposalId,
        group: &'a str,
        proposal: ProposalId,
        ballot: &'a UpstreamBallot,
        verdict: Verdict,
        by_group_account: bool,
    },
    /// All actions of a proposal were done.
    ProposalExecuted {
        proposal: ProposalId,
        by_group_account: bool,
    },
    /// Coins were given to the common fund.
    ContributionReceived { from: &'a str, coins: &'a [Coin] },
    /// Coins were paid by a decision.
    CoinsPaid { to: &'a str, coins: &'a [Coin] },
    /// A document was adopted.
    DocumentAdopted {
        kind: &'a str,
        version: u32,
        sha256: &'a str,
        proposal: ProposalId,
    },
    /// A subgroup was founded.
    SubgroupFounded {
        group: &'a str,
        name: &'a str,
        proposal: ProposalId,
    },
    /// A seat offered a wallet a place.
    WalletOffered { seat: SeatId, wallet: &'a str },
    /// A wallet came to a seat, by its own word.
    WalletAdded { seat: SeatId, wallet: &'a str },
    /// A wallet was dropped from a seat, or a place was no longer offered to it.
    WalletDropped { seat: SeatId, wallet: &'a str },
    /// The announced dropping of a wallet was cancelled.
    WalletKept { seat: SeatId, wallet: &'a str },
    /// Somebody should look at this.
    AttentionNeeded {
        what: Attention,
        subject: u64,
        reason: &'a str,
    },
}

/// Why somebody should look. The subject is the number of a proposal or seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// A proposal's actions failed; it can be tried again.
    ExecutionFailed,
    /// A group seat could not be asked; it can be tried again in the first half of the buffer.
    AskFailed,
    /// A group's vote came too late, or for nothing.
    VoteLost,
    /// A wallet of a seat will be dropped unless one of its wallets says no.
    WalletDropping,
    /// A seat will be paid to another address unless one of its wallets says no.
    PayOutChanging,
    /// A neighbour did not take the news that a link has ended.
    FarewellFailed,
    /// A rise of a group seat's weight is announced.
    WeightRising,
    /// A house gave no answer to a notice; it can be sent again.
    NoticeUnanswered,
    /// A house refused a notice; it can be sent again.
    NoticeRefused,
    /// A decision was about a seat that was gone by then; the rest of it was done.
    SeatGone,
}

impl Attention {
    /// As written in events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ExecutionFailed => "execution_failed",
            Self::AskFailed => "ask_failed",
            Self::VoteLost => "vote_lost",
            Self::WalletDropping => "wallet_dropping",
            Self::PayOutChanging => "pay_out_changing",
            Self::FarewellFailed => "farewell_failed",
            Self::WeightRising => "weight_rising",
            Self::NoticeUnanswered => "notice_unanswered",
            Self::NoticeRefused => "notice_refused",
            Self::SeatGone => "seat_gone",
        }
    }
}

impl Verdict {
    /// As written in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Late => "late",
            Self::Superseded => "superseded",
            Self::Moot => "moot",
        }
    }
}

/// A group's vote in one word.
fn ballot_word(ballot: &UpstreamBallot) -> &'static str {
    match ballot {
        UpstreamBallot::Signal(signal) => signal.as_str(),
        UpstreamBallot::Split(_) | UpstreamBallot::SplitAs { .. } => "split",
    }
}

/// Coins in one line.
pub fn coin_list(coins: &[Coin]) -> String {
    coins
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

impl From<Event<'_>> for ChainEvent {
    #[expect(clippy::too_many_lines, reason = "one arm an event, each a plain list")]
    fn from(event: Event<'_>) -> Self {
        match event {
            Event::GroupFounded { name, seats } => Self::new("group_founded")
                .add_attribute("name", name)
                .add_attribute("seats", seats.to_string()),
            Event::SeatAdmitted { seat, name } => Self::new("seat_admitted")
                .add_attribute("seat", seat.to_string())
                .add_attribute("name", name),
            Event::SeatChanged { seat, weight } => Self::new("seat_changed")
                .add_attribute("seat", seat.to_string())
                .add_attribute("weight", weight.to_string()),
            Event::HolderParted { seat, former } => Self::new("holder_parted")
                .add_attribute("seat", seat.to_string())
                .add_attribute("former", former.to_string()),
            Event::SeatLeft { seat, removed } => Self::new("seat_left")
                .add_attribute("seat", seat.to_string())
                .add_attribute("removed", removed.to_string()),
            Event::RepresentativeAppointed { seat } => {
                Self::new("representative_appointed").add_attribute("seat", seat.to_string())
            }
            Event::RepresentativeReleased { seat } => {
                Self::new("representative_released").add_attribute("seat", seat.to_string())
            }
            Event::CharterAmended { version } => {
                Self::new("charter_amended").add_attribute("version", version.to_string())
            }
            Event::GroupsLinked { group } => {
                Self::new("groups_linked").add_attribute("group", group)
            }
            Event::LinkEnded { group } => Self::new("link_ended").add_attribute("group", group),
            Event::ProposalOpened {
                proposal,
                seat,
                deadline,
                content_hash,
            } => Self::new("proposal_opened")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("seat", seat.to_string())
                .add_attribute("deadline", deadline.to_string())
                .add_attribute("content_hash", content_hash),
            Event::OpeningWarned { proposal, warning } => Self::new("opening_warned")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("action", warning.action.to_string())
                .add_attribute("warning", warning.what.as_str())
                .add_attribute("reason", warning.reason.as_str()),
            Event::MirrorOpened {
                mirror,
                group,
                proposal,
                deadline,
            } => Self::new("mirror_opened")
                .add_attribute("mirror", mirror.to_string())
                .add_attribute("group", group)
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("deadline", deadline.to_string()),
            Event::SeatAsked { proposal, seat } => Self::new("seat_asked")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("seat", seat.to_string()),
            Event::BallotCast {
                proposal,
                seat,
                choice,
                revision,
            } => Self::new("ballot_cast")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("seat", seat.to_string())
                .add_attribute("choice", choice)
                .add_attribute("revision", revision.to_string()),
            Event::BallotsCarried {
                proposal,
                delegate,
                count,
            } => Self::new("ballots_carried")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("delegate", delegate.to_string())
                .add_attribute("count", count.to_string()),
            Event::DelegationChanged { seat, to, until } => Self::new("delegation_changed")
                .add_attribute("seat", seat.to_string())
                .add_attribute("to", to.map(|to| to.to_string()).unwrap_or_default())
                .add_attribute("until", until.to_string()),
            Event::BallotRefused {
                proposal,
                index,
                reason,
            } => Self::new("ballot_refused")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("index", index.to_string())
                .add_attribute("reason", reason),
            Event::OrderCarried { seat, number } => Self::new("order_carried")
                .add_attribute("seat", seat.to_string())
                .add_attribute("number", number.to_string()),
            Event::OrderRefused {
                index,
                seat,
                number,
                reason,
            } => Self::new("order_refused")
                .add_attribute("index", index.to_string())
                .add_attribute("seat", seat.to_string())
                .add_attribute("number", number.to_string())
                .add_attribute("reason", reason),
            Event::AbsentCounted { proposal, seat } => Self::new("absent_counted")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("seat", seat.to_string()),
            Event::SignalCounted {
                proposal,
                seat,
                ballot,
                by_group_account,
            } => Self::new("signal_counted")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("seat", seat.to_string())
                .add_attribute("ballot", ballot_word(ballot))
                .add_attribute("by_group_account", by_group_account.to_string()),
            Event::ProposalDecided {
                proposal,
                outcome,
                by_group_account,
            } => Self::new("proposal_decided")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("outcome", outcome.as_str())
                .add_attribute("by_group_account", by_group_account.to_string()),
            Event::ResolvingBegan { proposal, until } => Self::new("resolving_began")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("until", until.to_string()),
            Event::ObjectionRaised {
                proposal,
                version,
                seat,
            } => Self::new("objection_raised")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("version", version.to_string())
                .add_attribute("seat", seat.to_string()),
            Event::ObjectionEnded {
                proposal,
                version,
                seat,
                resolution,
            } => Self::new("objection_ended")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("version", version.to_string())
                .add_attribute("seat", seat.to_string())
                .add_attribute("resolution", resolution.as_str()),
            Event::ProposalAmended {
                proposal,
                version,
                deadline,
                content_hash,
            } => Self::new("proposal_amended")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("version", version.to_string())
                .add_attribute("deadline", deadline.to_string())
                .add_attribute("content_hash", content_hash),
            Event::MirrorSuperseded { mirror } => {
                Self::new("mirror_superseded").add_attribute("mirror", mirror.to_string())
            }
            Event::ProposalWithdrawn { proposal } => {
                Self::new("proposal_withdrawn").add_attribute("proposal", proposal.to_string())
            }
            Event::ProposalRescinded { proposal } => {
                Self::new("proposal_rescinded").add_attribute("proposal", proposal.to_string())
            }
            Event::RolledUp {
                mirror,
                group,
                proposal,
                ballot,
                verdict,
                by_group_account,
            } => Self::new("rolled_up")
                .add_attribute("mirror", mirror.to_string())
                .add_attribute("group", group)
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("ballot", ballot_word(ballot))
                .add_attribute("verdict", verdict.as_str())
                .add_attribute("by_group_account", by_group_account.to_string()),
            Event::ProposalExecuted {
                proposal,
                by_group_account,
            } => Self::new("proposal_executed")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("by_group_account", by_group_account.to_string()),
            Event::ContributionReceived { from, coins } => Self::new("contribution_received")
                .add_attribute("from", from)
                .add_attribute("coins", coin_list(coins)),
            Event::CoinsPaid { to, coins } => Self::new("coins_paid")
                .add_attribute("to", to)
                .add_attribute("coins", coin_list(coins)),
            Event::DocumentAdopted {
                kind,
                version,
                sha256,
                proposal,
            } => Self::new("document_adopted")
                .add_attribute("kind", kind)
                .add_attribute("version", version.to_string())
                .add_attribute("sha256", sha256)
                .add_attribute("proposal", proposal.to_string()),
            Event::SubgroupFounded {
                group,
                name,
                proposal,
            } => Self::new("subgroup_founded")
                .add_attribute("group", group)
                .add_attribute("name", name)
                .add_attribute("proposal", proposal.to_string()),
            Event::WalletOffered { seat, wallet } => Self::new("wallet_offered")
                .add_attribute("seat", seat.to_string())
                .add_attribute("wallet", wallet),
            Event::WalletAdded { seat, wallet } => Self::new("wallet_added")
                .add_attribute("seat", seat.to_string())
                .add_attribute("wallet", wallet),
            Event::WalletDropped { seat, wallet } => Self::new("wallet_dropped")
                .add_attribute("seat", seat.to_string())
                .add_attribute("wallet", wallet),
            Event::WalletKept { seat, wallet } => Self::new("wallet_kept")
                .add_attribute("seat", seat.to_string())
                .add_attribute("wallet", wallet),
            Event::AttentionNeeded {
                what,
                subject,
                reason,
            } => Self::new("attention_needed")
                .add_attribute("what", what.as_str())
                .add_attribute("subject", subject.to_string())
                .add_attribute("reason", reason),
        }
    }
}
