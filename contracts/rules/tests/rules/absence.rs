//! Who is not waited for, every case of it.

use folkmoot_rules::{
    Choice, Electorate, Heard, NotAbsent, Outcome, Place, Rule, Tally, early_outcome,
};

#[test]
fn only_who_left_and_is_still_waited_for_is_absent() {
    for weight in [0, 3] {
        for has_left in [false, true] {
            for is_unasked in [false, true] {
                for heard in [Heard::Nothing, Heard::Carried, Heard::Counted] {
                    let place = Place {
                        weight,
                        has_left,
                        heard,
                        is_unasked,
                    };
                    let waited = weight > 0 && heard != Heard::Counted && !is_unasked;
                    assert_eq!(place.absence().is_ok(), has_left && waited, "{place:?}");
                }
            }
        }
    }
    let seat = Place {
        weight: 1,
        has_left: false,
        heard: Heard::Nothing,
        is_unasked: false,
    };
    assert_eq!(seat.absence(), Err(NotAbsent::StillASeat));
    assert_eq!(NotAbsent::StillASeat.as_str(), "it still is a seat");
}

/// What a delegate said for a seat that left counts as it is, and is waited for no more.
#[test]
fn a_carried_word_becomes_the_last() {
    let electorate = Electorate {
        weight: 3,
        seats: 3,
    };
    let mut tally = Tally::default();
    tally.add_ballot(Choice::Yes, 1).unwrap();
    tally.add_ballot(Choice::Yes, 1).unwrap();
    tally.add_carried(Choice::Yes, 1).unwrap();
    let early = |tally: &Tally| early_outcome(&Rule::consensus(), &electorate, tally);
    assert_eq!(early(&tally), Outcome::Undecided);
    let before = tally.weight;
    assert!(tally.settle_carried(Choice::No, 1).is_err());
    tally.settle_carried(Choice::Yes, 1).unwrap();
    assert_eq!(tally.weight, before);
    assert_eq!(early(&tally), Outcome::Passed);
}
