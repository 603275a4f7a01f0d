//! A charter that a member can read.

use folkmoot_group::charter::{
    Basis, CharterSpec, Covers, ElectorateKind, Procedure, Round, Stage, Weighting,
};
use folkmoot_rules::{QuorumMissed, ThresholdMissed, Translation};

use super::coins;
use super::figure::list;

/// The whole charter, some lines.
pub fn charter(charter: &CharterSpec) -> String {
    let charter = &super::shown(charter);
    let mut lines = vec![weighting(charter.weighting)];
    lines.push("Decisions; the first procedure that fits decides:".to_owned());
    lines.extend(
        charter
            .procedures
            .iter()
            .map(|p| super::indented(&procedure(p))),
    );
    lines.push("Asked by a group above:".to_owned());
    let upstream = &charter.upstream;
    lines.push(super::indented(&round(&upstream.round)));
    lines.push(super::indented(&translation(&upstream.translation)));
    lines.push(format!(
        "Relay buffer {}. A passed proposal may be executed for {}.",
        charter.relay_buffer, charter.execution_window
    ));
    lines.push(format!(
        "Dropping a wallet is announced for {}, a group seat's rise of weight for {}.",
        charter.key_notice, charter.weight_notice
    ));
    if !charter.group_accounts.is_empty() {
        let accounts = list(&charter.group_accounts, "");
        lines.push(format!(
            "Group accounts, whose signature marks the group's own results: {accounts}."
        ));
    }
    if !charter.trusted_code.is_empty() {
        let code: Vec<String> = charter
            .trusted_code
            .iter()
            .map(|sum| sum.to_hex())
            .collect();
        lines.push(format!(
            "Linked groups may also run code {}.",
            list(&code, "")
        ));
    }
    lines.join("\n")
}

fn weighting(weighting: Weighting) -> String {
    let basis = match weighting.basis {
        Basis::Equal => "Every core seat weighs 1",
        Basis::ByMembers => "A group's seat weighs its number of core seats, any other 1",
        Basis::Fixed => "A seat weighs what was named when it was admitted",
        Basis::ByContribution => "A seat weighs what it committed to the last cycle",
    };
    match weighting.cap {
        Some(cap) => format!("{basis}, at most {cap}."),
        None => format!("{basis}."),
    }
}

/// A procedure: what it decides and how.
pub fn procedure(procedure: &Procedure) -> String {
    let procedure = &super::shown(procedure);
    let who = match &procedure.electorate {
        ElectorateKind::CoreSeats => String::new(),
        ElectorateKind::GroupSeats => " Only group seats decide.".to_owned(),
        ElectorateKind::Representatives => " Only representatives decide.".to_owned(),
        ElectorateKind::Role(name) => format!(" Only holders of the role {name} decide."),
    };
    let stages = procedure.stages.iter().map(|stage| match stage {
        Stage::Decide(decide) => round(decide),
        Stage::Delay { duration } => format!("Then it rests for {duration}."),
        Stage::Refer(refer) => super::house::refer(refer),
    });
    let stages: Vec<String> = stages.collect();
    let head = format!("{} ({}).{who}", procedure.name, covers(&procedure.covers));
    format!("{head}\n{}", super::indented(&stages.join(" ")))
}

fn covers(covers: &Covers) -> String {
    match covers {
        Covers::Everything {} => "everything else".to_owned(),
        Covers::Kinds(kinds) => {
            let kinds: Vec<String> = kinds
                .iter()
                .map(|kind| kind.as_str().replace('_', " "))
                .collect();
            list(&kinds, "nothing")
        }
        Covers::SpendsAbove(bar) => format!("spends above {}", coins(bar)),
    }
}

fn round(round: &Round) -> String {
    let end = match (round.early_finish, round.revoting) {
        (true, _) => "or until no missing ballot could change the outcome",
        (false, true) => "and a seat may change its ballot until then",
        (false, false) => "to the end",
    };
    format!(
        "{} Ballots are taken for {}, {end}.",
        round.rule.describe(),
        round.period
    )
}

fn translation(translation: &Translation) -> String {
    match translation {
        Translation::Split {} => {
            "Its seat's weight above is split as its own members voted.".to_owned()
        }
        Translation::Signal {
            threshold_missed,
            no_quorum,
        } => {
            let missed = match threshold_missed {
                ThresholdMissed::Abstain => "abstain",
                ThresholdMissed::No => "no",
            };
            let silent = match no_quorum {
                QuorumMissed::NotCast => "not cast",
                QuorumMissed::Abstain => "abstain",
            };
            format!(
                "Above it says: passed is yes; more no than yes, or a tie, is no; too few yes is {missed}; no quorum is {silent}."
            )
        }
    }
}
