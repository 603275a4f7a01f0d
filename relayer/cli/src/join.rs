//! `folkmoot join`.

use clap::Args;
use folkmoot_group::action::Action;
use folkmoot_rules::Seconds;

use super::args::SignArgs;
use super::reader::Reader;
use super::session::Session;
use super::{CliError, Output, parse, propose};

/// Propose that a group takes a seat in another: the other one admits it by a decision of its own
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot join wasm1swimbuddies… wasm1committee… --lead-time 3d"
)]
pub struct JoinArgs {
    /// The group that joins
    #[arg(value_parser = parse::address)]
    group: String,
    /// The group that it joins
    #[arg(value_parser = parse::address)]
    parent: String,
    /// The longest that the group may take to decide what the other asks
    #[arg(long, value_name = "DURATION", value_parser = parse::period)]
    lead_time: Seconds,
    /// The proposal's title; else it names the other group
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    sign: SignArgs,
}

/// Runs the command.
pub async fn run(args: JoinArgs, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let parent = Reader::new(&session.client, &args.parent).group().await?;
    let title = args
        .title
        .unwrap_or_else(|| format!("Join {}", super::words::line(&parent.name)));
    let join = Action::Join {
        group: args.parent,
        lead_time: args.lead_time,
    };
    let opened = propose::open_one(&session, &args.group, title, join).await?;
    output.tell(&opened)
}
