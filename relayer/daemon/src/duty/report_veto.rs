//! Tells a reviewed group that a veto of its house has failed.

use async_trait::async_trait;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_plan::Key;

use super::{Context, Done, DutyError, Perform};

/// A report. Without it the reviewed group would wait until the hold ends by itself.
pub(super) struct ReportVeto {
    pub group: String,
    pub proposal: u64,
}

#[async_trait]
impl Perform for ReportVeto {
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError> {
        let contract = context.contract(&self.group);
        if !contract.holds_by_veto(self.proposal).await? {
            return context.already().await;
        }
        let proposal = self.proposal;
        let message = ExecuteMsg::ReportVeto { proposal };
        let included = context.call(key, &self.group, &message).await?;
        Ok(Done {
            height: included.height,
        })
    }
}
