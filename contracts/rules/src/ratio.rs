//! Ratios as pairs of integers, compared by cross multiplication.

use core::fmt;

use folkmoot_wire::{Decode, Encode, Sink, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Keeps a ratio readable to members; no charter needs finer steps than a billionth.
const MAX_DENOMINATOR: u64 = 1_000_000_000;

/// An exact ratio above 0 and up to 1.
///
/// Equality is of the written form: 1/2 and 2/4 reach the same bar but are not equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "UncheckedRatio", into = "UncheckedRatio")]
#[schemars(deny_unknown_fields)]
pub struct Ratio {
    /// The part; at least 1 and at most the denominator.
    numerator: u64,
    /// The whole; at most 1,000,000,000.
    denominator: u64,
}

/// Why a pair of integers is no ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RatioError {
    /// A ratio of zero would let nothing count as enough.
    #[error("ratio {numerator}/{denominator} is zero, it must be above 0")]
    Zero {
        /// As given.
        numerator: u64,
        /// As given.
        denominator: u64,
    },
    /// A ratio above one could never be reached.
    #[error("ratio {numerator}/{denominator} is above 1")]
    AboveOne {
        /// As given.
        numerator: u64,
        /// As given.
        denominator: u64,
    },
    /// Nothing is divided by zero.
    #[error("ratio {numerator}/0 has no meaning")]
    ZeroDenominator {
        /// As given.
        numerator: u64,
    },
    /// The denominator is too fine.
    #[error("denominator {denominator} of the ratio is above the limit of {MAX_DENOMINATOR}")]
    DenominatorTooLarge {
        /// As given.
        denominator: u64,
    },
}

impl Ratio {
    /// 1/2
    pub const HALF: Self = Self {
        numerator: 1,
        denominator: 2,
    };
    /// 2/3
    pub const TWO_THIRDS: Self = Self {
        numerator: 2,
        denominator: 3,
    };
    /// 3/4
    pub const THREE_QUARTERS: Self = Self {
        numerator: 3,
        denominator: 4,
    };
    /// 66/100, which is not 2/3
    pub const SIXTY_SIX_PERCENT: Self = Self {
        numerator: 66,
        denominator: 100,
    };
    /// 1/1
    pub const ONE: Self = Self {
        numerator: 1,
        denominator: 1,
    };

    /// The smallest one: anything above nothing.
    pub const LEAST: Self = Self {
        numerator: 1,
        denominator: MAX_DENOMINATOR,
    };

    /// The ratio numerator/denominator, if it lies in (0, 1].
    pub fn new(numerator: u64, denominator: u64) -> Result<Self, RatioError> {
        if denominator == 0 {
            return Err(RatioError::ZeroDenominator { numerator });
        }
        if numerator == 0 {
            return Err(RatioError::Zero {
                numerator,
                denominator,
            });
        }
        if numerator > denominator {
            return Err(RatioError::AboveOne {
                numerator,
                denominator,
            });
        }
        if denominator > MAX_DENOMINATOR {
            return Err(RatioError::DenominatorTooLarge { denominator });
        }
        Ok(Self {
            numerator,
            denominator,
        })
    }

    /// The part.
    #[must_use]
    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// The whole.
    #[must_use]
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// Whether the ratio is all of the whole.
    #[must_use]
    pub const fn is_one(self) -> bool {
        self.numerator == self.denominator
    }

    /// Whether `part` of `whole` is at least this ratio. Exact for every pair of integers.
    #[must_use]
    pub fn reached_by(self, part: u128, whole: u128) -> bool {
        wide_product(part, self.denominator) >= wide_product(whole, self.numerator)
    }

    /// Whether `part` of `whole` is more than this ratio. Exact for every pair of integers.
    #[must_use]
    pub fn exceeded_by(self, part: u128, whole: u128) -> bool {
        wide_product(part, self.denominator) > wide_product(whole, self.numerator)
    }
}

/// The product as (high, low), the low part being 64 bits, so that pairs compare as the numbers do.
fn wide_product(a: u128, b: u64) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let b = u128::from(b);
    // Both factors of each product are below 2^64, and (2^64 - 1)^2 + 2^64 is below 2^128: nothing wraps.
    let low = (a & LOW).wrapping_mul(b);
    let high = (a >> 64).wrapping_mul(b).wrapping_add(low >> 64);
    (high, low & LOW)
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl Decode for Ratio {
    fn decode(source: &mut Source<'_>) -> Self {
        let unchecked = UncheckedRatio::decode(source);
        Self::try_from(unchecked).unwrap_or_else(|error| {
            source.refuse(&error.to_string());
            Self::ONE
        })
    }
}

impl Encode for Ratio {
    fn encode(&self, sink: &mut Sink) {
        UncheckedRatio::from(*self).encode(sink);
    }
}

/// A ratio as it travels.
#[derive(Serialize, Encode, Deserialize, Decode)]
#[serde(deny_unknown_fields)]
struct UncheckedRatio {
    numerator: u64,
    denominator: u64,
}

impl TryFrom<UncheckedRatio> for Ratio {
    type Error = RatioError;

    fn try_from(unchecked: UncheckedRatio) -> Result<Self, Self::Error> {
        Self::new(unchecked.numerator, unchecked.denominator)
    }
}

impl From<Ratio> for UncheckedRatio {
    fn from(ratio: Ratio) -> Self {
        Self {
            numerator: ratio.numerator,
            denominator: ratio.denominator,
        }
    }
}
