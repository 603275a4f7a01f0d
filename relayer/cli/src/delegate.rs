//! `folkmoot delegate`.

use clap::{Args, Subcommand};
use folkmoot_chain::{Client, execute};
use folkmoot_group::msg::{DelegationView, ExecuteMsg, SeatId};
use folkmoot_rules::Seconds;
use serde::Serialize;

use super::args::{ChainArgs, SignArgs};
use super::output::{Report, bold};
use super::reader::Reader;
use super::session::Session;
use super::transaction::Transaction;
use super::{CliError, Output, parse, words};

/// Let another seat carry your weight, or look at who does
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot delegate to wasm1… 2 --for 90d")]
pub struct DelegateArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Let a seat carry your weight in what opens from now on; your own ballot always comes first
    #[command(
        after_help = "Example:\n  folkmoot delegate to wasm1… 2 --for 90d --procedure budget --procedure upstream"
    )]
    To {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        /// The delegate's seat
        seat: SeatId,
        /// For how long, at most a year
        #[arg(long = "for", value_name = "DURATION", value_parser = parse::period)]
        length: Seconds,
        /// Only for this procedure, `upstream` for what a group above asks; may come several times [default: all but
        /// upstream]
        #[arg(long, value_name = "NAME")]
        procedure: Vec<String>,
        #[command(flatten)]
        sign: Box<SignArgs>,
    },
    /// Speak for yourself again in what opens from now on
    #[command(after_help = "Example:\n  folkmoot delegate end wasm1…")]
    End {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        #[command(flatten)]
        sign: Box<SignArgs>,
    },
    /// List who lets whom carry their weight
    #[command(after_help = "Example:\n  folkmoot delegate list wasm1… --json")]
    List {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        #[command(flatten)]
        chain: ChainArgs,
    },
}

#[derive(Debug, Serialize)]
struct Listed {
    group: String,
    group_name: String,
    delegations: Vec<DelegationView>,
    #[serde(skip)]
    now: u64,
}

#[derive(Debug, Serialize)]
struct Told {
    group: String,
    group_name: String,
    /// The delegate; none where the seat speaks for itself again.
    to: Option<SeatId>,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(args: DelegateArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::List { group, chain } => list(group, &chain, output).await,
        Command::End { group, sign } => tell(group, &sign, None, output).await,
        Command::To {
            group,
            seat,
            length,
            procedure,
            sign,
        } => tell(group, &sign, Some((seat, length, procedure)), output).await,
    }
}

async fn tell(
    group: String,
    sign: &SignArgs,
    given: Option<(SeatId, Seconds, Vec<String>)>,
    output: &mut Output,
) -> Result<(), CliError> {
    let session = Session::open(sign).await?;
    let reader = Reader::new(&session.client, &group);
    let (to, until, procedures) = match given {
        Some((seat, length, procedures)) => {
            (Some(seat), length.after(reader.now().await?), procedures)
        }
        None => (None, 0, vec![]),
    };
    let message = ExecuteMsg::Delegate {
        to,
        procedures,
        until,
    };
    let call = execute(&session.address, &group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    let group_name = reader.group().await?.name;
    output.tell(&Told {
        group: group.clone(),
        group_name,
        to,
        transaction: Transaction::from(&sent),
    })
}

async fn list(group: String, chain: &ChainArgs, output: &mut Output) -> Result<(), CliError> {
    let client = Client::connect(&chain.node).await?;
    let reader = Reader::new(&client, &group);
    let listed = Listed {
        group_name: reader.group().await?.name,
        delegations: reader.delegations().await?,
        now: reader.now().await?,
        group: group.clone(),
    };
    output.tell(&listed)
}

fn described(given: &DelegationView, now: u64) -> String {
    let DelegationView {
        seat,
        to,
        procedures,
        until,
    } = given;
    let scope = match procedures.as_slice() {
        [] => "in all procedures but upstream".to_owned(),
        some => format!("in {}", words::line(&some.join(", "))),
    };
    let end = match until {
        over if *over <= now => "over since",
        _ => "until",
    };
    format!(
        "  seat {seat} by seat {to}, {scope}, {end} {}",
        words::instant(*until)
    )
}

impl Report for Listed {
    fn words(&self) -> String {
        let name = bold(&words::line(&self.group_name));
        if self.delegations.is_empty() {
            return format!("In {name} every seat speaks for itself.");
        }
        let mut lines = vec![format!("Whose weight in {name} is carried by whom")];
        let given = self.delegations.iter();
        lines.extend(given.map(|one| described(one, self.now)));
        lines.join("\n")
    }
}

impl Report for Told {
    fn words(&self) -> String {
        let would = self.transaction.tense("would carry", "carries");
        let did = match self.to {
            Some(seat) => format!("seat {seat} {would} your weight"),
            None => "you speak for yourself".to_owned(),
        };
        format!(
            "In what opens in {} from now on, {did}.\n{}",
            bold(&words::line(&self.group_name)),
            self.transaction.words()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delegation_says_for_what_and_until_when() {
        let given = DelegationView {
            seat: 3,
            to: 1,
            procedures: vec![],
            until: 200,
        };
        let told = described(&given, 100);
        assert!(
            told.contains("seat 3 by seat 1, in all procedures but upstream, until"),
            "{told}"
        );
        let named = DelegationView {
            procedures: vec!["budget".to_owned(), "upstream".to_owned()],
            ..given
        };
        let told = described(&named, 200);
        assert!(told.contains("in budget, upstream, over since"), "{told}");
    }
}
