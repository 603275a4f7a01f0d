//! The rows of the rules table that concern the threshold rule, and ballots × rule × time → status.

use folkmoot_rules::{Base, Count, Preset, Ratio, Rule, RuleError, Threshold};

use crate::table::check;

#[test]
fn majority() {
    check(
        "
        # a tie does not pass
        majority | 4*1 | yes yes no no | end | rejected
        majority | 4*1 | yes yes yes no | end | passed
        majority | 4*1 | yes yes no - | end | passed
        # quorum counts ballots of any choice, reached at exactly one half
        majority | 4*1 | yes - - - | end | no_quorum
        majority | 4*1 | yes abstain - - | end | passed
        majority | 4*1 | no abstain - - | end | rejected
        majority | 5*1 | yes yes - - - | end | no_quorum
        majority | 5*1 | yes yes abstain - - | end | passed
        # weight decides, not heads
        majority | 3 1 1 | yes no no | end | passed
        majority | 2 1 1 | yes no no | end | rejected
        majority | 3 1 1 | yes - - | end | passed
        majority | 1 3 1 | yes - yes | end | no_quorum
        ",
    );
}

#[test]
fn equal_partners() {
    check(
        "
        equal_partners | 1 1 | yes yes | end | passed
        equal_partners | 1 1 | yes no | end | rejected
        equal_partners | 1 1 | yes - | end | rejected
        equal_partners | 1 1 | yes abstain | end | rejected
        equal_partners | 1 1 | yes told | end | rejected
        equal_partners | 1 1 | - - | end | no_quorum
        equal_partners | 3*1 | yes yes - | end | passed
        equal_partners | 4*1 | yes yes - - | end | rejected
        ",
    );
}

#[test]
fn supermajority_is_not_two_thirds() {
    check(
        "
        supermajority | 100*1 | 66*yes 34*no | end | passed
        two_thirds | 100*1 | 66*yes 34*no | end | rejected
        supermajority | 100*1 | 65*yes 35*no | end | rejected
        supermajority | 3*1 | yes yes no | end | passed
        two_thirds | 3*1 | yes yes no | end | passed
        two_thirds | 300*1 | 199*yes 101*no | end | rejected
        two_thirds | 300*1 | 200*yes 100*no | end | passed
        # abstentions are present and not in the base
        two_thirds | 6*1 | yes yes no 3*abstain | end | passed
        three_quarters | 4*1 | yes no yes yes | end | passed
        three_quarters | 50*1 | 24*yes 16*no | end | rejected
        # all abstaining never passes
        supermajority | 6*1 | 6*abstain | end | rejected
        two_thirds | 6*1 | 6*abstain | end | rejected
        majority | 6*1 | 6*abstain | end | rejected
        ",
    );
}

#[test]
fn double_majority() {
    check(
        "
        # 50 : 4 does not make the small group's vote meaningless
        majority | 50 4 | yes no | end | passed
        double_majority | 50 4 | yes no | end | rejected
        double_majority | 50 4 | yes yes | end | passed
        # seats are counted on all seats, weight on what was cast
        double_majority | 50 4 3 | yes - yes | end | passed
        double_majority | 50 4 3 3 | yes yes - - | end | rejected
        double_majority | 50 4 3 | - yes yes | end | no_quorum
        double_majority | 50 4 3 | abstain yes yes | end | passed
        double_majority | 50 4 3 | no yes yes | end | rejected
        # with base eligible the weight too is counted on all of it
        > 1/2 eligible both quorum 1/2 | 50 4 3 | abstain yes yes | end | rejected
        # quorum of both: 50 of 57 are there, but one seat of three
        double_majority | 50 4 3 | yes - - | end | no_quorum
        ",
    );
}

#[test]
fn seats_and_bases() {
    check(
        "
        > 1/2 cast seats quorum 1/2 | 50 4 3 | no yes yes | end | passed
        > 1/2 cast seats quorum 1/2 | 50 4 3 | no yes abstain | end | rejected
        > 1/2 eligible seats quorum 1/2 | 50 4 3 1 | yes yes - - | end | rejected
        >= 1/2 eligible seats quorum 1/2 | 50 4 3 1 | yes yes - - | end | passed
        >= 1/1 cast weight quorum 1/1 | 3*1 | yes yes yes | end | passed
        >= 1/1 cast weight quorum 1/1 | 3*1 | yes yes - | end | no_quorum
        >= 1/1 cast weight quorum 1/1 | 3*1 | yes yes abstain | end | passed
        >= 1/1 eligible weight quorum 1/2 | 3*1 | yes yes abstain | end | rejected
        # an electorate of nobody decides nothing
        majority | | | end | no_quorum
        majority | | | early | no_quorum
        equal_partners | | | end | no_quorum
        ",
    );
}

#[test]
fn decided_early_is_what_no_open_seat_can_change() {
    check(
        "
        three_quarters | 4*1 | yes no yes - | early | undecided
        three_quarters | 4*1 | yes no yes yes | early | passed
        majority | 4*1 | yes yes yes - | early | passed
        majority | 5*1 | yes yes no - - | early | undecided
        majority | 5*1 | no no no - - | early | rejected
        majority | 4*1 | no no - - | early | rejected
        # a tie can no longer be broken upwards
        majority | 4*1 | yes no no - | early | rejected
        # not while the quorum still depends on somebody
        equal_partners | 3*1 | yes - - | early | undecided
        >= 1/4 eligible weight quorum 3/4 | 4*1 | yes yes - - | early | undecided
        >= 1/4 eligible weight quorum 3/4 | 4*1 | yes yes abstain - | early | passed
        # the quorum can't be reached any more
        majority | 4*1 | gone gone gone - | early | no_quorum
        majority | 4*1 | gone gone - - | early | undecided
        >= 1/2 cast weight quorum 3/4 | 4*1 | told gone yes - | early | no_quorum
        # who left or is told not cast is no longer silent, and stays in the base
        majority | 3*1 | yes gone gone | early | no_quorum
        majority | 4*1 | yes abstain gone gone | early | passed
        equal_partners | 1 1 | yes gone | early | rejected
        equal_partners | 1 1 | yes told | early | rejected
        equal_partners | 1 1 | no - | early | rejected
        >= 1/2 cast weight quorum 1/2 | 1 1 | no - | early | undecided
        # in both measures at once
        double_majority | 50 4 | no - | early | rejected
        double_majority | 50 4 | yes - | early | undecided
        double_majority | 50 4 3 | yes yes - | early | passed
        double_majority | 50 4 3 | yes no - | early | undecided
        ",
    );
}

#[test]
fn one_no_of_two_equal_partners_waits_only_for_the_quorum() {
    // One ballot of two is a quorum of one half, but nothing can pass any more once a partner said no.
    check(
        "
        > 1/2 eligible weight quorum 1/2 | 1 1 | no - | end | rejected
        > 1/2 eligible weight quorum 1/1 | 1 1 | no - | early | undecided
        > 1/2 eligible weight quorum 1/1 | 1 1 | no yes | early | rejected
        ",
    );
}

#[test]
fn ballots_by_rule_and_time_give_the_status() {
    check(
        "
        majority | 3*1 | yes yes - | 0s | open
        majority | 3*1 | yes yes - | 3d -1s | open
        majority | 3*1 | yes yes - | 3d | passed
        majority | 3*1 | yes yes - | 1d moved=1d | passed
        # undecided: nothing to move on
        majority | 3*1 | yes - - | 1d moved=1d | open
        majority | 3*1 | no no - | 1d moved=1d | rejected
        majority | 3*1 | yes no abstain | 3d | rejected
        majority | 3*1 | yes - - | 3d -1s | open
        majority | 3*1 | yes - - | 3d | no_quorum
        # delay stages run from the moment it was decided, whoever noted it and when
        majority | 3*1 | yes yes - | 3d delay=1d | delayed until 4 d
        majority | 3*1 | yes yes - | 4d -1s delay=1d | delayed until 4 d
        majority | 3*1 | yes yes - | 4d delay=1d | passed
        majority | 3*1 | yes yes - | 4d delay=1d moved=4d | passed
        majority | 3*1 | yes yes - | 1d delay=1d moved=1d | delayed until 2 d
        majority | 3*1 | yes yes - | 2d delay=1d moved=1d | passed
        # execution: until before the end of its window
        majority | 3*1 | yes yes - | 10d -1s | passed
        majority | 3*1 | yes yes - | 10d | expired
        majority | 3*1 | yes yes - | 8d -1s moved=1d | passed
        majority | 3*1 | yes yes - | 8d moved=1d | expired
        majority | 3*1 | yes yes - | 11d -1s delay=1d | passed
        majority | 3*1 | yes yes - | 11d delay=1d | expired
        majority | 3*1 | yes yes - | 5d failed=1 | execution_failed
        majority | 3*1 | yes yes - | 10d failed=1 | expired
        majority | 3*1 | yes yes - | 5d ended=executed failed=2 | executed
        majority | 3*1 | yes yes - | 99d ended=executed | executed
        majority | 3*1 | yes yes - | 5d ended=rescinded | rescinded
        majority | 3*1 | yes - - | 1d ended=withdrawn | withdrawn
        majority | 3*1 | yes - - | 99d ended=superseded | superseded
        # a mirror never executes and never expires
        majority | 3*1 | yes yes - | 99d mirror | passed
        majority | 3*1 | no no - | 99d mirror | rejected
        majority | 3*1 | - - - | 2d mirror | open
        majority | 3*1 | - - - | 3d mirror | no_quorum
        ",
    );
}

#[test]
fn a_rule_that_can_never_be_met_is_refused() {
    let strict_all = |strict| {
        Rule::Threshold(Threshold {
            quorum: Ratio::ONE,
            threshold: Ratio::ONE,
            strict,
            base: Base::Cast,
            count: Count::Weight,
        })
    };
    assert_eq!(
        strict_all(true).check(),
        Err(RuleError::StrictAll {
            threshold: Ratio::ONE
        })
    );
    assert_eq!(strict_all(false).check(), Ok(()));
    for preset in Preset::ALL {
        assert_eq!(preset.rule().check(), Ok(()), "{preset}");
    }
}

#[test]
fn rules_speak_plainly() {
    let table = [
        (
            "majority",
            "more than half of the weight cast as yes or no. Quorum: at least half of all weight",
        ),
        (
            "equal_partners",
            "more than half of all weight. Quorum: at least half of all weight",
        ),
        (
            "supermajority",
            "at least 66 % of the weight cast as yes or no. Quorum: at least half of all weight",
        ),
        (
            "two_thirds",
            "at least two thirds of the weight cast as yes or no. Quorum: at least half of all weight",
        ),
        (
            "three_quarters",
            "at least three quarters of the weight cast as yes or no. Quorum: at least half of all weight",
        ),
        (
            "double_majority",
            "more than half of the weight cast as yes or no and of more than half of all seats. \
             Quorum: at least half of all weight and at least half of all seats",
        ),
        (
            ">= 1/1 eligible seats quorum 1/1",
            "all seats. Quorum: all seats",
        ),
        (
            ">= 1/1 cast seats quorum 3/5",
            "all of the seats that vote yes or no. Quorum: at least 3/5 of all seats",
        ),
        (
            "> 1/3 eligible both quorum 1/4",
            "more than a third of all weight and of more than a third of all seats. \
             Quorum: at least a quarter of all weight and at least a quarter of all seats",
        ),
    ];
    for (rule, words) in table {
        let told = crate::table::rule(rule).describe();
        assert_eq!(
            told,
            format!("It passes with the yes of {words}, abstentions included."),
            "{rule}"
        );
    }
}

#[test]
fn presets_go_by_their_names() {
    for preset in Preset::ALL {
        assert_eq!(preset.to_string().parse(), Ok(preset));
        assert_eq!(serde_json::to_value(preset).unwrap(), preset.as_str());
    }
    let unknown = "consensus_of_one".parse::<Preset>().unwrap_err();
    assert!(
        unknown
            .to_string()
            .starts_with("preset \"consensus_of_one\" is not one of majority, equal_partners")
    );
}
