//! `folkmoot group upgrade`.

use clap::Args;
use folkmoot_group::action::Action;

use crate::args::SignArgs;
use crate::session::Session;
use crate::{CliError, Output, parse, propose};

/// Propose that a group moves to another version of the contract's code; nobody else can move it
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot group upgrade wasm1… 17")]
pub struct UpgradeArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The number of the code that is stored on the chain
    code: u64,
    #[command(flatten)]
    sign: SignArgs,
}

/// Runs the command.
pub async fn run(args: UpgradeArgs, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let title = format!("Upgrade to code {}", args.code);
    let upgrade = Action::Upgrade { code_id: args.code };
    let opened = propose::open_one(&session, &args.group, title, upgrade).await?;
    output.tell(&opened)
}
