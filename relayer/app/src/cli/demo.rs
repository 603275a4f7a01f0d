//! `folkmoot demo`: a joint venture from founding to payment.

use super::{CliError, Output};

/// Play a joint venture from founding to payment on an embedded chain
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  folkmoot demo --once --json")]
pub struct Args {
    /// End when the story is told
    #[arg(long)]
    pub once: bool,
}

/// Runs the command.
pub async fn run(_args: Args, _output: &mut Output) -> Result<(), CliError> {
    Err(CliError::refused("the story can't be told by this build"))
}
