//! `folkmoot charter presets`.

use clap::Args;
use folkmoot_presets::Preset;
use serde::Serialize;

use crate::output::{Report, bold};
use crate::{CliError, Output};

/// List the presets of charters, each with a sentence for whom it is
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot charter presets\n  folkmoot charter explain --preset worker-cooperative"
)]
pub struct PresetsArgs {}

#[derive(Debug, Serialize)]
struct Presets {
    presets: Vec<Listed>,
}

#[derive(Debug, Serialize)]
struct Listed {
    name: String,
    for_whom: String,
}

/// Runs the command.
pub fn run(PresetsArgs {}: &PresetsArgs, output: &mut Output) -> Result<(), CliError> {
    let presets = Preset::all().map(|preset| Listed {
        name: preset.name(),
        for_whom: preset.for_whom(),
    });
    output.tell(&Presets {
        presets: presets.collect(),
    })
}

impl Report for Presets {
    fn words(&self) -> String {
        let lines = self
            .presets
            .iter()
            .map(|Listed { name, for_whom }| format!("{}\n  {for_whom}", bold(name)));
        lines.collect::<Vec<_>>().join("\n")
    }
}
