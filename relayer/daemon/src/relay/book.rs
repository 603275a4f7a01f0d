//! The book of duties as it stands in the database.

use std::time::Duration;

use folkmoot_chain::clock::Backoff;
use folkmoot_plan::{Book, Duty, Key, Progress};
use folkmoot_store::{
    DutyFilter, DutyState, NewDuty, Order, PageRequest, Planned, Repository, StoreError,
};
use tracing::{debug, warn};

use crate::duty::Context;

/// Entries read at once.
const PAGE: u32 = 500;
/// The first and the longest wait after a failed try.
const WAITS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));
/// The waits while the database is locked.
const LOCKED: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));
/// How long a duty that another relayer has taken on is left alone, in seconds.
const LEFT_ALONE: u64 = 5;

/// A duty that was taken on.
pub(super) struct Taken {
    pub duty: Duty,
    pub key: Key,
    /// How often it was tried, this time included.
    pub attempts: u32,
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ending {
    /// It was done.
    Done,
    /// It is to be tried again from this time on.
    Retry { not_before: u64, reason: String },
    /// It is given up.
    Failed { reason: String },
}

/// Opens the book of a chain: gives the duties that were running when it was closed, and notes those that wait.
pub(super) async fn open(
    context: &Context,
    book: &mut Book,
) -> Result<Vec<folkmoot_store::Duty>, StoreError> {
    let mut store = context.store.begin().await?;
    let running = list(store.as_mut(), DutyState::Running).await?;
    let waiting = list(store.as_mut(), DutyState::Planned).await?;
    store.cancel().await?;
    let since = context.clock.now();
    for duty in waiting {
        if let Ok(key) = duty.key.parse() {
            let until = duty.not_before;
            book.note(key, Progress::BackingOff { since, until });
        }
    }
    Ok(running)
}

async fn list(
    store: &mut dyn Repository,
    state: DutyState,
) -> Result<Vec<folkmoot_store::Duty>, StoreError> {
    let filter = DutyFilter {
        state: Some(state),
        ..DutyFilter::default()
    };
    let mut page = PageRequest {
        after: None,
        limit: PAGE,
        order: Order::OldestFirst,
    };
    let mut found = Vec::new();
    loop {
        let part = store.duties().list(&filter, page).await?;
        found.extend(part.items);
        match part.next {
            Some(mark) => page = page.after(mark),
            None => return Ok(found),
        }
    }
}

/// Takes duties on, all at once. One that another relayer on this database is at is left to it for a while.
pub(super) async fn take_on(
    context: &Context,
    book: &mut Book,
    duties: Vec<Duty>,
) -> Result<Vec<Taken>, StoreError> {
    let now = context.clock.now();
    let mut taken = Vec::with_capacity(duties.len());
    let mut elsewhere = Vec::new();
    let mut store = context.store.begin().await?;
    for duty in duties {
        let key = duty.key(context.client.chain_id());
        match claim(store.as_mut(), &duty, &key, now).await? {
            Some(attempts) => taken.push(Taken {
                duty,
                key,
                attempts,
            }),
            None => elsewhere.push(key),
        }
    }
    store.save().await?;
    for key in elsewhere {
        debug!(%key, "somebody else is at it");
        let until = now.saturating_add(LEFT_ALONE);
        book.note(key, Progress::BackingOff { since: now, until });
    }
    for one in &taken {
        book.note(one.key.clone(), Progress::Running);
    }
    Ok(taken)
}

async fn claim(
    store: &mut dyn Repository,
    duty: &Duty,
    key: &Key,
    now: u64,
) -> Result<Option<u32>, StoreError> {
    let text = key.to_string();
    let new = NewDuty {
        key: text.clone(),
        kind: key.kind.as_str().to_owned(),
        group: key.group.clone(),
        proposal: duty.proposal(),
        not_before: now,
    };
    let planned = store.duties().plan(new, now).await?;
    if let Planned::Known(known) = planned {
        match known.state {
            DutyState::Running => return Ok(None),
            DutyState::Done | DutyState::Failed => store.duties().reopen(&text, now, now).await?,
            DutyState::Planned => {}
        }
    }
    Ok(Some(store.duties().claim(&text, now).await?.attempts))
}

/// When to try again after so many tries in a row.
pub(super) fn not_before(now: u64, tries: u32) -> u64 {
    let mut waits = Backoff::new(WAITS.0, WAITS.1);
    let mut wait = waits.step();
    for _ in 1..tries.min(16) {
        wait = waits.step();
    }
    now.saturating_add(wait.as_secs())
}

/// Writes down how a try ended, however long the database takes.
pub(super) async fn close(context: &Context, key: &str, ending: &Ending) {
    let mut waits = Backoff::new(LOCKED.0, LOCKED.1);
    loop {
        match write(context, key, ending).await {
            Ok(()) => return,
            Err(error @ (StoreError::Conflict { .. } | StoreError::Unknown { .. })) => {
                // somebody has been at the book by hand
                warn!(key, %error, "left as it is in the book");
                return;
            }
            Err(error) => {
                let wait = waits.step();
                warn!(key, %error, wait_ms = wait.as_millis(), "waiting for the database");
                context.clock.sleep(wait).await;
            }
        }
    }
}

async fn write(context: &Context, key: &str, ending: &Ending) -> Result<(), StoreError> {
    let now = context.clock.now();
    let mut store = context.store.begin().await?;
    match ending {
        Ending::Done => store.duties().finish(key, now).await?,
        Ending::Retry { not_before, reason } => {
            store.duties().retry(key, *not_before, reason, now).await?;
        }
        Ending::Failed { reason } => store.duties().fail(key, reason, now).await?,
    }
    store.save().await
}

/// Duties that the database says may start, because an operator opened them again, although this process's book says
/// they are closed or have to wait.
pub(super) async fn reopened(context: &Context, book: &Book) -> Result<Vec<Key>, StoreError> {
    let mut store = context.store.begin().await?;
    let due = store.duties().due(context.clock.now(), PAGE).await?;
    store.cancel().await?;
    let keys = due.iter().filter_map(|duty| duty.key.parse().ok());
    Ok(keys
        .filter(|key| {
            let progress = book.progress(key);
            progress.is_some_and(|progress| progress != Progress::Running)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_minute() {
        let waits: Vec<u64> = [1, 2, 3, 4, 6, 7, 8, 1_000]
            .into_iter()
            .map(|tries| not_before(100, tries) - 100)
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 32, 60, 60, 60]);
    }
}
