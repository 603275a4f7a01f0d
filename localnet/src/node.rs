//! A running chain with its server.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::chain::{self, ChainClient, StartError};
use crate::config::Config;
use crate::rpc::{self, RpcError};
use crate::wallet::{DevAccount, WalletError, dev_accounts};

/// The chain cannot be started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port.
    #[error("listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// Why it cannot be had.
        source: std::io::Error,
    },
    /// The test accounts.
    #[error("test accounts: {0}")]
    Accounts(#[from] WalletError),
    /// The chain.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The end.
    #[error("shutdown: {0}")]
    Shutdown(#[from] RpcError),
}

/// A code that is stored from the start: its id, the contract's name, and its checksum.
pub type Code = (u64, String, [u8; 32]);

/// A running chain. Dropping it ends the chain and frees the port.
pub struct Handle {
    address: SocketAddr,
    chain_id: String,
    prefix: String,
    denom: String,
    accounts: Vec<DevAccount>,
    codes: Vec<Code>,
    client: Option<ChainClient>,
    shutdown: CancellationToken,
    server: Option<JoinHandle<std::io::Result<()>>>,
}

/// Starts a chain and its server.
pub async fn spawn(config: Config) -> Result<Handle, Error> {
    let port = config.port;
    let failed = |source| Error::Listen { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let accounts = dev_accounts(config.seed, config.accounts, &config.prefix)?;
    let codes = (1..).zip(&config.codes);
    let codes = codes.map(|(id, code)| (id, code.name.clone(), code.checksum));
    let codes = codes.collect();
    let (chain_id, prefix) = (config.chain_id.clone(), config.prefix.clone());
    let denom = config.denom.clone();
    let client = chain::start(config, accounts.clone(), address.to_string()).await?;
    let shutdown = CancellationToken::new();
    let server = tokio::spawn(rpc::serve(listener, client.clone(), shutdown.clone()));
    Ok(Handle {
        address,
        chain_id,
        prefix,
        denom,
        accounts,
        codes,
        client: Some(client),
        shutdown,
        server: Some(server),
    })
}

impl Handle {
    /// Where requests go, such as `http://127.0.0.1:26657`.
    pub fn rpc_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the websocket is, such as `ws://127.0.0.1:26657/websocket`.
    pub fn ws_url(&self) -> String {
        format!("ws://{}/websocket", self.address)
    }

    /// The chain's id.
    pub fn chain_id(&self) -> &str {
        &self.chain_id
    }

    /// Prefix of its addresses.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Denomination of its coin.
    pub fn denom(&self) -> &str {
        &self.denom
    }

    /// The funded test accounts.
    pub fn accounts(&self) -> &[DevAccount] {
        &self.accounts
    }

    /// The codes that were stored from the start.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Ends the chain after its state is written, and frees the port before it returns.
    pub async fn shutdown(mut self) -> Result<(), Error> {
        let written = match self.client.take() {
            Some(client) => client.stop().await,
            None => Ok(()),
        };
        self.shutdown.cancel();
        if let Some(server) = self.server.take() {
            // connections that clients keep open are not waited for longer than this
            let patience = std::time::Duration::from_secs(1);
            let abort = server.abort_handle();
            if tokio::time::timeout(patience, server).await.is_err() {
                abort.abort();
            }
        }
        Ok(written?)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shutdown.cancel();
        if let Some(client) = self.client.take() {
            client.stop_soon();
        }
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }
}
