//! A group of named tasks: one ends, all stop.

use std::fmt::Display;
use std::future::Future;

use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

/// Tasks that live and end together. Dropping it ends them at once.
pub(super) struct Tasks {
    set: JoinSet<Result<(), String>>,
    names: Vec<(Id, &'static str)>,
    stop: CancellationToken,
}

impl Tasks {
    /// None yet; all are to end when `stop` is cancelled.
    pub(super) fn new(stop: CancellationToken) -> Self {
        Self {
            set: JoinSet::new(),
            names: Vec::new(),
            stop,
        }
    }

    /// Starts one.
    pub(super) fn spawn<E: Display>(
        &mut self,
        name: &'static str,
        task: impl Future<Output = Result<(), E>> + Send + 'static,
    ) {
        let task = async move { task.await.map_err(|error| error.to_string()) };
        let id = self.set.spawn(task).id();
        self.names.push((id, name));
    }

    /// Until all have ended. The first that ends stops the others; its error, if it has one, is the group's.
    pub(super) async fn run(mut self) -> Result<(), String> {
        let mut first = Ok(());
        while let Some(ended) = self.set.join_next_with_id().await {
            let was_asked = self.stop.is_cancelled();
            self.stop.cancel();
            let (id, result) = match ended {
                Ok((id, result)) => (id, result),
                Err(failed) => (failed.id(), Err(failed.to_string())),
            };
            let name = self.name(id);
            match result {
                Ok(()) => info!(task = name, "ended"),
                Err(reason) => {
                    error!(task = name, %reason, "ended with an error");
                    if first.is_ok() && !was_asked {
                        first = Err(format!("task {name} ended: {reason}"));
                    }
                }
            }
        }
        first
    }

    fn name(&self, id: Id) -> &'static str {
        let found = self.names.iter().find(|(known, _)| *known == id);
        found.map_or("unknown", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_ends_and_all_stop_and_its_error_is_told() {
        let stop = CancellationToken::new();
        let mut tasks = Tasks::new(stop.clone());
        let waits = stop.clone();
        tasks.spawn("patient", async move {
            waits.cancelled().await;
            Ok::<(), String>(())
        });
        tasks.spawn("hasty", async { Err::<(), _>("no table") });
        let ended = tasks.run().await;
        assert_eq!(ended, Err("task hasty ended: no table".to_owned()));
        assert!(stop.is_cancelled());
    }

    #[tokio::test]
    async fn a_panic_is_an_error_of_that_task() {
        let mut tasks = Tasks::new(CancellationToken::new());
        tasks.spawn::<String>("broken", async { panic!("on purpose") });
        let error = tasks.run().await.unwrap_err();
        assert!(error.starts_with("task broken ended"), "{error}");
    }
}
