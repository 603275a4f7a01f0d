//! The least that a relayer does, for hosts that have none: it looks at every proposal of every group and does what is
//! ripe, until nothing is.

use folkmoot_group::action::Action;
use folkmoot_group::msg::{ContentView, ExecuteMsg, GroupView, NoticeView, ProposalView, QueryMsg};
use folkmoot_rules::{Outcome as Decided, ReviewFacts, Status};
use serde::de::DeserializeOwned;

use super::host::{Host, HostError, Message};
use super::people::Account;

/// More rounds than any story needs: each must do something.
const MAX_ROUNDS: usize = 100;

/// How a contract says that it is too early.
const UNDECIDED: &str = "undecided";

/// Does all that is ripe in these groups, each with its own account.
///
/// # Errors
/// The host fails, refuses a duty, or there is always another one.
pub async fn settle(host: &dyn Host, served: &[(String, Account)]) -> Result<(), HostError> {
    for _ in 0..MAX_ROUNDS {
        let mut acted = false;
        for (group, account) in served {
            acted |= serve(host, group, account).await?;
        }
        if !acted {
            return Ok(());
        }
    }
    Err(HostError::Broken(format!(
        "there is still something ripe after {MAX_ROUNDS} rounds"
    )))
}

/// Does what is ripe in one group; whether there was anything.
async fn serve(host: &dyn Host, group: &str, account: &Account) -> Result<bool, HostError> {
    let count = ask::<GroupView>(host, group, &QueryMsg::Group {})
        .await?
        .proposals;
    let mut acted = false;
    for proposal in 1..=count {
        let query = QueryMsg::ProposalView { proposal };
        let view: ProposalView = ask(host, group, &query).await?;
        let ripe = match duty(&view, host.now().await?) {
            None => failed_veto(host, group, &view).await?,
            ripe => ripe,
        };
        let Some(msg) = ripe else {
            continue;
        };
        let refers = matches!(msg, ExecuteMsg::Refer { .. });
        match host.submit(account, vec![Message::call(group, msg)]).await {
            // a house that does not take it now is not told in every round
            Ok(_) if refers => acted |= ask::<ProposalView>(host, group, &query).await? != view,
            Ok(_) => acted = true,
            // decided, while the vote that it makes above is not: it waits for more ballots, or for its deadline
            Err(HostError::Refused(reason)) if reason.contains(UNDECIDED) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(acted)
}

async fn ask<T: DeserializeOwned>(
    host: &dyn Host,
    group: &str,
    query: &QueryMsg,
) -> Result<T, HostError> {
    let answer = host.query(group, query).await?;
    serde_json::from_value(answer).map_err(|error| HostError::Broken(error.to_string()))
}

/// What is ripe in a proposal.
fn duty(view: &ProposalView, now: u64) -> Option<ExecuteMsg> {
    let proposal = view.proposal;
    let open = view.status == Status::Open;
    let over = now >= view.deadline;
    let decided = view.outcome != Decided::Undecided && (over || view.early_finish);
    let mirror = view.origin.is_mirror();
    if open && now < view.ask_until && view.asked.seats < view.group_electorate.seats {
        let seats = None;
        return Some(ExecuteMsg::FanOut { proposal, seats });
    }
    if mirror && view.roll_up.is_none() && (decided || over) {
        return Some(ExecuteMsg::RollUp { mirror: proposal });
    }
    if mirror {
        return None;
    }
    let early = open && decided && view.outcome == Decided::Passed;
    if early && !view.stages.is_empty() {
        return Some(ExecuteMsg::MoveOn { proposal });
    }
    if waits_for_its_house(view) {
        return Some(ExecuteMsg::Refer { proposal });
    }
    let passed = view.status == Status::Passed || early;
    passed.then_some(ExecuteMsg::Execute { proposal })
}

/// Whether it is to be looked at by a house that was not told of it.
fn waits_for_its_house(view: &ProposalView) -> bool {
    let begun = view.stages.iter().rev().find(|stage| stage.begun.is_some());
    let untold = |review: ReviewFacts| review.asked.is_none();
    matches!(view.status, Status::Referred { .. })
        && begun.and_then(|stage| stage.review).is_some_and(untold)
}

/// A veto that has failed holds nothing any more, and the reviewed group has to hear of it.
async fn failed_veto(
    host: &dyn Host,
    group: &str,
    view: &ProposalView,
) -> Result<Option<ExecuteMsg>, HostError> {
    let failed = view.status.is_final() && view.status != Status::Executed;
    if !failed || view.origin.is_mirror() {
        return Ok(None);
    }
    let proposal = view.proposal;
    let content: ContentView = ask(host, group, &QueryMsg::Content { proposal }).await?;
    let [
        Action::Veto {
            group: reviewed,
            proposal: about,
            ..
        },
    ] = content.actions.as_slice()
    else {
        return Ok(None);
    };
    let query = QueryMsg::Notice {
        group: reviewed.clone(),
        proposal: *about,
    };
    let notice: Option<NoticeView> = ask(host, group, &query).await?;
    let holds = notice.is_some_and(|notice| notice.veto == Some(proposal) && !notice.closed);
    Ok(holds.then_some(ExecuteMsg::ReportVeto { proposal }))
}
