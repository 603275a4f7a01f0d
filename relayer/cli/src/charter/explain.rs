//! `folkmoot charter explain`.

use std::path::{Path, PathBuf};

use clap::Args;
use folkmoot_chain::Client;
use folkmoot_group::charter::CharterSpec;
use serde::Serialize;
use serde_json::Value;

use crate::args::ChainArgs;
use crate::group::{PresetArgs, read_json};
use crate::output::{Report, bold, indent};
use crate::reader::Reader;
use crate::words;
use crate::words::{Seated, Section, explain};
use crate::{CliError, Output, parse};

/// Put a charter into plain words, with what follows from it
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot charter explain --group wasm1…\n  folkmoot charter explain charter.json\n  folkmoot charter explain --preset worker-cooperative --budget-above 1000ustake"
)]
pub struct ExplainArgs {
    /// A JSON file with a charter, or with whatever has one under `charter`
    #[arg(
        required_unless_present_any = ["group", "preset"],
        conflicts_with_all = ["group", "PresetArgs"]
    )]
    file: Option<PathBuf>,
    /// The charter of a group; its rules are told in figures for its seats
    #[arg(long, value_name = "ADDRESS", value_parser = parse::address, conflicts_with = "PresetArgs")]
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
struct Explained {
    /// A group's version, a file or a preset.
    charter: String,
    sections: Vec<Section>,
}

/// Runs the command.
pub async fn run(args: ExplainArgs, output: &mut Output) -> Result<(), CliError> {
    let explained = if let Some(group) = &args.group {
        of_group(&args, group).await?
    } else if let Some(path) = &args.file {
        Explained {
            charter: path.display().to_string(),
            sections: explain(&of_file(path)?, None),
        }
    } else {
        Explained {
            charter: format!("preset {}", args.preset.preset()),
            sections: explain(&args.preset.charter(&[])?, None),
        }
    };
    output.tell(&explained)
}

async fn of_group(args: &ExplainArgs, address: &str) -> Result<Explained, CliError> {
    let client = Client::connect(&args.chain.node).await?;
    let reader = Reader::new(&client, address);
    let group = reader.group().await?;
    let view = reader.charter(args.number).await?;
    let seated = Seated {
        all: group.electorate,
        groups: group.group_electorate,
    };
    Ok(Explained {
        charter: format!("{}, version {}", group.name, view.version),
        sections: explain(&view.charter, Some(seated)),
    })
}

/// A charter, or what `charter show --json` prints, or a group's file.
fn of_file(path: &Path) -> Result<CharterSpec, CliError> {
    let mut value: Value = read_json(path, "charter")?;
    let charter = match value.get_mut("charter") {
        Some(inner) => inner.take(),
        None => value,
    };
    serde_json::from_value(charter).map_err(|error| CliError::Content {
        path: path.to_owned(),
        what: "charter",
        reason: error.to_string(),
    })
}

impl Report for Explained {
    fn words(&self) -> String {
        let mut parts = vec![format!(
            "{} in plain words",
            bold(&words::line(&self.charter))
        )];
        parts.extend(self.sections.iter().map(|Section { title, lines }| {
            format!("{}\n{}", bold(title), indent(&lines.join("\n")))
        }));
        parts.join("\n\n")
    }
}
