//! Writes into receipts that their ballots can't be carried any more.

use async_trait::async_trait;
use folkmoot_plan::{Key, Refused};
use folkmoot_store::ReceiptId;

use super::results::{Said, on_chain, settle};
use super::{Context, Done, DutyError, Perform};

/// Refusing ballots, in the relayer's own book alone.
pub(super) struct RefuseBallots {
    pub group: String,
    pub refused: Vec<(String, Refused)>,
}

#[async_trait]
impl Perform for RefuseBallots {
    async fn run(&self, context: &Context, _key: &Key) -> Result<Done, DutyError> {
        let done = context.already().await?;
        let mut results = Vec::new();
        let contract = context.contract(&self.group);
        for (receipt, why) in &self.refused {
            let receipt: ReceiptId = receipt.parse()?;
            // somebody else may have carried it
            let said = match on_chain(context, contract, &receipt).await? {
                Some(carried) => carried,
                None => Said::Refused {
                    reason: why.to_string(),
                    height: None,
                },
            };
            results.push((receipt, said));
        }
        settle(context, results).await?;
        Ok(done)
    }
}
