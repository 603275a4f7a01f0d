//! Who is not waited for: the one rule by which the contract takes a seat for absent and a planner knows that it will.

/// What was heard of a seat in a round; of an earlier version or round nothing counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Nothing.
    Nothing,
    /// What a delegate said for it, which the seat itself may still replace.
    Carried,
    /// Its own word, or its absence.
    Counted,
}

/// A seat in a round of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it weighs in the electorate.
    pub weight: u64,
    /// Whether it was given up or removed.
    pub has_left: bool,
    /// What was heard of it.
    pub heard: Heard,
    /// Whether it is a group's that was not asked while that was possible: it is counted with those.
    pub is_unasked: bool,
}

/// Why a seat is not to be counted as absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAbsent {
    /// It may still vote.
    StillASeat,
    /// It has spoken, or was counted before.
    Counted,
    /// It is counted with those that can't be asked any more.
    Unasked,
    /// Nobody waits for it.
    NoVote,
}

impl NotAbsent {
    /// Why, in words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StillASeat => "it still is a seat",
            Self::Counted => "its ballot is counted",
            Self::Unasked => "it was not asked",
            Self::NoVote => "it had no vote",
        }
    }
}

impl Place {
    /// Whether the seat is waited for although nothing can come from it any more.
    ///
    /// # Errors
    /// Why it is not.
    pub const fn absence(&self) -> Result<(), NotAbsent> {
        match self {
            Self {
                has_left: false, ..
            } => Err(NotAbsent::StillASeat),
            Self {
                heard: Heard::Counted,
                ..
            } => Err(NotAbsent::Counted),
            Self {
                is_unasked: true, ..
            } => Err(NotAbsent::Unasked),
            Self { weight: 0, .. } => Err(NotAbsent::NoVote),
            Self { .. } => Ok(()),
        }
    }
}
