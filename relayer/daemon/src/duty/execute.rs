//! Executes a passed proposal.

use async_trait::async_trait;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_plan::Key;
use folkmoot_rules::Status;

use super::{Context, Done, DutyError, Perform, Reason};

/// An execution. One that failed moved nothing and is tried again until the execution window ends.
pub(super) struct Execute {
    pub group: String,
    pub proposal: u64,
}

#[async_trait]
impl Perform for Execute {
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError> {
        let contract = context.contract(&self.group);
        let status = contract.proposal(self.proposal).await?.status;
        if status.is_final() {
            return context.already().await;
        }
        let proposal = self.proposal;
        if let Status::Referred { .. } = status {
            // the time of its window is over, and blocks are missing
            let what = format!("proposal {proposal} of {} is still looked at", self.group);
            return Err(Reason::NotDone(what).into());
        }
        let message = ExecuteMsg::Execute { proposal };
        let included = context.call(key, &self.group, &message).await?;
        let view = contract.proposal(self.proposal).await?;
        match view.status {
            Status::ExecutionFailed => {
                let reason = view.failure.unwrap_or_default();
                let what = format!("proposal {proposal} of {} failed: {reason}", self.group);
                Err(Reason::NotDone(what).into())
            }
            _ => Ok(Done {
                height: included.height,
            }),
        }
    }
}
