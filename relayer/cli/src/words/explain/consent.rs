//! Rounds in which one seat can be in the way: what a ballot may say, and what follows a block.

use folkmoot_group::charter::Round;
use folkmoot_group::limits::MAX_VERSIONS;
use folkmoot_rules::{Fallback, Resolving, Rule, Silence, Slate};

use super::time;
use crate::words::count;

/// What a ballot of the round may say; nothing where it is yes, no or abstain.
pub fn ballots(rule: &Rule) -> Option<String> {
    let words = match rule.slate() {
        Slate::Vote => return None,
        Slate::Consensus => {
            "A ballot says yes, abstains, stands aside (not for me, but I am not in the way) or blocks; whoever blocks says \
             why."
        }
        Slate::Circle => "A ballot consents or objects; whoever objects says why.",
    };
    Some(words.to_owned())
}

/// What follows if somebody is in the way.
pub fn resolving(round: &Round) -> Vec<String> {
    let Rule::Consent(consent) = &round.rule else {
        return vec![];
    };
    let (stopped, stopped_it, block) = match round.rule.slate() {
        Slate::Circle => ("objected to", "objected", "objection"),
        Slate::Vote | Slate::Consensus => ("blocked", "blocked it", "block"),
    };
    let Some(Resolving { period, fallback }) = &round.resolving else {
        return vec![format!("If it is {stopped}, that is its end.")];
    };
    let left = match consent.blocks_allowed {
        0 => format!("If one {block} is left after that"),
        most => format!(
            "If more than {} are left after that, or one is and too few say yes",
            count(most, block)
        ),
    };
    let mut lines = vec![format!(
        "If it is {stopped}, there are {} to resolve it. Whoever proposed it may change it; then all are asked about \
             the new version, of which there are {MAX_VERSIONS} at most. Whoever {stopped_it} may take that back, or say \
             that it is integrated; nobody can do that for them.",
        time(*period)
    )];
    if consent.silence == Silence::Lazy {
        lines.push(format!(
            "Until a seat besides the proposer's says yes nothing is decided: one {block} alone is not looked into, and the \
             proposal ends without a quorum."
        ));
    }
    match fallback {
        Fallback::Drop => lines.push(format!("{left}, the proposal is dropped.")),
        Fallback::Escalate => lines.push(format!("{left}, another group decides.")),
        Fallback::Rule { rule, period } => {
            lines.push(format!(
                "{left}, all are asked once more, for {}, and a count decides. {}",
                time(*period),
                rule.describe()
            ));
        }
    }
    let end = match fallback {
        Fallback::Escalate => "it comes to that",
        Fallback::Drop | Fallback::Rule { .. } => "it is decided",
    };
    lines.push(format!(
        "At the latest {end} {} after it opened.",
        time(round.longest(MAX_VERSIONS))
    ));
    lines
}
