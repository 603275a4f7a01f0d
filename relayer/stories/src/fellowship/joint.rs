//! All groups at once: each for itself, and together in their circle.

use folkmoot_group::action::Action;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::{Choice, Outcome as Decided, Status};
use futures::future::try_join_all;

use super::super::error::{Doing, StoryResult, expect};
use super::super::group::spec;
use super::super::narrator::Narrator;
use super::super::people::Person;
use super::super::proposal::Proposal;
use super::super::step::Step;
use super::cast::{Fellowship, Home};

impl<'h> Fellowship<'h> {
    /// One of each group calls it.
    pub async fn each_calls<'s>(
        &'s self,
        who: impl Fn(&'s Home<'h>) -> &'s Person,
        msg: impl Fn(&'s Home<'h>) -> ExecuteMsg,
    ) -> StoryResult<()> {
        let mut calls = vec![];
        for home in &self.homes {
            let (by, msg) = (who(home).own_account()?, msg(home));
            calls.push(async move {
                let what = format!("{} calls {}", by.name, home.group.name);
                home.group.call(by, msg).await.doing(what)
            });
        }
        try_join_all(calls).await.map(|_| ())
    }

    /// Each group decides something of its own, and it is done.
    pub async fn each_decides(
        &self,
        title: &str,
        actions: impl Fn(&Home<'h>) -> Vec<Action>,
    ) -> StoryResult<Vec<Proposal<'h>>> {
        self.each_calls(
            |home| &home.first,
            |home| ExecuteMsg::Propose {
                proposal: spec(title, actions(home)),
            },
        )
        .await?;
        let newest = self.homes.iter().map(|home| home.group.newest());
        let proposals = try_join_all(newest).await?;
        self.all_say_yes(&proposals).await?;
        let deciding = format!("deciding \"{title}\" in each group");
        self.done(deciding).await?;
        for proposal in &proposals {
            proposal.expect_status(Status::Executed).await?;
        }
        Ok(proposals)
    }

    /// The relayer has seen to what was decided, and who has a seat or an office by it has it at a block's start.
    async fn done(&self, deciding: String) -> StoryResult<()> {
        self.host.settle().await.doing(&deciding)?;
        self.host.next_block().await.doing(deciding)
    }

    /// All people of all groups say yes, each in their own group.
    async fn all_say_yes(&self, proposals: &[Proposal<'h>]) -> StoryResult<()> {
        let votes = self.homes.iter().zip(proposals);
        let votes = votes.map(|(home, proposal)| async move {
            let people = home.people().into_iter();
            let ballots: Vec<_> = people.map(|person| (person, Choice::Yes)).collect();
            proposal.voted(&ballots).await
        });
        try_join_all(votes).await.map(|_| ())
    }

    /// The first group's representative opens a proposal in the circle, all groups are asked and say yes, and it is done.
    pub async fn groups_decide(
        &self,
        title: &str,
        actions: Vec<Action>,
    ) -> StoryResult<Proposal<'h>> {
        let bridge = self.bridge()?;
        let speaker = bridge.first.own_account()?;
        let opened = bridge
            .group
            .propose_upstream(speaker, &self.circle, spec(title, actions))
            .await;
        opened.doing(format!("proposing \"{title}\" in the circle"))?;
        let joint = self.circle.newest().await?;
        let asking = format!("asking all groups about \"{title}\"");
        self.host.settle().await.doing(asking)?;
        let mirrors = self.homes.iter().map(|home| home.group.mirror_of(&joint));
        let mirrors = try_join_all(mirrors).await?;
        self.all_say_yes(&mirrors).await?;
        let deciding = format!("deciding \"{title}\" in the circle");
        self.done(deciding).await?;
        // the last votes may come up when the others have decided already, so each group is asked for its own
        for mirror in &mirrors {
            mirror.expect_outcome(Decided::Passed).await?;
        }
        let view = joint.view().await?;
        let what = format!("what becomes of \"{title}\" in the circle");
        let found = (view.status, view.failure);
        expect(what, &found, &(Status::Executed, None))?;
        Ok(joint)
    }

    /// What all groups have decided, as it is told.
    pub async fn figures(
        &self,
        narrator: &Narrator<'_>,
        joint: &Proposal<'_>,
    ) -> StoryResult<Step> {
        let view = joint.view().await?;
        Ok(Step {
            proposal: Some(joint.id),
            yes: u64::try_from(self.homes.len()).ok(),
            electorate: Some(view.electorate.seats.into()),
            outcome: Some(view.outcome.as_str().to_owned()),
            ..narrator.step(&self.circle).await?
        })
    }
}
