//! What is told about houses and what they review.

use cosmwasm_std::Event as ChainEvent;

use crate::msg::{ProposalId, SeatId};

/// One thing that happened between a house and a reviewed group; the fields are the event's attributes under the same
/// names.
#[expect(
    missing_docs,
    reason = "the fields bear the names of domain.md and of the messages"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl From<HouseEvent<'_>> for ChainEvent {
    fn from(event: HouseEvent<'_>) -> Self {
        match event {
            HouseEvent::ProposalReferred {
                proposal,
                house,
                answer,
            } => Self::new("proposal_referred")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("house", house)
                .add_attribute("answer", answer),
            HouseEvent::HouseSpoke {
                proposal,
                house,
                says,
            } => Self::new("house_spoke")
                .add_attribute("proposal", proposal.to_string())
                .add_attribute("house", house)
                .add_attribute("says", says),
            HouseEvent::NoticeTaken {
                group,
                proposal,
                mode,
                until,
            } => about_review("notice_taken", group, proposal)
                .add_attribute("mode", mode)
                .add_attribute("until", until.to_string()),
            HouseEvent::ConcernRaised {
                group,
                proposal,
                seat,
                extended,
            } => about_review("concern_raised", group, proposal)
                .add_attribute("seat", seat.to_string())
                .add_attribute("extended", extended.to_string()),
            HouseEvent::ConcernWithdrawn {
                group,
                proposal,
                seat,
            } => about_review("concern_withdrawn", group, proposal)
                .add_attribute("seat", seat.to_string()),
            HouseEvent::ConcernAnswered {
                group,
                proposal,
                seat,
            } => about_review("concern_answered", group, proposal)
                .add_attribute("seat", seat.to_string()),
            HouseEvent::VetoDelivered {
                group,
                proposal,
                ground,
            } => about_review("veto_delivered", group, proposal).add_attribute("ground", ground),
            HouseEvent::VetoFailed {
                group,
                proposal,
                veto,
            } => {
                about_review("veto_failed", group, proposal).add_attribute("veto", veto.to_string())
            }
        }
    }
}

/// An event of a house, about a decision of a reviewed group.
fn about_review(name: &str, group: &str, proposal: ProposalId) -> ChainEvent {
    ChainEvent::new(name)
        .add_attribute("group", group)
        .add_attribute("proposal", proposal.to_string())
}
