//! `folkmoot charter`.

use clap::{Args, Subcommand};
use folkmoot_group::msg::CharterView;
use serde::Serialize;

use super::args::ChainArgs;
use super::output::{Report, bold};
use super::reader::Reader;
use super::{CliError, Output, parse, words};
use crate::chain::Client;

/// Show how a group decides
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot charter show wasm1…")]
pub struct CharterArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Show the charter in force, or an older version; with --json as `propose --amend-charter` takes it
    #[command(
        after_help = "Example:\n  folkmoot charter show wasm1… --json | jq .charter > charter.json"
    )]
    Show {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        /// An older version
        #[arg(long = "version", value_name = "NUMBER")]
        number: Option<u32>,
        #[command(flatten)]
        chain: ChainArgs,
    },
}

#[derive(Debug, Serialize)]
struct Shown {
    group: String,
    #[serde(flatten)]
    view: CharterView,
}

/// Runs the command.
pub async fn run(args: CharterArgs, output: &mut Output) -> Result<(), CliError> {
    let Command::Show {
        group,
        number,
        chain,
    } = args.command;
    let client = Client::connect(&chain.node).await?;
    let view = Reader::new(&client, &group).charter(number).await?;
    output.tell(&Shown { group, view })
}

impl Report for Shown {
    fn words(&self) -> String {
        let CharterView {
            version,
            since_height,
            charter,
        } = &self.view;
        let head = bold(&format!("Charter, version {version}"));
        format!(
            "{head}, since block {since_height}\n{}",
            words::charter(charter)
        )
    }
}
