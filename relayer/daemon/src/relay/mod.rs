//! The relayer: prepared from a configuration, then a group of named tasks that live and end together.
//!
//! It reads every block; events tell it which groups to look at again, and contracts' state what is so. A pure function
//! plans what to do ([`folkmoot_plan`]), duties do it ([`crate::duty`]), and a book of work remembers what must not be
//! forgotten ([`folkmoot_store`]). Without that book it does the same things, only later.

mod accounts;
mod at_work;
mod balances;
mod book;
mod contract;
mod error;
mod look;
mod prepare;
mod pulse;
mod run;
mod sight;
mod tasks;
mod time;
mod touched;
mod views;
mod worker;

use std::net::SocketAddr;
use std::sync::Arc;

use folkmoot_chain::Signer;
use folkmoot_chain::clock::Clock;
use folkmoot_store::Store;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::config::Config;
use crate::duty::{Context, Faults, NoFaults};
use crate::metrics::Metrics;
pub use accounts::{Accounts, Signers};
pub use contract::Contract;
pub use error::RelayError;
pub use look::{heard, next_ballot};
pub use pulse::{Heartbeat, Pulse};
use worker::Command;

/// Commands that wait for the worker; more wait at their sender.
const QUEUE: usize = 256;

/// A running relayer. Dropping it ends it on the spot, as losing power would.
pub struct Relay {
    api: SocketAddr,
    context: Context,
    bell: Bell,
    stop: CancellationToken,
    tasks: AbortOnDropHandle<Result<(), String>>,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Relay")
            .field("api", &self.api)
            .finish_non_exhaustive()
    }
}

/// Starts a relayer. A node that is gone and a database that is locked are waited for.
///
/// # Errors
/// Something that waiting does not mend.
pub async fn start(
    config: &Config,
    signers: Signers,
    clock: Arc<dyn Clock>,
) -> Result<Relay, RelayError> {
    start_with(config, signers, clock, Arc::new(NoFaults)).await
}

/// The same, with places to die at.
///
/// # Errors
/// As [`start`].
pub async fn start_with(
    config: &Config,
    signers: Signers,
    clock: Arc<dyn Clock>,
    faults: Arc<dyn Faults>,
) -> Result<Relay, RelayError> {
    let prepared = prepare::prepare(config, signers, clock, faults).await?;
    Ok(prepared.launch())
}

impl Relay {
    /// Where the API is, such as `http://127.0.0.1:8080`.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.api)
    }

    /// The book of work.
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.context.store)
    }

    /// The figures.
    pub fn metrics(&self) -> &Metrics {
        &self.context.metrics
    }

    /// From now on this account signs for the group, which is followed with all that it is linked with.
    ///
    /// # Errors
    /// The signer has no address here, or the relayer has stopped.
    pub async fn operate(&self, group: &str, signer: Arc<dyn Signer>) -> Result<(), RelayError> {
        self.context.accounts.operate(group, signer)?;
        self.bell.send(Command::Follow(group.to_owned())).await
    }

    /// Has it look for blocks now.
    ///
    /// # Errors
    /// The relayer has stopped.
    pub async fn nudge(&self) -> Result<(), RelayError> {
        self.bell.send(Command::Nudge).await
    }

    /// Returns when all blocks up to the chain's height are read and no duty is due. One that has failed and waits for
    /// another try is not due.
    ///
    /// # Errors
    /// The relayer has stopped.
    pub async fn settle(&self) -> Result<(), RelayError> {
        let (waiter, settled) = oneshot::channel();
        self.bell.send(Command::Settle(waiter)).await?;
        settled.await.map_err(|_| stopped())
    }

    /// Stops it, letting duties at work end for a moment.
    ///
    /// # Errors
    /// It had stopped by itself before.
    pub async fn stop(self) -> Result<(), RelayError> {
        self.stop.cancel();
        self.ended().await
    }

    /// Until it ends, which it does by itself only when something is wrong.
    ///
    /// # Errors
    /// What was wrong.
    pub async fn ended(self) -> Result<(), RelayError> {
        match self.tasks.await {
            Ok(ended) => ended.map_err(RelayError::Ended),
            Err(broken) => Err(RelayError::Ended(broken.to_string())),
        }
    }

    /// A token that stops it when it is cancelled.
    pub fn stopper(&self) -> CancellationToken {
        self.stop.clone()
    }
}

/// Wakes the worker. Cloning it shares it.
#[derive(Clone)]
pub(crate) struct Bell {
    commands: mpsc::Sender<Command>,
}

impl Bell {
    async fn send(&self, command: Command) -> Result<(), RelayError> {
        let sent = self.commands.send(command).await;
        sent.map_err(|_| stopped())
    }

    /// Ballots of seats that weigh so much were handed in.
    pub(crate) async fn ballots(
        &self,
        group: &str,
        proposal: u64,
        weights: Vec<(u32, u64)>,
    ) -> Result<(), RelayError> {
        let group = group.to_owned();
        let command = Command::Ballots {
            group,
            proposal,
            weights,
        };
        self.send(command).await
    }
}

fn stopped() -> RelayError {
    RelayError::Ended("it was told to".to_owned())
}
