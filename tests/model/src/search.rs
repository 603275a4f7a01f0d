//! Searching a model through, and what came of it.

use std::fmt;
use std::time::{Duration, Instant};

use stateright::{Checker, Expectation, Model};

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Different states.
    pub states: usize,
    /// Transitions tried.
    pub transitions: usize,
    /// The longest path.
    pub depth: usize,
    /// Whether every reachable state was visited.
    pub complete: bool,
    /// Each broken property with the path to it, and what should be reachable and is not.
    pub broken: Vec<String>,
}

/// How far a search goes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// So many states at most.
    pub states: Option<usize>,
    /// So long at most.
    pub time: Option<Duration>,
    /// Threads.
    pub threads: usize,
}

/// Visits the states of a model, nearest first, and says where a property does not hold.
pub fn search<M>(model: M, bounds: Bounds) -> Found
where
    M: Model + Send + Sync + 'static,
    M::State: Clone + fmt::Debug + std::hash::Hash + PartialEq + Send + Sync + 'static,
    M::Action: Clone + fmt::Debug + PartialEq + Send + Sync + 'static,
{
    let mut missing: Vec<&'static str> = model
        .properties()
        .iter()
        .filter(|property| property.expectation == Expectation::Sometimes)
        .map(|property| property.name)
        .collect();
    let from = Instant::now();
    let mut builder = model.checker().threads(bounds.threads.max(1));
    if let Some(states) = bounds.states {
        builder = builder.target_state_count(states);
    }
    if let Some(time) = bounds.time {
        builder = builder.timeout(time);
    }
    let checker = builder.spawn_bfs().join();
    let complete = bounds.time.is_none_or(|time| from.elapsed() < time)
        && bounds
            .states
            .is_none_or(|states| checker.unique_state_count() < states);
    let mut broken = vec![];
    for (name, path) in checker.discoveries() {
        if missing.contains(&name) {
            missing.retain(|other| *other != name);
        } else {
            broken.push(format!("{name}: {:?}", path.into_actions()));
        }
    }
    if complete {
        broken.extend(missing.iter().map(|name| format!("never: {name}")));
    }
    Found {
        states: checker.unique_state_count(),
        transitions: checker.state_count(),
        depth: checker.max_depth(),
        complete,
        broken,
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = if self.complete { "all" } else { "the first" };
        writeln!(
            f,
            "{whole} {} states, {} transitions, paths of up to {} steps",
            self.states, self.transitions, self.depth
        )?;
        for broken in &self.broken {
            writeln!(f, "broken: {broken}")?;
        }
        Ok(())
    }
}
