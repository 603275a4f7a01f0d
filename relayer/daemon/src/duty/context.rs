//! What every duty has at hand.

use std::sync::Arc;

use cosmos_sdk_proto::Any;
use folkmoot_chain::clock::Clock;
use folkmoot_chain::{Client, Included, Job, Node, Writer, execute};
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_plan::Key;
use folkmoot_store::{ReceiptId, Store};

use super::note::Note;
use super::{Done, DutyError, Faults, Point, Reason};
use crate::metrics::Metrics;
use crate::relay::{Accounts, Contract};

/// What every duty has at hand.
#[derive(Clone)]
pub struct Context {
    /// The chain.
    pub client: Client,
    /// The book of work.
    pub store: Arc<dyn Store>,
    /// Who signs.
    pub accounts: Accounts,
    /// The relayer's clock.
    pub clock: Arc<dyn Clock>,
    /// The figures.
    pub metrics: Metrics,
    /// Where tests let the process die.
    pub faults: Arc<dyn Faults>,
}

impl Context {
    /// A group's contract.
    pub fn contract<'a>(&'a self, address: &'a str) -> Contract<'a> {
        Contract::new(&self.client, address)
    }

    /// A height that whatever is asked from now on is at least of.
    pub async fn height(&self) -> Result<u64, DutyError> {
        Ok(self.client.status().await?.height)
    }

    /// It is so already.
    pub async fn already(&self) -> Result<Done, DutyError> {
        let height = self.height().await?;
        Ok(Done { height })
    }

    /// The writer of a group's own account.
    pub fn own_writer(&self, group: &str) -> Result<Writer, DutyError> {
        let writer = self.accounts.own(group);
        writer.ok_or_else(|| no_account(group))
    }

    /// The writer for what anybody may do: the group's own account's, else the carrier's.
    pub fn any_writer(&self, group: &str) -> Result<Writer, DutyError> {
        let writer = self.accounts.own(group).or_else(|| self.accounts.carrier());
        writer.ok_or_else(|| no_account(group))
    }

    /// Calls a group for what anybody may do.
    pub async fn call(
        &self,
        key: &Key,
        group: &str,
        message: &ExecuteMsg,
    ) -> Result<Included, DutyError> {
        let writer = self.any_writer(group)?;
        let call = call(&writer, group, message)?;
        self.write(&writer, key, vec![call], Vec::new()).await
    }

    /// Writes messages in one transaction. Its hash stands in the book before it leaves, with the duty and the ballots
    /// that it carries.
    pub async fn write(
        &self,
        writer: &Writer,
        key: &Key,
        messages: Vec<Any>,
        receipts: Vec<ReceiptId>,
    ) -> Result<Included, DutyError> {
        let note = Note {
            context: self.clone(),
            key: key.to_string(),
            receipts,
        };
        let job = Job::of(messages).announced_to(Arc::new(note));
        let included = writer.write(job).await?;
        self.faults.reach(Point::Included).await;
        Ok(included)
    }
}

/// A call to a group, signed by a writer's account.
pub(super) fn call(writer: &Writer, group: &str, message: &ExecuteMsg) -> Result<Any, DutyError> {
    Ok(execute(writer.address(), group, message, Vec::new())?)
}

fn no_account(group: &str) -> DutyError {
    DutyError::Fail(Reason::NoAccount {
        group: group.to_owned(),
    })
}
