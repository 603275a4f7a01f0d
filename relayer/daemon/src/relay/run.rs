//! A duty at work: it is done, and how it ended is written down.

use folkmoot_plan::{Key, Progress};
use tracing::{Instrument, info, info_span, warn};

use super::book::{Ending, Taken, close, not_before};
use crate::duty::{Context, Done, DutyError, Point, performer, recover};

/// How a duty ended.
pub(super) struct Finished {
    pub key: Key,
    /// What the book is to say; nothing if planning decides anew.
    pub progress: Option<Progress>,
}

/// Does a duty.
pub(super) async fn perform(context: Context, taken: Taken, tries: u32) -> Finished {
    let span = info_span!("duty", key = %taken.key, attempt = taken.attempts);
    async {
        let Taken { duty, key, .. } = taken;
        let result = performer(duty).run(&context, &key).await;
        context.faults.reach(Point::Performed).await;
        let (ending, progress) = judge(&context, &key, result, tries);
        close(&context, &key.to_string(), &ending).await;
        Finished {
            key,
            progress: Some(progress),
        }
    }
    .instrument(span)
    .await
}

fn judge(
    context: &Context,
    key: &Key,
    result: Result<Done, DutyError>,
    tries: u32,
) -> (Ending, Progress) {
    let (kind, since) = (key.kind.as_str(), context.clock.now());
    match result {
        Ok(Done { height }) => {
            info!(height, "done");
            context.metrics.duty_done(kind);
            (Ending::Done, Progress::Done { height })
        }
        Err(error) if error.is_retry() => {
            let until = not_before(since, tries);
            warn!(%error, wait_s = until.saturating_sub(since), "to be tried again");
            context.metrics.duty_failed(kind);
            let ending = Ending::Retry {
                not_before: until,
                reason: error.to_string(),
            };
            (ending, Progress::BackingOff { since, until })
        }
        Err(error) => {
            warn!(%error, "given up until something changes");
            context.metrics.duty_failed(kind);
            let reason = error.to_string();
            // the worker puts the height of its knowledge in
            (Ending::Failed { reason }, Progress::GivenUp { height: 0 })
        }
    }
}

/// Finds out what became of a duty that was running before a restart; then planning decides anew.
pub(super) async fn find_out(context: Context, duty: folkmoot_store::Duty, key: Key) -> Finished {
    let span = info_span!("duty", key = duty.key, "recovering");
    async {
        recover(&context, &duty).await;
        let ending = Ending::Retry {
            not_before: context.clock.now(),
            reason: "the relayer was started again".to_owned(),
        };
        close(&context, &duty.key, &ending).await;
        Finished {
            key,
            progress: None,
        }
    }
    .instrument(span)
    .await
}
