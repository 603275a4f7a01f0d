//! `folkmoot group`: found groups and look at them.

mod admission;
mod create;
mod founding;
mod let_go;
mod list;
mod preset;
mod proposal;
mod show;
mod upgrade;
mod viewer;
mod wind_up;

use clap::{Args, Subcommand};

use super::{CliError, Output};

/// Found groups and look at them
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot group show wasm1… --proposals")]
pub struct GroupArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Found a group
    Create(Box<create::CreateArgs>),
    /// Show a group: its seats, its open proposals, one proposal in full
    Show(show::ShowArgs),
    /// List the groups of a chain
    List(list::ListArgs),
    /// Check what a group asks of another before it admits it
    Admission(admission::AdmissionArgs),
    /// Propose that a group moves to another version of the contract's code
    Upgrade(Box<upgrade::UpgradeArgs>),
    /// Tell a group again that a link has ended, or end what a group that is over has with it
    LetGo(Box<let_go::LetGoArgs>),
    /// Make what is left of a group that has ended due to its heir
    WindUp(Box<wind_up::WindUpArgs>),
}

/// Runs the command.
pub async fn run(args: GroupArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::Create(args) => create::run(*args, output).await,
        Command::Show(args) => show::run(args, output).await,
        Command::List(args) => list::run(args, output).await,
        Command::Admission(args) => admission::run(args, output).await,
        Command::Upgrade(args) => upgrade::run(*args, output).await,
        Command::LetGo(args) => let_go::run(*args, output).await,
        Command::WindUp(args) => wind_up::run(*args, output).await,
    }
}

pub use create::{members_of, read_json};
pub use founding::Founding;
pub use preset::PresetArgs;
