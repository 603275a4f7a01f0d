//! What a seat does with its own money in a group, and what anybody may call for others.

use clap::{Args, Subcommand};
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin as ProtoCoin;
use cosmwasm_std::Coin;
use folkmoot_chain::execute;
use folkmoot_group::action::Action;
use folkmoot_group::msg::{Claimant, ExecuteMsg, ProposalId, SeatId};
use serde::Serialize;

use crate::args::SignArgs;
use crate::output::Report;
use crate::reader::Reader;
use crate::session::Session;
use crate::transaction::Transaction;
use crate::{CliError, Output, parse, propose, words};

/// One thing done with a treasury.
#[derive(Args, Debug)]
pub struct Deed {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    #[command(flatten)]
    sign: SignArgs,
}

/// A deed about some coins.
#[derive(Args, Debug)]
pub struct Amount {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// How much, such as 400ustake
    #[arg(value_parser = parse::coin)]
    amount: Coin,
    /// Propose that this group, which has a seat there, does it
    #[arg(long = "by", value_name = "GROUP", value_parser = parse::address)]
    by: Option<String>,
    #[command(flatten)]
    sign: SignArgs,
}

#[derive(Subcommand, Debug)]
pub enum Own {
    /// Put a stake in for your seat; it stays yours
    #[command(after_help = "Example:\n  folkmoot treasury stake wasm1… 10000ustake")]
    Stake(Amount),
    /// Take free stake back, at once
    #[command(after_help = "Example:\n  folkmoot treasury take wasm1… 4000ustake")]
    Take(Amount),
    /// Say what of your free stake goes into the next cycle; 0 takes the pledge back
    #[command(after_help = "Example:\n  folkmoot treasury pledge wasm1… 6000ustake")]
    Pledge {
        #[command(flatten)]
        deed: Deed,
        /// All of it, not what is added, such as 6000ustake
        #[arg(value_parser = parse::coin_or_none)]
        amount: Coin,
        /// Propose that this group, which has a seat there, does it
        #[arg(long = "by", value_name = "GROUP", value_parser = parse::address)]
        by: Option<String>,
    },
    /// Make the deposit of a proposal that has ended due to who left it; anybody may
    #[command(after_help = "Example:\n  folkmoot treasury deposit wasm1… 12")]
    Deposit {
        #[command(flatten)]
        deed: Deed,
        /// The proposal's number
        proposal: ProposalId,
    },
    /// Turn a seat's share of an ended cycle into its claim; anybody may
    #[command(after_help = "Example:\n  folkmoot treasury settle wasm1… 4 ustake")]
    Settle {
        #[command(flatten)]
        deed: Deed,
        /// The seat
        seat: SeatId,
        /// The cycle's denomination
        #[arg(value_name = "DENOM")]
        coin: String,
    },
    /// Pay what is due to a seat or an address; anybody may
    #[command(
        after_help = "Example:\n  folkmoot treasury pay wasm1… 4 ustake\n  folkmoot treasury pay wasm1… wasm1heir… ustake"
    )]
    Pay {
        #[command(flatten)]
        deed: Deed,
        /// To whom: a seat's number or an address
        #[arg(value_parser = parse::claimant)]
        claimant: Claimant,
        /// The denomination
        #[arg(value_name = "DENOM")]
        coin: String,
    },
    /// Name where your seat is paid to, in force after the key notice; or cancel such a change
    #[command(
        name = "pay-out",
        after_help = "Example:\n  folkmoot treasury pay-out wasm1… wasm1safe…\n  folkmoot treasury pay-out wasm1… --keep"
    )]
    PayOut {
        #[command(flatten)]
        deed: Deed,
        /// The address
        #[arg(value_parser = parse::address, required_unless_present = "keep")]
        address: Option<String>,
        /// Cancel the change that is announced
        #[arg(long, conflicts_with = "address")]
        keep: bool,
    },
}

impl Own {
    /// What a group is to do, if it is not for the own seat.
    fn of_a_group(&self) -> Option<OfGroup<'_>> {
        let (by, sign, above, title, action) = match self {
            Self::Stake(of) => {
                let title = format!("Stake {}", of.amount);
                let (group, amount) = (of.group.clone(), vec![of.amount.clone()]);
                let stake = Action::Stake { group, amount };
                (&of.by, &of.sign, &of.group, title, stake)
            }
            Self::Take(of) => {
                let title = format!("Take back {}", of.amount);
                let (group, amount) = (of.group.clone(), of.amount.clone());
                let take = Action::TakeStake { group, amount };
                (&of.by, &of.sign, &of.group, title, take)
            }
            Self::Pledge { deed, amount, by } => {
                let title = format!("Pledge {amount}");
                let (group, amount) = (deed.group.clone(), amount.clone());
                let pledge = Action::Pledge { group, amount };
                (by, &deed.sign, &deed.group, title, pledge)
            }
            _ => return None,
        };
        Some(OfGroup {
            by: by.as_deref()?,
            above,
            title,
            action,
            sign,
        })
    }
}

/// What a group does with its money in a group above.
struct OfGroup<'a> {
    by: &'a str,
    above: &'a str,
    title: String,
    action: Action,
    sign: &'a SignArgs,
}

async fn propose(of_group: OfGroup<'_>, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(of_group.sign).await?;
    let above = Reader::new(&session.client, of_group.above).group().await?;
    let title = format!("{} in {}", of_group.title, words::line(&above.name));
    let opened = propose::open_one(&session, of_group.by, title, of_group.action).await?;
    output.tell(&opened)
}

/// What was done, or would be.
#[derive(Debug, Serialize)]
struct Done {
    group: String,
    name: String,
    message: ExecuteMsg,
    #[serde(flatten)]
    transaction: Transaction,
}

/// Runs the command.
pub async fn run(command: Own, output: &mut Output) -> Result<(), CliError> {
    if let Some(of_group) = command.of_a_group() {
        return propose(of_group, output).await;
    }
    let (group, sign, message, funds) = match command {
        Own::Stake(of) => (of.group, of.sign, ExecuteMsg::Stake {}, vec![of.amount]),
        Own::Take(Amount {
            group,
            amount,
            sign,
            ..
        }) => (group, sign, ExecuteMsg::TakeStake { amount }, vec![]),
        Own::Pledge { deed, amount, .. } => {
            (deed.group, deed.sign, ExecuteMsg::Pledge { amount }, vec![])
        }
        Own::Deposit { deed, proposal } => {
            let message = ExecuteMsg::ReturnDeposit { proposal };
            (deed.group, deed.sign, message, vec![])
        }
        Own::Settle { deed, seat, coin } => {
            let message = ExecuteMsg::Settle { seat, denom: coin };
            (deed.group, deed.sign, message, vec![])
        }
        Own::Pay {
            deed,
            claimant,
            coin,
        } => {
            let denom = coin;
            let message = ExecuteMsg::PayClaim { claimant, denom };
            (deed.group, deed.sign, message, vec![])
        }
        Own::PayOut { deed, address, .. } => {
            let message = match address {
                Some(address) => ExecuteMsg::NamePayOut { address },
                None => ExecuteMsg::KeepPayOut {},
            };
            (deed.group, deed.sign, message, vec![])
        }
    };
    let session = Session::open(&sign).await?;
    output.tell(&send(&session, group, message, funds).await?)
}

async fn send(
    session: &Session,
    group: String,
    message: ExecuteMsg,
    funds: Vec<Coin>,
) -> Result<Done, CliError> {
    let name = Reader::new(&session.client, &group).group().await?.name;
    let funds = funds.iter().map(|coin| ProtoCoin {
        denom: coin.denom.clone(),
        amount: coin.amount.to_string(),
    });
    let call = execute(&session.address, &group, &message, funds.collect())?;
    let sent = session.send(vec![call]).await?;
    Ok(Done {
        group,
        name,
        message,
        transaction: Transaction::from(&sent),
    })
}

impl Done {
    /// What it does, in the present tense.
    fn what(&self) -> String {
        let name = &words::line(&self.name);
        let coin = |coin: &Coin| words::coins(std::slice::from_ref(coin));
        match &self.message {
            ExecuteMsg::Stake {} => format!("the stake goes into {name} and stays your seat's own"),
            ExecuteMsg::TakeStake { amount } => {
                format!(
                    "{} of your stake in {name} go to your pay-out address",
                    coin(amount)
                )
            }
            ExecuteMsg::Pledge { amount } if amount.amount.is_zero() => {
                format!("your pledge for the next cycle of {name} is taken back")
            }
            ExecuteMsg::Pledge { amount } => format!(
                "{} of your stake go into the next cycle of {name} when it opens; until then they stay free",
                coin(amount)
            ),
            ExecuteMsg::Settle { seat, denom } => {
                format!(
                    "the share of seat {seat} of {name} in its ended cycle of {denom} is due to it"
                )
            }
            ExecuteMsg::ReturnDeposit { proposal } => {
                format!("the deposit of proposal {proposal} of {name} is due to who left it")
            }
            ExecuteMsg::PayClaim { claimant, denom } => {
                format!("what {name} owes {claimant} in {denom} is paid")
            }
            ExecuteMsg::NamePayOut { address } => format!(
                "your seat of {name} is paid to {address} from the end of the key notice on; any wallet of the seat can \
                 cancel it"
            ),
            _ => format!(
                "your seat of {name} is paid where it was before; the announced change is cancelled"
            ),
        }
    }
}

impl Report for Done {
    fn words(&self) -> String {
        let what = self.what();
        let head = match self.transaction.is_dry_run() {
            true => format!("If you sent this, {what}."),
            false => {
                let mut letters = what.chars();
                let first = letters.next().map(|letter| letter.to_ascii_uppercase());
                format!("{}{}.", first.unwrap_or_default(), letters.as_str())
            }
        };
        format!("{head}\n{}", self.transaction.words())
    }
}
