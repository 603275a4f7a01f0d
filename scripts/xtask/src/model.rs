//! Model checking with the contract's own code: every order of calls, losses, repetitions and time.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use folkmoot_rules::ReviewMode;
use model::joint::Joint;
use model::referred::Referred;
use model::search::{Bounds, Found, search};

/// What is searched through.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Story {
    /// Two groups decide together.
    Joint,
    /// A house may stop a decision.
    Notice,
    /// A house must ratify a decision.
    Ratify,
    /// A linked group decides what a group could not resolve.
    Escalate,
}

/// How far to search.
#[derive(Args, Debug)]
pub struct Options {
    /// What to search through
    #[arg(value_enum, default_value = "joint")]
    story: Story,
    /// Members of each of the two groups, or of the house and how many vetoes it opens
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
pub fn run(options: &Options) -> Result<()> {
    match options.story {
        Story::Joint => joint(options),
        Story::Notice => referred(options, ReviewMode::Optimistic),
        Story::Ratify => referred(options, ReviewMode::Ratify),
        Story::Escalate => referred(options, ReviewMode::Escalate),
    }
}

#[expect(clippy::print_stdout, reason = "a command's output")]
fn joint(options: &Options) -> Result<()> {
    let [first, second] = options.sizes();
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

#[expect(clippy::print_stdout, reason = "a command's output")]
fn referred(options: &Options, mode: ReviewMode) -> Result<()> {
    let [members, vetoes] = options.sizes();
    let hours = match (mode != ReviewMode::Optimistic, options.more_turns) {
        (true, false) => Referred::RATIFIED.to_vec(),
        (true, true) => Referred::RATIFIED_MORE.to_vec(),
        (false, false) => Referred::BY_NOTICE.to_vec(),
        (false, true) => Referred::BY_NOTICE_MORE.to_vec(),
    };
    let referred = Referred {
        mode,
        members,
        vetoes: usize::from(vetoes),
        starving: !options.fed,
        hours,
    };
    println!("{referred}");
    report(&timed(|| search(referred, options.bounds())))
}

impl Options {
    fn sizes(&self) -> [u8; 2] {
        let members = self.members.iter().copied();
        members.collect::<Vec<_>>().try_into().unwrap_or([1, 1])
    }

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
