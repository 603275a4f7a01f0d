//! `folkmoot concern`.

use clap::{Args, Subcommand};
use folkmoot_chain::execute;
use folkmoot_group::action::Action;
use folkmoot_group::msg::ExecuteMsg;
use serde::Serialize;

use super::args::SignArgs;
use super::output::Report;
use super::reader::Reader;
use super::session::Session;
use super::transaction::Transaction;
use super::{CliError, Output, parse, propose};

/// Raise a concern about what a group decided that your group is the house of
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot concern raise wasm1stakeholders… --about wasm1cell…:12 --text 'Who is the builder?'"
)]
pub struct ConcernArgs {
    #[command(subcommand)]
    command: ConcernCommand,
}

#[derive(Subcommand, Debug)]
enum ConcernCommand {
    /// Raise it, for all to read; it stops nothing, and enough of them make the window longer, once
    #[command(
        after_help = "Example:\n  folkmoot concern raise wasm1stakeholders… --about wasm1cell…:12 --text 'Who is the builder?'"
    )]
    Raise {
        #[command(flatten)]
        about: About,
        /// What it is
        #[arg(long)]
        text: String,
        #[command(flatten)]
        sign: SignArgs,
    },
    /// Take it back
    #[command(
        after_help = "Example:\n  folkmoot concern withdraw wasm1stakeholders… --about wasm1cell…:12"
    )]
    Withdraw {
        #[command(flatten)]
        about: About,
        #[command(flatten)]
        sign: SignArgs,
    },
    /// Answer one, as the group that decided: opens a proposal there
    Answer(AnswerArgs),
}

/// The arguments of an answer.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot concern answer wasm1cell… 12 --house wasm1stakeholders… --seat 2 --text 'She built our first one'"
)]
struct AnswerArgs {
    /// The group that decided
    #[arg(value_parser = parse::address)]
    group: String,
    /// What it decided
    proposal: u64,
    /// The house in which the concern was raised
    #[arg(long, value_name = "GROUP", value_parser = parse::address)]
    house: String,
    /// The seat there that raised it
    #[arg(long)]
    seat: u32,
    /// The answer
    #[arg(long)]
    text: String,
    #[command(flatten)]
    sign: SignArgs,
}

#[derive(Args, Debug)]
struct About {
    /// The house, where you have a core seat
    #[arg(value_parser = parse::address)]
    house: String,
    /// The reviewed group and its proposal
    #[arg(long, value_name = "GROUP:PROPOSAL", value_parser = parse::proposal_of)]
    about: (String, u64),
}

#[derive(Debug, Serialize)]
struct Concerned {
    house: String,
    group: String,
    proposal: u64,
    title: String,
    withdrawn: bool,
    /// When the window ends now, unix seconds.
    until: Option<u64>,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(args: ConcernArgs, output: &mut Output) -> Result<(), CliError> {
    let (about, sign, text) = match args.command {
        ConcernCommand::Raise { about, text, sign } => (about, sign, Some(text)),
        ConcernCommand::Withdraw { about, sign } => (about, sign, None),
        ConcernCommand::Answer(args) => return answer(args, output).await,
    };
    let session = Session::open(&sign).await?;
    let About {
        house,
        about: (group, proposal),
    } = about;
    let withdrawn = text.is_none();
    let message = match text {
        Some(text) => ExecuteMsg::RaiseConcern {
            group: group.clone(),
            proposal,
            text,
        },
        None => ExecuteMsg::WithdrawConcern {
            group: group.clone(),
            proposal,
        },
    };
    let reader = Reader::new(&session.client, &house);
    let call = execute(&session.address, &house, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    let notice = reader.notice(&group, proposal).await?;
    output.tell(&Concerned {
        house,
        group,
        proposal,
        title: notice
            .as_ref()
            .map_or_else(String::new, |notice| notice.title.clone()),
        withdrawn,
        until: notice.map(|notice| notice.ends.at),
        transaction: Transaction::from(&sent),
    })
}

async fn answer(args: AnswerArgs, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let (proposal, seat) = (args.proposal, args.seat);
    let title = format!("Answer seat {seat} of the house about #{proposal}");
    let answer = Action::AnswerConcern {
        house: args.house,
        proposal,
        seat,
        text: args.text,
    };
    let opened = propose::open_one(&session, &args.group, title, answer).await?;
    output.tell(&opened)
}

impl Report for Concerned {
    fn words(&self) -> String {
        let did = match (self.transaction.is_dry_run(), self.withdrawn) {
            (true, false) => "would be raised",
            (false, false) => "is raised",
            (true, true) => "would be taken back",
            (false, true) => "is taken back",
        };
        let mut lines = vec![format!(
            "The concern about #{} {} of group {} {did}.",
            self.proposal,
            super::words::line(&self.title),
            self.group
        )];
        if let Some(until) = self.until {
            let end = super::words::instant(until);
            lines.push(format!("It may be stopped until {end}."));
        }
        lines.push(self.transaction.words());
        lines.join("\n")
    }
}
