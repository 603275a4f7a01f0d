//! `folkmoot vote`.

mod signed;

use std::time::Duration;

use clap::Args;
use folkmoot_chain::{Client, execute};
use folkmoot_daemon::relay::next_ballot;
use folkmoot_group::msg::{Cast, ExecuteMsg, ProposalId, ProposalView, SeatView};
use folkmoot_rules::{Choice, Status, Tally, early_outcome};
use serde::Serialize;

use super::args::SignArgs;
use super::output::{Report, bold, indent};
use super::reader::Reader;
use super::session::Session;
use super::transaction::Transaction;
use super::{CliError, Output, parse, words};

/// Cast your ballot. A Cosmos key sends a transaction; an Ethereum key signs a ballot that a relayer carries
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot vote wasm1… 3 yes --reason 'It will be fun'\n  folkmoot vote wasm1… 4 object --reason 'The pool is closed that day'
  folkmoot vote wasm1… 3 no --key bob --relayer http://127.0.0.1:8080"
)]
pub struct VoteArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The proposal's number
    proposal: ProposalId,
    /// yes, no, abstain, stand_aside or block, as the rule has it; in a circle consent or object
    #[arg(value_parser = parse::choice)]
    choice: Choice,
    /// Why, for all to read
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The relayer that carries an Ethereum key's ballot
    #[arg(
        long,
        env = "FOLKMOOT_RELAYER",
        value_name = "URL",
        hide_env_values = true
    )]
    relayer: Option<String>,
    /// How long to wait until the relayer has carried it
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = parse::duration)]
    wait: Duration,
    #[command(flatten)]
    sign: SignArgs,
}

/// A ballot that was cast, or would be.
#[derive(Debug, Serialize)]
struct Voted {
    group: String,
    group_name: String,
    seat: u32,
    name: String,
    choice: Choice,
    /// The proposal with the ballot in it, also where it would be cast only.
    proposal: ProposalView,
    #[serde(flatten)]
    delivery: Delivery,
    #[serde(skip)]
    now: u64,
}

/// How the ballot went.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Delivery {
    Sent(Transaction),
    Carried { receipt: signed::Receipt },
    DryRun { dry_run: bool },
}

/// Runs the command.
pub async fn run(args: VoteArgs, output: &mut Output) -> Result<(), CliError> {
    let voted = if args.sign.signer.is_ethereum()? {
        let client = Client::connect(&args.sign.chain.node).await?;
        by_ballot(&client, args).await?
    } else {
        let session = Session::open(&args.sign).await?;
        by_transaction(&session, args).await?
    };
    output.tell(&voted)
}

async fn by_transaction(session: &Session, args: VoteArgs) -> Result<Voted, CliError> {
    let reader = Reader::new(&session.client, &args.group);
    let before = reader.proposal(args.proposal).await?;
    let seat = seat(&reader, &session.address).await?;
    let would = with_ballot(&reader, &before, &seat, args.choice).await?;
    let message = ExecuteMsg::Vote {
        proposal: args.proposal,
        choice: args.choice,
        reason: args.reason,
    };
    let call = execute(&session.address, &args.group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    let proposal = match session.dry_run {
        true => would,
        false => reader.proposal(args.proposal).await?,
    };
    let delivery = Delivery::Sent(Transaction::from(&sent));
    report(&reader, &seat, args.choice, proposal, delivery).await
}

async fn by_ballot(client: &Client, args: VoteArgs) -> Result<Voted, CliError> {
    let reader = Reader::new(client, &args.group);
    let before = reader.proposal(args.proposal).await?;
    let key = args.sign.signer.key()?;
    let wallet = super::keys::address_of(&key, &args.sign.chain.prefix)?;
    let seat = seat(&reader, &wallet).await?;
    let would = with_ballot(&reader, &before, &seat, args.choice).await?;
    if args.sign.dry_run {
        let delivery = Delivery::DryRun { dry_run: true };
        return report(&reader, &seat, args.choice, would, delivery).await;
    }
    let relayer = args.relayer.as_deref().ok_or_else(|| {
        CliError::refused(format!(
            "key {} is an Ethereum wallet's: name the relayer that carries its ballot with --relayer",
            key.name
        ))
    })?;
    let last = reader.ballot(args.proposal, seat.seat).await?;
    let revision = next_ballot(&before, last.as_ref());
    let signer = args.sign.signer.keys.open()?.load_ethereum(&key.name)?;
    let ballot = signed::Unsigned {
        chain_id: client.chain_id(),
        group: &args.group,
        proposal: &before,
        choice: args.choice,
        reason: args.reason.as_deref().unwrap_or_default(),
        revision,
    };
    let ballot = ballot.sign(&signer)?;
    let post = signed::Post {
        relayer,
        group: &args.group,
        proposal: args.proposal,
    };
    let receipt = post.carry(&ballot, args.wait).await?;
    let proposal = reader.proposal(args.proposal).await?;
    report(
        &reader,
        &seat,
        args.choice,
        proposal,
        Delivery::Carried { receipt },
    )
    .await
}

async fn report(
    reader: &Reader<'_>,
    seat: &SeatView,
    choice: Choice,
    proposal: ProposalView,
    delivery: Delivery,
) -> Result<Voted, CliError> {
    Ok(Voted {
        group: reader.address().to_owned(),
        group_name: reader.group().await?.name,
        seat: seat.seat,
        name: seat.name.clone(),
        choice,
        proposal,
        delivery,
        now: reader.now().await?,
    })
}

async fn seat(reader: &Reader<'_>, wallet: &str) -> Result<SeatView, CliError> {
    let group = format!("group {}", reader.address());
    reader.seat_held(wallet, &group).await
}

/// The proposal as the rules say that it would be with this ballot.
async fn with_ballot(
    reader: &Reader<'_>,
    view: &ProposalView,
    seat: &SeatView,
    choice: Choice,
) -> Result<ProposalView, CliError> {
    if view.status != Status::Open {
        return Err(CliError::refused(format!(
            "proposal {} takes no ballots any more: {}",
            view.proposal,
            words::status(view, reader.now().await?)
        )));
    }
    if !view.slate.knows(choice) {
        return Err(CliError::refused(format!(
            "{choice} is no choice on proposal {}: its rule knows {}",
            view.proposal,
            view.slate.as_str()
        )));
    }
    let weight = reader.weight(view.proposal, seat.seat).await?;
    if weight == 0 {
        return Err(CliError::refused(format!(
            "seat {} has no vote on proposal {}: it was not in the electorate when that opened",
            seat.seat, view.proposal
        )));
    }
    let before = reader.ballot(view.proposal, seat.seat).await?;
    let before = before.filter(|ballot| !ballot.lapsed);
    let mut view = view.clone();
    let counted = |tally: &mut Tally| {
        match before.as_ref().map(|ballot| &ballot.cast) {
            Some(Cast::Choice(old)) => tally.remove_ballot(*old, weight)?,
            Some(Cast::Carried { choice: old, .. }) => tally.remove_carried(*old, weight)?,
            Some(Cast::Upstream { .. } | Cast::Absent {}) | None => {}
        }
        tally.add_ballot(choice, weight)
    };
    counted(&mut view.tally)
        .map_err(|error| CliError::other("the ballot can't be counted", error))?;
    let resolves = view
        .course
        .is_some_and(|course| course.rounds.resolving.is_some());
    // blocks are not the end where a resolving follows
    let may_change = view.revoting || resolves && view.tally.seats.block > 0;
    if !may_change {
        view.outcome = early_outcome(&view.rule, &view.electorate, &view.tally);
    }
    Ok(view)
}

impl Report for Voted {
    fn words(&self) -> String {
        let dry = match &self.delivery {
            Delivery::Sent(transaction) => transaction.is_dry_run(),
            Delivery::Carried { .. } => false,
            Delivery::DryRun { .. } => true,
        };
        let did = if dry { "would vote" } else { "voted" };
        let (name, choice) = (words::line(&self.name), self.choice);
        let group_name = words::line(&self.group_name);
        let title = bold(&words::proposal_title(&self.proposal));
        let view = &self.proposal;
        let mut lines = vec![
            format!(
                "{name}, seat {} of {group_name}, {did} {choice} on {title}.",
                self.seat
            ),
            indent(&words::tally(&view.rule, &view.electorate, &view.tally)),
            format!("  {}", words::status(view, self.now)),
        ];
        let missing = words::missing_yes(&view.rule, &view.electorate, &view.tally);
        lines.extend(missing.map(|missing| format!("  {missing}")));
        lines.push(match &self.delivery {
            Delivery::Sent(transaction) => transaction.words(),
            Delivery::Carried { receipt } => receipt.words(),
            Delivery::DryRun { .. } => "Nothing was signed or sent.".to_owned(),
        });
        lines.join("\n")
    }
}
