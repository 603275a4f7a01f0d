//! Writes a transaction down before it leaves.

use async_trait::async_trait;
use folkmoot_chain::{Announce, Ticket};
use folkmoot_store::{ReceiptId, SignedTx, StoreError};

use super::{Context, Point};

/// Writes a duty's transaction down, with the ballots that it carries.
pub(super) struct Note {
    pub context: Context,
    pub key: String,
    pub receipts: Vec<ReceiptId>,
}

#[async_trait]
impl Announce for Note {
    async fn signed(&self, ticket: Ticket) -> Result<(), String> {
        self.write(ticket)
            .await
            .map_err(|error| error.to_string())?;
        self.context.faults.reach(Point::Signed).await;
        Ok(())
    }
}

impl Note {
    async fn write(&self, ticket: Ticket) -> Result<(), StoreError> {
        let tx = SignedTx {
            hash: ticket.hash.to_string(),
            from_height: ticket.from_height,
            timeout_height: ticket.timeout_height,
        };
        let now = self.context.clock.now();
        let mut store = self.context.store.begin().await?;
        store.duties().signed(&self.key, &tx, now).await?;
        store.ballots().signed(&self.receipts, &tx, now).await?;
        store.save().await
    }
}
