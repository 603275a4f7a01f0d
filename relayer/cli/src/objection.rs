//! `folkmoot objection`.

use clap::{Args, Subcommand};
use folkmoot_chain::{Client, execute};
use folkmoot_group::msg::{ExecuteMsg, ObjectionState, ObjectionView, ProposalId, Resolution};
use serde::Serialize;

use super::args::{ChainArgs, SignArgs};
use super::output::{Report, bold};
use super::reader::Reader;
use super::session::Session;
use super::transaction::Transaction;
use super::{CliError, Output, parse, words};

/// Look at what stands in a proposal's way, or take back your own objection
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot objection list wasm1… 4")]
pub struct ObjectionArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// List the objections to a proposal, to all its versions
    #[command(after_help = "Example:\n  folkmoot objection list wasm1… 4 --json")]
    List {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        /// The proposal's number
        proposal: ProposalId,
        #[command(flatten)]
        chain: ChainArgs,
    },
    /// Withdraw your objection, while it is resolved: your seat abstains
    #[command(after_help = "Example:\n  folkmoot objection withdraw wasm1… 4")]
    Withdraw(OwnArgs),
    /// Say that your objection has been answered: your seat says yes
    #[command(after_help = "Example:\n  folkmoot objection integrated wasm1… 4")]
    Integrated(OwnArgs),
}

#[derive(Args, Debug)]
struct OwnArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The proposal's number
    proposal: ProposalId,
    #[command(flatten)]
    sign: Box<SignArgs>,
}

#[derive(Debug, Serialize)]
struct Listed {
    group: String,
    group_name: String,
    proposal: ProposalId,
    title: String,
    objections: Vec<ObjectionView>,
}

#[derive(Debug, Serialize)]
struct Resolved {
    group: String,
    group_name: String,
    proposal: ProposalId,
    resolution: Resolution,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(args: ObjectionArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::List {
            group,
            proposal,
            chain,
        } => {
            let client = Client::connect(&chain.node).await?;
            let reader = Reader::new(&client, &group);
            let listed = Listed {
                group_name: reader.group().await?.name,
                title: reader.proposal(proposal).await?.title,
                objections: reader.objections(proposal).await?,
                group: group.clone(),
                proposal,
            };
            output.tell(&listed)
        }
        Command::Withdraw(own) => resolve(own, Resolution::Withdrawn, output).await,
        Command::Integrated(own) => resolve(own, Resolution::Integrated, output).await,
    }
}

async fn resolve(
    args: OwnArgs,
    resolution: Resolution,
    output: &mut Output,
) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let reader = Reader::new(&session.client, &args.group);
    let proposal = args.proposal;
    let message = ExecuteMsg::ResolveObjection {
        proposal,
        resolution,
    };
    let call = execute(&session.address, &args.group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    let group_name = reader.group().await?.name;
    output.tell(&Resolved {
        group: args.group,
        group_name,
        proposal,
        resolution,
        transaction: Transaction::from(&sent),
    })
}

fn objection(view: &ObjectionView) -> String {
    let state = match view.state {
        ObjectionState::Raised => "stands",
        ObjectionState::Withdrawn => "withdrawn",
        ObjectionState::Integrated => "answered, says the seat",
        ObjectionState::NotUpheld => "not upheld: the fallback carried the proposal",
        ObjectionState::Lapsed => "lapsed: a new version took the place of that one",
    };
    let why = match view.mirror {
        Some(mirror) => format!("its group said no in mirror #{mirror}"),
        None => words::aside(&view.reason),
    };
    format!(
        "  seat {} to version {}, {}: {why} ({state})",
        view.seat,
        view.version,
        words::instant(view.raised_at)
    )
}

impl Report for Listed {
    fn words(&self) -> String {
        let title = bold(&format!("#{} {}", self.proposal, words::line(&self.title)));
        if self.objections.is_empty() {
            return format!(
                "Nobody in {} has objected to {title}.",
                words::line(&self.group_name)
            );
        }
        let mut lines = vec![format!(
            "Objections in {} to {title}",
            words::line(&self.group_name)
        )];
        lines.extend(self.objections.iter().map(objection));
        lines.join("\n")
    }
}

impl Report for Resolved {
    fn words(&self) -> String {
        let did = match (self.transaction.is_dry_run(), self.resolution) {
            (true, _) => "would be taken back",
            (false, Resolution::Withdrawn) => "is withdrawn",
            (false, Resolution::Integrated) => "has been answered",
        };
        format!(
            "Your objection to #{} of {} {did}.\n{}",
            self.proposal,
            words::line(&self.group_name),
            self.transaction.words()
        )
    }
}
