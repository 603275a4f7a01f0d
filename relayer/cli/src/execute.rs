//! `folkmoot execute`: the steps that anybody may take, so that nothing ever waits for a relayer.

use clap::Args;
use folkmoot_chain::execute;
use folkmoot_group::action::Action;
use folkmoot_group::msg::{ExecuteMsg, ProposalId, ProposalView};
use folkmoot_rules::{Outcome, Status};
use serde::Serialize;

use super::args::SignArgs;
use super::output::{Report, bad, good, indent, warn};
use super::reader::Reader;
use super::session::Session;
use super::transaction::{Attention, Transaction, attention};
use super::{CliError, Output, parse, words};

/// Execute a passed proposal: all its actions or none. Anybody may, and no relayer is needed
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot execute wasm1… 3 --dry-run\n  folkmoot execute wasm1… 4 --roll-up"
)]
pub struct ExecuteArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The proposal's number
    proposal: ProposalId,
    /// Instead ask the group seats that were not asked yet to decide it
    #[arg(long, conflicts_with = "roll_up")]
    fan_out: bool,
    /// Instead carry the result of a decided mirror up
    #[arg(long)]
    roll_up: bool,
    /// Instead move it on before its deadline: one that is decided to its next stage, one that all have answered and
    /// some block to its resolving
    #[arg(long, conflicts_with_all = ["fan_out", "roll_up"])]
    move_on: bool,
    /// Instead refer it to the house whose stage it is in
    #[arg(long, conflicts_with_all = ["fan_out", "roll_up", "move_on"])]
    refer: bool,
    /// Instead report that it failed as a veto, so that it holds nothing any more
    #[arg(long, conflicts_with_all = ["fan_out", "roll_up", "move_on", "refer"])]
    report_veto: bool,
    #[command(flatten)]
    sign: SignArgs,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    Execute,
    FanOut,
    RollUp,
    MoveOn,
    Refer,
    ReportVeto,
}

#[derive(Debug, Serialize)]
struct Taken {
    group: String,
    step: Step,
    /// As it is afterwards; in a dry run as it is now.
    proposal: ProposalView,
    #[serde(flatten)]
    transaction: Transaction,
    /// What somebody should look at: a failed execution, seats that could not be asked.
    attention: Vec<Attention>,
    #[serde(skip)]
    actions: Vec<Action>,
    #[serde(skip)]
    now: u64,
}

/// Runs the command.
pub async fn run(args: ExecuteArgs, output: &mut Output) -> Result<(), CliError> {
    let session = Session::open(&args.sign).await?;
    let reader = Reader::new(&session.client, &args.group);
    let view = reader.proposal(args.proposal).await?;
    let proposal = args.proposal;
    let (step, message) = match (args.fan_out, args.roll_up) {
        _ if args.move_on => (Step::MoveOn, ExecuteMsg::MoveOn { proposal }),
        (true, _) => (
            Step::FanOut,
            ExecuteMsg::FanOut {
                proposal,
                seats: None,
            },
        ),
        (_, true) => (Step::RollUp, ExecuteMsg::RollUp { mirror: proposal }),
        _ if args.refer => (Step::Refer, ExecuteMsg::Refer { proposal }),
        _ if args.report_veto => (Step::ReportVeto, ExecuteMsg::ReportVeto { proposal }),
        _ => {
            check_executable(&view, reader.now().await?)?;
            (Step::Execute, ExecuteMsg::Execute { proposal })
        }
    };
    let call = execute(&session.address, &args.group, &message, Vec::new())?;
    let sent = session.send(vec![call]).await?;
    let taken = Taken {
        step,
        proposal: reader.proposal(proposal).await?,
        transaction: Transaction::from(&sent),
        attention: attention(sent.events(), &args.group),
        actions: reader.content(proposal).await?.actions,
        now: reader.now().await?,
        group: args.group.clone(),
    };
    output.tell(&taken)?;
    if taken.failed() {
        return Err(CliError::Failed(format!(
            "proposal {proposal} can't be executed: nothing was moved"
        )));
    }
    Ok(())
}

impl Taken {
    /// Whether an action fails. The transaction itself succeeds, for it keeps the reason.
    fn failed(&self) -> bool {
        let mut attention = self.attention.iter();
        attention.any(|attention| attention.what == "execution_failed")
    }
}

/// Says what stands in the way better than the contract can, which does not know what the caller wants.
fn check_executable(view: &ProposalView, now: u64) -> Result<(), CliError> {
    let number = view.proposal;
    if view.origin.is_mirror() {
        return Err(CliError::refused(format!(
            "proposal {number} is a mirror, which is not executed: carry its result up with --roll-up"
        )));
    }
    let because = match (view.status, view.outcome) {
        (Status::Open, _) if view.course.is_some_and(|course| course.may_resolve) => {
            "is answered by all, and some block it: begin its resolving with --move-on".to_owned()
        }
        (Status::Open, Outcome::Undecided) => {
            let until = words::until(view.deadline, now);
            format!("is undecided; ballots are taken until {until}")
        }
        (Status::Open, Outcome::Passed) | (Status::Passed | Status::ExecutionFailed, _) => {
            return Ok(());
        }
        (Status::Executed, _) => "is executed already: nothing is done twice".to_owned(),
        (Status::Open, outcome) => format!("is decided: {}", words::outcome(outcome)),
        _ => format!("can't be executed: {}", words::status(view, now)),
    };
    Err(CliError::refused(format!("proposal {number} {because}")))
}

impl Report for Taken {
    fn words(&self) -> String {
        let dry = self.transaction.is_dry_run();
        let title = words::proposal_title(&self.proposal);
        let mut lines = vec![match (self.step, dry) {
            (Step::Execute, true) if self.failed() => {
                bad(&format!("{title} could not be executed; it would have to:"))
            }
            (Step::Execute, false) if self.failed() => {
                bad(&format!("{title} could not be executed; it has to:"))
            }
            (Step::Execute, true) => format!("{title} would be executed:"),
            (Step::Execute, false) => good(&format!("{title} is executed:")),
            (Step::FanOut, true) => format!("The group seats would be asked to decide {title}."),
            (Step::FanOut, false) => format!("The group seats are asked to decide {title}."),
            (Step::MoveOn, true) => format!("{title} would be moved on."),
            (Step::MoveOn, false) => format!("{title} is moved on."),
            (Step::RollUp, true) => format!("The result of {title} would be carried up."),
            (Step::RollUp, false) => format!("The result of {title} is carried up."),
            (Step::Refer, true) => format!("A house would be told of {title}."),
            (Step::Refer, false) => format!("A house is told of {title}."),
            (Step::ReportVeto, true) => format!("It would be told that {title} has failed."),
            (Step::ReportVeto, false) => format!("It is told that {title} has failed."),
        }];
        if matches!(self.step, Step::Execute) {
            lines.extend(self.actions.iter().map(|one| indent(&words::action(one))));
        }
        lines.extend(self.attention.iter().map(|attention| {
            let Attention {
                what,
                subject,
                reason,
            } = attention;
            let (what, reason) = (what.replace('_', " "), words::line(reason));
            warn(&format!("  {what} {subject}: {reason}"))
        }));
        if !dry {
            lines.push(format!("  {}", words::status(&self.proposal, self.now)));
            let up = words::carried_up(&self.proposal, self.now);
            lines.extend(up.map(|up| format!("  {up}")));
        }
        lines.push(self.transaction.words());
        lines.join("\n")
    }
}
