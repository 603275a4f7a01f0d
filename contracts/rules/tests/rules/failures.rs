//! Failures of other systems that concern the threshold rule, each shown impossible.

use folkmoot_rules::{
    Electorate, Outcome, Ratio, RatioError, Tally, UNITS_PER_WEIGHT, early_outcome, outcome,
};

use crate::table::{check, rule};

#[test]
fn five_to_five_does_not_pass_at_one_half() {
    check(
        "
        majority | 10*1 | 5*yes 5*no | end | rejected
        majority | 10*1 | 5*yes 5*no | early | rejected
        majority | 10*1 | 6*yes 4*no | end | passed
        majority | 10*1 | 4*yes 4*no abstain abstain | end | rejected
        ",
    );
}

#[test]
fn seven_of_thirteen_is_judged_exactly() {
    check(
        "
        # 7/13 = 0.538461…: no decimal is equal to it
        > 1/2 cast weight quorum 1/2 | 13*1 | 7*yes 6*no | end | passed
        > 1/2 eligible weight quorum 1/2 | 13*1 | 7*yes | end | passed
        > 1/2 eligible weight quorum 1/2 | 13*1 | 6*yes no | end | rejected
        >= 7/13 cast weight quorum 1/2 | 13*1 | 7*yes 6*no | end | passed
        > 7/13 cast weight quorum 1/2 | 13*1 | 7*yes 6*no | end | rejected
        >= 53/100 cast weight quorum 1/2 | 13*1 | 7*yes 6*no | end | passed
        >= 54/100 cast weight quorum 1/2 | 13*1 | 7*yes 6*no | end | rejected
        # the quorum: 6 of 13 is below one half, 7 is not
        > 1/2 cast weight quorum 1/2 | 13*1 | 6*yes | end | no_quorum
        > 1/2 cast weight quorum 1/2 | 13*1 | 7*yes | end | passed
        >= 1/2 cast weight quorum 7/13 | 13*1 | 7*yes | end | passed
        ",
    );
}

#[test]
fn abstaining_never_lowers_the_bar() {
    check(
        "
        # the quorum is missed: whatever is abstained, it is not read as a lower bar
        majority | 10*1 | yes abstain abstain abstain | end | no_quorum
        majority | 10*1 | yes no abstain abstain abstain | end | rejected
        equal_partners | 10*1 | 5*yes 5*abstain | end | rejected
        three_quarters | 8*1 | yes yes no 5*abstain | end | rejected
        three_quarters | 8*1 | yes yes no 2*abstain | end | rejected
        ",
    );
}

#[test]
fn all_abstaining_passes_nothing() {
    check(
        "
        supermajority | 9*1 | 9*abstain | end | rejected
        supermajority | 9*1 | 9*abstain | early | rejected
        >= 1/1000000000 cast weight quorum 1/1000000000 | 9*1 | 9*abstain | end | rejected
        double_majority | 9*1 | 9*abstain | end | rejected
        ",
    );
}

#[test]
fn no_threshold_and_no_quorum_is_zero() {
    assert_eq!(
        Ratio::new(0, 1),
        Err(RatioError::Zero {
            numerator: 0,
            denominator: 1
        })
    );
    assert_eq!(
        Ratio::new(0, 0),
        Err(RatioError::ZeroDenominator { numerator: 0 })
    );
    assert_eq!(
        Ratio::new(1, 0),
        Err(RatioError::ZeroDenominator { numerator: 1 })
    );
    assert_eq!(
        Ratio::new(3, 2),
        Err(RatioError::AboveOne {
            numerator: 3,
            denominator: 2
        })
    );
    let fine = Ratio::new(1, 1_000_000_001);
    assert_eq!(
        fine,
        Err(RatioError::DenominatorTooLarge {
            denominator: 1_000_000_001
        })
    );
    assert_eq!(
        fine.unwrap_err().to_string(),
        "denominator 1000000001 of the ratio is above the limit of 1000000000"
    );
    for text in [
        r#"{"numerator":0,"denominator":2}"#,
        r#"{"numerator":1,"denominator":0}"#,
        r#"{"numerator":2,"denominator":1}"#,
    ] {
        assert!(serde_json::from_str::<Ratio>(text).is_err(), "{text}");
    }
}

#[test]
fn one_partner_never_carries_it_against_the_others_no() {
    check(
        "
        equal_partners | 1 1 | yes no | end | rejected
        equal_partners | 1 1 | yes no | 3d | rejected
        equal_partners | 1 1 | yes no | early | rejected
        majority | 1 1 | yes no | end | rejected
        ",
    );
}

#[test]
fn ballots_after_an_early_decision_change_nothing() {
    check(
        "
        majority | 5*1 | 3*yes | early | passed
        majority | 5*1 | 3*yes 2*no | end | passed
        majority | 5*1 | 3*yes 2*abstain | end | passed
        majority | 5*1 | 3*yes | end | passed
        ",
    );
}

#[test]
fn the_heaviest_electorate_is_counted_exactly() {
    let all = u64::MAX;
    let electorate = Electorate {
        weight: all,
        seats: u32::MAX,
    };
    let half = u128::from(all) * UNITS_PER_WEIGHT / 2;
    let fine = format!(
        "> {}/{} eligible weight quorum 1/2",
        500_000_000, 1_000_000_000
    );
    for (yes, expected) in [(half, Outcome::Rejected), (half + 1, Outcome::Passed)] {
        let mut tally = Tally::default();
        tally.weight.yes = yes;
        tally.seats.yes = u128::from(u32::MAX);
        assert_eq!(outcome(&rule(&fine), &electorate, &tally), expected);
        assert_eq!(
            outcome(&rule("equal_partners"), &electorate, &tally),
            expected
        );
    }
    // Beyond any electorate the comparison stays exact too.
    assert!(Ratio::HALF.reached_by(u128::MAX / 2 + 1, u128::MAX));
    assert!(!Ratio::HALF.reached_by(u128::MAX / 2, u128::MAX));
    assert!(!Ratio::ONE.exceeded_by(u128::MAX, u128::MAX));
    assert!(Ratio::ONE.reached_by(u128::MAX, u128::MAX));
    // A tally that says more than its electorate holds panics nowhere.
    let mut tally = Tally::default();
    tally.weight.yes = u128::MAX / 4;
    tally.weight.no = u128::MAX / 4;
    assert_eq!(
        early_outcome(&rule("majority"), &electorate, &tally),
        Outcome::Rejected
    );
}
