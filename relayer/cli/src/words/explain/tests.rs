//! What a member reads: one file a preset, and charters in which everything is different.

use cosmwasm_std::{Coin, HexBinary, coins};
use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{
    Basis, Covers, ElectorateKind, Procedure, Refer, Round, Stage, UpstreamPolicy, Weighting,
};
use folkmoot_presets::{Preset, Setting};
use folkmoot_rules::{
    Fallback, QuorumMissed, Resolving, ReviewMode, Rule, ThresholdMissed, Translation,
};

use super::*;

fn text(sections: &[Section]) -> String {
    let parts: Vec<String> = sections
        .iter()
        .map(|section| format!("{}\n  {}", section.title, section.lines.join("\n  ")))
        .collect();
    parts.join("\n\n")
}

fn seated(weight: u64, seats: u32) -> Seated {
    Seated {
        all: Electorate { weight, seats },
        groups: Electorate::default(),
    }
}

#[test]
fn every_preset_in_plain_words() {
    let setting = Setting {
        budget_above: coins(1_000, "ustake"),
        ..Setting::default()
    };
    for preset in Preset::all() {
        let words = text(&explain(&preset.charter(&setting), None));
        if let Preset::Made(_) = preset {
            insta::assert_snapshot!(preset.name(), format!("{}\n\n{words}", preset.for_whom()));
        }
        assert!(words.contains("What follows from it"), "{preset}");
    }
}

#[test]
fn a_charter_in_which_everything_is_different() {
    let bar = vec![Coin::new(300_u128, "ustake"), Coin::new(5_u128, "uatom")];
    let mut budget = Procedure::new(
        "budget",
        Covers::SpendsAbove(bar),
        Round::new(Rule::double_majority(), Seconds(90_000)),
    );
    budget.electorate = ElectorateKind::GroupSeats;
    budget.stages.push(Stage::Delay {
        duration: Seconds::days(1),
    });
    let whole = Round {
        early_finish: false,
        ..Round::new(Rule::two_thirds(), Seconds::days(5))
    };
    let all_kinds = vec![
        ActionKind::Seats,
        ActionKind::Links,
        ActionKind::AmendCharter,
        ActionKind::ProposeUpstream,
        ActionKind::Upgrade,
        ActionKind::Call,
    ];
    let rest = Procedure::new("rest", Covers::Kinds(all_kinds), whole.clone());
    let mut charter = CharterSpec::simple(Rule::majority(), Seconds::days(7));
    charter.procedures.splice(0..0, [budget, rest]);
    charter.weighting = Weighting {
        basis: Basis::ByMembers,
        cap: Some(20),
    };
    charter.upstream = UpstreamPolicy {
        round: Round {
            revoting: true,
            ..whole
        },
        translation: Translation::Signal {
            threshold_missed: ThresholdMissed::No,
            no_quorum: QuorumMissed::Abstain,
        },
    };
    charter.group_accounts = vec!["wasm1relay".to_owned()];
    charter.trusted_code = vec![HexBinary::from([7; 32])];
    charter.key_notice = Seconds::ZERO;
    charter.weight_notice = Seconds::ZERO;
    insta::assert_snapshot!(text(&explain(&charter, Some(seated(54, 2)))));
}

/// Whom a group escalates to is no house that guards its charter.
#[test]
fn what_stays_blocked_is_another_groups_to_decide() {
    let mut charter = CharterSpec::simple(Rule::consensus(), Seconds::days(7));
    let escalates = Refer {
        house: "wasm1above".to_owned(),
        mode: ReviewMode::Escalate,
        window: Seconds::days(9),
        least_blocks: 0,
    };
    let round = Round {
        resolving: Some(Resolving {
            period: Seconds::days(2),
            fallback: Fallback::Escalate,
        }),
        ..Round::new(Rule::consensus(), Seconds::days(7))
    };
    charter.procedures[0].stages = vec![Stage::Decide(round), Stage::Refer(escalates)];
    let words = text(&explain(&charter, None));
    for part in [
        "If one block is left after that, another group decides.",
        "At the latest it comes to that 27 days after it opened.",
        "What stays blocked is escalated to the group wasm1above, which decides within 9 days",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(!words.contains("pass every house"), "{words}");
}

#[test]
fn a_rule_in_figures_is_what_counting_gives() {
    let table = [
        (
            Rule::majority(),
            4,
            "3 must say yes when everybody else says no, 2 when nobody else votes",
        ),
        (Rule::majority_of_all(), 2, "2 must say yes"),
        (
            Rule::supermajority(),
            50,
            "33 must say yes when everybody else says no, 25 when nobody else votes",
        ),
        (
            Rule::two_thirds(),
            50,
            "34 must say yes when everybody else says no, 25 when nobody else votes",
        ),
        (Rule::majority(), 1, "1 must say yes"),
    ];
    for (rule, seats, words) in table {
        let electorate = seated(seats.into(), seats).all;
        let told = figures::of(&rule, &electorate).unwrap();
        assert!(
            told.ends_with(&format!("of today, {words}.")),
            "{seats}: {told}"
        );
    }
    let unequal = seated(54, 2).all;
    assert_eq!(figures::of(&Rule::majority(), &unequal), None);
    assert_eq!(figures::of(&Rule::majority(), &Electorate::default()), None);
}

#[test]
fn times_are_said_as_people_say_them() {
    let table = [
        (Seconds::days(7), "7 days"),
        (Seconds::days(1), "1 day"),
        (Seconds(90_000), "1 day 1 hour"),
        (Seconds(30), "30 seconds"),
        (Seconds::ZERO, "no time"),
    ];
    for (length, words) in table {
        assert_eq!(time(length), words);
    }
}

/// Who chooses to weigh by contribution reads when a pledge counts.
#[test]
fn when_a_pledge_counts_is_explained() {
    let mut charter = CharterSpec::simple(Rule::majority(), Seconds::days(7));
    let said = "A pledge counts as it stood before the opening of its cycle was proposed";
    assert!(!text(&explain(&charter, None)).contains(said));
    charter.weighting.basis = Basis::ByContribution;
    charter.contribution_denom = Some("ustake".to_owned());
    assert!(text(&explain(&charter, None)).contains(said));
}

/// Said where it is allowed and nowhere else, and what consent has to do with it.
#[test]
fn delegates_are_explained_where_there_are_any() {
    let told = |delegation| {
        let mut charter = CharterSpec::simple(Rule::majority(), Seconds::days(7));
        charter.delegation = delegation;
        text(&explain(&charter, None))
    };
    assert!(!told(Delegating::Nowhere).contains("carry its weight"));
    assert!(told(Delegating::InVotes).contains("each seat speaks for itself; in the vote"));
    assert!(told(Delegating::Everywhere).contains("blocks for each seat they speak for"));
}
