//! `folkmoot withdraw`.

use clap::Args;
use folkmoot_chain::execute;
use folkmoot_group::action::Action;
use folkmoot_group::msg::{ExecuteMsg, ProposalId};
use serde::Serialize;

use super::args::SignArgs;
use super::output::{Report, bold};
use super::reader::Reader;
use super::session::Session;
use super::transaction::Transaction;
use super::{CliError, Output, parse, propose};
use crate::words;

/// Take back your proposal before it is decided
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot withdraw wasm1… 4\n  folkmoot withdraw wasm1swimbuddies… 4 --upstream wasm1committee…"
)]
pub struct WithdrawArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The proposal's number
    proposal: ProposalId,
    /// It is the group's proposal in this group above; as a representative
    #[arg(long, value_name = "GROUP", value_parser = parse::address)]
    upstream: Option<String>,
    /// Propose in the group that it takes the proposal above back
    #[arg(long, requires = "upstream")]
    by_decision: bool,
    #[command(flatten)]
    sign: SignArgs,
}

/// A proposal that was taken back, or would be.
#[derive(Debug, Serialize)]
struct Withdrawn {
    group: String,
    group_name: String,
    proposal: ProposalId,
    title: String,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(args: WithdrawArgs, output: &mut Output) -> Result<(), CliError> {
    let WithdrawArgs {
        group,
        proposal,
        upstream,
        by_decision,
        sign,
    } = args;
    let session = Session::open(&sign).await?;
    let target = upstream.clone().unwrap_or_else(|| group.clone());
    let reader = Reader::new(&session.client, &target);
    let title = reader.proposal(proposal).await?.title;
    let message = match upstream {
        Some(above) if by_decision => {
            let action = Action::WithdrawUpstream {
                group: above,
                proposal,
            };
            let title = format!("Take back #{proposal} {title}");
            let opened = propose::open_one(&session, &group, title, action).await?;
            return output.tell(&opened);
        }
        Some(above) => ExecuteMsg::WithdrawUpstream {
            group: above,
            proposal,
        },
        None => ExecuteMsg::Withdraw { proposal },
    };
    let call = execute(&session.address, &group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    output.tell(&Withdrawn {
        group_name: reader.group().await?.name,
        group: target.clone(),
        proposal,
        title,
        transaction: Transaction::from(&sent),
    })
}

impl Report for Withdrawn {
    fn words(&self) -> String {
        let did = self.transaction.tense("would be", "is");
        let title = bold(&format!("#{} {}", self.proposal, words::line(&self.title)));
        format!(
            "{title} {did} taken back in {}: nothing comes of it.\n{}",
            words::line(&self.group_name),
            self.transaction.words()
        )
    }
}
