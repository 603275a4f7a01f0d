//! `folkmoot demo`: tells a story, the joint venture from founding to payment unless another is asked for.

mod place;

use std::cell::RefCell;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use folkmoot_stories::variations::{Variation, all};
use folkmoot_stories::{HostError, Place, Rpc, Step, StoryError, StoryResult, Tale, Teller};
use serde::Serialize;

use super::localnet::stop_signal;
use super::output::{Report, bold, good};
use super::{CliError, Output};

/// Where the words of a step begin, after its time.
const MARGIN: usize = 15;
/// How long a line is at most.
const WIDTH: usize = 92;

/// Tell how groups decide together, step by step, on an embedded chain or behind a node
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot demo --story two-houses --once\n  folkmoot demo --node http://127.0.0.1:26657 --wasm folkmoot_group.wasm --key NAME"
)]
pub struct Args {
    /// Which story: a barbecue of two clubs, stakeholders and those who work for them, or groups without leaders
    #[arg(long, value_name = "NAME", default_value = "joint-venture", value_parser = tales())]
    pub story: &'static Tale,
    /// End when the story is told
    #[arg(long)]
    pub once: bool,
    /// Then play what else could have happened in the joint venture, one variation after the other
    #[arg(long)]
    pub variations: bool,
    #[command(flatten, next_help_heading = "On another chain")]
    place: place::PlaceArgs,
}

/// The names of all stories.
fn tales() -> impl TypedValueParser<Value = &'static Tale> {
    PossibleValuesParser::new(Tale::all().map(|tale| PossibleValue::new(tale.name)))
        .try_map(|name| name.parse::<&'static Tale>())
}

/// Runs the command. Ctrl-C ends it also in the middle of the story.
pub async fn run(args: Args, output: &mut Output) -> Result<(), CliError> {
    tokio::select! {
        stopped = stop_signal() => stopped,
        ended = play(&args, output) => ended,
    }
}

async fn play(args: &Args, output: &mut Output) -> Result<(), CliError> {
    let failed = |error| CliError::other("the demo can't start", error);
    if args.variations && !args.story.varies() {
        return Err(CliError::refused(format!(
            "there are variations of the joint venture, and none of {}",
            args.story
        )));
    }
    let place = args.place.open(args.story).await?;
    let host = host(place.clone()).await.map_err(failed)?;
    let open = Open {
        step: "started",
        rpc: host.node_url().to_owned(),
        api: host.api_url().await,
    };
    if output.is_json() {
        output.object(&open)?;
    }
    let voice = Voice::of(output, args.story);
    let told = args.story.play(&host, &voice).await;
    voice.end(told)?;
    if args.variations {
        variations(place.as_ref(), output).await?;
    }
    if args.once {
        return Ok(());
    }
    if !output.is_json() {
        output.line(&open.words())?;
    }
    std::future::pending().await
}

/// The chain that was named, or one of the story's own.
async fn host(place: Option<Place>) -> Result<Rpc, HostError> {
    match place {
        Some(place) => Rpc::connect(place).await,
        None => Rpc::embedded().await,
    }
}

/// Each variation with people and groups of its own.
async fn variations(place: Option<&Place>, output: &mut Output) -> Result<(), CliError> {
    if !output.is_json() {
        output.line(&format!("\n{}", bold("What else could have happened")))?;
    }
    let mut played = 0;
    for (number, variation) in all().enumerate() {
        let place = place.map(|place| Place {
            edition: format!("{} {number}", place.edition),
            ..place.clone()
        });
        let Variation { name, told, .. } = variation;
        let failed = |error| CliError::other(format!("variation {name} can't start"), error);
        let host = host(place).await.map_err(failed)?;
        let result = variation.play(&host).await;
        let differs = |error| {
            let what = format!("variation {name} did not come out as it is written");
            CliError::other(what, error)
        };
        result.map_err(differs)?;
        output.tell(&Played {
            step: "variation",
            name,
            told,
        })?;
        played += 1;
    }
    if output.is_json() {
        output.object(&Ended {
            step: "done",
            variations: played,
        })?;
    }
    Ok(())
}

/// A variation that came out as it is written.
#[derive(Debug, Serialize)]
struct Played {
    step: &'static str,
    name: &'static str,
    told: &'static str,
}

impl Report for Played {
    fn words(&self) -> String {
        let name = format!("{})", self.name);
        format!("{name:MARGIN$}{}", self.told)
    }
}

/// All variations came out as they are written.
#[derive(Debug, Serialize)]
struct Ended {
    step: &'static str,
    variations: usize,
}

/// Where chain and relayer are; scripts are told at the start, people when the story is over.
#[derive(Debug, Serialize)]
struct Open {
    step: &'static str,
    rpc: String,
    api: Option<String>,
}

impl Open {
    fn words(&self) -> String {
        let api = self.api.as_deref().unwrap_or("nowhere");
        let rpc = &self.rpc;
        format!("\nChain and relayer stay up: RPC at {rpc}, API at {api}. Ctrl-C ends them.")
    }
}

/// Tells a story on stdout.
struct Voice<'o> {
    output: RefCell<&'o mut Output>,
    tale: &'static Tale,
    chapter: RefCell<&'static str>,
    /// Why stdout took no more.
    broken: RefCell<Option<CliError>>,
}

impl<'o> Voice<'o> {
    fn of(output: &'o mut Output, tale: &'static Tale) -> Self {
        Self {
            output: RefCell::new(output),
            tale,
            chapter: RefCell::default(),
            broken: RefCell::default(),
        }
    }

    /// What came of telling it: that stdout broke is its own error, for it is none where nobody listens any more.
    fn end(self, told: StoryResult<()>) -> Result<(), CliError> {
        match (told, self.broken.into_inner()) {
            (Ok(()), _) => Ok(()),
            (Err(StoryError::Untold { .. }), Some(broken)) => Err(broken),
            (Err(error), _) => Err(CliError::other(
                "the story did not come out as it is written",
                error,
            )),
        }
    }

    fn try_tell(&self, step: &Step) -> Result<(), CliError> {
        let mut output = self.output.borrow_mut();
        if !output.is_json() {
            let chapter = self.tale.chapter(step.step);
            if self.chapter.replace(chapter) != chapter {
                output.line(&format!("\n{}", bold(chapter)))?;
            }
        }
        output.tell(&Told {
            step,
            lasting: self.tale.is_lasting(step.step),
        })
    }
}

impl Teller for Voice<'_> {
    fn tell(&self, step: Step) -> StoryResult<()> {
        self.try_tell(&step).map_err(|error| {
            let reason = error.to_string();
            self.broken.replace(Some(error));
            StoryError::Untold { reason }
        })
    }
}

/// A step for stdout.
#[derive(Serialize)]
struct Told<'s> {
    #[serde(flatten)]
    step: &'s Step,
    /// What the story leads up to.
    #[serde(skip)]
    lasting: bool,
}

impl Report for Told<'_> {
    fn words(&self) -> String {
        let Self { step, lasting } = self;
        let mut lines = wrapped(&step.told).into_iter();
        let first = lines.next().unwrap_or_default();
        let first = if *lasting { good(&first) } else { first };
        let mut words = format!("{:MARGIN$}{first}", time(step));
        for line in lines {
            let line = if *lasting { good(&line) } else { line };
            words.push_str(&format!("\n{:MARGIN$}{line}", ""));
        }
        words
    }
}

/// Day and time of day, which RFC 3339 has in its middle.
fn time(step: &Step) -> String {
    let time_of_day = step.at.get(11..16).unwrap_or_default();
    format!("Day {}, {time_of_day}", step.day)
}

/// A text in lines that fit behind the margin.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH - MARGIN => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tale() -> &'static Tale {
        Tale::all().next().unwrap()
    }

    #[test]
    fn a_story_that_comes_out_otherwise_is_an_error_and_nobody_listening_is_none() {
        let differs = || {
            Err(StoryError::Differs {
                what: "the sum".to_owned(),
                expected: "2".to_owned(),
                found: "3".to_owned(),
            })
        };
        let mut output = Output::to(true, Box::new(std::io::sink()));
        let error = Voice::of(&mut output, tale()).end(differs()).unwrap_err();
        assert!(
            error.chain().contains("the story says 2, it is 3"),
            "{error}"
        );
        let voice = Voice::of(&mut output, tale());
        voice.broken.replace(Some(CliError::Closed));
        let untold = StoryError::Untold {
            reason: "nobody reads".to_owned(),
        };
        assert!(matches!(voice.end(Err(untold)), Err(CliError::Closed)));
    }

    #[test]
    fn a_step_is_told_behind_its_time_in_lines_that_fit() {
        let step = Step {
            step: "voted",
            told: "many words ".repeat(30),
            day: 3,
            at: "2026-06-04T09:02:10Z".to_owned(),
            ..Step::default()
        };
        let words = Told {
            step: &step,
            lasting: false,
        }
        .words();
        let lines: Vec<&str> = words.lines().collect();
        assert!(lines[0].starts_with("Day 3, 09:02   many words"), "{words}");
        assert!(lines[1].starts_with("               many words"), "{words}");
        assert!(
            lines.iter().all(|line| line.chars().count() <= WIDTH),
            "{words}"
        );
    }
}
