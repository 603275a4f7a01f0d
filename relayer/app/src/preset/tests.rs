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
