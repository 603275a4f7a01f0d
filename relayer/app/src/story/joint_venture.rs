//! S1, the joint venture: two groups form a committee, decide together, and pay for their barbecue. Once.

use folkmoot_group::msg::{AskState, LinkState, ProposalView, Verdict};
use folkmoot_rules::{
    Choice, Electorate, Outcome as Decided, Seconds, Signal, Status, UpstreamBallot,
};

use super::cast::{BBQ, BUDDIES_GIFT, OEM_GIFT, PRICE, Venture};
use super::charters::{INTERNAL, JOINT, Terms};
use super::error::{Doing, StoryResult, expect, expect_refused};
use super::group::{Group, Proposal, Turnout};
use super::host::Host;
use super::narrator::Narrator;
use super::step::{Percent, Signed, Step, Teller, Treasuries, plain};
use folkmoot_group::msg::ExecuteMsg;

/// Plays the story and tells it. Every figure of it is held to; the first that differs ends it.
pub async fn play(host: &dyn Host, teller: &dyn Teller) -> StoryResult<()> {
    let narrator = Narrator::begin(host, teller).await?;
    let venture = Venture::founded(host, Terms::of_the_story(&host.setting().denom)).await?;
    founding(&narrator, &venture).await?;
    joining(&narrator, &venture).await?;
    let joint = opening(&narrator, &venture).await?;
    let [in_oem, in_buddies] = asking(&narrator, &venture, &joint).await?;
    buddies_decide(&narrator, &venture, &in_buddies).await?;
    rolled_up(&narrator, &joint, &in_buddies).await?;
    oem_decides(&narrator, &venture, &in_oem).await?;
    rolled_up(&narrator, &joint, &in_oem).await?;
    paying(&narrator, &venture, &joint).await?;
    ending(&narrator, &venture).await
}

async fn founding(narrator: &Narrator<'_>, venture: &Venture<'_>) -> StoryResult<()> {
    for (group, seats) in [(&venture.oem, 50), (&venture.buddies, 4)] {
        let view = group.view().await?;
        let equal = Electorate {
            weight: u64::from(seats),
            seats,
        };
        expect(
            format!("the electorate of {}", group.name),
            &view.electorate,
            &equal,
        )?;
        expect(
            format!("whether {} is sealed", group.name),
            &view.sealed,
            &true,
        )?;
        let treasury = group.balance().await?;
        let step = Step {
            step: "group_founded",
            told: format!(
                "{} is founded: {seats} members with a vote each, {} in the treasury. Nobody but the group itself can \
                 change its rules or its code.",
                group.name,
                plain(treasury)
            ),
            electorate: Some(seats.into()),
            amount: u64::try_from(treasury).ok(),
            signed_by: Some(Signed::Founder(narrator.founder())),
            ..narrator.step(group).await?
        };
        narrator.tell(step);
    }
    venture
        .expect_treasuries(treasuries(0, 3_000, 400, 0))
        .await?;
    let committee = &venture.committee;
    for group in [&venture.oem, &venture.buddies] {
        expect_link(committee, group, LinkState::Offered).await?;
    }
    let step = Step {
        step: "joint_group_founded",
        told: format!(
            "The {} is founded with a seat for each of the two groups. A seat is only an offer until its group has \
             decided to take it.",
            committee.name
        ),
        electorate: Some(committee.view().await?.electorate.seats.into()),
        signed_by: Some(Signed::Founder(narrator.founder())),
        ..narrator.step(committee).await?
    };
    narrator.tell(step);
    Ok(())
}

async fn joining(narrator: &Narrator<'_>, venture: &Venture<'_>) -> StoryResult<()> {
    let (proposal, turnout) = venture.oem_joins().await?;
    expect_link(&venture.committee, &venture.oem, LinkState::Linked).await?;
    let told = "and takes its seat in the committee";
    narrator.tell(own_decision(narrator, &proposal, turnout, told).await?);

    let (proposal, turnout) = venture.oem_gives().await?;
    let told =
        format!("and gives {OEM_GIFT}: its charter decides on budgets apart from membership");
    let step = own_decision(narrator, &proposal, turnout, &told).await?;
    narrator.tell(with_amount(step, OEM_GIFT));

    let (proposal, turnout) = venture.buddies_join().await?;
    expect_link(&venture.committee, &venture.buddies, LinkState::Linked).await?;
    let told = format!(
        "takes its seat, gives {BUDDIES_GIFT}, and has Joe speak for it; he never votes for it"
    );
    let step = own_decision(narrator, &proposal, turnout, &told).await?;
    narrator.tell(with_amount(step, BUDDIES_GIFT));

    venture
        .expect_treasuries(treasuries(500, 2_600, 300, 0))
        .await?;
    let both = Electorate {
        weight: 2,
        seats: 2,
    };
    expect(
        "the committee's electorate",
        &venture.committee.view().await?.electorate,
        &both,
    )
}

/// A group decided something of its own, and it was done.
async fn own_decision(
    narrator: &Narrator<'_>,
    proposal: &Proposal<'_>,
    turnout: Turnout,
    consequence: &str,
) -> StoryResult<Step> {
    let view = proposal.view().await?;
    expect(
        format!("whether {}'s account executed", proposal.group.name),
        &view.by_group_account,
        &true,
    )?;
    let told = format!(
        "{} decides \"{}\": {}, {consequence}.",
        proposal.group.name,
        view.title,
        counted(&view),
    );
    Ok(Step {
        step: "decided_to_join",
        told,
        outcome: Some(view.outcome.as_str().to_owned()),
        signed_by: Some(members(turnout)),
        before_deadline: Some(true),
        ..narrator.figures(proposal, &view).await?
    })
}

async fn opening<'h>(narrator: &Narrator<'_>, venture: &Venture<'h>) -> StoryResult<Proposal<'h>> {
    let joint = venture.proposed_bbq().await?;
    let view = joint.view().await?;
    expect("the number of the joint proposal", &joint.id, &1)?;
    expect("its title", &view.title.as_str(), &BBQ)?;
    expect(
        "its period",
        &Seconds(view.deadline - view.opened_at),
        &JOINT,
    )?;
    expect("its electorate", &view.electorate.seats, &2)?;
    let step = Step {
        step: "proposed",
        told: format!(
            "Joe, for Swim Buddies, opens Prop #1 in the committee: \"{BBQ}\", to be paid to the caterer. It is open \
             for {JOINT}: {INTERNAL} for the groups, the rest for carrying their votes."
        ),
        amount: u64::try_from(PRICE).ok(),
        signed_by: Some(Signed::Member("Joe".to_owned())),
        ..narrator.opened(&joint, &view).await?
    };
    narrator.tell(step);
    Ok(joint)
}

async fn asking<'h>(
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
            &Seconds(view.deadline - view.opened_at),
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
                "The relayer asks {group}: a mirror of Prop #1 is open there for {INTERNAL}, for its {seats} members \
                 to decide by their own rules."
            ),
            signed_by: Some(Signed::GroupAccount(venture.committee.name.clone())),
            ..narrator.opened(mirror, &view).await?
        };
        narrator.tell(step);
    }
    Ok(mirrors)
}

async fn buddies_decide(
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
            "Swim Buddies vote: Joe yes by transaction; Bob no, Sam yes and Tony yes by ballots that they signed with \
             Ethereum wallets and the relayer carries. {}; three quarters are needed. Nobody is left who could change \
             it: decided before the deadline.",
            counted(&view)
        ),
        outcome: Some(view.outcome.as_str().to_owned()),
        signed_by: Some(members(turnout)),
        before_deadline: Some(true),
        ..narrator.figures(mirror, &view).await?
    };
    narrator.tell(step);
    Ok(())
}

async fn oem_decides(
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
            "In Outdoor Enthusiasts of Maine 40 of 50 vote: 10 by transaction, 30 by signed ballots that the relayer \
             carries. {}, but the silent ten could still change it: open until the deadline.",
            counted(&view)
        ),
        signed_by: Some(members(turnout)),
        ..narrator.figures(mirror, &view).await?
    };
    narrator.tell(step);

    venture.advance_to(view.deadline).await?;
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
            "{INTERNAL} are over. Outdoor Enthusiasts of Maine have decided: {}; more than half are needed.",
            counted(&view)
        ),
        outcome: Some(view.outcome.as_str().to_owned()),
        before_deadline: Some(false),
        ..narrator.figures_at(mirror, &view, view.deadline)?
    };
    narrator.tell(step);
    Ok(())
}

/// A group's vote arrives in the committee, signed with the group's own account.
async fn rolled_up(
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
            "{} says yes to Prop #1: the relayer carries the vote up, signed with the account of {}.",
            group.name, group.name
        ),
        signal: Some(Signal::Yes.as_str().to_owned()),
        proposal: Some(joint.id),
        signed_by: Some(Signed::GroupAccount(group.name.clone())),
        ..narrator.step_at(group, roll_up.at)?
    };
    narrator.tell(step);
    Ok(())
}

async fn paying(
    narrator: &Narrator<'_>,
    venture: &Venture<'_>,
    joint: &Proposal<'_>,
) -> StoryResult<()> {
    narrator.host().settle().await.doing("executing Prop #1")?;
    let view = joint.view().await?;
    expect(
        "the committee's votes",
        &joint.weights().await?,
        &[2, 0, 0, 0],
    )?;
    expect("the status of Prop #1", &view.status, &Status::Executed)?;
    expect(
        "whether the committee's account signed",
        &view.by_group_account,
        &true,
    )?;
    venture
        .expect_treasuries(treasuries(0, 2_600, 300, 500))
        .await?;
    let step = Step {
        step: "paid",
        told: format!(
            "2 of 2 say yes: the {} pays {PRICE} to the caterer.",
            venture.committee.name
        ),
        amount: u64::try_from(PRICE).ok(),
        outcome: Some(view.outcome.as_str().to_owned()),
        signed_by: Some(Signed::GroupAccount(venture.committee.name.clone())),
        ..narrator.figures(joint, &view).await?
    };
    narrator.tell(step);

    let joe = venture.joes_account()?;
    let again = venture
        .committee
        .call(joe, ExecuteMsg::Execute { proposal: joint.id })
        .await;
    expect_refused("paying twice", again, "executed")?;
    venture
        .expect_treasuries(treasuries(0, 2_600, 300, 500))
        .await?;
    let step = Step {
        step: "paid_once",
        told: "Joe asks for it once more and is refused: what is executed is executed once."
            .to_owned(),
        proposal: Some(joint.id),
        outcome: Some("refused".to_owned()),
        signed_by: Some(Signed::Member("Joe".to_owned())),
        ..narrator.step(&venture.committee).await?
    };
    narrator.tell(step);
    Ok(())
}

async fn ending(narrator: &Narrator<'_>, venture: &Venture<'_>) -> StoryResult<()> {
    let held = venture.treasuries().await?;
    expect(
        "the treasuries in the end",
        &held,
        &treasuries(0, 2_600, 300, 500),
    )?;
    let step = Step {
        step: "done",
        told: format!(
            "The treasuries: the committee {}, Outdoor Enthusiasts of Maine {}, Swim Buddies {}.",
            held.committee,
            plain(held.oem.into()),
            held.swim_buddies
        ),
        treasuries: Some(held),
        ..narrator.step(&venture.committee).await?
    };
    narrator.tell(Step {
        group: None,
        ..step
    });
    Ok(())
}

async fn expect_link(above: &Group<'_>, below: &Group<'_>, state: LinkState) -> StoryResult<()> {
    let link = above
        .seat_of(&below.address)
        .await?
        .and_then(|seat| seat.link);
    expect(
        format!("the seat of {} in {}", below.name, above.name),
        &link,
        &Some(state),
    )
}

fn told_turnout(by_transaction: usize, by_signature: usize) -> Turnout {
    Turnout {
        by_transaction,
        by_signature,
        too_late: 0,
    }
}

fn members(turnout: Turnout) -> Signed {
    Signed::Members {
        by_transaction: turnout.by_transaction,
        by_signed_ballot: turnout.by_signature,
    }
}

fn with_amount(step: Step, amount: u128) -> Step {
    Step {
        amount: u64::try_from(amount).ok(),
        ..step
    }
}

fn treasuries(committee: u64, oem: u64, swim_buddies: u64, caterer: u64) -> Treasuries {
    Treasuries {
        committee,
        oem,
        swim_buddies,
        caterer,
    }
}

/// A tally in words.
fn counted(view: &ProposalView) -> String {
    let seats = &view.tally.seats;
    format!(
        "{} yes, {} no, {} for it",
        seats.yes,
        seats.no,
        Percent::share(&view.tally.weight)
    )
}
