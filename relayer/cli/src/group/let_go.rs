//! `folkmoot group let-go`.

use clap::Args;
use folkmoot_chain::execute;
use folkmoot_group::msg::ExecuteMsg;
use serde::Serialize;

use crate::args::SignArgs;
use crate::output::Report;
use crate::reader::Reader;
use crate::session::Session;
use crate::transaction::Transaction;
use crate::{CliError, Output, parse};

/// Tell a group again that a link has ended, or end what a group that is over has with it
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot group let-go wasm1… wasm1…")]
pub struct LetGoArgs {
    /// The address of the group that lets go
    #[arg(value_parser = parse::address)]
    group: String,
    /// The address of the group that it lets go of
    #[arg(value_parser = parse::address)]
    of: String,
    #[command(flatten)]
    sign: SignArgs,
}

#[derive(Debug, Serialize)]
struct LetGo {
    group: String,
    of: String,
    name: String,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(args: LetGoArgs, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let name = Reader::new(&session.client, &args.group)
        .group()
        .await?
        .name;
    let message = ExecuteMsg::LetGo {
        group: args.of.clone(),
    };
    let call = execute(&session.address, &args.group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    output.tell(&LetGo {
        group: args.group,
        of: args.of,
        name,
        transaction: Transaction::from(&sent),
    })
}

impl Report for LetGo {
    fn words(&self) -> String {
        let lets = self.transaction.tense("would let", "lets");
        format!(
            "{} {lets} go of {}, which is told so.\n{}",
            self.name,
            self.of,
            self.transaction.words()
        )
    }
}
