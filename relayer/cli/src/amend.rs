//! `folkmoot amend`.

use clap::Args;
use folkmoot_chain::execute;
use folkmoot_group::msg::{ExecuteMsg, ProposalId};
use serde::Serialize;

use super::args::SignArgs;
use super::output::{Report, bold};
use super::propose::ContentArgs;
use super::reader::Reader;
use super::session::Session;
use super::transaction::{self, Transaction, Warned};
use super::{CliError, Output, parse};
use crate::words;

/// Put a new version in the place of your proposal, while its objections are resolved. All ballots lapse
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot amend wasm1… 4 --title 'Combined BBQ, on Sunday' --spend wasm1…:400ustake"
)]
pub struct AmendArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The proposal's number
    proposal: ProposalId,
    /// It is the group's proposal in this group above; as a representative
    #[arg(long, value_name = "GROUP", value_parser = parse::address)]
    upstream: Option<String>,
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten, next_help_heading = "Options")]
    sign: SignArgs,
}

/// A version that took the place of another, or would.
#[derive(Debug, Serialize)]
struct Amended {
    group: String,
    group_name: String,
    proposal: ProposalId,
    version: u32,
    title: String,
    /// What could not be done today.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Warned>,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(args: AmendArgs, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let target = args.upstream.as_deref().unwrap_or(&args.group);
    let reader = Reader::new(&session.client, target);
    let (proposal, before) = (args.proposal, reader.proposal(args.proposal).await?);
    let spec = args.content.spec(&reader).await?;
    let title = spec.title.clone();
    let message = match &args.upstream {
        None => ExecuteMsg::Amend { proposal, spec },
        Some(above) => ExecuteMsg::AmendUpstream {
            group: above.clone(),
            proposal,
            spec,
        },
    };
    let call = execute(&session.address, &args.group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    output.tell(&Amended {
        group: target.to_owned(),
        group_name: reader.group().await?.name,
        proposal,
        version: before.version.saturating_add(1),
        title,
        warnings: transaction::warnings(sent.events(), target),
        transaction: Transaction::from(&sent),
    })
}

impl Report for Amended {
    fn words(&self) -> String {
        let did = self.transaction.tense("would be", "is");
        let title = bold(&format!("#{} {}", self.proposal, words::line(&self.title)));
        let mut lines = vec![format!(
            "{title} {did} version {} in {}. Earlier ballots have lapsed: all are asked anew, for a whole period.",
            self.version, self.group_name
        )];
        lines.extend(self.warnings.iter().map(Warned::words));
        lines.push(self.transaction.words());
        lines.join("\n")
    }
}
