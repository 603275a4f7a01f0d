//! Who belongs, and what a seat weighs.

use folkmoot_group::charter::{Basis, Weighting};
use folkmoot_rules::Seconds;

use super::{Section, time};

pub fn section(
    weighting: Weighting,
    contribution: Option<&str>,
    key_notice: Seconds,
    weight_notice: Seconds,
) -> Section {
    let mut lines = vec![
        "A seat is a place in the group. A person holds it with their wallets, or another group holds it, or another \
         contract."
            .to_owned(),
        "Core seats vote. Contributors and observers belong too, and weigh nothing.".to_owned(),
    ];
    lines.extend(weights(weighting, weight_notice));
    if let (Basis::ByContribution, Some(denom)) = (weighting.basis, contribution) {
        lines.push(format!(
            "What counts is {denom}: a cycle of another coin changes no weight."
        ));
        lines.push(
            "A pledge counts as it stood before the opening of its cycle was proposed: whoever pledges more after that has \
             it back as free stake, and whoever pledges less weighs less. A cycle that a role or the representatives open \
             alone changes no weight."
                .to_owned(),
        );
    }
    lines.push(
        "Whoever holds a seat may leave at any time, at once; nobody has to agree.".to_owned(),
    );
    lines.push(wallets(key_notice));
    Section::new("Who belongs, and what a seat weighs", lines)
}

fn weights(weighting: Weighting, notice: Seconds) -> Vec<String> {
    let Weighting { basis, cap } = weighting;
    let mut lines = vec![
        match basis {
            Basis::Equal => "Every core seat weighs 1, a group's as much as a person's.",
            Basis::ByMembers => {
                "A group's seat weighs as much as that group has core seats, any other seat 1: of two groups with 50 and \
                 4, one weighs 50 and the other 4."
            }
            Basis::Fixed => "A seat weighs what was decided when it was admitted or changed.",
            Basis::ByContribution => {
                "A seat weighs what it had pledged when the last cycle of the treasury opened. Before the first cycle, and \
                 where no core seat pledged anything, all weigh the same. Open proposals keep the weights they began with."
            }
        }
        .to_owned(),
    ];
    if basis == Basis::ByMembers {
        let rise = if notice.is_zero() {
            "at once".to_owned()
        } else {
            format!("{} after anybody calls for it", time(notice))
        };
        lines.push(format!(
            "When such a group grows, its weight rises {rise}; when it shrinks, its weight falls as soon as anybody calls \
             for it. Open proposals keep the weights they began with."
        ));
    }
    if let Some(cap) = cap {
        lines.push(format!("No seat weighs more than {cap}."));
    }
    lines
}

fn wallets(notice: Seconds) -> String {
    if notice.is_zero() {
        return "A person may add a wallet to their seat or drop one at once; so may a thief with one of their wallets."
            .to_owned();
    }
    format!(
        "A person may add a wallet to their seat at once. Dropping another wallet takes {}, and any wallet of the seat can \
         stop it: one stolen wallet doesn't take the seat.",
        time(notice)
    )
}
