//! What can keep a story from being told.

use std::fmt::Debug;

use thiserror::Error;

use super::host::HostError;

/// A story came out otherwise than it is written, or could not be played at all.
#[derive(Debug, Error)]
pub enum StoryError {
    /// Something is not as the story has it.
    #[error("{what}: the story says {expected}, it is {found}")]
    Differs {
        /// What was looked at.
        what: String,
        /// As the story is written.
        expected: String,
        /// As it came out.
        found: String,
    },
    /// Something was done that the story says is refused.
    #[error("{what} was done, though it had to be refused with \"{reason}\"")]
    NotRefused {
        /// What was tried.
        what: String,
        /// The words of the refusal.
        reason: String,
    },
    /// The host did not do what the story asks for.
    #[error("{what}: {source}")]
    Host {
        /// What was tried.
        what: String,
        /// Why it did not happen.
        source: HostError,
    },
    /// An answer that is not what was asked for.
    #[error("the answer to {what} can't be read: {reason}")]
    Answer {
        /// What was asked.
        what: String,
        /// What is wrong with the answer.
        reason: String,
    },
    /// Nobody listens.
    #[error("a step can't be told: {reason}")]
    Untold {
        /// Why.
        reason: String,
    },
    /// There is nothing of that name.
    #[error("there is no {what}")]
    Missing {
        /// What was looked for.
        what: String,
    },
}

/// What a part of a story comes to.
pub type StoryResult<T> = Result<T, StoryError>;

/// Names what was being done when a host failed.
pub trait Doing<T> {
    /// Names it.
    fn doing(self, what: impl Into<String>) -> StoryResult<T>;
}

impl<T> Doing<T> for Result<T, HostError> {
    fn doing(self, what: impl Into<String>) -> StoryResult<T> {
        self.map_err(|source| StoryError::Host {
            what: what.into(),
            source,
        })
    }
}

/// Holds the story to what is written.
pub fn expect<T: PartialEq + Debug>(
    what: impl Into<String>,
    found: &T,
    expected: &T,
) -> StoryResult<()> {
    if found == expected {
        return Ok(());
    }
    Err(StoryError::Differs {
        what: what.into(),
        expected: format!("{expected:?}"),
        found: format!("{found:?}"),
    })
}

/// Holds that something is refused, and with these words.
pub fn expect_refused<T>(
    what: impl Into<String>,
    result: Result<T, HostError>,
    reason: &str,
) -> StoryResult<()> {
    let what = what.into();
    match result {
        Ok(_) => Err(StoryError::NotRefused {
            what,
            reason: reason.to_owned(),
        }),
        Err(HostError::Refused(told)) if told.contains(reason) => Ok(()),
        Err(HostError::Refused(told)) => Err(StoryError::Differs {
            what,
            expected: format!("a refusal with {reason:?}"),
            found: format!("the refusal {told:?}"),
        }),
        Err(source) => Err(StoryError::Host { what, source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_that_comes_out_otherwise_is_told_so() {
        expect("the sum", &2, &2).unwrap();
        let error = expect("the sum", &3, &2).unwrap_err();
        assert_eq!(error.to_string(), "the sum: the story says 2, it is 3");
    }

    #[test]
    fn only_the_right_refusal_is_one() {
        let refused = || Err::<(), _>(HostError::Refused("the house is closed".to_owned()));
        expect_refused("entering", refused(), "closed").unwrap();
        assert!(matches!(
            expect_refused("entering", refused(), "burning"),
            Err(StoryError::Differs { .. })
        ));
        assert!(matches!(
            expect_refused("entering", Ok(()), "closed"),
            Err(StoryError::NotRefused { .. })
        ));
        let broken = Err::<(), _>(HostError::Broken("no wire".to_owned()));
        assert!(matches!(
            expect_refused("entering", broken, "wire"),
            Err(StoryError::Host { .. })
        ));
    }
}
