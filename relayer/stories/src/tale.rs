//! The stories that can be told, each behind one door.

use std::fmt;
use std::str::FromStr;

use futures::future::LocalBoxFuture;
use thiserror::Error;

use super::error::StoryResult;
use super::host::Host;
use super::step::Teller;
use super::{fellowship, joint_venture, two_houses};

/// How a story is played.
pub(super) type Play =
    for<'h> fn(&'h dyn Host, &'h dyn Teller) -> LocalBoxFuture<'h, StoryResult<()>>;

/// A story, and what whoever tells it has to know.
#[derive(Debug)]
pub struct Tale {
    /// As it is typed.
    pub name: &'static str,
    /// Accounts that get pocket money.
    pub(super) accounts: u128,
    /// Coins that go into treasuries and stakes.
    pub(super) coins: u128,
    pub(super) play: Play,
    /// Which part of the story a step belongs to.
    pub(super) chapter: fn(&str) -> &'static str,
    /// The steps that the story leads up to.
    pub(super) lasting: &'static [&'static str],
}

/// The table, in the order in which they are offered; the first is told unless another is asked for.
static TALES: [&Tale; 3] = [&joint_venture::TALE, &two_houses::TALE, &fellowship::TALE];

/// A word that is no story.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no story {0:?}")]
pub struct UnknownTale(
    /// The word as given.
    pub String,
);

impl Tale {
    /// All there are.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        TALES.into_iter()
    }

    /// Plays the story and tells it. Every figure of it is held to; the first that differs ends it.
    ///
    /// # Errors
    /// A figure differs, or the host or the teller fails.
    pub async fn play(&self, host: &dyn Host, teller: &dyn Teller) -> StoryResult<()> {
        (self.play)(host, teller).await
    }

    /// Which part of the story a step belongs to.
    #[must_use]
    pub fn chapter(&self, step: &str) -> &'static str {
        (self.chapter)(step)
    }

    /// Whether the story leads up to a step.
    #[must_use]
    pub fn is_lasting(&self, step: &str) -> bool {
        self.lasting.contains(&step)
    }

    /// Whether there are variations of it.
    #[must_use]
    pub fn varies(&self) -> bool {
        self.name == joint_venture::TALE.name
    }
}

impl fmt::Display for Tale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

impl FromStr for &'static Tale {
    type Err = UnknownTale;

    fn from_str(word: &str) -> Result<Self, UnknownTale> {
        let found = Tale::all().find(|tale| tale.name == word);
        found.ok_or_else(|| UnknownTale(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_found_by_its_name() {
        for tale in Tale::all() {
            assert_eq!(tale.name.parse::<&Tale>().unwrap().name, tale.name);
        }
        let error = "barbecue".parse::<&Tale>().unwrap_err();
        assert_eq!(error.to_string(), "there is no story \"barbecue\"");
    }
}
