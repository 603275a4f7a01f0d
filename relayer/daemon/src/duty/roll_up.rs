//! Carries a decided mirror's vote up, signed by the group's own account: that makes it the group's own.

use async_trait::async_trait;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_plan::Key;

use super::context::call;
use super::{Context, Done, DutyError, Perform, Reason};

/// A roll-up. Tried again for as long as the vote can count, whatever the reason of a failure.
pub(super) struct RollUp {
    pub group: String,
    pub mirror: u64,
}

#[async_trait]
impl Perform for RollUp {
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError> {
        if self.is_rolled_up(context).await? {
            return context.already().await;
        }
        let writer = context.own_writer(&self.group)?;
        let mirror = self.mirror;
        let message = call(&writer, &self.group, &ExecuteMsg::RollUp { mirror })?;
        let included = context
            .write(&writer, key, vec![message], Vec::new())
            .await?;
        if !self.is_rolled_up(context).await? {
            let reason = format!("mirror {mirror} of {} is not rolled up", self.group);
            return Err(Reason::NotDone(reason).into());
        }
        Ok(Done {
            height: included.height,
        })
    }
}

impl RollUp {
    async fn is_rolled_up(&self, context: &Context) -> Result<bool, DutyError> {
        let view = context.contract(&self.group).proposal(self.mirror).await?;
        Ok(view.roll_up.is_some())
    }
}
