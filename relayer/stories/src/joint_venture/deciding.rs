//! The joint proposal: both groups are asked, decide, and have their votes carried up.

use folkmoot_group::msg::{AskState, ProposalView, Verdict};
use folkmoot_rules::{Choice, Outcome as Decided, Seconds, Signal, UpstreamBallot};

use super::super::cast::{BBQ, PRICE, Venture};
use super::super::charters::{INTERNAL, JOINT};
use super::super::error::{Doing, StoryResult, expect};
use super::super::narrator::Narrator;
use super::super::proposal::{Proposal, Turnout};
use super::super::step::{Percent, Signed, Step};
use super::{counted, days, members};

/// How long a proposal's ballots are taken, in the story's time.
fn period(proposal: &Proposal<'_>, view: &ProposalView) -> Seconds {
    let time = proposal.group.host.setting().time;
    time.in_story(Seconds(view.deadline.saturating_sub(view.opened_at)))
}

pub(super) async fn opening<'h>(
    narrator: &Narrator<'_>,
    venture: &Venture<'h>,
) -> StoryResult<Proposal<'h>> {
    let joint = venture.proposed_bbq().await?;
    let view = joint.view().await?;
    expect("the number of the joint proposal", &joint.id, &1)?;
    expect("its title", &view.title.as_str(), &BBQ)?;
    expect("its period", &period(&joint, &view), &JOINT)?;
    narrator.count_from(view.opened_at);
    expect("its electorate", &view.electorate.seats, &2)?;
    let step = Step {
        step: "proposed",
        told: format!(
            "Joe, for Swim Buddies, opens Prop #1 in the committee: \"{BBQ}\", to the caterer. It is open \
             for {}: {} for the groups to decide, the rest for carrying their votes.",
            days(JOINT),
            days(INTERNAL)
        ),
        amount: u64::try_from(PRICE).ok(),
        signed_by: Some(Signed::Member("Joe".to_owned())),
        ..narrator.opened(&joint, &view).await?
    };
    narrator.tell(step)?;
    Ok(joint)
}

pub(super) async fn asking<'h>(
    narrator: &Narrator<'_>,
    venture: &Venture<'h>,
    joint: &Proposal<'h>,
) -> StoryResult<[Proposal<'h>; 2]> {
    let mirrors = venture.fanned_out(joint).await?;
    let content_hash = joint.view().await?.content_hash;
    let asked = joint
        .asks()
        .await?
        .iter()
        .all(|ask| matches!(ask.state, AskState::Asked { .. }));
    expect("whether both groups were asked", &asked, &true)?;
    for (mirror, seats) in mirrors.iter().zip([50, 4]) {
        let view = mirror.view().await?;
        let group = &mirror.group.name;
        expect(
            format!("the period of the mirror in {group}"),
            &period(mirror, &view),
            &INTERNAL,
        )?;
        expect(
            format!("the electorate of the mirror in {group}"),
            &view.electorate.seats,
            &seats,
        )?;
        expect(
            format!("the content that the mirror in {group} is of"),
            &view.content_hash,
            &content_hash,
        )?;
        let step = Step {
            step: "fanned_out",
            told: format!(
                "The relayer asks {group}: Prop #1 has a mirror there, open for {}, on which its {seats} \
                 members decide by their own rules.",
                days(INTERNAL)
            ),
            signed_by: Some(Signed::GroupAccount(venture.committee.name.clone())),
            ..narrator.opened(mirror, &view).await?
        };
        narrator.tell(step)?;
    }
    Ok(mirrors)
}

pub(super) async fn buddies_decide(
    narrator: &Narrator<'_>,
    venture: &Venture<'_>,
    mirror: &Proposal<'_>,
) -> StoryResult<()> {
    let turnout = venture
        .buddies_vote(mirror, &[Choice::Yes, Choice::No, Choice::Yes, Choice::Yes])
        .await?;
    expect("who voted in Swim Buddies", &turnout, &told_turnout(1, 3))?;
    let view = mirror.view().await?;
    expect(
        "Swim Buddies' share of yes",
        &Percent::share(&view.tally.weight),
        &Percent::of(3_000_000, 4_000_000),
    )?;
    expect("Swim Buddies' outcome", &view.outcome, &Decided::Passed)?;
    let now = narrator.now().await?;
    expect(
        "whether it is before their deadline",
        &(now < view.deadline),
        &true,
    )?;
    let step = Step {
        step: "decided",
        told: format!(
            "Swim Buddies votes. Joe says yes by transaction; Bob no, Sam yes and Tony yes by ballots signed \
             with Ethereum wallets, which the relayer carries. {}; three quarters of the votes are needed, and half of the members. All have \
             voted: decided before the deadline.",
            counted(&view)
        ),
        outcome: Some(view.outcome.as_str().to_owned()),
        signed_by: Some(members(turnout)),
        before_deadline: Some(true),
        ..narrator.figures_at(mirror, &view, mirror.last_ballot_at().await?)?
    };
    narrator.tell(step)
}

pub(super) async fn oem_votes(
    narrator: &Narrator<'_>,
    venture: &Venture<'_>,
    mirror: &Proposal<'_>,
) -> StoryResult<()> {
    let turnout = venture.oem_votes(mirror, 24, 16).await?;
    expect("who voted in OEM", &turnout, &told_turnout(10, 30))?;
    venture
        .host
        .settle()
        .await
        .doing("settling while OEM is undecided")?;
    let view = mirror.view().await?;
    expect(
        "OEM's outcome before its deadline",
        &view.outcome,
        &Decided::Undecided,
    )?;
    expect(
        "whether OEM's vote was carried up too early",
        &view.roll_up.is_some(),
        &false,
    )?;
    let step = Step {
        step: "voted",
        told: format!(
            "Outdoor Enthusiasts of Maine votes, 40 of 50: 10 by transaction, 30 by signed ballots that the \
             relayer carries. {}. The ten who are silent could still change it, so it stays open.",
            counted(&view)
        ),
        signed_by: Some(members(turnout)),
        ..narrator.figures_at(mirror, &view, mirror.last_ballot_at().await?)?
    };
    narrator.tell(step)
}

/// At its deadline what OEM's members have said stands.
pub(super) async fn oem_decides(
    narrator: &Narrator<'_>,
    venture: &Venture<'_>,
    mirror: &Proposal<'_>,
) -> StoryResult<()> {
    venture.advance_to(mirror.deadline().await?).await?;
    let view = mirror.view().await?;
    expect(
        "OEM's outcome at its deadline",
        &view.outcome,
        &Decided::Passed,
    )?;
    expect(
        "OEM's share of yes",
        &Percent::share(&view.tally.weight),
        &Percent::of(24_000_000, 40_000_000),
    )?;
    let step = Step {
        step: "decided",
        told: format!(
            "The {} are over, and Outdoor Enthusiasts of Maine has decided. {}; more than half of the votes are needed, and half of the members.",
            days(INTERNAL),
            counted(&view)
        ),
        outcome: Some(view.outcome.as_str().to_owned()),
        before_deadline: Some(false),
        ..narrator.figures_at(mirror, &view, view.deadline)?
    };
    narrator.tell(step)
}

/// A group's vote arrives in the committee, signed with the group's own account.
pub(super) async fn rolled_up(
    narrator: &Narrator<'_>,
    joint: &Proposal<'_>,
    mirror: &Proposal<'_>,
) -> StoryResult<()> {
    let group = &mirror.group;
    narrator
        .host()
        .settle()
        .await
        .doing(format!("carrying up the vote of {}", group.name))?;
    let roll_up = mirror.rolled_up().await?;
    let yes = UpstreamBallot::Signal(Signal::Yes);
    let told = (roll_up.ballot, roll_up.verdict, roll_up.by_group_account);
    expect(
        format!("the roll-up of {}", group.name),
        &told,
        &(yes, Verdict::Counted, true),
    )?;
    let counted = joint.vote_of(group).await?;
    expect(
        format!("the vote of {} in the committee", group.name),
        &counted,
        &Some((yes, true)),
    )?;
    let receipt = mirror.receipt().await?;
    let signed = (receipt.outcome, receipt.by_group_account);
    expect(
        format!("the receipt of {}", group.name),
        &signed,
        &(Decided::Passed, true),
    )?;
    let step = Step {
        step: "rolled_up",
        told: format!(
            "{0} says yes to Prop #1. The relayer carries the vote up, signed with the account of {0}.",
            group.name
        ),
        signal: Some(Signal::Yes.as_str().to_owned()),
        proposal: Some(joint.id),
        signed_by: Some(Signed::GroupAccount(group.name.clone())),
        ..narrator.step_at(group, roll_up.at)?
    };
    narrator.tell(step)
}

fn told_turnout(by_transaction: usize, by_signature: usize) -> Turnout {
    Turnout {
        by_transaction,
        by_signature,
        too_late: 0,
    }
}
