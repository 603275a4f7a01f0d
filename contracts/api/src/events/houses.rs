//! What is told about houses and what they review.

use folkmoot_wire::Event;

use crate::msg::{ProposalId, SeatId};

/// One thing that happened between a house and a reviewed group; the fields are the event's attributes under the same
/// names.
#[expect(
    missing_docs,
    reason = "the fields bear the names of domain.md and of the messages"
)]
#[derive(Event, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum HouseEvent<'a> {
    /// A decision was referred to a house: it took the notice, refused it, did not answer, or is no house any more.
    ProposalReferred {
        proposal: ProposalId,
        house: &'a str,
        answer: &'a str,
    },
    /// A house said something of a decision: extend, hold, release, veto, or its ratification.
    HouseSpoke {
        proposal: ProposalId,
        house: &'a str,
        says: &'a str,
    },
    /// As a house, the group took a notice.
    NoticeTaken {
        group: &'a str,
        proposal: ProposalId,
        mode: &'a str,
        until: u64,
    },
    /// A seat raised a concern about a reviewed group's decision.
    ConcernRaised {
        group: &'a str,
        proposal: ProposalId,
        seat: SeatId,
        extended: bool,
    },
    /// A seat took its concern back.
    ConcernWithdrawn {
        group: &'a str,
        proposal: ProposalId,
        seat: SeatId,
    },
    /// The reviewed group answered a concern.
    ConcernAnswered {
        group: &'a str,
        proposal: ProposalId,
        seat: SeatId,
    },
    /// As a house, the group stopped a decision.
    VetoDelivered {
        group: &'a str,
        proposal: ProposalId,
        ground: &'a str,
    },
    /// A veto failed, and the reviewed group was told.
    VetoFailed {
        group: &'a str,
        proposal: ProposalId,
        veto: ProposalId,
    },
}
