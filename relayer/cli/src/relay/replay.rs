//! `folkmoot relay replay`.

use folkmoot_chain::{Client, Node};
use folkmoot_daemon::config::Config;
use folkmoot_store::Store;
use serde::Serialize;

use crate::output::Report;
use crate::{CliError, Output};

#[derive(Debug, Serialize)]
struct Moved {
    chain_id: String,
    from: Option<u64>,
    next_height: u64,
}

/// Runs the command: moves the cursor, so that the relayer reads from there on when it starts.
pub async fn run(config: &Config, from: u64, output: &mut Output) -> Result<(), CliError> {
    if super::is_running(config).await {
        return Err(CliError::refused(format!(
            "the relayer runs (something listens on {}): stop it first, it owns the cursor",
            config.listen
        )));
    }
    let store = super::open(config).await?;
    let chain = Client::connect_any(&config.nodes).await?.status().await?;
    if from > chain.height.saturating_add(1) {
        return Err(CliError::refused(format!(
            "height {from} lies in the future: the chain is at {}",
            chain.height
        )));
    }
    store.bind(&chain.chain_id).await?;
    let mut repository = store.begin().await?;
    let before = repository.cursor().next_height(&chain.chain_id).await?;
    match before {
        Some(before) => {
            let mut cursor = repository.cursor();
            cursor.advance(&chain.chain_id, before, from).await?;
        }
        None => {
            repository.cursor().start(&chain.chain_id, from).await?;
        }
    }
    repository.save().await?;
    output.tell(&Moved {
        chain_id: chain.chain_id,
        from: before,
        next_height: from,
    })
}

impl Report for Moved {
    fn words(&self) -> String {
        let before = self
            .from
            .map(|from| format!(" instead of {from}"))
            .unwrap_or_default();
        format!(
            "The relayer will read {} from block {}{before} on. What is done already is left alone.",
            self.chain_id, self.next_height
        )
    }
}
