//! Shares of a cycle and weights of contributions.

use folkmoot_rules::{contribution_weight, share};
use proptest::prelude::*;

use crate::properties::config;

/// A product of two numbers, written out in four digits of 64 bits, the greatest first.
fn product(one: u128, other: u128) -> [u128; 4] {
    let mut digits = [0_u128; 4];
    let halves = |number: u128| [number & u128::from(u64::MAX), number >> 64];
    for (i, a) in halves(one).into_iter().enumerate() {
        let mut carry = 0;
        for (j, b) in halves(other).into_iter().enumerate() {
            let sum = a * b + digits[i + j] + carry;
            digits[i + j] = sum & u128::from(u64::MAX);
            carry = sum >> 64;
        }
        digits[i + 2] += carry;
    }
    digits.reverse();
    digits
}

/// pledge · rest, less than one pledges above share · pledges.
fn is_the_share(found: u128, pledge: u128, rest: u128, pledges: u128) -> bool {
    let whole = product(pledge, rest);
    let above = found
        .checked_add(1)
        .is_none_or(|next| product(next, pledges) > whole);
    product(found, pledges) <= whole && above
}

#[test]
fn the_figures_of_the_story() {
    assert_eq!(share(6_000, 10_000, 30_000), 2_000);
    assert_eq!(share(6_000, 30_000, 30_000), 6_000);
    assert_eq!(share(6_000, 0, 30_000), 0);
}

#[test]
fn a_share_of_nothing_is_nothing() {
    assert_eq!(share(5, 5, 0), 0);
    assert_eq!(share(0, 5, 5), 0);
}

#[test]
fn nobody_gets_more_than_the_rest_whatever_they_say_they_pledged() {
    assert_eq!(share(10, 7, 3), 7);
    assert_eq!(share(u128::MAX, u128::MAX, 1), u128::MAX);
}

#[test]
fn the_largest_figures_are_exact() {
    assert_eq!(share(u128::MAX, u128::MAX, u128::MAX), u128::MAX);
    assert_eq!(share(u128::MAX - 1, u128::MAX, u128::MAX), u128::MAX - 1);
    assert_eq!(share(1, u128::MAX, u128::MAX), 1);
    assert_eq!(share(1 << 127, u128::MAX, u128::MAX), 1 << 127);
}

#[test]
fn contributions_weigh_their_amount_or_their_part() {
    assert_eq!(contribution_weight(0, 0), 0);
    assert_eq!(contribution_weight(6_000, 30_000), 6_000);
    let million_million = 1_000_000_000_000;
    assert_eq!(
        contribution_weight(million_million, million_million),
        1_000_000_000_000
    );
    assert_eq!(
        contribution_weight(million_million, 4 * million_million),
        250_000_000_000
    );
    // a crumb beside a mountain still weighs something
    assert_eq!(contribution_weight(1, u128::MAX), 1);
    assert_eq!(contribution_weight(0, u128::MAX), 0);
}

fn size() -> impl Strategy<Value = u128> {
    prop_oneof![
        0_u128..=20,
        0_u128..=1_000_000,
        any::<u64>().prop_map(u128::from),
        any::<u128>()
    ]
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn a_share_is_the_exact_part_rounded_down(pledges in size(), pledge in size(), rest in size()) {
        let pledges = pledges.max(1);
        let pledge = pledge % pledges + 1;
        prop_assert!(is_the_share(share(pledge, rest, pledges), pledge, rest, pledges));
    }

    /// No coin that nobody has: all shares together are within the rest, and the dust is less than a coin a pledge.
    #[test]
    fn shares_never_lend_a_coin(pledged in prop::collection::vec(0_u128..=1_000_000_000, 1..12), rest in size()) {
        let pledges: u128 = pledged.iter().sum();
        let shares: Vec<u128> = pledged.iter().map(|pledge| share(*pledge, rest, pledges)).collect();
        let together = shares.iter().try_fold(0_u128, |sum, share| sum.checked_add(*share));
        let together = together.expect("not more than the rest");
        prop_assert!(together <= rest);
        if pledges > 0 {
            prop_assert!(rest - together < u128::try_from(pledged.len()).expect("few"));
        }
    }

    #[test]
    fn weights_follow_contributions(contributions in prop::collection::vec(0_u128..=u128::MAX / 20, 1..20)) {
        let all: u128 = contributions.iter().sum();
        for pair in contributions.windows(2) {
            let [less, more] = [pair[0].min(pair[1]), pair[0].max(pair[1])];
            prop_assert!(contribution_weight(less, all) <= contribution_weight(more, all));
            prop_assert!(contribution_weight(more, all) <= 1_000_000_000_000);
            prop_assert_eq!(contribution_weight(more, all) > 0, more > 0);
        }
    }
}
