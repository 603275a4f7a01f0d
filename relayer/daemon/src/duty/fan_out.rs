//! Asks the group seats of a proposal that were not asked yet.

use async_trait::async_trait;
use folkmoot_group::msg::{AskState, AskView, ExecuteMsg};
use folkmoot_plan::Key;
use folkmoot_rules::Status;

use super::{Context, Done, DutyError, Perform, Reason};

/// A fan-out. Seats that could not be asked are tried again, as long as the time for asking lasts.
pub(super) struct FanOut {
    pub group: String,
    pub proposal: u64,
}

#[async_trait]
impl Perform for FanOut {
    async fn run(&self, context: &Context, key: &Key) -> Result<Done, DutyError> {
        let mut left = self.left(context).await?;
        let mut done = None;
        // the contract asks a part of the seats at a time: go on while that gets on
        while !left.is_empty() {
            let message = ExecuteMsg::FanOut {
                proposal: self.proposal,
                seats: None,
            };
            let included = context.call(key, &self.group, &message).await?;
            done = Some(Done {
                height: included.height,
            });
            let before = left.len();
            left = self.left(context).await?;
            if left.len() >= before || left.iter().all(is_failed) {
                break;
            }
        }
        match (left.is_empty(), done) {
            (true, Some(done)) => Ok(done),
            (true, None) => context.already().await,
            (false, _) => Err(Reason::NotDone(self.complaint(&left)).into()),
        }
    }
}

impl FanOut {
    /// The seats that are still to be asked, if any can be.
    async fn left(&self, context: &Context) -> Result<Vec<AskView>, DutyError> {
        let contract = context.contract(&self.group);
        if contract.proposal(self.proposal).await?.status != Status::Open {
            return Ok(Vec::new());
        }
        let mut asks = contract.asks(self.proposal).await?;
        asks.retain(|ask| is_failed(ask) || matches!(ask.state, AskState::Waiting {}));
        Ok(asks)
    }

    fn complaint(&self, left: &[AskView]) -> String {
        let seats: Vec<String> = left.iter().map(|ask| ask.seat.to_string()).collect();
        let reason = left.iter().find_map(|ask| match &ask.state {
            AskState::Failed { reason } => Some(reason.as_str()),
            _ => None,
        });
        format!(
            "seats {} of {} could not be asked about proposal {}: {}",
            seats.join(", "),
            self.group,
            self.proposal,
            reason.unwrap_or("their turn has not come")
        )
    }
}

fn is_failed(ask: &AskView) -> bool {
    matches!(ask.state, AskState::Failed { .. })
}
