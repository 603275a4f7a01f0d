//! Variations in what is voted and by which rules, as rows of a table.

use folkmoot_group::charter::Basis;
use folkmoot_rules::{Choice, Rule, Signal, Status, Translation, UpstreamBallot};

use super::{KEPT, PAID};
use crate::cast::Venture;
use crate::charters::{Terms, deciding_by, translated, upstream, weighing};
use crate::error::{Doing, StoryError, StoryResult, expect};
use crate::host::Host;
use crate::proposal::Proposal;

/// Who votes what by which terms, and what comes of it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its letter in the list of scenarios.
    pub name: &'static str,
    /// What is different.
    pub told: &'static str,
    /// The charters.
    terms: fn(Terms) -> Terms,
    /// Yes and no in Outdoor Enthusiasts of Maine.
    oem: (usize, usize),
    /// Joe, Bob, Sam and Tony.
    buddies: &'static [Choice],
    /// The votes of OEM and of Swim Buddies; none where a seat's weight is split.
    signals: Option<[Signal; 2]>,
    /// Yes, no, abstaining and not cast in the committee.
    weights: [u128; 4],
    /// What becomes of Prop #1.
    status: Status,
}

const YES: Choice = Choice::Yes;
const NO: Choice = Choice::No;
const AS_TOLD: &[Choice] = &[YES, NO, YES, YES];
const AGAINST: &[Choice] = &[YES, NO, NO, NO];

/// The table. The first row is the story itself.
pub const ROWS: &[Row] = &[
    Row {
        name: "s1",
        told: "the story as it is",
        terms: |terms| terms,
        oem: (24, 16),
        buddies: AS_TOLD,
        signals: Some([Signal::Yes, Signal::Yes]),
        weights: [2, 0, 0, 0],
        status: Status::Executed,
    },
    Row {
        name: "a",
        told: "OEM's own threshold is three quarters: 60 % is to abstain",
        terms: |terms| Terms {
            oem: upstream(terms.oem, Rule::three_quarters()),
            ..terms
        },
        oem: (24, 16),
        buddies: AS_TOLD,
        signals: Some([Signal::Abstain, Signal::Yes]),
        weights: [1, 0, 1, 0],
        status: Status::Rejected,
    },
    Row {
        name: "a2",
        told: "OEM is against it, 10 to 40",
        terms: |terms| terms,
        oem: (10, 40),
        buddies: AS_TOLD,
        signals: Some([Signal::No, Signal::Yes]),
        weights: [1, 1, 0, 0],
        status: Status::Rejected,
    },
    Row {
        name: "b",
        told: "in Swim Buddies only Joe votes: no quorum, not cast",
        terms: |terms| terms,
        oem: (24, 16),
        buddies: &[YES],
        signals: Some([Signal::Yes, Signal::NotCast]),
        weights: [1, 0, 0, 1],
        status: Status::Rejected,
    },
    Row {
        name: "c",
        told: "one yes, one no: a tie does not pass",
        terms: |terms| terms,
        oem: (24, 16),
        buddies: AGAINST,
        signals: Some([Signal::Yes, Signal::No]),
        weights: [1, 1, 0, 0],
        status: Status::Rejected,
    },
    Row {
        name: "d1",
        told: "seats weigh by members, 50 to 4",
        terms: |terms| by_members(terms, Rule::majority()),
        oem: (24, 16),
        buddies: AGAINST,
        signals: Some([Signal::Yes, Signal::No]),
        weights: [50, 4, 0, 0],
        status: Status::Executed,
    },
    Row {
        name: "d2",
        told: "the same under a double majority: one of two seats",
        terms: |terms| by_members(terms, Rule::double_majority()),
        oem: (24, 16),
        buddies: AGAINST,
        signals: Some([Signal::Yes, Signal::No]),
        weights: [50, 4, 0, 0],
        status: Status::Rejected,
    },
    Row {
        name: "d3",
        told: "split as the members voted: 27 of 44 cast",
        terms: |terms| split(by_members(terms, Rule::majority())),
        oem: (24, 16),
        buddies: AS_TOLD,
        signals: None,
        weights: [27, 17, 0, 10],
        status: Status::Executed,
    },
    Row {
        name: "d4",
        told: "seats weigh by members, and more than half of all is needed: 50 of 54",
        terms: |terms| by_members(terms, Rule::majority_of_all()),
        oem: (24, 16),
        buddies: AGAINST,
        signals: Some([Signal::Yes, Signal::No]),
        weights: [50, 4, 0, 0],
        status: Status::Executed,
    },
    Row {
        name: "d5",
        told: "the same, split as the members voted: 27 of 54 is half, and not more",
        terms: |terms| split(by_members(terms, Rule::majority_of_all())),
        oem: (24, 16),
        buddies: AS_TOLD,
        signals: None,
        weights: [27, 17, 0, 10],
        status: Status::Rejected,
    },
];

fn split(terms: Terms) -> Terms {
    Terms {
        oem: translated(terms.oem, Translation::Split {}),
        buddies: translated(terms.buddies, Translation::Split {}),
        ..terms
    }
}

fn by_members(terms: Terms, rule: Rule) -> Terms {
    let committee = deciding_by(terms.committee, rule);
    Terms {
        committee: weighing(committee, Basis::ByMembers),
        ..terms
    }
}

/// Plays the row of that name.
pub async fn play(host: &dyn Host, name: &str) -> StoryResult<()> {
    let row = ROWS.iter().find(|row| row.name == name);
    let row = row.ok_or_else(|| StoryError::Missing {
        what: format!("variation {name}"),
    })?;
    let terms = (row.terms)(Terms::of_the_story(&host.setting().denom));
    let venture = Venture::joined(host, terms).await?;
    let joint = venture.proposed_bbq().await?;
    let [in_oem, in_buddies] = venture.fanned_out(&joint).await?;
    venture.buddies_vote(&in_buddies, row.buddies).await?;
    venture.oem_votes(&in_oem, row.oem.0, row.oem.1).await?;
    let last = in_oem.deadline().await?.max(in_buddies.deadline().await?);
    venture.advance_to(last).await?;
    let settling = format!("settling variation {name}");
    host.settle().await.doing(&settling)?;
    votes(row, &venture, &joint).await?;
    venture.advance_to(joint.deadline().await?).await?;
    host.settle().await.doing(settling)?;
    ending(row, &venture, &joint).await
}

async fn votes(row: &Row, venture: &Venture<'_>, joint: &Proposal<'_>) -> StoryResult<()> {
    let groups = [&venture.oem, &venture.buddies];
    for (place, group) in groups.into_iter().enumerate() {
        let what = format!("{}) the vote of {}", row.name, group.name);
        let found = joint.vote_of(group).await?;
        match row.signals.and_then(|signals| signals.get(place).copied()) {
            Some(signal) => expect(what, &found, &Some((UpstreamBallot::Signal(signal), true)))?,
            None => {
                let split = found.is_some_and(|(ballot, own)| own && ballot.shares().is_some());
                expect(format!("{what} is split"), &split, &true)?;
            }
        }
    }
    let what = format!("{}) the votes in the committee", row.name);
    expect(what, &joint.weights().await?, &row.weights)
}

async fn ending(row: &Row, venture: &Venture<'_>, joint: &Proposal<'_>) -> StoryResult<()> {
    let what = format!("{}) the status of Prop #1", row.name);
    expect(what, &joint.view().await?.status, &row.status)?;
    let paid = row.status == Status::Executed;
    let treasuries = if paid { PAID } else { KEPT };
    venture.expect_treasuries(treasuries).await
}
