//! After a restart: what became of a duty that was running.

use std::time::Duration;

use folkmoot_plan::Kind;
use folkmoot_store::{Ballot, BallotFilter, BallotState, Duty, PageRequest, SignedTx};
use tracing::{info, warn};

use super::results::{of_data, said, settle};
use super::{Context, DutyError};
use crate::chain::{ChainError, Fate, TxHash, TxResult, fate};
use crate::clock::Backoff;

/// Entries read of the book at once.
const PAGE: u32 = 500;
/// The first and the longest wait for a transaction whose fate is open.
const WAITS: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));

/// Waits until the fate of a duty's last transaction is certain and writes down what it did to ballots. Whatever else it
/// did, the contract's state tells.
pub(crate) async fn recover(context: &Context, duty: &Duty) {
    let mut waits = Backoff::new(WAITS.0, WAITS.1);
    loop {
        match look(context, duty).await {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) if error.is_retry() => warn!(key = duty.key, %error, "looking again"),
            Err(error) => {
                warn!(key = duty.key, %error, "the contract's state has to tell");
                return;
            }
        }
        context.clock.sleep(waits.step()).await;
    }
}

/// Says whether it is certain now.
async fn look(context: &Context, duty: &Duty) -> Result<bool, DutyError> {
    let Some(tx) = &duty.tx else {
        return Ok(true);
    };
    let Ok(hash) = tx.hash.parse::<TxHash>() else {
        return Ok(true);
    };
    let fate = fate(&context.client, hash, tx.from_height, tx.timeout_height).await;
    info!(key = duty.key, %hash, ?fate, "found out about a transaction from before the restart");
    match fate {
        Ok(Fate::Pending) => Ok(false),
        Ok(Fate::Lost) | Err(ChainError::Pruned { .. }) => Ok(true),
        Ok(Fate::Included(found)) => {
            let carries = duty.kind == Kind::CarryBallots.as_str() && found.code == 0;
            if carries {
                write_results(context, duty, tx, &found).await?;
            }
            Ok(true)
        }
        Err(error) => Err(error.into()),
    }
}

async fn write_results(
    context: &Context,
    duty: &Duty,
    tx: &SignedTx,
    found: &TxResult,
) -> Result<(), DutyError> {
    let ballots = carried_by(context, duty, tx).await?;
    let results = of_data(&tx.hash, &found.data)?;
    let contract = context.contract(&duty.group);
    let said = said(contract, &ballots, results, found.height).await?;
    settle(context, said).await
}

/// The ballots in a transaction, in their order there, which is that of their arrival.
async fn carried_by(
    context: &Context,
    duty: &Duty,
    tx: &SignedTx,
) -> Result<Vec<Ballot>, DutyError> {
    let filter = BallotFilter {
        state: Some(BallotState::Received),
        group: Some(duty.group.clone()),
        proposal: duty.proposal,
    };
    let mut found = Vec::new();
    let mut page = PageRequest::first(PAGE);
    let mut store = context.store.begin().await?;
    loop {
        let part = store.ballots().list(&filter, page).await?;
        let is_its = |ballot: &Ballot| ballot.tx.as_ref().is_some_and(|its| its.hash == tx.hash);
        found.extend(part.items.into_iter().filter(is_its));
        match part.next {
            Some(mark) => page = page.after(mark),
            None => break,
        }
    }
    store.cancel().await?;
    Ok(found)
}
