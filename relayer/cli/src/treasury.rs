//! `folkmoot treasury`.

mod look;
mod own;

use clap::{Args, Subcommand};
use cosmwasm_std::Coin;
use folkmoot_chain::{Client, execute};
use folkmoot_group::msg::{ExecuteMsg, TreasuryView};
use serde::Serialize;

use super::args::{ChainArgs, SignArgs};
use super::output::{Report, bold, indent};
use super::reader::Reader;
use super::session::Session;
use super::transaction::Transaction;
use super::{CliError, Output, parse, words};

/// Look at a treasury, give to it, stake in it, and have paid what is due
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot treasury show wasm1…")]
pub struct TreasuryArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Show what a group has, was given and has paid
    #[command(after_help = "Example:\n  folkmoot treasury show wasm1… --json")]
    Show {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        #[command(flatten)]
        chain: ChainArgs,
    },
    /// Give to a group's common fund; nothing comes back
    #[command(after_help = "Example:\n  folkmoot treasury contribute wasm1… 400ustake")]
    Contribute {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        /// How much, such as 400ustake
        amount: String,
        #[command(flatten)]
        sign: Box<SignArgs>,
    },
    #[command(flatten)]
    Look(look::Look),
    #[command(flatten)]
    Own(Box<own::Own>),
}

#[derive(Debug, Serialize)]
struct Shown {
    group: String,
    name: String,
    #[serde(flatten)]
    treasury: TreasuryView,
}

#[derive(Debug, Serialize)]
struct Given {
    group: String,
    name: String,
    amount: Vec<Coin>,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(args: TreasuryArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::Show { group, chain } => {
            let client = Client::connect(&chain.node).await?;
            let reader = Reader::new(&client, &group);
            output.tell(&Shown {
                name: reader.group().await?.name,
                treasury: reader.treasury().await?,
                group: group.clone(),
            })
        }
        Command::Contribute {
            group,
            amount,
            sign,
        } => {
            let amount = parse::coins(&amount)?;
            let session = Session::open(&sign).await?;
            let name = Reader::new(&session.client, &group).group().await?.name;
            output.tell(&contribute(&session, group, name, amount).await?)
        }
        Command::Look(command) => look::run(command, output).await,
        Command::Own(command) => own::run(*command, output).await,
    }
}

async fn contribute(
    session: &Session,
    group: String,
    name: String,
    mut amount: Vec<Coin>,
) -> Result<Given, CliError> {
    // the bank takes coins in the order of their denominations
    amount.sort_by(|one, other| one.denom.cmp(&other.denom));
    let coins = amount
        .iter()
        .map(|coin| cosmos_sdk_proto::cosmos::base::v1beta1::Coin {
            denom: coin.denom.clone(),
            amount: coin.amount.to_string(),
        });
    let message = ExecuteMsg::Contribute {};
    let call = execute(&session.address, &group, &message, coins.collect())?;
    let sent = session.send(vec![call]).await?;
    Ok(Given {
        group,
        name,
        amount,
        transaction: Transaction::from(&sent),
    })
}

impl Report for Shown {
    fn words(&self) -> String {
        let treasury = indent(&words::treasury(&self.treasury));
        format!(
            "{}\n{treasury}",
            bold(&format!("Treasury of {}", words::line(&self.name)))
        )
    }
}

impl Report for Given {
    fn words(&self) -> String {
        let did = self.transaction.tense("would be given", "are given");
        let (coins, name) = (words::coins(&self.amount), words::line(&self.name));
        format!(
            "{coins} {did} to the common fund of {name}.\n{}",
            self.transaction.words()
        )
    }
}
