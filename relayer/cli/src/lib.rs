//! The command line `folkmoot`: one file a command. A command reads its arguments, asks or tells the chain, and hands a
//! report to the one [`Output`].
//!
//! The door is [`main`]. What people type is read in `parse`, what they read is put in words in `words`.

mod amend;
mod args;
mod charter;
mod code;
mod completions;
mod concern;
mod delegate;
pub mod demo;
mod deploy;
mod doctor;
mod document;
mod error;
mod execute;
mod group;
mod join;
mod keys;
mod leave;
mod localnet;
mod objection;
mod orders;
mod output;
mod parse;
mod propose;
mod reader;
mod relay;
mod role;
mod seat;
mod session;
mod transaction;
mod treasury;
mod vote;
mod withdraw;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use folkmoot_daemon::log::{self, LogFormat};

pub use error::CliError;
pub use output::{Output, Report};

/// How much a command that isn't a daemon logs.
const QUIET: &str = "warn";

/// Groups that decide, and groups of groups: everything a member, a relayer and a test does
#[derive(Parser, Debug)]
#[command(
    name = "folkmoot",
    version,
    disable_help_subcommand = true,
    after_help = "Example:\n  folkmoot demo --once"
)]
pub struct Cli {
    /// Say it as JSON, one object a line
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Tell how groups decide together, step by step, on an embedded chain or behind a node
    Demo(demo::Args),
    /// Run an embedded chain with funded test accounts
    Localnet(localnet::LocalnetArgs),
    /// Found a whole federation from a file
    Deploy(deploy::DeployArgs),
    /// Found groups and look at them
    Group(group::GroupArgs),
    /// Open a proposal
    Propose(Box<propose::ProposeArgs>),
    /// Put a new version in the place of a blocked proposal
    Amend(Box<amend::AmendArgs>),
    /// Take back your proposal before it is decided
    Withdraw(withdraw::WithdrawArgs),
    /// Look at the objections to a proposal, or take back your own
    Objection(objection::ObjectionArgs),
    /// Cast a ballot
    Vote(vote::VoteArgs),
    /// Print what a wallet signs for an order or a ballot, and sign it, for anybody to carry
    Sign(orders::SignArgs),
    /// Check signed orders and ballots offline
    Verify(orders::VerifyArgs),
    /// Carry orders and ballots that others signed
    Carry(orders::CarryArgs),
    /// Execute a passed proposal, or take any step that is due
    Execute(execute::ExecuteArgs),
    /// Propose that a group joins another
    Join(join::JoinArgs),
    /// Leave a group, or propose that a group leaves another
    Leave(leave::LeaveArgs),
    /// Raise a concern about what a reviewed group decided
    Concern(concern::ConcernArgs),
    /// Show how a group decides
    Charter(charter::CharterArgs),
    /// Read the documents that a group adopted, and propose the next
    Document(document::DocumentArgs),
    /// Change the wallets of your seat, or propose to change a seat
    Seat(seat::SeatArgs),
    /// Look at a group's roles, come to one, or propose who has one
    Role(role::RoleArgs),
    /// Let another seat carry your weight, or look at who does
    Delegate(delegate::DelegateArgs),
    /// Look at a treasury, or give to it
    Treasury(treasury::TreasuryArgs),
    /// Run the relayer, or look inside it
    Relay(relay::RelayArgs),
    /// Keep the keys that sign
    Keys(keys::KeysArgs),
    /// Check everything a member or relayer needs, and say what to mend
    Doctor(doctor::DoctorArgs),
    /// Print the completions of a shell
    Completions(completions::CompletionsArgs),
}

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let json = arguments.iter().any(|argument| argument == "--json");
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return misread(&error, json),
    };
    let mut output = Output::stdout(cli.json);
    match dispatch(cli.command, &mut output) {
        Ok(()) | Err(CliError::Closed) => ExitCode::SUCCESS,
        Err(error) => {
            let text = if json {
                error.json().to_string()
            } else {
                words::aside(&error.chain())
            };
            complain(&text, json);
            ExitCode::FAILURE
        }
    }
}

/// Help and version go to stdout, a wrong argument to stderr; scripts get the latter as JSON.
fn misread(error: &clap::Error, json: bool) -> ExitCode {
    if json && error.use_stderr() {
        let text = error.to_string();
        let text = text.trim_start_matches("error: ").trim_end();
        let object = serde_json::json!({ "error": text, "causes": [] });
        complain(&object.to_string(), true);
    } else if error.print().is_err() {
        return ExitCode::FAILURE;
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

fn complain(text: &str, json: bool) {
    use std::io::Write;
    let mut stderr = anstream::stderr();
    let head = if json {
        String::new()
    } else {
        output::bad("error: ")
    };
    // where stderr is gone there is nobody to tell
    drop(writeln!(stderr, "{head}{text}"));
}

fn dispatch(command: Command, output: &mut Output) -> Result<(), CliError> {
    match command {
        Command::Keys(args) => keys::run(args, output),
        Command::Completions(args) => completions::run(&args, output),
        Command::Verify(args) => orders::verify(args, output),
        Command::Relay(args) => runtime()?.block_on(relay::run(args, output)),
        other => {
            start_log()?;
            runtime()?.block_on(ask(other, output))
        }
    }
}

async fn ask(command: Command, output: &mut Output) -> Result<(), CliError> {
    match command {
        Command::Demo(args) => demo::run(args, output).await,
        Command::Localnet(args) => localnet::run(args, output).await,
        Command::Deploy(args) => deploy::run(args, output).await,
        Command::Group(args) => group::run(args, output).await,
        Command::Propose(args) => propose::run(*args, output).await,
        Command::Amend(args) => amend::run(*args, output).await,
        Command::Withdraw(args) => withdraw::run(args, output).await,
        Command::Objection(args) => objection::run(args, output).await,
        Command::Vote(args) => vote::run(args, output).await,
        Command::Sign(args) => orders::sign(args, output).await,
        Command::Verify(args) => orders::verify(args, output),
        Command::Carry(args) => orders::carry(args, output).await,
        Command::Execute(args) => execute::run(args, output).await,
        Command::Join(args) => join::run(args, output).await,
        Command::Leave(args) => leave::run(args, output).await,
        Command::Concern(args) => concern::run(args, output).await,
        Command::Charter(args) => charter::run(args, output).await,
        Command::Document(args) => document::run(args, output).await,
        Command::Seat(args) => seat::run(args, output).await,
        Command::Role(args) => role::run(args, output).await,
        Command::Delegate(args) => delegate::run(args, output).await,
        Command::Treasury(args) => treasury::run(args, output).await,
        Command::Doctor(args) => doctor::run(args, output).await,
        Command::Relay(args) => relay::run(args, output).await,
        Command::Keys(args) => keys::run(args, output),
        Command::Completions(args) => completions::run(&args, output),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, CliError> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::other("the program can't start its threads", error))
}

/// The log of a command, on stderr: `FOLKMOOT_LOG` says how much.
fn start_log() -> Result<(), CliError> {
    let wanted = std::env::var("FOLKMOOT_LOG");
    let filter = log::filter(wanted.as_deref().unwrap_or(QUIET))?;
    Ok(log::start(LogFormat::Text, filter)?)
}

#[cfg(test)]
mod tests;
