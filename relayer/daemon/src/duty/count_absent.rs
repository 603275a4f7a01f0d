//! Counts seats that left as not cast, so that nobody waits for them.

use async_trait::async_trait;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_plan::Key;
use folkmoot_rules::{Heard, Status};

use crate::relay::heard;

use super::{Context, Done, DutyError, Perform};

/// Counting absent seats.
pub(super) struct CountAbsent {
    pub group: String,
    pub proposal: u64,
    pub seats: Vec<u32>,
}

#[async_trait]
impl Perform for CountAbsent {
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError> {
        let contract = context.contract(&self.group);
        if contract.proposal(self.proposal).await?.status != Status::Open {
            return context.already().await;
        }
        let mut seats = Vec::new();
        for seat in &self.seats {
            let ballot = contract.ballot(self.proposal, *seat).await?;
            if heard(ballot.as_ref()) != Heard::Counted {
                seats.push(*seat);
            }
        }
        if seats.is_empty() {
            return context.already().await;
        }
        let proposal = self.proposal;
        let message = ExecuteMsg::CountAbsent { proposal, seats };
        let included = context
            .call(key, &self.group, &message)
            .await
            .map_err(DutyError::final_if_refused)?;
        Ok(Done {
            height: included.height,
        })
    }
}
