//! `folkmoot leave`.

use clap::Args;
use folkmoot_chain::execute;
use folkmoot_group::action::Action;
use folkmoot_group::msg::{ExecuteMsg, SeatView};
use serde::Serialize;

use super::args::SignArgs;
use super::output::Report;
use super::reader::Reader;
use super::session::Session;
use super::transaction::Transaction;
use super::{CliError, Output, parse, propose};
use crate::words;

/// Give up your seat in a group, at once; or propose that the group leaves another
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot leave wasm1… --dry-run\n  folkmoot leave wasm1swimbuddies… --group wasm1committee…"
)]
pub struct LeaveArgs {
    /// The group to leave, or the group that is to leave another
    #[arg(value_parser = parse::address)]
    group: String,
    /// Propose that the group leaves this one above
    #[arg(long = "group", value_name = "PARENT", value_parser = parse::address)]
    parent: Option<String>,
    #[command(flatten)]
    sign: SignArgs,
}

#[derive(Debug, Serialize)]
struct Left {
    group: String,
    group_name: String,
    seat: SeatView,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(args: LeaveArgs, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    if let Some(parent) = args.parent {
        let name = Reader::new(&session.client, &parent).group().await?.name;
        let (title, leave) = (format!("Leave {name}"), Action::Leave { group: parent });
        let opened = propose::open_one(&session, &args.group, title, leave).await?;
        return output.tell(&opened);
    }
    let reader = Reader::new(&session.client, &args.group);
    let group = reader.group().await?;
    let seat = reader.seat_held(&session.address, &group.name).await?;
    let leave = execute(
        &session.address,
        &args.group,
        &ExecuteMsg::Leave {},
        Vec::new(),
    )?;
    let sent = session.send(vec![leave]).await?;
    output.tell(&Left {
        group: args.group,
        group_name: group.name,
        seat,
        transaction: Transaction::from(&sent),
    })
}

impl Report for Left {
    fn words(&self) -> String {
        let did = self.transaction.tense("would give up", "gave up");
        format!(
            "{} {did} seat {} of {}. Ballots that were cast stand; missing ones count as not cast.\n{}",
            words::line(&self.seat.name),
            self.seat.seat,
            words::line(&self.group_name),
            self.transaction.words()
        )
    }
}
