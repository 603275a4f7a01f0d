//! `folkmoot group wind-up`.

use clap::Args;
use folkmoot_chain::execute;
use folkmoot_group::msg::ExecuteMsg;
use serde::Serialize;

use crate::args::SignArgs;
use crate::output::Report;
use crate::reader::Reader;
use crate::session::Session;
use crate::transaction::Transaction;
use crate::words;
use crate::{CliError, Output, parse};

/// Make what is left of a group that has ended due to its heir
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot group wind-up wasm1…")]
pub struct WindUpArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// Only these denominations
    #[arg(long, value_name = "DENOM")]
    coin: Vec<String>,
    #[command(flatten)]
    sign: SignArgs,
}

#[derive(Debug, Serialize)]
struct WoundUp {
    group: String,
    name: String,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(args: WindUpArgs, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let name = Reader::new(&session.client, &args.group)
        .group()
        .await?
        .name;
    let denoms = args.coin;
    let message = ExecuteMsg::WindUp { denoms };
    let call = execute(&session.address, &args.group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    output.tell(&WoundUp {
        group: args.group,
        name,
        transaction: Transaction::from(&sent),
    })
}

impl Report for WoundUp {
    fn words(&self) -> String {
        let is = self.transaction.tense("would be", "is");
        format!(
            "What {} has and owes nobody {is} due to its heir; anybody may have it paid.\n{}",
            words::line(&self.name),
            self.transaction.words()
        )
    }
}
