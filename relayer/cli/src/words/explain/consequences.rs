//! What follows from a charter and doesn't stand in it in so many words.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{Basis, CharterSpec, Covers, Procedure, Round};
use folkmoot_rules::{Base, Consent, Count, Ratio, Rule, Silence, Threshold};

use super::Section;
use super::kinds::may_cover;

pub fn section(charter: &CharterSpec) -> Section {
    let mut lines = vec![deciding(
        charter,
        ActionKind::AmendCharter,
        "This charter is changed",
    )];
    lines.push(deciding(
        charter,
        ActionKind::Seats,
        "Who belongs is decided",
    ));
    lines.push(payments(charter));
    lines.push(
        "A payment is whatever moves coins out: also a gift to another group, and coins sent along with a call."
            .to_owned(),
    );
    let rules = rules(charter);
    lines.extend(partners(charter, &rules));
    lines.extend(blocks(&rules));
    lines.extend(ballots(&rules));
    lines.extend(large_seats(charter));
    lines
        .push("Nothing moves coins on silence alone: a payment takes at least one yes.".to_owned());
    lines.push(
        "Nothing waits for one person: whatever has to be called, anybody may call.".to_owned(),
    );
    Section::new("What follows from it", lines)
}

/// The rules by which the group decides its own matters.
fn rules(charter: &CharterSpec) -> Vec<Rule> {
    let rounds = charter.procedures.iter().filter_map(Procedure::round);
    rounds.map(|round: &Round| round.rule).collect()
}

fn deciding(charter: &CharterSpec, kind: ActionKind, what: &str) -> String {
    let mut procedures = charter.procedures.iter();
    match procedures.find(|procedure| may_cover(&procedure.covers, kind)) {
        Some(procedure) => format!("{what} by {}.", quoted(&procedure.name)),
        None => format!("{what} by nobody."),
    }
}

fn quoted(name: &str) -> String {
    format!("“{name}”")
}

fn payments(charter: &CharterSpec) -> String {
    let mut ways = Vec::new();
    for procedure in &charter.procedures {
        if !may_cover(&procedure.covers, ActionKind::Spend) {
            continue;
        }
        ways.push(quoted(&procedure.name));
        if !matches!(procedure.covers, Covers::SpendsAbove(_)) {
            break;
        }
    }
    match ways.as_slice() {
        [] => "Payments are decided by nobody.".to_owned(),
        [one] => format!("Payments are decided by {one}."),
        [larger @ .., smaller] => format!(
            "Payments are decided by {}, smaller ones by {smaller}.",
            larger.join(" or ")
        ),
    }
}

/// Where half is not enough of everybody, two equals must agree.
fn partners(charter: &CharterSpec, rules: &[Rule]) -> Option<String> {
    let equal = charter.weighting.basis == Basis::Equal;
    let both = |rule: &Rule| match rule {
        Rule::Consent(_) => false,
        Rule::Threshold(rule) => {
            let above_half = rule.strict && rule.threshold == Ratio::HALF;
            let of_all = rule.base == Base::Eligible || rule.count == Count::Both;
            let counted = equal || rule.count != Count::Weight;
            above_half && of_all && counted
        }
    };
    let agreed = rules.iter().all(both);
    agreed.then(|| "Of two seats both must say yes.".to_owned())
}

/// What one seat can do where consent is asked.
fn blocks(rules: &[Rule]) -> Vec<String> {
    let consents = rules.iter().filter_map(|rule| match rule {
        Rule::Consent(consent) => Some(consent),
        Rule::Threshold(_) => None,
    });
    let consents: Vec<&Consent> = consents.collect();
    let mut lines = Vec::new();
    if consents.iter().any(|rule| rule.blocks_allowed == 0) {
        lines.push(
            "Where consent is asked, one seat can stop a proposal, and no seat can keep one open for ever: every proposal \
             ends."
                .to_owned(),
        );
    }
    if consents.iter().any(|rule| rule.silence == Silence::Lazy) {
        lines.push(
            "Whoever stays silent in a circle consents; but nobody passes a proposal with their own yes alone.".to_owned(),
        );
    }
    lines
}

/// What silence, abstaining and a tie do.
fn ballots(rules: &[Rule]) -> Vec<String> {
    let of_cast = |rule: &&Threshold| rule.base == Base::Cast && rule.count != Count::Both;
    let thresholds = rules.iter().filter_map(|rule| match rule {
        Rule::Threshold(rule) => Some(rule),
        Rule::Consent(_) => None,
    });
    let thresholds: Vec<&Threshold> = thresholds.collect();
    let mut lines = Vec::new();
    if thresholds
        .iter()
        .any(|rule| rule.strict && rule.threshold == Ratio::HALF)
    {
        lines.push("As many yes as no is no decision: a tie does not pass.".to_owned());
    }
    let cast = thresholds.iter().filter(|rule| of_cast(rule)).count();
    if cast > 0 {
        lines.push(
            "Where yes and no are compared, whoever abstains helps the quorum and leaves the decision to the others: if all \
             others abstain, a single yes decides. If all abstain, nothing passes."
                .to_owned(),
        );
    }
    if cast < thresholds.len() {
        lines.push(
            "Where all seats or all weight count, abstaining and staying silent work like a no."
                .to_owned(),
        );
    }
    lines
        .push("If too few take part, nothing is decided, and it may be proposed again.".to_owned());
    lines
}

/// What a large seat can do alone.
fn large_seats(charter: &CharterSpec) -> Option<String> {
    if charter.weighting.basis == Basis::Equal {
        return None;
    }
    let mut alone = Vec::new();
    for procedure in &charter.procedures {
        let rule = procedure.round().map(|round| round.rule);
        if let Some(Rule::Threshold(Threshold {
            count: Count::Weight,
            ..
        })) = rule
        {
            alone.push(quoted(&procedure.name));
        }
    }
    Some(match alone.as_slice() {
        [] => "However much a seat weighs, it decides nothing alone: most of the seats must say yes as well.".to_owned(),
        names => format!(
            "A seat that weighs enough decides {} alone, whatever the others say.",
            names.join(" and ")
        ),
    })
}
