//! After a restart: what became of a duty that was running.

use std::time::Duration;

use folkmoot_chain::clock::Backoff;
use folkmoot_chain::{ChainError, Fate, TxHash, TxResult, fate};
use folkmoot_plan::Kind;
use folkmoot_store::{Ballot, BallotFilter, BallotState, Duty, PageRequest, SignedTx};
use tracing::{info, warn};

use super::results::{of_data, said, settle};
use super::{Context, DutyError};

/// Entries read of the book at once.
const PAGE: u32 = 500;
/// The first and the longest wait for a node or a database that is gone.
const WAITS: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));

/// Writes down what a duty's last transaction did to ballots, if it is in a block. Whatever else it did, the contract's
/// state tells.
///
/// One that may still get into a block is not waited for. Whoever does the duty again looks at the contract first and
/// signs for the same sequence of the same account, so only one of the two can happen; should both happen one after the
/// other, the second finds nothing left to do.
pub(crate) async fn recover(context: &Context, duty: &Duty) {
    let mut waits = Backoff::new(WAITS.0, WAITS.1);
    loop {
        match look(context, duty).await {
            Ok(()) => return,
            Err(error) if error.is_retry() => {
                let wait = waits.step();
                warn!(%error, wait_ms = wait.as_millis(), "looking again");
                context.clock.sleep(wait).await;
            }
            Err(error) => {
                warn!(%error, "the contract's state has to tell");
                return;
            }
        }
    }
}

async fn look(context: &Context, duty: &Duty) -> Result<(), DutyError> {
    let hash = duty.tx.as_ref().map(|tx| (tx, tx.hash.parse::<TxHash>()));
    let Some((tx, Ok(hash))) = hash else {
        return Ok(());
    };
    let fate = fate(&context.client, hash, tx.from_height, tx.timeout_height).await;
    info!(%hash, ?fate, "looked for a transaction from before the restart");
    match fate {
        Ok(Fate::Included(found)) => {
            let carries = duty.kind == Kind::CarryBallots.as_str() && found.code == 0;
            match carries {
                true => write_results(context, duty, tx, &found).await,
                false => Ok(()),
            }
        }
        Ok(Fate::Pending | Fate::Lost) | Err(ChainError::Pruned { .. }) => Ok(()),
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
