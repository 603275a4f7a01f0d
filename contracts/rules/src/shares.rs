//! Splitting the weight of a group seat over how its group voted.

use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::decimal;
use crate::vocabulary::{Choice, Signal, Slate, UNITS_PER_WEIGHT};

/// The heaviest electorate there can be, in units; it also keeps the long division below within 128 bits.
const MAX_OF: u128 = (u64::MAX as u128).saturating_mul(UNITS_PER_WEIGHT);

/// How a group's electorate voted, in any measure of which `of` is the whole.
///
/// The group need not know what its seat weighs in the parent: the parent splits the weight by these shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Shares {
    /// For it.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub yes: u128,
    /// Against it.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub no: u128,
    /// Present, and neither for nor against.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub abstain: u128,
    /// Silent.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub not_cast: u128,
    /// All of it: the four parts together.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub of: u128,
}

/// Why shares are no shares of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SharesError {
    /// Shares of nothing.
    #[error("the shares are of nothing")]
    OfNothing,
    /// A whole beyond every electorate.
    #[error("the shares are of {of}, the limit is {MAX_OF}")]
    TooLarge {
        /// The whole as given.
        of: u128,
    },
    /// Parts that are not the whole.
    #[error("the shares do not add up to the {of} they are of")]
    Sum {
        /// The whole as given.
        of: u128,
    },
}

/// A seat's weight in parts, in units of which [`UNITS_PER_WEIGHT`] make one.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SplitUnits {
    /// For it.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub yes: u128,
    /// Against it.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub no: u128,
    /// Present, and neither for nor against.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub abstain: u128,
    /// Silent.
    #[serde(with = "decimal")]
    #[schemars(with = "String")]
    pub not_cast: u128,
}

impl Shares {
    /// Whether the parts make up a whole that can be split. They come from another contract: believe nothing.
    pub fn check(&self) -> Result<(), SharesError> {
        let of = self.of;
        if of == 0 {
            return Err(SharesError::OfNothing);
        }
        if of > MAX_OF {
            return Err(SharesError::TooLarge { of });
        }
        let sum = [self.yes, self.no, self.abstain, self.not_cast]
            .into_iter()
            .try_fold(0_u128, u128::checked_add);
        if sum == Some(of) {
            Ok(())
        } else {
            Err(SharesError::Sum { of })
        }
    }

    /// Where the seat stands when seats are counted: with the larger of yes and no, else abstaining if anybody voted.
    #[must_use]
    pub fn stands_with(&self) -> Signal {
        if self.yes > self.no {
            Signal::Yes
        } else if self.no > self.yes {
            Signal::No
        } else if self.not_cast < self.of {
            Signal::Abstain
        } else {
            Signal::NotCast
        }
    }
}

/// Splits the weight of a seat by shares: largest remainder; equal remainders go to not cast, abstain, no, yes in
/// this order, so that no rounding ever helps a proposal.
pub fn split(shares: &Shares, seat_weight: u64) -> Result<SplitUnits, SharesError> {
    shares.check()?;
    let whole = u128::from(seat_weight).saturating_mul(UNITS_PER_WEIGHT);
    let mut parts = [shares.not_cast, shares.abstain, shares.no, shares.yes]
        .map(|s| portion(s, whole, shares.of));
    let given = parts
        .iter()
        .fold(0_u128, |sum, part| sum.saturating_add(part.0));

    // The remainders add up to what is left times `of`, each below `of`: less than one unit a part is left.
    let mut order = [0_usize, 1, 2, 3];
    // A stable sort keeps the order of the parts among equal remainders.
    order.sort_by_key(|&at| core::cmp::Reverse(parts.get(at).map_or(0, |part| part.1)));
    let mut left = whole.saturating_sub(given);
    for at in order {
        if let Some(part) = parts.get_mut(at).filter(|_| left > 0) {
            part.0 = part.0.saturating_add(1);
            left = left.saturating_sub(1);
        }
    }
    let [not_cast, abstain, no, yes] = parts.map(|part| part.0);
    Ok(SplitUnits {
        yes,
        no,
        abstain,
        not_cast,
    })
}

/// share · whole / of as (quotient, remainder), by long division in digits of 32 bits: the product has up to 168 bits.
///
/// With share ≤ of < 2^84 no step passes 2^117; `whole` < 2^84 has three digits and the quotient is at most `whole`.
fn portion(share: u128, whole: u128, of: u128) -> (u128, u128) {
    const DIGIT: u128 = u32::MAX as u128;
    let mut quotient = 0_u128;
    let mut remainder = 0_u128;
    for shift in [64_u32, 32, 0] {
        let digit = whole.wrapping_shr(shift) & DIGIT;
        let value = remainder
            .wrapping_shl(32)
            .wrapping_add(share.wrapping_mul(digit));
        quotient = quotient
            .wrapping_shl(32)
            .wrapping_add(value.checked_div(of).unwrap_or(0));
        remainder = value.checked_rem(of).unwrap_or(0);
    }
    (quotient, remainder)
}

/// A group seat's vote as it travels to the joint group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Deserialize, Decode, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum UpstreamBallot {
    /// All of the seat's weight for one signal.
    Signal(Signal),
    /// The seat's weight split by these shares, of a group that decided as they stand.
    Split(Shares),
    /// The seat's weight split by these shares, of a group that decided otherwise than they stand: one that a block
    /// stopped, or that needed more yes than it got.
    SplitAs {
        /// What the group decided.
        word: Signal,
        /// How its members voted.
        shares: Shares,
    },
}

impl UpstreamBallot {
    /// A split ballot of a group that decided so.
    #[must_use]
    pub fn split(word: Signal, shares: Shares) -> Self {
        if word == shares.stands_with() {
            Self::Split(shares)
        } else {
            Self::SplitAs { word, shares }
        }
    }

    /// What the group decided: the word that counts wherever weight is not split.
    #[must_use]
    pub fn signal(&self) -> Signal {
        match self {
            Self::Signal(word) | Self::SplitAs { word, .. } => *word,
            Self::Split(shares) => shares.stands_with(),
        }
    }

    /// How its members voted, if its weight is split.
    #[must_use]
    pub const fn shares(&self) -> Option<&Shares> {
        match self {
            Self::Signal(_) => None,
            Self::Split(shares) | Self::SplitAs { shares, .. } => Some(shares),
        }
    }

    /// Where the seat stands when a threshold counts seats: a split one with the larger of yes and no.
    #[must_use]
    pub fn stands_with(&self) -> Signal {
        self.shares()
            .map_or_else(|| self.signal(), Shares::stands_with)
    }

    /// The choice that it makes under a consent rule with this slate; none is not cast.
    #[must_use]
    pub fn choice_on(&self, slate: Slate) -> Option<Choice> {
        slate.choice_of(self.signal())
    }
}
