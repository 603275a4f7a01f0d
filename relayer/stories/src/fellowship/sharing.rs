//! A sharing round: a proposal without actions, on which each speaks once and nobody replies; and all may read it.

use folkmoot_group::limits::MAX_PAGE;
use folkmoot_group::msg::{BallotView, ExecuteMsg, ProposalSpec, QueryMsg, Text, UplinkView};
use folkmoot_rules::{Choice, Outcome as Decided};
use futures::future::try_join_all;

use super::super::error::{Doing, StoryResult, expect, expect_refused};
use super::super::group::Group;
use super::super::narrator::Narrator;
use super::super::proposal::Proposal;
use super::super::step::{Signed, Step};
use super::by;
use super::cast::{Fellowship, Home};

fn speaking(proposal: u64, words: String) -> ExecuteMsg {
    ExecuteMsg::Vote {
        proposal,
        choice: Choice::Yes,
        reason: Some(words),
    }
}

fn words_of(home: &Home<'_>) -> String {
    format!("How it is in the {}: we are well.", home.group.name)
}

pub(super) async fn sharing(narrator: &Narrator<'_>, told: &Fellowship<'_>) -> StoryResult<()> {
    let circle = &told.circle;
    let bridge = told.bridge()?;
    let round = ProposalSpec {
        title: "How are we?".to_owned(),
        text: Text::Stored("Each speaks once; nobody answers.".to_owned()),
        actions: vec![],
        parties: vec![],
    };
    let round = circle.proposed(bridge.first.own_account()?, round).await?;
    let (first, others) = told.homes.split_at(1);
    speak(told, &round, first).await?;
    let twice = circle
        .call(
            bridge.first.own_account()?,
            speaking(round.id, "And another thing".to_owned()),
        )
        .await;
    let reason = "where ballots can't change";
    expect_refused("speaking twice", twice, reason)?;
    let step = Step {
        step: "spoke_once",
        told: "A sharing round is a proposal that does nothing, on which each representative speaks once, in the reason of \
               a ballot. Ann of Bridge has spoken, would like to add something, and is refused."
            .to_owned(),
        proposal: Some(round.id),
        outcome: Some("refused".to_owned()),
        signed_by: by(&bridge.first.name),
        ..Step::default()
    };
    narrator.tell_in(circle, step).await?;

    speak(told, &round, others).await?;
    told.host.settle().await.doing("closing the round")?;
    let view = round.view().await?;
    expect("the round", &view.outcome, &Decided::Passed)?;
    let step = Step {
        step: "shared",
        told: "All twelve have spoken, and the round is closed.".to_owned(),
        outcome: Some(view.outcome.as_str().to_owned()),
        signed_by: Some(Signed::Members {
            by_transaction: 12,
            by_signed_ballot: 0,
        }),
        ..narrator.figures(&round, &view).await?
    };
    narrator.tell(step)?;
    reading(narrator, told, &round).await
}

/// These groups' representatives speak.
async fn speak(told: &Fellowship<'_>, round: &Proposal<'_>, homes: &[Home<'_>]) -> StoryResult<()> {
    let said = homes.iter().map(|home| async move {
        let msg = speaking(round.id, words_of(home));
        let said = told.circle.call(home.first.own_account()?, msg).await;
        said.doing(format!("{} speaks", home.first.name))
    });
    try_join_all(said).await.map(|_| ())
}

/// From each group the way leads up to the circle, and there all is to be read: by anybody, with or without an account.
async fn reading(
    narrator: &Narrator<'_>,
    told: &Fellowship<'_>,
    round: &Proposal<'_>,
) -> StoryResult<()> {
    for home in &told.homes {
        let query = QueryMsg::Uplinks {
            start_after: None,
            limit: None,
        };
        let above: Vec<UplinkView> = home.group.ask(&query).await?;
        for link in above {
            let read = Proposal {
                group: Group {
                    address: link.group,
                    ..told.circle.clone()
                },
                id: round.id,
            };
            let query = QueryMsg::Ballots {
                proposal: read.id,
                start_after: None,
                limit: Some(MAX_PAGE),
            };
            let ballots: Vec<BallotView> = read.group.ask(&query).await?;
            let said: Vec<_> = ballots.into_iter().map(|ballot| ballot.reason).collect();
            let words: Vec<_> = told.homes.iter().map(words_of).collect();
            let what = format!("what is read in {}", home.group.name);
            expect(what, &said, &words)?;
            let receipt = read.receipt().await?;
            expect("the receipt's outcome", &receipt.outcome, &Decided::Passed)?;
        }
    }
    let step = Step {
        step: "read",
        told: "Every member of every group follows the link to the circle and reads what was said and decided there, Cleo \
               too, who has an Ethereum wallet and no account of the chain."
            .to_owned(),
        proposal: Some(round.id),
        ..Step::default()
    };
    narrator.tell_in(&told.bridge()?.group, step).await
}
