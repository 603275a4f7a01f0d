//! `folkmoot relay retry`.

use folkmoot_chain::clock::{Clock, SystemClock};
use folkmoot_daemon::config::Config;
use folkmoot_store::{DutyFilter, DutyState, MAX_PAGE, PageRequest, Store};
use serde::Serialize;

use crate::output::Report;
use crate::{CliError, Output};

#[derive(Debug, Serialize)]
struct Reopened {
    keys: Vec<String>,
}

/// Runs the command: opens one duty again, or all that failed.
pub async fn run(
    config: &Config,
    key: Option<String>,
    output: &mut Output,
) -> Result<(), CliError> {
    let store = super::open(config).await?;
    let now = SystemClock.now();
    let mut keys = Vec::new();
    let mut repository = store.begin().await?;
    match key {
        Some(key) => {
            repository.duties().reopen(&key, now, now).await?;
            keys.push(key);
        }
        None => {
            let filter = DutyFilter {
                state: Some(DutyState::Failed),
                ..DutyFilter::default()
            };
            // each reopened duty leaves the list, so the first page is always the next one
            loop {
                let request = PageRequest::first(MAX_PAGE);
                let page = repository.duties().list(&filter, request).await?;
                for duty in &page.items {
                    repository.duties().reopen(&duty.key, now, now).await?;
                }
                keys.extend(page.items.into_iter().map(|duty| duty.key));
                if page.next.is_none() {
                    break;
                }
            }
        }
    }
    repository.save().await?;
    output.tell(&Reopened { keys })
}

impl Report for Reopened {
    fn words(&self) -> String {
        let mut lines = vec![match self.keys.len() {
            0 => "No duty has failed.".to_owned(),
            _ => "Will be tried again:".to_owned(),
        }];
        lines.extend(self.keys.iter().map(|key| format!("  {key}")));
        lines.join("\n")
    }
}
