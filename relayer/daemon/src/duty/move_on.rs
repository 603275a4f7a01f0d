//! Moves a proposal on: one that was decided early to its delay, one that is blocked to its resolving.

use async_trait::async_trait;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_plan::Key;
use folkmoot_rules::Status;

use super::{Context, Done, DutyError, Perform};

/// Moving on.
pub(super) struct MoveOn {
    pub group: String,
    pub proposal: u64,
}

#[async_trait]
impl Perform for MoveOn {
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError> {
        let view = context
            .contract(&self.group)
            .proposal(self.proposal)
            .await?;
        if view.status != Status::Open {
            return context.already().await;
        }
        let proposal = self.proposal;
        let message = ExecuteMsg::MoveOn { proposal };
        let included = context.call(key, &self.group, &message).await?;
        Ok(Done {
            height: included.height,
        })
    }
}
