//! Model checking with the contract's own code: every order of calls, losses, repetitions and time.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::Args;
use model::joint::Joint;
use model::search::{Bounds, Found, search};

/// How far to search.
#[derive(Args, Debug)]
pub struct Options {
    /// Members of each of the two groups
    #[arg(long, value_names = ["FIRST", "SECOND"], num_args = 2, default_values_t = [2, 3])]
    members: Vec<u8>,
    /// More moments between which anything may happen
    #[arg(long)]
    more_turns: bool,
    /// Without calls that run out of gas
    #[arg(long)]
    fed: bool,
    /// Stop after so many different states
    #[arg(long)]
    states: Option<usize>,
    /// Stop after so many minutes
    #[arg(long)]
    minutes: Option<u64>,
    /// Threads
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// Searches, prints what was found, and fails if a property does not hold.
#[expect(clippy::print_stdout, reason = "a command's output")]
pub fn run(options: &Options) -> Result<()> {
    let members = options.members.iter().copied();
    let [first, second] = members.collect::<Vec<_>>().try_into().unwrap_or([1, 1]);
    let joint = Joint {
        members: [first, second],
        starving: !options.fed,
        days: match options.more_turns {
            true => Joint::MORE_TURNS.to_vec(),
            false => Joint::TURNS.to_vec(),
        },
    };
    println!("{joint}");
    report(&timed(|| search(joint, options.bounds())))
}

impl Options {
    fn bounds(&self) -> Bounds {
        Bounds {
            states: self.states,
            time: self
                .minutes
                .map(|minutes| Duration::from_secs(60 * minutes)),
            threads: self.threads,
        }
    }
}

fn timed(work: impl FnOnce() -> Found) -> (Found, Duration) {
    let from = Instant::now();
    (work(), from.elapsed())
}

#[expect(clippy::print_stdout, reason = "a command's output")]
fn report((found, took): &(Found, Duration)) -> Result<()> {
    print!("{found}");
    println!("{} s", took.as_secs());
    ensure!(found.broken.is_empty(), "a property does not hold");
    Ok(())
}
