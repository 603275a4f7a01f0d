//! `folkmoot charter`.

mod explain;
mod presets;
mod show;

use clap::{Args, Subcommand};

use super::{CliError, Output};

/// Show how a group decides
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot charter explain --group wasm1…")]
pub struct CharterArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Show the charter in force, an older version or a preset; with --json as `propose --amend-charter` takes it
    Show(Box<show::ShowArgs>),
    /// Put a charter into plain words, with what follows from it
    Explain(Box<explain::ExplainArgs>),
    /// List the presets of charters, each with a sentence for whom it is
    Presets(presets::PresetsArgs),
}

/// Runs the command.
pub async fn run(args: CharterArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::Show(args) => show::run(*args, output).await,
        Command::Explain(args) => explain::run(*args, output).await,
        Command::Presets(args) => presets::run(&args, output),
    }
}
