//! Cycles of a treasury: what a pledge is worth at the end, and what it weighs in decisions. Exact, and never more than
//! there is.

/// The most that a contribution weighs: amounts above are weighed in proportion, so that any electorate's sum fits.
const MOST_WEIGHT: u64 = 1_000_000_000_000;

/// What a pledge gets of what its cycle has left: ⌊pledge · rest / pledges⌋. All shares together are never more than the
/// rest, and what rounding leaves is less than one coin a pledge. Nothing was pledged: nothing is shared.
///
/// ```
/// use folkmoot_rules::share;
/// assert_eq!(share(6_000, 10_000, 30_000), 2_000);
/// assert_eq!(share(1, 10, 3), 3);
/// ```
#[must_use]
pub const fn share(pledge: u128, rest: u128, pledges: u128) -> u128 {
    if pledges == 0 {
        return 0;
    }
    let (mut quotient, mut remainder) = (0_u128, 0_u128);
    let mut bit = u128::BITS;
    // Long division of the product, whose 256 bits are never written out: a bit of the rest at a time.
    while bit > 0 {
        bit = bit.saturating_sub(1);
        let (carry, doubled) = add_within(remainder, remainder, pledges);
        quotient = quotient.saturating_mul(2).saturating_add(carry);
        remainder = doubled;
        if rest.wrapping_shr(bit) & 1 == 1 {
            let (carry, added) = add_within(remainder, pledge, pledges);
            quotient = quotient.saturating_add(carry);
            remainder = added;
        }
    }
    quotient
}

/// Adds two numbers, the first below a bound, and takes the bound off once if they reach it. The second counts as the
/// bound where it is above: a pledge is part of the pledges, more would be a coin that nobody has.
const fn add_within(one: u128, other: u128, bound: u128) -> (u128, u128) {
    let room = bound.saturating_sub(other);
    if one >= room {
        (1, one.saturating_sub(room))
    } else {
        (0, one.saturating_add(other))
    }
}

/// What a contribution weighs: its amount, or its part of a million million where all contributions together are more
/// than that. Whoever contributed weighs something.
#[must_use]
pub fn contribution_weight(contribution: u128, all: u128) -> u64 {
    let whole = u128::from(MOST_WEIGHT);
    let weight = if all <= whole {
        contribution
    } else {
        share(contribution, whole, all).max(u128::from(contribution > 0))
    };
    u64::try_from(weight).unwrap_or(MOST_WEIGHT)
}
