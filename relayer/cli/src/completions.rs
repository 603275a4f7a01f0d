//! `folkmoot completions`: what a shell completes.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, CliError, Output};

/// Print the completions of a shell
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot completions bash > ~/.local/share/bash-completion/completions/folkmoot"
)]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Runs the command.
pub fn run(args: &CompletionsArgs, output: &mut Output) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "folkmoot", &mut script);
    output.line(String::from_utf8_lossy(&script).trim_end())
}
