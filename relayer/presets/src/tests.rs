//! Every preset stands up to the contract's own checks, wherever it is put.

use cosmwasm_std::coins;
use cosmwasm_std::testing::MockApi;
use folkmoot_group::charter::{AgreedFigures, Covers};

use super::*;

fn settings() -> [Setting; 3] {
    let joint = Setting {
        longest_lead: Some(rules::Seconds::days(30)),
        ..Setting::default()
    };
    let rich = Setting {
        budget_above: coins(1_000, "ustake"),
        ..Setting::default()
    };
    [Setting::default(), joint, rich]
}

#[test]
fn every_preset_is_a_charter_that_a_contract_takes() {
    for preset in Preset::all() {
        for setting in settings() {
            let agreed = AgreedFigures {
                longest_lead_below: setting.longest_lead,
                ..AgreedFigures::default()
            };
            let charter = preset.charter(&setting);
            let checked = charter.clone().checked(&MockApi::default(), &agreed);
            assert!(checked.is_ok(), "{preset}, {setting:?}: {checked:?}");
            let json = serde_json::to_string(&charter).unwrap();
            assert_eq!(
                serde_json::from_str::<CharterSpec>(&json).unwrap(),
                charter,
                "{preset}"
            );
        }
    }
}

#[test]
fn every_preset_has_a_name_of_its_own_and_a_sentence() {
    let names: Vec<String> = Preset::all().map(Preset::name).collect();
    for preset in Preset::all() {
        let name = preset.name();
        let found = name.replace('-', "_").parse::<Preset>().unwrap();
        assert_eq!(found.name(), name);
        assert_eq!(names.iter().filter(|other| **other == name).count(), 1);
        let sentence = preset.for_whom();
        assert!(
            sentence.starts_with("For ") && sentence.ends_with('.'),
            "{name}: {sentence}"
        );
    }
    let unknown = "mob".parse::<Preset>().unwrap_err().to_string();
    assert!(
        unknown.starts_with("preset \"mob\" is not one of equal-partnership, "),
        "{unknown}"
    );
}

#[test]
fn a_worker_cooperative_without_a_bar_takes_every_payment_for_a_budget() {
    let preset: Preset = "worker-cooperative".parse().unwrap();
    let budget = |setting: &Setting| preset.charter(setting).procedures.remove(0).covers;
    let [plain, _, rich] = settings();
    assert!(matches!(budget(&plain), Covers::Kinds(_)));
    assert_eq!(budget(&rich), Covers::SpendsAbove(coins(1_000, "ustake")));
}

#[test]
fn a_cell_has_a_house_where_one_is_named() {
    let preset: Preset = "cell".parse().unwrap();
    let house = House {
        address: MockApi::default().addr_make("house").into_string(),
        response_time: rules::Seconds::days(20),
    };
    let setting = Setting {
        house: Some(house.clone()),
        ..Setting::default()
    };
    let alone = preset.charter(&Setting::default());
    assert_eq!(alone.core_limit, Some(9), "fewer than ten");
    assert!(alone.procedures.iter().all(|p| p.refers().next().is_none()));

    let charter = preset.charter(&setting);
    let reviews: Vec<(&str, rules::ReviewMode)> = charter
        .procedures
        .iter()
        .flat_map(|procedure| {
            procedure
                .refers()
                .map(|refer| (procedure.name.as_str(), refer.mode))
        })
        .collect();
    use rules::ReviewMode::{Optimistic, Ratify};
    assert_eq!(reviews, [(BUDGET, Optimistic), ("foundations", Ratify)]);
    let agreed = AgreedFigures {
        houses: vec![(house.address, house.response_time)],
        ..AgreedFigures::default()
    };
    let checked = charter.clone().checked(&MockApi::default(), &agreed);
    assert!(checked.is_ok(), "{checked:?}");
    let strange = charter.checked(&MockApi::default(), &AgreedFigures::default());
    assert!(strange.is_err(), "a house must have agreed");
}

#[test]
fn a_stakeholder_group_answers_within_the_week_that_it_promises() {
    let preset: Preset = "stakeholder-group".parse().unwrap();
    let promised = |days| AgreedFigures {
        shortest_response: Some(rules::Seconds::days(days)),
        ..AgreedFigures::default()
    };
    let charter = preset.charter(&Setting::default());
    let checked = |days| {
        charter
            .clone()
            .checked(&MockApi::default(), &promised(days))
    };
    assert!(checked(7).is_ok(), "{:?}", checked(7));
    assert!(checked(4).is_err());
}

/// What a preset's rule makes of so many yes and no among five seats that weigh 1 each.
fn of_five(rule: &rules::Rule, yes: u32, no: u32) -> rules::Outcome {
    let against = match rule {
        rules::Rule::Threshold(_) => rules::Choice::No,
        rules::Rule::Consent(_) => rules::Choice::Block,
    };
    let mut tally = rules::Tally::default();
    for (choice, count) in [(rules::Choice::Yes, yes), (against, no)] {
        for _ in 0..count {
            tally.add_ballot(choice, 1).unwrap();
        }
    }
    let electorate = rules::Electorate {
        weight: 5,
        seats: 5,
    };
    rules::outcome(rule, &electorate, &tally)
}

/// "A majority of its seats can stop": of five three, never two, whoever is silent; and as many ratify.
#[test]
fn two_of_five_stakeholders_stop_and_ratify_nothing() {
    let charter = "stakeholder-group".parse::<Preset>().unwrap();
    let charter = charter.charter(&Setting::default());
    let veto = charter.procedures[0].round().unwrap().rule;
    for rule in [veto, charter.upstream.round.rule] {
        for no in 0..=3 {
            assert_ne!(of_five(&rule, 2, no), rules::Outcome::Passed, "2 : {no}");
        }
        for no in 0..=2 {
            assert_eq!(of_five(&rule, 3, no), rules::Outcome::Passed, "3 : {no}");
        }
    }
    let own = charter.procedures.last().unwrap().round().unwrap();
    assert_eq!(own.rule, rules::Rule::consensus_minus_one());
}

/// The figures that the other presets' words state.
#[test]
fn presets_decide_by_the_figures_that_they_name() {
    let rule = |preset: &str, procedure: &str| {
        let charter = preset
            .parse::<Preset>()
            .unwrap()
            .charter(&Setting::default());
        let mut all = charter.procedures.iter();
        let found = all.find(|one| one.name == procedure);
        found
            .or(charter.procedures.last())
            .unwrap()
            .round()
            .unwrap()
            .rule
    };
    let passes = |rule: rules::Rule, yes, no| of_five(&rule, yes, no) == rules::Outcome::Passed;
    // a majority day to day, 66 % for who belongs and the rules: 3 : 2 is too little
    assert!(passes(rule("worker-cooperative", ""), 3, 2));
    for lasting in ["membership", "foundations", BUDGET] {
        assert!(
            !passes(rule("worker-cooperative", lasting), 3, 2),
            "{lasting}"
        );
        assert!(
            passes(rule("worker-cooperative", lasting), 4, 1),
            "{lasting}"
        );
    }
    // one block stops a proposal
    for preset in ["consensus-community", "sociocratic-circle", "cell"] {
        assert!(!passes(rule(preset, ""), 4, 1), "{preset}");
        assert!(passes(rule(preset, ""), 4, 0), "{preset}");
    }
    // two thirds decide who belongs and the rules
    assert!(passes(rule("federation", ""), 3, 2));
    for lasting in ["membership", "foundations"] {
        assert!(!passes(rule("federation", lasting), 3, 2), "{lasting}");
        assert!(passes(rule("federation", lasting), 4, 1), "{lasting}");
    }
    // of two both must say yes: so of five more than half of all
    assert!(!passes(rule("equal-partnership", ""), 2, 0));
    assert!(passes(rule("equal-partnership", ""), 3, 0));
    let community = "consensus-community".parse::<Preset>().unwrap();
    let community = community.charter(&Setting::default());
    let membership = community
        .procedures
        .iter()
        .find(|one| one.name == "membership");
    let resolving = membership.unwrap().round().unwrap().resolving.unwrap();
    assert_eq!(
        resolving.period,
        rules::Seconds::days(7),
        "a week to resolve it"
    );
    let rules::Fallback::Rule { rule, .. } = resolving.fallback else {
        panic!("{resolving:?}");
    };
    assert_eq!(rule, rules::Rule::three_quarters());
}
