//! `folkmoot relay status`.

use std::collections::BTreeMap;

use folkmoot_chain::{Client, Node};
use folkmoot_daemon::config::Config;
use folkmoot_store::{BallotState, DutyState, Store};
use serde::Serialize;

use crate::output::{Report, bad, bold, good, warn};
use crate::{CliError, Output};

#[derive(Debug, Serialize)]
struct Progress {
    chain_id: String,
    /// Whether something listens where the relayer would.
    running: bool,
    /// The chain's last height.
    height: u64,
    /// The next height to read; none if the chain was never read.
    next_height: Option<u64>,
    /// Blocks that are there and not read.
    behind: Option<u64>,
    duties: BTreeMap<&'static str, u64>,
    ballots: BTreeMap<&'static str, u64>,
    next_due: Option<u64>,
}

/// Runs the command.
pub async fn run(config: &Config, output: &mut Output) -> Result<(), CliError> {
    let store = super::open(config).await?;
    let chain = Client::connect_any(&config.nodes).await?.status().await?;
    let mut repository = store.begin().await?;
    let next_height = repository.cursor().next_height(&chain.chain_id).await?;
    let mut duties = BTreeMap::new();
    for state in DutyState::ALL {
        duties.insert(state.name(), repository.duties().count(state).await?);
    }
    let mut ballots = BTreeMap::new();
    for state in BallotState::ALL {
        ballots.insert(state.name(), repository.ballots().count(state).await?);
    }
    let next_due = repository.duties().next_due().await?;
    repository.cancel().await?;
    let behind = next_height.map(|next| chain.height.saturating_add(1).saturating_sub(next));
    output.tell(&Progress {
        chain_id: chain.chain_id,
        running: super::is_running(config).await,
        height: chain.height,
        next_height,
        behind,
        duties,
        ballots,
        next_due,
    })
}

impl Report for Progress {
    fn words(&self) -> String {
        let running = match self.running {
            true => good("running"),
            false => bad("not running"),
        };
        let read = match (self.next_height, self.behind) {
            (Some(next), Some(0)) => {
                format!("read up to block {}, the last one", next.saturating_sub(1))
            }
            (Some(next), Some(behind)) => format!(
                "read up to block {}; {}",
                next.saturating_sub(1),
                warn(&format!("{behind} behind"))
            ),
            _ => "nothing read yet".to_owned(),
        };
        let counts = |counts: &BTreeMap<&str, u64>| {
            let words: Vec<String> = counts
                .iter()
                .map(|(state, count)| format!("{count} {state}"))
                .collect();
            words.join(", ")
        };
        format!(
            "{} {running}\n  {read}\n  Duties: {}\n  Ballots: {}",
            bold(&format!("Relayer of {}", self.chain_id)),
            counts(&self.duties),
            counts(&self.ballots)
        )
    }
}
