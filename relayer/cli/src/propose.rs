//! `folkmoot propose`.

mod houses;
mod payees;

use std::path::{Path, PathBuf};

use clap::Args;
use cosmwasm_std::Coin;
use folkmoot_chain::execute;
use folkmoot_group::action::{Action, Bill};
use folkmoot_group::charter::{Charter, Procedure};
use folkmoot_group::msg::{ExecuteMsg, GroupView, ProposalSpec, SeatId, SeatSpec, Standing, Text};
use folkmoot_group::wallet::Holder;
use serde::{Deserialize, Serialize};

use super::args::SignArgs;
use super::output::{Report, bold, indent};
use super::reader::Reader;
use super::session::{Sent, Session};
use super::transaction::{self, Transaction, Warned};
use super::{CliError, Output, parse, words};
use houses::HouseArgs;
use payees::{Payee, payees};

/// Open a proposal in a group where you have a core seat
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot propose wasm1… --title 'Combined BBQ' --text 'Meat and bread' --spend wasm1…:500ustake"
)]
pub struct ProposeArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// Open it in this group above, as a representative
    #[arg(long, value_name = "GROUP", value_parser = parse::address)]
    upstream: Option<String>,
    /// Let the group itself decide to open it there
    #[arg(long, requires = "upstream")]
    by_decision: bool,
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten, next_help_heading = "Options")]
    sign: SignArgs,
}

/// What a proposal says.
#[derive(Args, Debug)]
pub struct ContentArgs {
    /// What it is called
    #[arg(long)]
    title: String,
    /// Its text
    #[arg(long, conflicts_with = "text_file")]
    text: Option<String>,
    /// A file with its text
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// Keep the text in the transaction only, which is cheaper; the chain's state keeps its hash
    #[arg(long)]
    carry: bool,
    /// Only between these group seats, each of which must say yes
    #[arg(long, value_name = "SEAT")]
    party: Vec<SeatId>,
    #[command(flatten)]
    actions: ActionArgs,
    #[command(flatten)]
    houses: HouseArgs,
}

impl ContentArgs {
    /// As the contract takes it, in the group that the reader reads.
    pub async fn spec(self, reader: &Reader<'_>) -> Result<ProposalSpec, CliError> {
        let mut actions = actions(self.actions, reader).await?;
        actions.extend(self.houses.actions());
        Ok(ProposalSpec {
            title: self.title,
            text: text(self.text, self.text_file, self.carry)?,
            actions,
            parties: self.party,
        })
    }
}

/// What it does once it has passed, in this order; without any it is a statement.
#[derive(Args, Debug)]
#[command(next_help_heading = "Actions")]
struct ActionArgs {
    /// Pay from the common fund
    #[arg(long, value_name = "ADDRESS:AMOUNT", value_parser = parse::payment)]
    spend: Vec<(String, Vec<Coin>)>,
    /// Give to another group's common fund
    #[arg(long, value_name = "GROUP:AMOUNT", value_parser = parse::payment)]
    contribute: Vec<(String, Vec<Coin>)>,
    /// What is paid and given comes from this cycle's pool instead of the common fund
    #[arg(long, value_name = "CYCLE")]
    cycle: Option<u32>,
    /// Open a cycle with all that is pledged, until the beginning of this day, such as ustake@2027-03-31
    #[arg(long, value_name = "DENOM@DAY", value_parser = parse::cycle)]
    open_cycle: Vec<(String, u64)>,
    /// Admit a core seat: NAME=WALLET, NAME=group:ADDRESS@LEAD-TIME or NAME=contract:ADDRESS
    #[arg(long, value_name = "NAME=WALLET", value_parser = parse::member)]
    admit: Vec<(String, Holder)>,
    /// Remove a seat
    #[arg(long, value_name = "SEAT")]
    remove: Vec<SeatId>,
    /// Make a seat's holder a representative
    #[arg(long, value_name = "SEAT")]
    appoint: Vec<SeatId>,
    /// End a representative's appointment
    #[arg(long, value_name = "SEAT")]
    release: Vec<SeatId>,
    /// Replace the charter by the one in a JSON file
    #[arg(long, value_name = "FILE")]
    amend_charter: Option<PathBuf>,
    /// Adopt the document that a JSON file describes
    #[arg(long, value_name = "FILE")]
    adopt_document: Vec<PathBuf>,
    /// Found the subgroup that a JSON file describes
    #[arg(long, value_name = "FILE")]
    found_subgroup: Vec<PathBuf>,
    /// Take back a passed proposal before it is executed
    #[arg(long, value_name = "PROPOSAL")]
    rescind: Option<u64>,
    /// Call the contract that a JSON file names, with its msg and funds
    #[arg(long, value_name = "FILE")]
    call: Vec<PathBuf>,
    /// Any action, as the contract takes it
    #[arg(long, value_name = "JSON", value_parser = parse::action)]
    action: Vec<Action>,
}

/// Runs the command.
pub async fn run(args: ProposeArgs, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let target = args.upstream.as_deref().unwrap_or(&args.group);
    let reader = Reader::new(&session.client, target);
    let proposal = args.content.spec(&reader).await?;
    let opened = match args.upstream {
        Some(above) if args.by_decision => {
            let title = proposal.title.clone();
            let upstream = Action::ProposeUpstream {
                group: above,
                proposal: Box::new(proposal),
            };
            open_one(&session, &args.group, title, upstream).await?
        }
        upstream => open(&session, &args.group, upstream.as_deref(), proposal).await?,
    };
    output.tell(&opened)
}

/// A call as a file describes it: its message as JSON, not yet as bytes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    contract: String,
    msg: serde_json::Value,
    #[serde(default)]
    funds: Vec<Coin>,
}

fn call(path: &Path) -> Result<Action, CliError> {
    let Call {
        contract,
        msg,
        funds,
    } = super::group::read_json::<Call>(path, "call: contract, msg and funds")?;
    let msg = serde_json::to_vec(&msg).map_err(CliError::Json)?;
    Ok(Action::Call {
        contract,
        msg: msg.into(),
        funds,
    })
}

fn text(text: Option<String>, file: Option<PathBuf>, carry: bool) -> Result<Text, CliError> {
    let text = match (text, file) {
        (Some(text), _) => text,
        (None, Some(path)) => std::fs::read_to_string(&path).map_err(CliError::file(path))?,
        (None, None) => return Ok(Text::None),
    };
    Ok(if carry {
        Text::Carried(text)
    } else {
        Text::Stored(text)
    })
}

async fn actions(args: ActionArgs, reader: &Reader<'_>) -> Result<Vec<Action>, CliError> {
    let mut actions = Vec::new();
    let spends = args.spend.into_iter();
    let cycle = args.cycle;
    actions.extend(spends.map(|(to, amount)| Action::Spend { to, amount, cycle }));
    let gifts = args.contribute.into_iter();
    actions.extend(gifts.map(|(group, amount)| Action::Contribute {
        group,
        amount,
        cycle,
    }));
    let cycles = args.open_cycle.into_iter();
    actions.extend(cycles.map(|(denom, ends_at)| Action::OpenCycle { denom, ends_at }));
    actions.extend(
        args.admit
            .into_iter()
            .map(|(name, holder)| Action::AdmitSeat {
                seat: SeatSpec {
                    name,
                    holder,
                    standing: Standing::Core,
                    weight: None,
                },
            }),
    );
    actions.extend(
        args.remove
            .into_iter()
            .map(|seat| Action::RemoveSeat { seat }),
    );
    actions.extend(args.appoint.into_iter().map(Action::appoint));
    actions.extend(args.release.into_iter().map(Action::release));
    if let Some(path) = args.amend_charter {
        actions.push(Action::AmendCharter {
            version: reader.charter(None).await?.version,
            charter: super::group::read_json(&path, "charter")?,
        });
    }
    for path in args.adopt_document {
        let document = super::group::read_json(&path, "document")?;
        actions.push(Action::AdoptDocument(document));
    }
    for path in args.found_subgroup {
        let subgroup = super::group::read_json(&path, "subgroup: name, charter and seats")?;
        actions.push(Action::FoundSubgroup(subgroup));
    }
    for path in args.call {
        actions.push(call(&path)?);
    }
    actions.extend(args.rescind.map(|proposal| Action::Rescind { proposal }));
    actions.extend(args.action);
    Ok(actions)
}

/// A proposal that was opened, or would be.
#[derive(Debug, Serialize)]
pub struct Opened {
    group: String,
    group_name: String,
    /// Its number.
    proposal: u64,
    title: String,
    /// When its ballots end, unix seconds.
    deadline: Option<u64>,
    /// Who is paid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    payees: Vec<Payee>,
    /// What could not be done today.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Warned>,
    #[serde(flatten)]
    transaction: Transaction,
    #[serde(skip)]
    actions: Vec<Action>,
    #[serde(skip)]
    procedure: Option<Procedure>,
}

/// Opens a proposal in a group, without a text, that does one thing.
pub async fn open_one(
    session: &Session,
    group: &str,
    title: String,
    action: Action,
) -> Result<Opened, CliError> {
    let proposal = ProposalSpec {
        title,
        text: Text::None,
        actions: vec![action],
        parties: vec![],
    };
    open(session, group, None, proposal).await
}

/// Opens a proposal in a group, or through it in a group above.
pub async fn open(
    session: &Session,
    group: &str,
    upstream: Option<&str>,
    proposal: ProposalSpec,
) -> Result<Opened, CliError> {
    let target = upstream.unwrap_or(group);
    let reader = Reader::new(&session.client, target);
    let view = reader.group().await?;
    let procedure = procedure(&reader, &proposal.actions).await?;
    let (title, actions) = (proposal.title.clone(), proposal.actions.clone());
    let message = match upstream {
        None => ExecuteMsg::Propose { proposal },
        Some(above) => ExecuteMsg::ProposeUpstream {
            group: above.to_owned(),
            proposal,
        },
    };
    let call = execute(&session.address, group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    let (number, deadline) = number_and_deadline(&sent, &view)?;
    Ok(Opened {
        group: target.to_owned(),
        group_name: view.name,
        proposal: number,
        title,
        deadline,
        payees: payees(&session.client, &reader, &actions).await?,
        warnings: transaction::warnings(sent.events(), target),
        transaction: Transaction::from(&sent),
        actions,
        procedure,
    })
}

fn number_and_deadline(sent: &Sent, group: &GroupView) -> Result<(u64, Option<u64>), CliError> {
    let Sent::Included(included) = sent else {
        return Ok((group.proposals.saturating_add(1), None));
    };
    let told = |key| {
        transaction::attribute(&included.events, &group.address, "proposal_opened", key)
            .and_then(|value| value.parse().ok())
    };
    let number = told("proposal").ok_or_else(|| {
        CliError::refused(format!(
            "transaction {} is in block {}, but tells no number of a proposal",
            included.hash, included.height
        ))
    })?;
    Ok((number, told("deadline")))
}

/// The procedure that decides a proposal with these actions; the chain itself refuses those that mix procedures.
async fn procedure(reader: &Reader<'_>, actions: &[Action]) -> Result<Option<Procedure>, CliError> {
    let bill = Bill::of(actions)?;
    let spec = reader.charter(None).await?.charter;
    // the contract has checked it; its checked form reads the same
    let charter: Charter = serde_json::to_value(spec)
        .and_then(serde_json::from_value)
        .map_err(CliError::Json)?;
    if let Some(Action::Rescind { proposal }) = actions.first() {
        let name = reader.proposal(*proposal).await?.procedure;
        let all = &charter.spec().procedures;
        return Ok(all.iter().find(|found| found.name == name).cloned());
    }
    let kind = actions.first().and_then(Action::kind);
    Ok(charter
        .procedure_for(kind, &bill)
        .map(|(_, found)| found.clone()))
}

impl Report for Opened {
    fn words(&self) -> String {
        let head = self.transaction.tense("would be opened", "is open");
        let title = bold(&format!("#{} {}", self.proposal, words::line(&self.title)));
        let mut lines = vec![format!(
            "{title} {head} in {}.",
            words::line(&self.group_name)
        )];
        if let Some(deadline) = self.deadline {
            lines.push(format!(
                "Ballots are taken until {}.",
                words::instant(deadline)
            ));
        }
        lines.push("If it passes, it will:".to_owned());
        match self.actions.as_slice() {
            [] => lines.push("  do nothing: it is a statement".to_owned()),
            actions => lines.extend(actions.iter().map(|a| indent(&words::action(a)))),
        }
        let payees = self.payees.iter();
        lines.extend(payees.map(|one| format!("  {} is {}", one.address, one.is)));
        lines.extend(self.warnings.iter().map(Warned::words));
        if let Some(procedure) = &self.procedure {
            lines.push("It is decided by the procedure".to_owned());
            lines.push(indent(&words::procedure(procedure)));
        }
        lines.push(self.transaction.words());
        lines.join("\n")
    }
}
