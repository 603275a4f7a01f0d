//! Rounds in which one seat can be in the way: what a ballot may say, and what follows a block.

use folkmoot_group::charter::Round;
use folkmoot_group::limits::MAX_VERSIONS;
use folkmoot_rules::{Consent, Fallback, Resolving, Rule, Slate};

use super::time;

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
    let Some(resolving) = &round.resolving else {
        return vec!["If it is blocked, that is its end.".to_owned()];
    };
    let Resolving { period, fallback } = resolving;
    let mut lines = vec![format!(
        "If it is blocked, there are {} to resolve it: whoever proposed it may change it, and then all are asked anew, \
             about {MAX_VERSIONS} versions at most; whoever blocked may take the block back, or say that it is integrated. \
             Nobody else can do that for them.",
        time(*period)
    )];
    lines.extend(after(consent, fallback));
    lines.push(format!(
        "At the latest it is decided {} after it opened.",
        time(round.longest(MAX_VERSIONS))
    ));
    lines
}

fn after(consent: &Consent, fallback: &Fallback) -> Vec<String> {
    let left = match consent.blocks_allowed {
        0 => "If a block is still there after that",
        _ => "If more blocks are still there after that than it passes with",
    };
    match fallback {
        Fallback::Drop => vec![format!("{left}, the proposal is dropped.")],
        Fallback::Rule { rule, period } => vec![
            format!(
                "{left}, all are asked once more, for {}, and then a count decides.",
                time(*period)
            ),
            rule.describe(),
        ],
    }
}
