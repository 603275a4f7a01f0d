//! `folkmoot relay duties`.

use folkmoot_daemon::config::Config;
use folkmoot_store::{Duty, DutyFilter, DutyState, MAX_PAGE, PageRequest, Store};
use serde::Serialize;

use crate::output::{Report, bad, good, indent};
use crate::{CliError, Output, words};

#[derive(Debug, Serialize)]
struct DutyList {
    duties: Vec<Duty>,
    /// Whether there are more.
    more: bool,
}

/// Runs the command.
pub async fn run(
    config: &Config,
    state: Option<DutyState>,
    group: Option<String>,
    limit: u32,
    output: &mut Output,
) -> Result<(), CliError> {
    let store = super::open(config).await?;
    let filter = DutyFilter {
        state,
        group,
        ..DutyFilter::default()
    };
    let mut page = PageRequest::latest(limit.min(MAX_PAGE));
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut list = DutyList {
        duties: Vec::new(),
        more: true,
    };
    let mut repository = store.begin().await?;
    while list.more && list.duties.len() < wanted {
        let found = repository.duties().list(&filter, page).await?;
        list.duties.extend(found.items);
        list.more = found.next.is_some();
        page = found.next.map_or(page, |mark| page.after(mark));
    }
    repository.cancel().await?;
    list.more |= list.duties.len() > wanted;
    list.duties.truncate(wanted);
    output.tell(&list)
}

impl Report for DutyList {
    fn words(&self) -> String {
        if self.duties.is_empty() {
            return "There is no such duty.".to_owned();
        }
        let mut lines: Vec<String> = self.duties.iter().map(duty).collect();
        if self.more {
            lines.push("There are more: --limit shows them.".to_owned());
        }
        lines.join("\n")
    }
}

fn duty(duty: &Duty) -> String {
    let state = match duty.state {
        DutyState::Done => good(duty.state.name()),
        DutyState::Failed => bad(duty.state.name()),
        DutyState::Planned | DutyState::Running => duty.state.name().to_owned(),
    };
    let proposal = duty
        .proposal
        .map(|proposal| format!(" #{proposal}"))
        .unwrap_or_default();
    let attempts = words::count(duty.attempts, "attempt");
    let mut lines = vec![format!(
        "{state}  {}  {}{proposal}  {attempts}",
        duty.kind, duty.group
    )];
    lines.push(format!(
        "{}, last change {}",
        duty.key,
        words::instant(duty.updated_at)
    ));
    lines.extend(duty.last_error.clone());
    let (head, rest) = (lines.remove(0), lines.join("\n"));
    format!("{head}\n{}", indent(&rest))
}
