//! `folkmoot charter show`.

use clap::Args;
use folkmoot_chain::Client;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::CharterView;
use serde::Serialize;

use crate::args::ChainArgs;
use crate::group::PresetArgs;
use crate::output::{Report, bold};
use crate::reader::Reader;
use crate::{CliError, Output, parse, words};

/// Show the charter in force, an older version or a preset; with --json as `propose --amend-charter` takes it
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot charter show wasm1… --json | jq .charter > charter.json\n  folkmoot charter show --preset cell --json | jq .charter > charter.json"
)]
pub struct ShowArgs {
    /// The group's address
    #[arg(value_parser = parse::address, required_unless_present = "preset", conflicts_with = "PresetArgs")]
    group: Option<String>,
    /// An older version
    #[arg(
        long = "version",
        value_name = "NUMBER",
        requires = "group",
        conflicts_with = "PresetArgs"
    )]
    number: Option<u32>,
    #[command(flatten)]
    preset: PresetArgs,
    #[command(flatten, next_help_heading = "Options")]
    chain: ChainArgs,
}

#[derive(Debug, Serialize)]
struct InForce {
    group: String,
    #[serde(flatten)]
    view: CharterView,
}

#[derive(Debug, Serialize)]
struct Suggested {
    preset: String,
    for_whom: String,
    charter: CharterSpec,
}

/// Runs the command.
pub async fn run(args: ShowArgs, output: &mut Output) -> Result<(), CliError> {
    let Some(group) = args.group else {
        let preset = args.preset.preset();
        return output.tell(&Suggested {
            preset: preset.name(),
            for_whom: preset.for_whom(),
            charter: args.preset.charter(&[])?,
        });
    };
    let client = Client::connect(&args.chain.node).await?;
    let view = Reader::new(&client, &group).charter(args.number).await?;
    output.tell(&InForce { group, view })
}

impl Report for InForce {
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

impl Report for Suggested {
    fn words(&self) -> String {
        let head = bold(&format!("Preset {}", self.preset));
        format!(
            "{head}. {}\n{}",
            self.for_whom,
            words::charter(&self.charter)
        )
    }
}
