//! Starting the actor on a thread of its own.

use std::sync::{Arc, mpsc};

use tokio::sync::{broadcast, oneshot};

use super::actor::{Actor, Parts};
use super::client::ChainClient;
use super::clock::ChainClock;
use super::error::AbciError;
use super::genesis;
use crate::config::Config;
use crate::rpc::{Notice, RpcError};
use crate::wallet::DevAccount;

/// How many notices a slow subscriber may be behind before it is dropped.
const NOTICES: usize = 16_384;
/// Contracts may call each other 500 deep, and each level takes several frames of native code.
const STACK: usize = 256 * 1024 * 1024;

/// The chain cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Genesis is impossible.
    #[error("genesis: {0}")]
    Genesis(#[from] AbciError),
    /// The state file cannot be used.
    #[error("state: {0}")]
    State(RpcError),
    /// The thread.
    #[error("chain thread: {0}")]
    Thread(#[from] std::io::Error),
    /// The thread ended before the chain began.
    #[error("chain thread ended while it started")]
    Ended,
}

/// Starts the chain; returns when its first block is made.
pub async fn start(
    config: Config,
    accounts: Vec<DevAccount>,
    address: String,
) -> Result<ChainClient, StartError> {
    let (commands, received) = mpsc::channel();
    let (notices, _) = broadcast::channel::<Arc<Notice>>(NOTICES);
    let client = ChainClient::new(
        commands,
        notices.clone(),
        config.chain_id.clone(),
        config.prefix.clone(),
    );
    let (ready, started) = oneshot::channel();
    std::thread::Builder::new()
        .name("folkmoot-chain".to_owned())
        .stack_size(STACK)
        .spawn(move || match actor(&config, &accounts, address, notices) {
            Ok(actor) => {
                if ready.send(Ok(())).is_ok() {
                    actor.run(&received);
                }
            }
            // whoever starts a chain waits for this
            Err(error) => drop(ready.send(Err(error))),
        })?;
    started.await.map_err(|_| StartError::Ended)??;
    Ok(client)
}

fn actor(
    config: &Config,
    accounts: &[DevAccount],
    address: String,
    notices: broadcast::Sender<Arc<Notice>>,
) -> Result<Actor, StartError> {
    let clock = ChainClock::new(config.clock);
    let machine = genesis::machine(config, accounts, clock.first())?;
    let mut actor = Actor::new(Parts {
        machine,
        clock,
        mode: config.block,
        notices,
        address,
        genesis: genesis::describe(config, accounts),
        state: config.state.clone(),
    });
    if let Some(path) = config.state.as_ref().filter(|path| path.exists()) {
        actor.load(path).map_err(StartError::State)?;
    }
    Ok(actor)
}
