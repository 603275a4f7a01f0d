//! The rule as told in cw3's words decides as the rule does, by the published crate's own arithmetic.

use ::cw3::Proposal;
use folkmoot_rules::{
    Base, Choice, Count, Electorate, Outcome, Ratio, Rule, Tally, Threshold, outcome,
};
use serde_json::json;

use crate::proposals::cw3::in_words_of_cw3;

const CHOICES: [Choice; 3] = [Choice::Yes, Choice::No, Choice::Abstain];

/// What cw3 makes of these votes once the proposal's time is over.
fn passes_in_cw3(rule: &Rule, electorate: Electorate, [yes, no, abstain]: [u64; 3]) -> bool {
    let mut threshold = serde_json::to_value(in_words_of_cw3(rule, electorate)).unwrap();
    // a stored proposal keeps the total beside its threshold
    for (_, parts) in threshold.as_object_mut().unwrap() {
        let total = parts.as_object_mut().unwrap().remove("total_weight");
        assert_eq!(total, Some(json!(electorate.weight)));
    }
    let proposal: Proposal = serde_json::from_value(json!({
        "title": "t", "description": "", "start_height": 0, "expires": {"at_height": 1}, "msgs": [],
        "status": "open", "threshold": threshold, "total_weight": electorate.weight,
        "votes": {"yes": yes, "no": no, "abstain": abstain, "veto": 0}, "proposer": "p", "deposit": null,
    }))
    .expect("cw3's own record of a proposal");
    let block = serde_json::from_value(json!({"height": 2, "time": "0", "chain_id": "c"}));
    proposal.is_passed(&block.expect("cosmwasm's own record of a block"))
}

fn passes_here(rule: &Rule, electorate: Electorate, votes: [u64; 3]) -> bool {
    let mut tally = Tally::default();
    for (choice, weight) in CHOICES.into_iter().zip(votes) {
        tally.add_ballot(choice, weight).unwrap();
    }
    outcome(rule, &electorate, &tally) == Outcome::Passed
}

#[test]
fn cw3_reckons_as_the_rules_do() {
    let ratio = |part, whole| Ratio::new(part, whole).unwrap();
    let thresholds = [(1, 2), (66, 100), (2, 3), (3, 4), (5, 7), (1, 1)];
    let totals = [1_u64, 2, 3, 9, 12, 100, 9_999_999];
    for (part, whole) in thresholds {
        for (strict, base) in [
            (true, Base::Cast),
            (false, Base::Cast),
            (true, Base::Eligible),
            (false, Base::Eligible),
        ] {
            if strict && part == whole {
                continue;
            }
            let rule = Rule::Threshold(Threshold {
                quorum: ratio(1, 2),
                threshold: ratio(part, whole),
                strict,
                base,
                count: Count::Weight,
            });
            for total in totals {
                let electorate = Electorate {
                    weight: total,
                    seats: 3,
                };
                // around the bar, with and without abstentions
                for abstain in [0, total / 3] {
                    let bar = (total - abstain) * part / whole;
                    for yes in bar.saturating_sub(1).max(1)..=(bar + 1).min(total - abstain) {
                        let votes = [yes, total - abstain - yes, abstain];
                        assert_eq!(
                            passes_in_cw3(&rule, electorate, votes),
                            passes_here(&rule, electorate, votes),
                            "{part}/{whole}, strict {strict}, {base:?}, {votes:?}"
                        );
                    }
                }
                // around the quorum
                for present in (total / 2).saturating_sub(1).max(1)..=(total / 2 + 1).min(total) {
                    let votes = [present, 0, 0];
                    assert_eq!(
                        passes_in_cw3(&rule, electorate, votes),
                        passes_here(&rule, electorate, votes),
                        "{part}/{whole}, strict {strict}, {base:?}, {present} of {total} present"
                    );
                }
            }
        }
    }
}
