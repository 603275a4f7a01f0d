//! What groups above ask, and what this group asks of the groups that sit in it.

use folkmoot_group::charter::UpstreamPolicy;
use folkmoot_rules::{QuorumMissed, Rule, Seconds, ThresholdMissed, Translation};

use super::procedure::round;
use super::{Seated, Section, figures, time};

/// The policy for what a group above asks.
pub fn section(policy: &UpstreamPolicy, seated: Option<Seated>) -> Section {
    let UpstreamPolicy {
        round: decide,
        translation,
    } = policy;
    let mut lines = vec![
        "When this group sits in another one, it votes there as its own members have voted here, and in no other way: \
         nobody can vote there in its name."
            .to_owned(),
    ];
    lines.extend(round(decide));
    lines.extend(seated.and_then(|seated| figures::of(&decide.rule, &seated.all)));
    lines.extend(translated(&decide.rule, translation));
    Section::new("When a group above asks", lines)
}

fn translated(rule: &Rule, translation: &Translation) -> Vec<String> {
    let mut lines = match translation {
        Translation::Split {} => vec![
            "Its vote above is split as its members voted: who says yes, no or abstains here counts so there, and who stays \
             silent counts as not cast.",
            "Too few here: all of it counts as not cast.",
            "Where the group above asks for consent, or for the yes of each party, nothing is split. It passes here: yes. It \
             is blocked, or as many say no as yes, or more: no. Otherwise rejected: abstain.",
        ],
        Translation::Signal {
            threshold_missed,
            no_quorum,
        } => vec![
            match rule {
                Rule::Threshold(_) => {
                    "It passes here: yes above. As many no as yes, or more: no. All abstain: abstain."
                }
                Rule::Consent(_) => {
                    "It passes here: yes above. It is blocked: no. All abstain or stand aside: abstain."
                }
            },
            match threshold_missed {
                ThresholdMissed::Abstain => "More yes than no, and still too few: abstain.",
                ThresholdMissed::No => "More yes than no, and still too few: no.",
            },
            match no_quorum {
                QuorumMissed::NotCast => "Too few vote at all: above, this group has not voted.",
                QuorumMissed::Abstain => "Too few vote at all: abstain.",
            },
        ],
    };
    lines.push(
        "Where the group above asks for consent, a no is a block there, with this decision as its reason.",
    );
    lines.into_iter().map(str::to_owned).collect()
}

/// What this group leaves to the groups that sit in it.
pub fn below(relay_buffer: Seconds) -> Section {
    let buffer = time(relay_buffer);
    Section::new(
        "When groups sit in this one",
        vec![
            format!(
                "Each is asked and decides by its own charter. A proposal here is open for at least the longest that one of them may \
                 take, and {buffer} more."
            ),
            format!(
                "Groups are asked in the first half of those {buffer}; which isn't asked by then doesn't vote. Anybody may \
                 ask them and carry their votes up."
            ),
        ],
    )
}
