//! What became of a transaction, or would become of it.

use std::collections::BTreeMap;

use folkmoot_chain::{ChainError, Event, Refusal, WriteError};
use serde::Serialize;

use super::CliError;
use super::session::{Cost, Sent};

/// A transaction in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Transaction {
    /// It is in a block.
    Included {
        /// Its hash.
        hash: String,
        /// The block's height.
        height: u64,
        /// The gas it took.
        gas_used: u64,
    },
    /// It was only tried.
    DryRun {
        /// Always true.
        dry_run: bool,
        /// What it would cost.
        cost: Cost,
    },
}

impl Transaction {
    /// Whether nothing was sent.
    pub fn is_dry_run(&self) -> bool {
        matches!(self, Self::DryRun { .. })
    }

    /// The words for what it would do, if it is a dry run, or else those for what it did.
    pub fn tense<'a>(&self, would: &'a str, did: &'a str) -> &'a str {
        if self.is_dry_run() { would } else { did }
    }

    /// Its line in a report.
    pub fn words(&self) -> String {
        match self {
            Self::Included { hash, height, .. } => format!("Transaction {hash} in block {height}."),
            Self::DryRun { cost, .. } => format!(
                "Nothing was sent: the chain would take it, for {} gas and a fee of {}.",
                cost.gas, cost.fee
            ),
        }
    }
}

impl From<&Sent> for Transaction {
    fn from(sent: &Sent) -> Self {
        match sent {
            Sent::Included(included) => Self::Included {
                hash: included.hash.to_string(),
                height: included.height,
                gas_used: included.gas_used,
            },
            Sent::DryRun(tried) => Self::DryRun {
                dry_run: true,
                cost: tried.cost.clone(),
            },
        }
    }
}

/// An attribute of an event that a contract of this address gave.
pub fn attribute<'a>(
    events: &'a [Event],
    contract: &str,
    event: &str,
    key: &str,
) -> Option<&'a str> {
    of_contract(events, contract, event).find_map(|event| event.attribute(key))
}

fn of_contract<'a>(
    events: &'a [Event],
    contract: &str,
    event: &str,
) -> impl Iterator<Item = &'a Event> {
    let kind = format!("wasm-{event}");
    events.iter().filter(move |event| {
        event.kind == kind && event.attribute("_contract_address") == Some(contract)
    })
}

/// Something that a contract says somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attention {
    /// Why, in a word.
    pub what: String,
    /// The number of the proposal or seat.
    pub subject: String,
    /// Why, in the contract's words.
    pub reason: String,
}

/// What a contract asks attention for in a transaction.
pub fn attention(events: &[Event], contract: &str) -> Vec<Attention> {
    let told = |event: &Event, key| event.attribute(key).unwrap_or_default().to_owned();
    of_contract(events, contract, "attention_needed")
        .map(|event| Attention {
            what: told(event, "what"),
            subject: told(event, "subject"),
            reason: told(event, "reason"),
        })
        .collect()
}

/// What a group warns of when a proposal is opened or amended: an action that could not be done today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warned {
    /// The action's place in the proposal, from 1.
    pub action: u64,
    /// What stands in its way, in a word.
    pub what: String,
    /// The same in the contract's words.
    pub reason: String,
}

impl Warned {
    /// Its line in a report.
    pub fn words(&self) -> String {
        format!(
            "Warning: action {} could not be done today: {}.",
            self.action, self.reason
        )
    }
}

/// The warnings of a group in a transaction.
pub fn warnings(events: &[Event], group: &str) -> Vec<Warned> {
    let told = |event: &Event, key| event.attribute(key).unwrap_or_default().to_owned();
    of_contract(events, group, "opening_warned")
        .map(|event| Warned {
            action: told(event, "action")
                .parse::<u64>()
                .unwrap_or_default()
                .saturating_add(1),
            what: told(event, "warning"),
            reason: told(event, "reason"),
        })
        .collect()
}

/// Why some of a batch were refused, by their place in it.
pub fn refusals(events: &[Event], group: &str, event: &str) -> BTreeMap<usize, String> {
    of_contract(events, group, event)
        .filter_map(|event| {
            let index = event.attribute("index")?.parse().ok()?;
            Some((index, event.attribute("reason")?.to_owned()))
        })
        .collect()
}

/// The chain's no in the contract's own words, without what the chain wraps around them.
pub fn plain(refusal: &Refusal) -> String {
    let mut text = refusal.log.as_str();
    for start in [
        "rpc error: code = Unknown desc = ",
        "failed to execute message; ",
    ] {
        text = text.strip_prefix(start).unwrap_or(text);
    }
    if let Some(rest) = text.strip_prefix("message index: ") {
        text = rest.split_once(": ").map_or(text, |(_, rest)| rest);
    }
    for end in [
        ": execute wasm contract failed",
        ": instantiate wasm contract failed",
        ": query wasm contract failed",
        ": migrate wasm contract failed",
    ] {
        // the chain appends more behind its own words, such as gas figures
        text = text.split_once(end).map_or(text, |(own, _)| own);
    }
    for start in ["dispatch: submessages: ", "kind: Other, error: "] {
        text = text.strip_prefix(start).unwrap_or(text);
    }
    text.to_owned()
}

/// A write that failed, its refusal in the contract's own words.
pub fn explain(error: WriteError) -> CliError {
    let failed = match &error {
        WriteError::Simulated(refusal) => Some((String::new(), refusal)),
        WriteError::Failed {
            hash,
            height,
            refusal,
        } => Some((
            format!("transaction {hash} failed in block {height}: "),
            refusal,
        )),
        WriteError::Chain(ChainError::Refused { refusal, .. }) => Some((String::new(), refusal)),
        _ => None,
    };
    match failed {
        Some((head, refusal)) => CliError::refused(format!("{head}{}", plain(refusal))),
        None => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_own_words_are_told() {
        let table = [
            (
                "failed to execute message; message index: 0: wasm1a holds no seat: execute wasm contract failed",
                "wasm1a holds no seat",
            ),
            (
                "rpc error: code = Unknown desc = kind: Other, error: there is no proposal 9: query wasm contract failed",
                "there is no proposal 9",
            ),
            (
                "insufficient fees; got: 1ustake required: 5ustake",
                "insufficient fees; got: 1ustake required: 5ustake",
            ),
        ];
        for (log, words) in table {
            let refusal = Refusal {
                code: 5,
                codespace: "wasm".to_owned(),
                log: log.to_owned(),
            };
            assert_eq!(plain(&refusal), words);
        }
    }
}
