//! What a block's events say about where to look again. They are hints: whether and what has changed the contracts'
//! state tells.

use std::collections::{BTreeMap, BTreeSet};

use folkmoot_chain::{BlockView, Event};
use folkmoot_group::events::Attention;

/// The prefix that the chain puts before a contract's event.
const PREFIX: &str = "wasm-";
/// The attribute that names the contract.
const CONTRACT: &str = "_contract_address";
/// Events that change nothing that duties depend on.
const IDLE: [&str; 7] = [
    "contribution_received",
    "coins_paid",
    // of a house, about a reviewed group's proposals
    "notice_taken",
    "concern_raised",
    "concern_withdrawn",
    "concern_answered",
    "veto_delivered",
];

/// What to look at again of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// Its figures, seats and links.
    pub structure: bool,
    /// These proposals.
    pub proposals: BTreeSet<u64>,
}

/// What to look at again, by contract.
pub(super) fn touched(block: &BlockView) -> BTreeMap<String, Touched> {
    let mut found: BTreeMap<String, Touched> = BTreeMap::new();
    let succeeded = block.txs.iter().filter(|tx| tx.code == 0);
    for event in succeeded.flat_map(|tx| &tx.events) {
        let Some(kind) = event.kind.strip_prefix(PREFIX) else {
            continue;
        };
        let Some(contract) = event.attribute(CONTRACT) else {
            continue;
        };
        if IDLE.contains(&kind) {
            continue;
        }
        let touched = found.entry(contract.to_owned()).or_default();
        match proposal(kind, event) {
            Some(proposal) => {
                touched.proposals.insert(proposal);
            }
            None => touched.structure = true,
        }
    }
    found
}

/// The proposal of the group that an event is about.
fn proposal(kind: &str, event: &Event) -> Option<u64> {
    let number = |key| event.attribute(key)?.parse().ok();
    if kind == "attention_needed" {
        let about_proposals = [
            Attention::ExecutionFailed,
            Attention::AskFailed,
            Attention::VoteLost,
            Attention::NoticeUnanswered,
            Attention::NoticeRefused,
        ];
        let what = event.attribute("what")?;
        let is_proposal = about_proposals.iter().any(|one| one.as_str() == what);
        return is_proposal.then(|| number("subject")).flatten();
    }
    // of a mirror's and a veto's events `proposal` is the other group's
    let own = number("mirror").or_else(|| number("veto"));
    own.or_else(|| number("proposal"))
}

#[cfg(test)]
mod tests {
    use folkmoot_chain::{TxHash, TxResult};
    use folkmoot_group::events::Event as GroupEvent;
    use folkmoot_group::msg::Verdict;
    use folkmoot_rules::{Signal, UpstreamBallot};

    use super::*;

    fn tx(code: u32, contract: &str, event: GroupEvent<'_>) -> TxResult {
        let event = cosmwasm_std::Event::from(event);
        let mut attributes = vec![(CONTRACT.to_owned(), contract.to_owned())];
        attributes.extend(event.attributes.into_iter().map(|one| (one.key, one.value)));
        TxResult {
            hash: TxHash::of(b"tx"),
            height: 5,
            code,
            codespace: String::new(),
            log: String::new(),
            gas_wanted: 0,
            gas_used: 0,
            events: vec![Event {
                kind: format!("{PREFIX}{}", event.ty),
                attributes,
            }],
            data: Vec::new(),
        }
    }

    #[test]
    fn events_lead_to_their_own_groups_proposals_and_seats() {
        let ballot = UpstreamBallot::Signal(Signal::Yes);
        let rolled_up = GroupEvent::RolledUp {
            mirror: 4,
            group: "above",
            proposal: 9,
            ballot: &ballot,
            verdict: Verdict::Counted,
            by_group_account: true,
        };
        let failed = GroupEvent::AttentionNeeded {
            what: Attention::ExecutionFailed,
            subject: 7,
            reason: "",
        };
        let rising = GroupEvent::AttentionNeeded {
            what: Attention::WeightRising,
            subject: 3,
            reason: "",
        };
        let left = GroupEvent::SeatLeft {
            seat: 2,
            removed: false,
        };
        let paid = GroupEvent::CoinsPaid {
            to: "somebody",
            coins: &[],
        };
        let withdrawn = GroupEvent::ProposalWithdrawn { proposal: 1 };
        let block = BlockView {
            height: 5,
            time: 0,
            txs: vec![
                tx(0, "child", rolled_up),
                tx(0, "joint", failed),
                tx(0, "joint", rising),
                tx(0, "other", left),
                tx(0, "payer", paid),
                tx(5, "broken", withdrawn),
            ],
        };
        let of = |structure, proposals: &[u64]| Touched {
            structure,
            proposals: proposals.iter().copied().collect(),
        };
        let expected = [
            ("child".to_owned(), of(false, &[4])),
            ("joint".to_owned(), of(true, &[7])),
            ("other".to_owned(), of(true, &[])),
        ];
        assert_eq!(touched(&block), BTreeMap::from(expected));
    }
}
