//! `folkmoot localnet`: the embedded chain alone.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use folkmoot_embedded::group_code;
use folkmoot_localnet::{BlockMode, Config, Handle};
use serde::Serialize;

use super::output::{Report, bold};
use super::{CliError, Output, parse};

/// The most test accounts: each is derived and funded at the start.
const MAX_ACCOUNTS: i64 = 10_000;

/// Run an embedded chain that clients take for a node with wasmd
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot localnet --port 0 --json")]
pub struct LocalnetArgs {
    /// Port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 26657)]
    port: u16,
    /// A block every so often, such as 1s; else one for each transaction
    #[arg(long, value_name = "DURATION", value_parser = parse::duration)]
    block_time: Option<Duration>,
    /// How many funded test accounts
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(i64).range(0..=MAX_ACCOUNTS))]
    accounts: i64,
    /// A file that keeps the chain: read at the start, written at the end
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
}

/// What a client needs to know.
#[derive(Debug, Serialize)]
struct Started {
    rpc: String,
    ws: String,
    chain_id: String,
    prefix: String,
    denom: String,
    codes: Codes,
    accounts: Vec<Account>,
}

#[derive(Debug, Serialize)]
struct Codes {
    group: Code,
}

#[derive(Debug, Serialize)]
struct Code {
    id: u64,
    checksum: String,
}

#[derive(Debug, Serialize)]
struct Account {
    address: String,
    mnemonic: String,
    path: String,
}

/// Runs the chain until it is told to stop.
pub async fn run(args: LocalnetArgs, output: &mut Output) -> Result<(), CliError> {
    let block = args
        .block_time
        .map_or(BlockMode::PerTransaction, BlockMode::Interval);
    let config = Config {
        port: args.port,
        block,
        accounts: usize::try_from(args.accounts).unwrap_or_default(),
        state: args.state,
        codes: vec![group_code()],
        ..Config::default()
    };
    // told to stop while it starts, it still stops properly
    let stop = stop_signal();
    let chain = folkmoot_localnet::spawn(config)
        .await
        .map_err(|error| CliError::other("the chain can't start", error))?;
    output.tell(&started(&chain)?)?;
    let stopped = stop.await;
    chain
        .shutdown()
        .await
        .map_err(|error| CliError::other("the chain can't save its state", error))?;
    stopped
}

fn started(chain: &Handle) -> Result<Started, CliError> {
    let (id, _, checksum) = chain
        .codes()
        .first()
        .ok_or_else(|| CliError::refused("the chain has no code of a group"))?;
    let accounts = chain.accounts().iter().map(|account| Account {
        address: account.address.clone(),
        mnemonic: account.mnemonic.clone(),
        path: account.path.clone(),
    });
    Ok(Started {
        rpc: chain.rpc_url(),
        ws: chain.ws_url(),
        chain_id: chain.chain_id().to_owned(),
        prefix: chain.prefix().to_owned(),
        denom: chain.denom().to_owned(),
        codes: Codes {
            group: Code {
                id: *id,
                checksum: hex::encode(checksum),
            },
        },
        accounts: accounts.collect(),
    })
}

/// Resolves when the process is asked to end: Ctrl-C, or SIGTERM where there is one.
pub fn stop_signal() -> impl Future<Output = Result<(), CliError>> {
    let failed = |error| CliError::other("signals can't be listened to", error);
    let task = tokio::spawn(async move {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let mut terminate = signal(SignalKind::terminate())?;
            tokio::select! {
                pressed = tokio::signal::ctrl_c() => pressed,
                _ = terminate.recv() => Ok(()),
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await
    });
    async move {
        match task.await {
            Ok(heard) => heard.map_err(failed),
            Err(error) => Err(CliError::other("signals can't be listened to", error)),
        }
    }
}

impl Report for Started {
    fn words(&self) -> String {
        let mut lines = vec![
            format!("{} runs.", bold(&self.chain_id)),
            format!("  RPC        {}", self.rpc),
            format!("  Websocket  {}", self.ws),
            format!(
                "  Group code {} ({})",
                self.codes.group.id, self.codes.group.checksum
            ),
        ];
        if let Some(first) = self.accounts.first() {
            lines.push(format!(
                "Funded test accounts, worth nothing anywhere else ({}):",
                self.denom
            ));
            let accounts = self.accounts.iter();
            lines
                .extend(accounts.map(|account| format!("  {}  {}", account.address, account.path)));
            lines.push(format!("Their mnemonic: {}", first.mnemonic));
        }
        lines.push("Ctrl-C ends it.".to_owned());
        lines.join("\n")
    }
}
