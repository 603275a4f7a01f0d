//! `scripts/wasmd`: networks of real nodes on this machine.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use folkmoot_wasmd::{Description, Error, Network, NodeStatus, Options};

/// The project's own folder for a network; git ignores it.
const HOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/home");

/// Run networks of real wasmd nodes on this machine
#[derive(Parser)]
#[command(name = "scripts/wasmd")]
struct Cli {
    #[command(subcommand)]
    command: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Start the network, or make one and start it; the nodes go on when this command ends
    Up {
        /// How many nodes, each a validator
        #[arg(long, default_value_t = 1)]
        validators: usize,
        #[command(flatten)]
        common: Common,
    },
    /// Stop the network; its chain is kept
    Down(Common),
    /// How the nodes are
    Status(Common),
    /// Stop the network and forget its chain
    Reset(Common),
    /// Print the path of the wasmd binary, after it is built if need be
    Binary,
}

#[derive(Args)]
struct Common {
    /// The network's folder
    #[arg(long, default_value = HOME)]
    home: PathBuf,
    /// Tell it in JSON, on one line
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let told = run(Cli::parse().command);
    let written = match &told {
        Ok(words) => writeln!(io::stdout(), "{}", words.trim_end()),
        Err(error) => writeln!(io::stderr(), "error: {error}"),
    };
    match (told, written) {
        (Ok(_), Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn run(verb: Verb) -> Result<String, Error> {
    match verb {
        Verb::Up { validators, common } => {
            let options = Options::new(&common.home).validators(validators);
            let network = Network::start(&options)?;
            let description = network.description().clone();
            network.detach();
            Ok(if common.json {
                json(&description)
            } else {
                introduce(&description)
            })
        }
        Verb::Down(common) => {
            Network::stop_at(&common.home)?;
            Ok(done(&common, "stopped"))
        }
        Verb::Status(common) => {
            let nodes = Network::status(&common.home)?;
            Ok(if common.json {
                json(&nodes)
            } else {
                nodes.iter().map(line).collect()
            })
        }
        Verb::Reset(common) => {
            Network::reset(&common.home)?;
            Ok(done(&common, "reset"))
        }
        Verb::Binary => Ok(folkmoot_wasmd::wasmd()?.display().to_string()),
    }
}

fn done(common: &Common, what: &str) -> String {
    let home = common.home.display().to_string();
    if common.json {
        json(&serde_json::json!({ what: home }))
    } else {
        format!("{home} is {what}.")
    }
}

fn json(value: &impl serde::Serialize) -> String {
    // plain data of strings and numbers: nothing in it can fail
    serde_json::to_string(value).unwrap_or_default()
}

fn line(node: &NodeStatus) -> String {
    let state = match (node.pid, node.progress) {
        (None, _) => "stopped".to_owned(),
        (Some(pid), None) => format!("process {pid} does not answer"),
        (Some(pid), Some(progress)) => {
            let catching_up = if progress.catching_up {
                ", catching up"
            } else {
                ""
            };
            format!("process {pid}, height {}{catching_up}", progress.height)
        }
    };
    format!("{}  {state}  {}\n", node.rpc, node.log.display())
}

fn introduce(network: &Description) -> String {
    let mut text = format!("{} runs.\n", network.chain_id);
    let _ = writeln!(
        text,
        "A fee of {}{} per unit of gas.",
        network.gas_price, network.denom
    );
    for (index, node) in network.nodes.iter().enumerate() {
        let _ = writeln!(text, "  node {index}  {}  {}", node.rpc, node.log.display());
    }
    let shown = 10;
    let _ = writeln!(text, "Funded test accounts, worth nothing anywhere else:");
    for account in network.accounts.iter().take(shown) {
        let _ = writeln!(text, "  {}  {}", account.address, account.path);
    }
    let more = network.accounts.len().saturating_sub(shown);
    let _ = writeln!(text, "  and {more} more: they stand in network.json");
    let _ = writeln!(text, "Their mnemonic: {}", network.mnemonic);
    text
}
