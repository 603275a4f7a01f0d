//! Weighs a group seat by the members that its group has.

use async_trait::async_trait;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_plan::Key;

use super::{Context, Done, DutyError, Perform};

/// A refresh. A second one changes nothing.
pub(super) struct RefreshWeight {
    pub group: String,
    pub seat: u32,
}

#[async_trait]
impl Perform for RefreshWeight {
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError> {
        let seat = context.contract(&self.group).seat(self.seat).await?;
        if seat.left_at.is_some() {
            return context.already().await;
        }
        let message = ExecuteMsg::RefreshWeight { seat: self.seat };
        let included = context
            .call(key, &self.group, &message)
            .await
            .map_err(DutyError::final_if_refused)?;
        Ok(Done {
            height: included.height,
        })
    }
}
