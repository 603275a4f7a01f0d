//! `folkmoot seat`.

use clap::{Args, Subcommand};
use folkmoot_chain::execute;
use folkmoot_group::action::Action;
use folkmoot_group::msg::{ExecuteMsg, SeatId, SeatView, Standing};
use folkmoot_group::wallet::{Holder, Wallet};
use serde::Serialize;

use super::args::SignArgs;
use super::output::Report;
use super::reader::Reader;
use super::session::Session;
use super::transaction::Transaction;
use super::{CliError, Output, parse, propose, words};

/// Change the wallets of your seat, or propose to change a seat
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot seat add-wallet wasm1… wasm1newphone…")]
pub struct SeatArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Offer a wallet a place in your seat; it takes it by `confirm-wallet`, and may then act for the seat
    #[command(after_help = "Example:\n  folkmoot seat add-wallet wasm1… wasm1newphone…")]
    AddWallet(WalletArgs),
    /// Take the place that a seat offers to the wallet that you sign with
    #[command(after_help = "Example:\n  folkmoot seat confirm-wallet wasm1… 3 --key newphone")]
    ConfirmWallet {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        /// The seat's number
        seat: SeatId,
        #[command(flatten)]
        sign: Box<SignArgs>,
    },
    /// Drop a wallet of your seat: after the key notice, or at once if it is the one that you sign with, or only offered
    #[command(after_help = "Example:\n  folkmoot seat drop-wallet wasm1… wasm1lostphone…")]
    DropWallet(WalletArgs),
    /// Cancel an announced dropping
    #[command(after_help = "Example:\n  folkmoot seat keep-wallet wasm1… wasm1lostphone…")]
    KeepWallet(WalletArgs),
    /// Propose to change a seat; what is not named stays as it is
    #[command(
        after_help = "Example:\n  folkmoot seat change wasm1… 3 --standing contributor\n  folkmoot seat change wasm1… 3 --holder 2of:0xa…+0xb…"
    )]
    Change {
        #[command(flatten)]
        changes: Changes,
        #[command(flatten)]
        sign: Box<SignArgs>,
    },
}

#[derive(Args, Debug)]
struct WalletArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The wallet: an account's address, or an Ethereum address 0x…
    #[arg(value_parser = parse::wallet)]
    wallet: Wallet,
    #[command(flatten)]
    sign: Box<SignArgs>,
}

/// What changes.
#[derive(Args, Debug)]
struct Changes {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The seat's number
    seat: SeatId,
    /// Its new name
    #[arg(long)]
    name: Option<String>,
    /// Its new standing: core, contributor or observer
    #[arg(long, value_parser = parse::standing)]
    standing: Option<Standing>,
    /// Its new holder: a wallet, several as A+B or 2of:A+B+C, or contract:ADDRESS
    #[arg(long, value_parser = parse::holder)]
    holder: Option<Holder>,
    /// Its new weight, where weights are fixed
    #[arg(long)]
    weight: Option<u64>,
}

/// What became of a seat's wallets, or would.
#[derive(Debug, Serialize)]
struct Told {
    group: String,
    group_name: String,
    /// The seat afterwards; in a dry run as it is now.
    seat: SeatView,
    #[serde(flatten)]
    transaction: Transaction,
    #[serde(skip)]
    what: String,
}

/// Runs the command.
pub async fn run(args: SeatArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::AddWallet(args) => {
            let what = format!(
                "{} is offered a place, and acts for it once it has said so itself (folkmoot seat confirm-wallet)",
                args.wallet
            );
            let wallet = args.wallet.clone();
            tell(args, ExecuteMsg::AddWallet { wallet }, what, output).await
        }
        Command::ConfirmWallet { group, seat, sign } => confirm(group, seat, &sign, output).await,
        Command::DropWallet(args) => {
            let what = format!(
                "{} is dropped after the key notice, or at once if it was that wallet which signed; until then any \
                 wallet of the seat can keep it",
                args.wallet
            );
            let wallet = args.wallet.clone();
            tell(args, ExecuteMsg::DropWallet { wallet }, what, output).await
        }
        Command::KeepWallet(args) => {
            let what = format!("{} is not dropped", args.wallet);
            let wallet = args.wallet.clone();
            tell(args, ExecuteMsg::KeepWallet { wallet }, what, output).await
        }
        Command::Change { changes, sign } => change(changes, &sign, output).await,
    }
}

async fn tell(
    args: WalletArgs,
    message: ExecuteMsg,
    what: String,
    output: &mut Output,
) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let reader = Reader::new(&session.client, &args.group);
    let group_name = reader.group().await?.name;
    let own = reader.seat_held(&session.address, &group_name).await?;
    let call = execute(&session.address, &args.group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    output.tell(&Told {
        // whoever dropped the wallet that signed is found by its number only
        seat: reader.seat(own.seat).await?,
        group: args.group.clone(),
        group_name,
        transaction: Transaction::from(&sent),
        what,
    })
}

async fn confirm(
    group: String,
    seat: SeatId,
    sign: &SignArgs,
    output: &mut Output,
) -> Result<(), CliError> {
    let session = Session::open(sign).await?;
    let reader = Reader::new(&session.client, &group);
    let group_name = reader.group().await?.name;
    let message = ExecuteMsg::ConfirmWallet { seat };
    let call = execute(&session.address, &group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    output.tell(&Told {
        seat: reader.seat(seat).await?,
        group,
        group_name,
        transaction: Transaction::from(&sent),
        what: format!("{} acts for it as well", session.address),
    })
}

async fn change(changes: Changes, sign: &SignArgs, output: &mut Output) -> Result<(), CliError> {
    let Changes {
        group,
        seat,
        name,
        standing,
        holder,
        weight,
    } = changes;
    if name.is_none() && standing.is_none() && holder.is_none() && weight.is_none() {
        return Err(CliError::refused(
            "nothing changes: name --name, --standing, --holder or --weight",
        ));
    }
    let session = Session::open(sign).await?;
    let before = Reader::new(&session.client, &group).seat(seat).await?;
    let title = format!("Change seat {seat}, {}", words::line(&before.name));
    let action = Action::ChangeSeat {
        seat,
        revision: before.revision,
        name,
        standing,
        holder,
        weight,
    };
    let opened = propose::open_one(&session, &group, title, action).await?;
    output.tell(&opened)
}

impl Report for Told {
    fn words(&self) -> String {
        let head = self.transaction.tense("would change", "is changed");
        format!(
            "Seat {} of {} {head}: {}.\n{}\n{}",
            self.seat.seat,
            words::line(&self.group_name),
            self.what,
            words::seat(&self.seat),
            self.transaction.words()
        )
    }
}
