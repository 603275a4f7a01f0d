//! What the contract tells the world, in the past tense. Names are stable: relayers and pages rely on them.
//!
//! Whatever asks for somebody's attention is of the one kind `attention_needed`, with `what` saying why.

mod houses;
mod roles;
mod treasury;

use cosmwasm_std::{Coin, Event as ChainEvent};
use folkmoot_rules::{Outcome, UpstreamBallot};

use crate::msg::{Claimant, Hindrance, ProposalId, Resolution, SeatId, Verdict};

pub use houses::HouseEvent;
pub use roles::RoleEvent;
pub use treasury::TreasuryEvent;

/// Names of events, each with those of its attributes.
pub type Names = &'static [(&'static str, &'static [&'static str])];

/// An enum whose events stand in [`all`]; none other becomes an event of the chain.
pub trait Listed {}

macro_rules! listed {
    ($($events:ident),*) => {
        $(impl Listed for $events<'_> {})*

        /// All events that a group ever gives, with their attributes in order.
        #[must_use]
        pub fn all() -> Vec<(&'static str, &'static [&'static str])> {
            [$($events::EVENTS),*].concat()
        }
    };
}

listed!(Event, HouseEvent, RoleEvent, TreasuryEvent);

/// What stands in an event's attribute.
trait Attribute {
    fn text(&self) -> String;
}

impl<T: Attribute + ?Sized> Attribute for &T {
    fn text(&self) -> String {
        (**self).text()
    }
}

impl<T: Attribute> Attribute for Option<T> {
    fn text(&self) -> String {
        self.as_ref().map(Attribute::text).unwrap_or_default()
    }
}

impl Attribute for [Coin] {
    fn text(&self) -> String {
        coin_list(self)
    }
}

impl Attribute for UpstreamBallot {
    fn text(&self) -> String {
        ballot_word(self).to_owned()
    }
}

/// Attributes that are a word or a figure.
macro_rules! shown {
    ($($shown:ty),*) => {
        $(impl Attribute for $shown {
            fn text(&self) -> String {
                self.to_string()
            }
        })*
    };
}

shown!(bool, u32, u64, usize, str, Coin, Claimant);

/// Attributes that are one of a few words.
macro_rules! named {
    ($($named:ty),*) => {
        $(impl Attribute for $named {
            fn text(&self) -> String {
                self.as_str().to_owned()
            }
        })*
    };
}

named!(Attention, Hindrance, Outcome, Resolution, Verdict);

/// The chain's event of a place among names.
fn written(names: Names, place: usize, values: &[&dyn Attribute]) -> ChainEvent {
    let Some((name, attributes)) = names.get(place) else {
        return ChainEvent::new("");
    };
    let attributes = attributes.iter().zip(values);
    ChainEvent::new(*name).add_attributes(attributes.map(|(name, value)| (*name, value.text())))
}

/// One thing that happened; the fields are the event's attributes under the same names.
#[expect(
    missing_docs,
    reason = "the fields bear the names of domain.md and of the messages"
)]
#[derive(folkmoot_wire::Event, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
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
        action: u32,
        warning: Hindrance,
        reason: &'a str,
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
    /// A proposal was executed: all its actions were done, unless the same transaction tells with `attention_needed` that
    /// the execution failed. Then nothing of it was, a payment that was told included.
    ProposalExecuted {
        proposal: ProposalId,
        by_group_account: bool,
    },
    /// Coins were given to the common fund.
    ContributionReceived { from: &'a str, coins: &'a [Coin] },
    /// Coins were paid by a decision, unless the same transaction tells that its execution failed.
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
