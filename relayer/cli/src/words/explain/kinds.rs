//! The kinds of action as people call them.

use cosmwasm_std::Coin;
use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::Covers;

use crate::words::figure::list;

/// What a procedure decides, for a title.
pub fn covered(covers: &Covers, alone: bool) -> String {
    match covers {
        Covers::Everything {} if alone => "everything".to_owned(),
        Covers::Everything {} => "everything else".to_owned(),
        Covers::Kinds(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(|kind| named(*kind).to_owned()).collect();
            list(&kinds, "nothing")
        }
        Covers::SpendsAbove(bar) => format!("payments above {}", either(bar)),
    }
}

/// What a kind is.
pub const fn named(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Spend => "payments",
        ActionKind::Seats => "who belongs",
        ActionKind::Links => "to which groups it belongs, and its houses",
        ActionKind::AmendCharter => "changes of this charter",
        ActionKind::ProposeUpstream => "proposals to a group above",
        ActionKind::Upgrade => "the contract's code",
        ActionKind::Call => "calls to other contracts",
        ActionKind::Concerns => "answers to concerns of a house",
        ActionKind::Veto => "stopping a decision, as a house",
        ActionKind::Documents => "documents",
        ActionKind::Subgroups => "new groups below",
        ActionKind::Cycles => "new cycles of the treasury",
        ActionKind::Statement => "statements",
    }
}

/// Whether a procedure that covers this may decide an action of the kind.
pub fn may_cover(covers: &Covers, kind: ActionKind) -> bool {
    match covers {
        Covers::Everything {} => true,
        Covers::Kinds(kinds) => kinds.contains(&kind),
        Covers::SpendsAbove(_) => kind == ActionKind::Spend,
    }
}

fn either(bar: &[Coin]) -> String {
    let words: Vec<String> = bar
        .iter()
        .map(|coin| format!("{} {}", coin.amount, coin.denom))
        .collect();
    words.join(" or ")
}
