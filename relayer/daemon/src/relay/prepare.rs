//! From a configuration to a relayer that is ready to go.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use folkmoot_chain::clock::{Backoff, Clock};
use folkmoot_chain::{BlockReader, Client, Node, Pace, Wake, WriterConfig};
use folkmoot_store::{SqliteStore, Store, StoreError};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use tracing::{info, warn};

use super::accounts::{Accounts, Signers};
use super::tasks::Tasks;
use super::worker::Worker;
use super::{Bell, Pulse, QUEUE, Relay, RelayError, balances};
use crate::api;
use crate::config::Config;
use crate::duty::{Context, Faults};
use crate::metrics::Metrics;

/// The first and the longest wait for a node or a database.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(30));
/// A writer looks for its transaction at least this often.
const MAX_LOOK: Duration = Duration::from_millis(500);

/// All that a relayer consists of, not going yet.
pub(super) struct Prepared {
    context: Context,
    reader: BlockReader<Client>,
    pulse: Arc<Pulse>,
    listener: TcpListener,
    address: SocketAddr,
}

/// Connects, opens, listens.
pub(super) async fn prepare(
    config: &Config,
    signers: Signers,
    clock: Arc<dyn Clock>,
    faults: Arc<dyn Faults>,
) -> Result<Prepared, RelayError> {
    let client = connect(config, clock.as_ref()).await?;
    let store = open(config, &client, clock.as_ref()).await?;
    let from = cursor(config, &client, &store).await?;
    let mut writing = WriterConfig::new(&config.prefix, config.gas_price.clone());
    writing.poll = config.poll_interval.min(MAX_LOOK);
    let accounts = Accounts::start(client.clone(), Arc::clone(&clock), writing, signers)?;
    let (listener, address) = listen(config.listen).await?;
    let chain_time = client.status().await.map_or(0, |status| status.time);
    let pulse = Pulse::starting(chain_time, accounts.operated().into_iter().collect());
    info!(chain = client.chain_id(), from, %address, "ready");
    Ok(Prepared {
        reader: reader(config, &client, &clock, from),
        pulse: Arc::new(pulse),
        context: Context {
            client,
            store: Arc::new(store),
            accounts,
            clock,
            metrics: Metrics::new(),
            faults,
        },
        listener,
        address,
    })
}

impl Prepared {
    /// Sets all tasks going.
    pub(super) fn launch(self) -> Relay {
        let Self {
            context,
            reader,
            pulse,
            listener,
            address,
        } = self;
        let stop = CancellationToken::new();
        let (commands, queue) = mpsc::channel(QUEUE);
        let bell = Bell { commands };
        let worker = Worker::new(context.clone(), Arc::clone(&pulse), reader, queue);
        let (keeper, keeping) = api::Keeper::new(context.clone());
        let state = api::Shared {
            context: context.clone(),
            pulse,
            bell: bell.clone(),
            keeper,
        };
        let mut tasks = Tasks::new(stop.clone());
        tasks.spawn("worker", worker.run(stop.clone()));
        tasks.spawn("api", api::serve(listener, state, stop.clone()));
        tasks.spawn("keeper", keeping.run(stop.clone()));
        tasks.spawn("balances", balances::watch(context.clone(), stop.clone()));
        Relay {
            api: address,
            context,
            bell,
            stop,
            tasks: AbortOnDropHandle::new(tokio::spawn(tasks.run())),
        }
    }
}

async fn connect(config: &Config, clock: &dyn Clock) -> Result<Client, RelayError> {
    let mut waits = Backoff::new(WAITS.0, WAITS.1);
    let client = loop {
        match Client::connect_any(&config.nodes).await {
            Ok(client) => break client,
            Err(error) if error.is_retry() => {
                let wait = waits.step();
                warn!(%error, wait_ms = wait.as_millis(), "waiting for the node");
                clock.sleep(wait).await;
            }
            Err(error) => return Err(error.into()),
        }
    };
    match &config.chain_id {
        Some(expected) if expected != client.chain_id() => Err(RelayError::OtherChain {
            expected: expected.clone(),
            found: client.chain_id().to_owned(),
        }),
        _ => Ok(client),
    }
}

async fn open(
    config: &Config,
    client: &Client,
    clock: &dyn Clock,
) -> Result<SqliteStore, RelayError> {
    let mut waits = Backoff::new(WAITS.0, WAITS.1);
    loop {
        let opened = match SqliteStore::open(&config.database).await {
            Ok(store) => store.bind(client.chain_id()).await.map(|()| store),
            Err(error) => Err(error),
        };
        match opened {
            Ok(store) => return Ok(store),
            Err(error) if is_locked(&error) => {
                let wait = waits.step();
                warn!(%error, wait_ms = wait.as_millis(), "waiting for the database");
                clock.sleep(wait).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether somebody else holds the database just now.
fn is_locked(error: &StoreError) -> bool {
    error.to_string().contains("database is locked")
}

async fn cursor(config: &Config, client: &Client, store: &SqliteStore) -> Result<u64, RelayError> {
    let mut repository = store.begin().await?;
    let chain = client.chain_id();
    repository
        .cursor()
        .start(chain, config.start_height)
        .await?;
    let next = repository.cursor().next_height(chain).await?;
    repository.save().await?;
    Ok(next.unwrap_or(config.start_height))
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), RelayError> {
    let failed = |source| RelayError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

fn reader(
    config: &Config,
    client: &Client,
    clock: &Arc<dyn Clock>,
    from: u64,
) -> BlockReader<Client> {
    let pace = Pace {
        poll: config.poll_interval,
        ..Pace::default()
    };
    let reader = BlockReader::new(client.clone(), Arc::clone(clock), from, pace);
    match config.websocket {
        true => reader.woken_by(Wake::subscribe(client.node_url(), Arc::clone(clock))),
        false => reader,
    }
}
