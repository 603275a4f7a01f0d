//! `folkmoot carry`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use folkmoot_chain::execute;
use folkmoot_group::limits::MAX_BATCH;
use folkmoot_group::msg::{ExecuteMsg, ProposalId, WalletSignature};
use serde::Serialize;

use super::file::SignedFile;
use crate::args::SignArgs;
use crate::output::{Report, bad, good};
use crate::reader::Reader;
use crate::session::Session;
use crate::transaction::{Transaction, refusals};
use crate::{CliError, Output, words};

/// Carry orders and ballots that others signed: you pay the fee, they act
#[derive(Args, Debug)]
#[command(
    after_help = "Each file is checked here first, as `folkmoot verify` does, and a refused one spoils no other. A signature may stand in the\nfile as its wallet answered: hexadecimal or base64, DER, with a high s, as JSON.\n\nExample:\n  folkmoot carry order.json\n  folkmoot carry ballots/*.json --key carrier"
)]
pub struct CarryArgs {
    /// The files, as `folkmoot sign` writes them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    sign: SignArgs,
}

/// What became of all of them.
#[derive(Debug, Serialize)]
struct Carried {
    files: Vec<Fate>,
    transactions: Vec<Transaction>,
    #[serde(skip)]
    dry_run: bool,
}

/// What became of a file.
#[derive(Debug, Serialize)]
struct Fate {
    file: PathBuf,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<String>,
    carried: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// A file whose signatures are good, and its place among the files.
struct Good {
    place: usize,
    file: SignedFile,
    signed: Vec<WalletSignature>,
}

/// What goes into one message: a group's orders, or its ballots on a proposal.
type Batches = BTreeMap<(String, Option<ProposalId>), Vec<Good>>;

/// Runs the command.
pub async fn run(args: CarryArgs, output: &mut Output) -> Result<(), CliError> {
    let (mut files, good) = read(args.files);
    let mut transactions = Vec::new();
    if !good.is_empty() {
        let session = Session::open(&args.sign).await?;
        let batches = batches(&session, good, &mut files).await?;
        for ((group, proposal), mut rest) in batches {
            while !rest.is_empty() {
                let batch = rest.drain(..rest.len().min(MAX_BATCH)).collect::<Vec<_>>();
                let message = message(proposal, &batch);
                let places: Vec<usize> = batch.iter().map(|good| good.place).collect();
                match send(&session, &group, &message).await {
                    Ok((transaction, refused)) => {
                        transactions.push(transaction);
                        settle(&mut files, &places, &refused);
                    }
                    // the whole message, such as ballots on a proposal that is closed; the others are told of all the same
                    Err(error) => refuse_all(&mut files, &places, &error.chain()),
                }
            }
        }
    }
    let refused = files.iter().filter(|file| !file.carried).count();
    let all = files.len();
    output.tell(&Carried {
        files,
        transactions,
        dry_run: args.sign.dry_run,
    })?;
    match refused {
        0 => Ok(()),
        refused => Err(CliError::Failed(format!("{refused} of {all} were refused"))),
    }
}

/// The files, and those of them that are good as far as can be said offline.
fn read(paths: Vec<PathBuf>) -> (Vec<Fate>, Vec<Good>) {
    let (mut fates, mut good) = (Vec::new(), Vec::new());
    for (place, path) in paths.into_iter().enumerate() {
        let read = SignedFile::read(&path).map_err(|error| error.chain());
        let what = read.as_ref().ok().map(SignedFile::words);
        let checked = read.and_then(|file| {
            let signed = file.checked().map_err(|error| error.to_string())?;
            Ok((file, signed))
        });
        let reason = match checked {
            Ok((file, signed)) => {
                good.push(Good {
                    place,
                    file,
                    signed,
                });
                None
            }
            Err(reason) => Some(reason),
        };
        fates.push(Fate {
            file: path,
            what,
            carried: false,
            reason,
        });
    }
    (fates, good)
}

/// Sorts them into messages. One for another chain, or signed for a group of another name, is refused here.
async fn batches(
    session: &Session,
    good: Vec<Good>,
    files: &mut [Fate],
) -> Result<Batches, CliError> {
    let chain = session.client.chain_id();
    let mut batches = Batches::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for found in good {
        let (place, file) = (found.place, &found.file);
        if file.chain != chain {
            let reason = format!("it is for chain {}, the node's is {chain}", file.chain);
            refuse_all(files, &[place], &reason);
            continue;
        }
        if !names.contains_key(&file.group) {
            let reader = Reader::new(&session.client, &file.group);
            match reader.group().await {
                Ok(view) => names.insert(file.group.clone(), view.name),
                Err(CliError::Refused(reason)) => {
                    refuse_all(files, &[place], &reason);
                    continue;
                }
                Err(error) => return Err(error),
            };
        }
        let name = names.get(&file.group).map_or("", String::as_str);
        if name != file.group_name {
            let reason = format!(
                "it is for a group {}, which is called {name}",
                file.group_name
            );
            refuse_all(files, &[place], &reason);
            continue;
        }
        let proposal = file.ballot.as_ref().map(|ballot| ballot.proposal);
        let batch = batches.entry((file.group.clone(), proposal)).or_default();
        batch.push(found);
    }
    Ok(batches)
}

fn message(proposal: Option<ProposalId>, batch: &[Good]) -> ExecuteMsg {
    let signed_ballot = |good: &Good| Some(good.file.ballot.as_ref()?.signed(good.signed.clone()));
    let signed_order = |good: &Good| Some(good.file.order.as_ref()?.signed(good.signed.clone()));
    match proposal {
        Some(proposal) => ExecuteMsg::CastBallots {
            proposal,
            ballots: batch.iter().filter_map(signed_ballot).collect(),
        },
        None => ExecuteMsg::CarryOrders {
            orders: batch.iter().filter_map(signed_order).collect(),
        },
    }
}

async fn send(
    session: &Session,
    group: &str,
    message: &ExecuteMsg,
) -> Result<(Transaction, BTreeMap<usize, String>), CliError> {
    let call = execute(&session.address, group, message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    let event = match message {
        ExecuteMsg::CastBallots { .. } => "ballot_refused",
        _ => "order_refused",
    };
    let refused = refusals(sent.events(), group, event);
    Ok((Transaction::from(&sent), refused))
}

fn settle(files: &mut [Fate], places: &[usize], refused: &BTreeMap<usize, String>) {
    for (index, place) in places.iter().enumerate() {
        if let Some(fate) = files.get_mut(*place) {
            fate.reason = refused.get(&index).cloned();
            fate.carried = fate.reason.is_none();
        }
    }
}

fn refuse_all(files: &mut [Fate], places: &[usize], reason: &str) {
    for place in places {
        if let Some(fate) = files.get_mut(*place) {
            fate.reason = Some(reason.to_owned());
        }
    }
}

impl Report for Carried {
    fn words(&self) -> String {
        let (did, not) = match self.dry_run {
            true => ("would be carried", "would be refused"),
            false => ("carried", "refused"),
        };
        let mut lines: Vec<String> = Vec::new();
        for fate in &self.files {
            let path = fate.file.display();
            let what = fate.what.as_deref().map(words::line).unwrap_or_default();
            lines.push(match &fate.reason {
                None => format!("{path}: {}. {what}", good(did)),
                Some(reason) => {
                    let reason = words::line(reason);
                    format!("{path}: {}: {reason}. {what}", bad(not))
                }
            });
        }
        lines.extend(self.transactions.iter().map(Transaction::words));
        lines.join("\n")
    }
}
