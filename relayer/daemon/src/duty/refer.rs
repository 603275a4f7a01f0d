//! Refers a proposal to the house whose stage it is in: sends the notice, or asks it to ratify, or to decide what is
//! escalated.

use async_trait::async_trait;
use folkmoot_group::msg::{ExecuteMsg, ProposalView};
use folkmoot_plan::Key;
use folkmoot_rules::{ReviewFacts, Status};

use super::{Context, Done, DutyError, Perform, Reason};

/// A referral. One that a house refused, or did not answer, is tried again while there is time for it.
pub(super) struct Refer {
    pub group: String,
    pub proposal: u64,
}

#[async_trait]
impl Perform for Refer {
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError> {
        let contract = context.contract(&self.group);
        if !waits(&contract.proposal(self.proposal).await?) {
            return context.already().await;
        }
        let proposal = self.proposal;
        let message = ExecuteMsg::Refer { proposal };
        let included = context.call(key, &self.group, &message).await?;
        if waits(&contract.proposal(self.proposal).await?) {
            let what = format!(
                "the house of proposal {proposal} of {} has not taken it",
                self.group
            );
            return Err(Reason::NotDone(what).into());
        }
        Ok(Done {
            height: included.height,
        })
    }
}

/// Whether the review that runs waits for its house to be told.
fn waits(view: &ProposalView) -> bool {
    let Status::Referred { .. } = view.status else {
        return false;
    };
    let begun = view.stages.iter().rev().find(|stage| stage.begun.is_some());
    let untold = |review: ReviewFacts| review.asked.is_none();
    begun.and_then(|stage| stage.review).is_some_and(untold)
}
