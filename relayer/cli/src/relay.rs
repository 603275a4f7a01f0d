//! `folkmoot relay`: the daemon, and looks inside it.

mod duties;
mod replay;
mod retry;
mod run;
mod status;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use folkmoot_daemon::config::Config;
use folkmoot_daemon::log;
use folkmoot_store::{DutyState, SqliteStore};

use super::{CliError, Output};

/// Run the relayer: it asks groups, carries ballots and votes, and executes what is ripe
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example:\n  folkmoot relay --config relayer.toml"
)]
pub struct RelayArgs {
    #[command(flatten)]
    config: ConfigArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The relayer's configuration.
#[derive(Args, Debug, Clone)]
struct ConfigArgs {
    /// The configuration, a TOML file; FOLKMOOT_… variables go before it
    #[arg(
        long,
        value_name = "FILE",
        env = "FOLKMOOT_CONFIG",
        hide_env_values = true
    )]
    config: Option<PathBuf>,
}

impl ConfigArgs {
    fn read(&self) -> Result<Config, CliError> {
        Ok(Config::read(self.config.as_deref())?)
    }
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Say how far the relayer is
    #[command(after_help = "Example:\n  folkmoot relay status --config relayer.toml")]
    Status {
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// List the duties in its book, the latest first
    #[command(after_help = "Example:\n  folkmoot relay duties --state failed")]
    Duties {
        /// planned, running, done or failed
        #[arg(long, value_parser = duty_state)]
        state: Option<DutyState>,
        /// Only those of this group
        #[arg(long, value_name = "ADDRESS")]
        group: Option<String>,
        /// At most so many
        #[arg(long, value_name = "NUMBER", default_value_t = 50)]
        limit: u32,
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Try failed duties again: one, or all
    #[command(after_help = "Example:\n  folkmoot relay retry --all")]
    Retry {
        /// The duty's key, as `relay duties` shows it
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        key: Option<String>,
        /// All that failed
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Read the chain again from a height on; what is done already is left alone
    #[command(after_help = "Example:\n  folkmoot relay replay --from 1")]
    Replay {
        /// The height
        #[arg(long, value_name = "HEIGHT", value_parser = clap::value_parser!(u64).range(1..))]
        from: u64,
        #[command(flatten)]
        config: ConfigArgs,
    },
}

fn duty_state(text: &str) -> Result<DutyState, String> {
    DutyState::of_name(text).ok_or_else(|| {
        let names = DutyState::ALL.map(DutyState::name);
        format!("there are {}", names.join(", "))
    })
}

/// Runs the command.
pub async fn run(args: RelayArgs, output: &mut Output) -> Result<(), CliError> {
    let Some(command) = args.command else {
        let config = args.config.read()?;
        log::start(config.log_format, log::filter(&config.log)?)?;
        return run::run(&config, output).await;
    };
    match command {
        Command::Status { config } => status::run(&config.read()?, output).await,
        Command::Duties {
            state,
            group,
            limit,
            config,
        } => duties::run(&config.read()?, state, group, limit, output).await,
        Command::Retry { key, config, .. } => retry::run(&config.read()?, key, output).await,
        Command::Replay { from, config } => replay::run(&config.read()?, from, output).await,
    }
}

/// The database, which must be there: looking inside makes none.
async fn open(config: &Config) -> Result<SqliteStore, CliError> {
    if !config.database.exists() {
        return Err(CliError::refused(format!(
            "there is no database {}: has the relayer run with this configuration?",
            config.database.display()
        )));
    }
    Ok(SqliteStore::open(&config.database).await?)
}

/// Whether something listens where the relayer would.
async fn is_running(config: &Config) -> bool {
    let connecting = tokio::net::TcpStream::connect(config.listen);
    let patience = std::time::Duration::from_secs(1);
    tokio::time::timeout(patience, connecting)
        .await
        .is_ok_and(|connected| connected.is_ok())
}
