//! Houses in verbs: being told, being concerned, stopping.

use folkmoot_group::action::{Action, Ground};
use folkmoot_group::msg::{ConcernView, ExecuteMsg, NoticeView, QueryMsg};
use folkmoot_rules::{HouseWord, Seconds};

use super::error::{Doing, StoryError, StoryResult};
use super::group::{Group, spec};
use super::people::Person;
use super::proposal::Proposal;

impl<'h> Group<'h> {
    /// Asks a group to be the house of this one, with a response time of the story.
    pub fn appointing_house(&self, house: &Group<'_>, response_time: Seconds) -> Action {
        Action::AppointHouse {
            group: house.address.clone(),
            response_time: self.host.setting().time.on_chain(response_time),
        }
    }

    /// Agrees to be the house of another group, with a response time of the story.
    pub fn becoming_house(&self, reviewed: &Group<'_>, response_time: Seconds) -> Action {
        Action::BecomeHouse {
            group: reviewed.address.clone(),
            response_time: self.host.setting().time.on_chain(response_time),
        }
    }

    /// The notice that this house was sent of a reviewed group's decision.
    pub async fn notice_of(&self, reviewed: &Proposal<'_>) -> StoryResult<NoticeView> {
        let query = QueryMsg::Notice {
            group: reviewed.group.address.clone(),
            proposal: reviewed.id,
        };
        let notice: Option<NoticeView> = self.ask(&query).await?;
        notice.ok_or_else(|| StoryError::Missing {
            what: format!(
                "notice of proposal {} of {} in {}",
                reviewed.id, reviewed.group.name, self.name
            ),
        })
    }

    /// The mirror in which this house ratifies a reviewed group's decision, or does not.
    pub async fn ratification_of(&self, reviewed: &Proposal<'_>) -> StoryResult<Proposal<'h>> {
        let mirror = self.notice_of(reviewed).await?.mirror;
        let mirror = mirror.ok_or_else(|| StoryError::Missing {
            what: format!("ratification of proposal {} in {}", reviewed.id, self.name),
        })?;
        Ok(self.proposal(mirror))
    }

    /// The concerns that were raised in this house about a reviewed group's decision.
    pub async fn concerns_about(&self, reviewed: &Proposal<'_>) -> StoryResult<Vec<ConcernView>> {
        self.ask(&QueryMsg::Concerns {
            group: reviewed.group.address.clone(),
            proposal: reviewed.id,
            start_after: None,
            limit: None,
        })
        .await
    }

    /// Somebody of this house raises a concern about a reviewed group's decision.
    pub async fn hears_concern(
        &self,
        of: &Person,
        reviewed: &Proposal<'_>,
        text: &str,
    ) -> StoryResult<()> {
        let msg = ExecuteMsg::RaiseConcern {
            group: reviewed.group.address.clone(),
            proposal: reviewed.id,
            text: text.to_owned(),
        };
        let raised = self.call(of.own_account()?, msg).await;
        raised.doing(format!("{} raises a concern", of.name))?;
        Ok(())
    }

    /// Somebody of this house opens a veto, which holds a reviewed group's decision from now on.
    pub async fn vetoing(
        &self,
        by: &Person,
        reviewed: &Proposal<'_>,
        ground: Ground,
    ) -> StoryResult<Proposal<'h>> {
        let veto = Action::Veto {
            group: reviewed.group.address.clone(),
            proposal: reviewed.id,
            ground,
        };
        let title = reviewed.view().await?.title;
        let stop = spec(&format!("Stop \"{title}\""), vec![veto]);
        self.proposed(by.own_account()?, stop).await
    }
}

impl Proposal<'_> {
    /// Until when an open veto holds it, unix seconds; 0 if none ever did.
    pub async fn held_until(&self) -> StoryResult<u64> {
        let stages = self.view().await?.stages;
        let reviews = stages.into_iter().filter_map(|stage| stage.review);
        Ok(reviews.map(|review| review.held_until).max().unwrap_or(0))
    }

    /// What its house has said.
    pub async fn word(&self) -> StoryResult<Option<HouseWord>> {
        let stages = self.view().await?.stages;
        let mut reviews = stages.into_iter().filter_map(|stage| stage.review);
        Ok(reviews.find_map(|review| review.word))
    }
}
