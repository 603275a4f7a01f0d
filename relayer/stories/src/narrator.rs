//! Puts the time, the place and the figures to what is told.

use std::cell::Cell;

use folkmoot_group::msg::ProposalView;
use folkmoot_rules::Seconds;

use super::error::{Doing, StoryError, StoryResult};
use super::group::Group;
use super::host::Host;
use super::proposal::Proposal;
use super::step::{Percent, Step, Teller};
use super::time::DAY;

/// Tells one story.
pub struct Narrator<'t> {
    host: &'t dyn Host,
    teller: &'t dyn Teller,
    began: u64,
    /// From here on days are counted by the time scale.
    counted_from: Cell<Option<u64>>,
}

impl<'t> Narrator<'t> {
    /// Begins now.
    pub async fn begin(host: &'t dyn Host, teller: &'t dyn Teller) -> StoryResult<Self> {
        let began = host.now().await.doing("reading the time")?;
        Ok(Self {
            host,
            teller,
            began,
            counted_from: Cell::default(),
        })
    }

    /// From this instant of the chain on, days pass as fast as the time scale says. What comes before takes as long as
    /// it takes: founding is no matter of days.
    pub fn count_from(&self, instant: u64) {
        self.counted_from.set(Some(instant));
    }

    /// An instant of the chain in the story's time.
    fn in_story(&self, at: u64) -> u64 {
        match self.counted_from.get() {
            Some(from) if at > from => {
                let since = self.host.setting().time.in_story(Seconds(at - from));
                since.after(from)
            }
            _ => at,
        }
    }

    /// Where it is played.
    pub fn host(&self) -> &'t dyn Host {
        self.host
    }

    /// Who founds.
    pub fn founder(&self) -> String {
        self.host.purse().name.clone()
    }

    /// Tells it.
    pub fn tell(&self, step: Step) -> StoryResult<()> {
        self.teller.tell(step)
    }

    /// The chain's time.
    pub async fn now(&self) -> StoryResult<u64> {
        self.host.now().await.doing("reading the time")
    }

    /// Something in a group, now.
    pub async fn step(&self, group: &Group<'_>) -> StoryResult<Step> {
        let now = self.now().await?;
        self.step_at(group, now)
    }

    /// Something in a group.
    pub fn step_at(&self, group: &Group<'_>, at: u64) -> StoryResult<Step> {
        Ok(Step {
            day: self.in_story(at).saturating_sub(self.began) / DAY,
            at: self.told(at)?,
            group: Some(group.name.clone()),
            ..Step::default()
        })
    }

    /// Tells something that happened in a group now; the step needs no time, day and group of its own.
    pub async fn tell_in(&self, group: &Group<'_>, step: Step) -> StoryResult<()> {
        let Step { day, at, group, .. } = self.step(group).await?;
        self.tell(Step {
            day,
            at,
            group,
            ..step
        })
    }

    fn told(&self, at: u64) -> StoryResult<String> {
        rfc3339(self.in_story(at))
    }

    /// A proposal that was opened, with its deadline.
    pub async fn opened(&self, proposal: &Proposal<'_>, view: &ProposalView) -> StoryResult<Step> {
        Ok(Step {
            proposal: Some(proposal.id),
            electorate: Some(view.electorate.seats.into()),
            deadline: Some(self.told(view.deadline)?),
            ..self.step_at(&proposal.group, view.opened_at)?
        })
    }

    /// A proposal with its votes, now.
    pub async fn figures(&self, proposal: &Proposal<'_>, view: &ProposalView) -> StoryResult<Step> {
        let now = self.now().await?;
        self.figures_at(proposal, view, now)
    }

    /// A proposal with its votes.
    pub fn figures_at(
        &self,
        proposal: &Proposal<'_>,
        view: &ProposalView,
        at: u64,
    ) -> StoryResult<Step> {
        let (weight, seats) = (&view.tally.weight, &view.tally.seats);
        Ok(Step {
            proposal: Some(proposal.id),
            share_percent: Some(Percent::share(weight)),
            quorum_percent: Some(Percent::of(weight.present(), view.electorate.units())),
            yes: u64::try_from(seats.yes).ok(),
            no: u64::try_from(seats.no).ok(),
            electorate: Some(view.electorate.seats.into()),
            deadline: Some(self.told(view.deadline)?),
            ..self.step_at(&proposal.group, at)?
        })
    }
}

fn rfc3339(instant: u64) -> StoryResult<String> {
    let unreadable = |reason: String| StoryError::Answer {
        what: "the time".to_owned(),
        reason,
    };
    let seconds = i64::try_from(instant).map_err(|error| unreadable(error.to_string()))?;
    let time = tendermint::Time::from_unix_timestamp(seconds, 0);
    Ok(time
        .map_err(|error| unreadable(error.to_string()))?
        .to_rfc3339())
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_instant_is_written_as_people_read_it() {
        assert_eq!(
            super::rfc3339(1_780_304_400).unwrap(),
            "2026-06-01T09:00:00Z"
        );
    }
}
