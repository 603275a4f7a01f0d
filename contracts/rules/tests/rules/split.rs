//! Splitting a seat's weight: exact, fair, and never in favour of a proposal.

use folkmoot_rules::{
    Choice, Shares, SharesError, Signal, Tally, UNITS_PER_WEIGHT, UpstreamBallot, split,
};
use proptest::prelude::*;

use crate::{properties::config, table::shares};

/// yes, no, abstain, not cast
fn parts(text: &str, weight: u64) -> [u128; 4] {
    let units = split(&shares(text), weight).expect("shares of a whole");
    [units.yes, units.no, units.abstain, units.not_cast]
}

#[test]
fn largest_remainder_and_equal_remainders_in_order() {
    let table = [
        ("24/16/0/10", 50, [24_000_000, 16_000_000, 0, 10_000_000]),
        ("3/1/0/0", 4, [3_000_000, 1_000_000, 0, 0]),
        // Thirds: one unit over, to not cast first, then abstain, no, and to yes last.
        ("1/1/0/1", 1, [333_333, 333_333, 0, 333_334]),
        ("1/1/1/0", 1, [333_333, 333_333, 333_334, 0]),
        ("2/1/0/0", 1, [666_667, 333_333, 0, 0]),
        ("1/2/0/0", 1, [333_333, 666_667, 0, 0]),
        // Sixths and thirds: 166,666.67 has the larger remainder twice, 333,333.33 does not.
        ("1/1/2/2", 1, [166_667, 166_667, 333_333, 333_333]),
        // Two units over among four equal remainders.
        ("1/1/1/4", 1, [142_857, 142_857, 142_857, 571_429]),
        ("3/3/3/3", 1, [250_000; 4]),
        ("9/9/9/5", 1, [281_250, 281_250, 281_250, 156_250]),
        // A share below one unit is not lost when it has the largest remainder.
        ("1/0/0/1999999", 1, [0, 0, 0, 1_000_000]),
        ("2/0/0/2999999", 1, [1, 0, 0, 999_999]),
        ("1/1/1/1", 0, [0; 4]),
    ];
    for (text, weight, expected) in table {
        assert_eq!(parts(text, weight), expected, "{text} of {weight}");
    }
}

#[test]
fn equal_halves_of_a_unit_go_to_the_cautious_side() {
    // Of 2,000,000 · 2 shares each share is half a unit: n of them in each part.
    let of = 2_000_000;
    let table = [
        // yes, no, abstain, not cast → units
        ([1, 1, 0], [0, 1, 0]),
        ([1, 0, 1], [0, 0, 1]),
        ([0, 1, 1], [0, 0, 1]),
        ([1, 1, 1], [0, 0, 1]),
        ([3, 3, 1], [1, 1, 1]),
    ];
    for ([yes, no, abstain], expected) in table {
        let shares = Shares {
            yes,
            no,
            abstain,
            not_cast: of - yes - no - abstain,
            of,
        };
        let units = split(&shares, 1).unwrap();
        assert_eq!(
            [units.yes, units.no, units.abstain],
            expected,
            "{yes} {no} {abstain}"
        );
    }
}

#[test]
fn a_split_seat_is_one_seat() {
    for (text, stands) in [
        ("3/1/0/0", Signal::Yes),
        ("1/3/0/0", Signal::No),
        ("2/2/0/0", Signal::Abstain),
        ("2/2/1/9", Signal::Abstain),
        ("0/0/1/9", Signal::Abstain),
        ("1/0/5/9", Signal::Yes),
        ("0/0/0/9", Signal::NotCast),
    ] {
        assert_eq!(shares(text).stands_with(), stands, "{text}");
        let mut split_seat = Tally::default();
        split_seat
            .add_upstream(&UpstreamBallot::Split(shares(text)), 7)
            .unwrap();
        let mut whole_seat = Tally::default();
        whole_seat
            .add_upstream(&UpstreamBallot::Signal(stands), 7)
            .unwrap();
        assert_eq!(split_seat.seats, whole_seat.seats, "{text}");
        assert_eq!(split_seat.weight.answered(), 7 * UNITS_PER_WEIGHT, "{text}");
    }
}

#[test]
fn foreign_shares_are_not_believed() {
    let most = u128::from(u64::MAX) * UNITS_PER_WEIGHT;
    let yes_of = |yes, of| Shares {
        yes,
        no: 0,
        abstain: 0,
        not_cast: 0,
        of,
    };
    let table = [
        (yes_of(0, 0), SharesError::OfNothing),
        (yes_of(3, 4), SharesError::Sum { of: 4 }),
        (yes_of(5, 4), SharesError::Sum { of: 4 }),
        (
            Shares {
                no: u128::MAX,
                not_cast: 5,
                ..yes_of(u128::MAX, 3)
            },
            SharesError::Sum { of: 3 },
        ),
        (
            yes_of(most + 1, most + 1),
            SharesError::TooLarge { of: most + 1 },
        ),
    ];
    for (shares, error) in table {
        assert_eq!(split(&shares, 1), Err(error));
        let mut tally = Tally::default();
        tally.add_ballot(Choice::No, 1).unwrap();
        let before = tally;
        assert!(
            tally
                .add_upstream(&UpstreamBallot::Split(shares), 1)
                .is_err()
        );
        assert_eq!(tally, before, "a refused vote leaves no part of itself");
    }
    let largest = Shares {
        yes: most - 1,
        no: 1,
        abstain: 0,
        not_cast: 0,
        of: most,
    };
    let units = split(&largest, u64::MAX).unwrap();
    assert_eq!((units.yes, units.no), (most - 1, 1));
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn parts_add_up_and_none_is_off_by_a_unit(
        raw in prop::array::uniform4(any::<u64>()),
        shrink in prop::array::uniform4(0_u32..64),
        scale in prop_oneof![Just(1_u128), Just(7), Just(UNITS_PER_WEIGHT / 4)],
        weight in prop_oneof![1_u64..=100, 1_u64..=u64::from(u32::MAX)],
    ) {
        let [yes, no, abstain, not_cast] = [0, 1, 2, 3].map(|at| u128::from(raw[at] >> shrink[at]) / 4 * scale);
        let of = yes + no + abstain + not_cast;
        prop_assume!(of > 0);
        let shares = Shares { yes, no, abstain, not_cast, of };
        let units = split(&shares, weight).unwrap();
        let whole = u128::from(weight) * UNITS_PER_WEIGHT;
        prop_assert_eq!(units.yes + units.no + units.abstain + units.not_cast, whole);
        for (part, share) in
            [(units.yes, yes), (units.no, no), (units.abstain, abstain), (units.not_cast, not_cast)]
        {
            // |part − share · whole / of| < 1, multiplied out in 256 bits.
            prop_assert!(below(wide(part, of), add(wide(share, whole), of)), "{} too large", part);
            prop_assert!(below(wide(share, whole), add(wide(part, of), of)), "{} too small", part);
            prop_assert!(share > 0 || part == 0, "nobody's vote got weight");
        }
        prop_assert!(yes < no || units.yes + 1 >= units.no, "the order of parts is kept");
        prop_assert!(no < yes || units.no >= units.yes, "no rounding helps the yes");
    }

    /// Exact where it can be exact: no unit moves when the shares divide the weight.
    #[test]
    fn whole_members_stay_whole(votes in prop::array::uniform4(0_u64..=1_000)) {
        let members: u64 = votes.iter().sum();
        prop_assume!(members > 0);
        let [yes, no, abstain, not_cast] = votes.map(u128::from);
        let shares = Shares { yes, no, abstain, not_cast, of: members.into() };
        let units = split(&shares, members).unwrap();
        prop_assert_eq!(
            [units.yes, units.no, units.abstain, units.not_cast],
            [yes, no, abstain, not_cast].map(|votes| votes * UNITS_PER_WEIGHT)
        );
    }
}

/// A number of 256 bits as (high, low).
type Wide = (u128, u128);

fn wide(a: u128, b: u128) -> Wide {
    // b in two halves of 64 bits, a likewise: schoolbook.
    let (a1, a0, b1, b0) = (
        a >> 64,
        a & u128::from(u64::MAX),
        b >> 64,
        b & u128::from(u64::MAX),
    );
    let low = (0, a0 * b0);
    let middle = [a1 * b0, a0 * b1].map(|m| (m >> 64, m << 64));
    [middle[0], middle[1], (a1 * b1, 0)]
        .into_iter()
        .fold(low, |sum, term| {
            let (digits, carry) = sum.1.overflowing_add(term.1);
            (sum.0 + term.0 + u128::from(carry), digits)
        })
}

fn add(a: Wide, b: u128) -> Wide {
    let (low, carry) = a.1.overflowing_add(b);
    (a.0 + u128::from(carry), low)
}

fn below(a: Wide, b: Wide) -> bool {
    a < b
}
