//! Writes down what a story's own transactions come to, so that hosts can be compared: how each ended, what the contracts
//! answered, and their events with their attributes. What must differ from one telling to the next (addresses, hashes,
//! instants) is written as what it is.

use std::cell::RefCell;

use async_trait::async_trait;
use folkmoot_chain::Event;
use folkmoot_group::msg::{ExecuteMsg, QueryMsg, SignedBallot};
use folkmoot_rules::Seconds;
use folkmoot_stories::{Account, Carried, Host, HostError, Message, Outcome, Setting};
use serde_json::Value;

/// What the chain itself adds to every event.
const OF_THE_CHAIN: &str = "msg_index";
/// Why something could not be done.
const REASON: &str = "reason";
/// Seconds since 1970 are above this, and nothing else in an event is.
const INSTANTS: u64 = 1_000_000_000;

/// A host and what was done on it.
pub struct Witness<H> {
    host: H,
    seen: RefCell<Vec<String>>,
}

impl<H: Host> Witness<H> {
    pub fn of(host: H) -> Self {
        Self {
            host,
            seen: RefCell::default(),
        }
    }

    /// What was done, one transaction after the other.
    pub fn into_seen(self) -> Vec<String> {
        self.seen.into_inner()
    }
}

#[async_trait(?Send)]
impl<H: Host> Host for Witness<H> {
    fn setting(&self) -> &Setting {
        self.host.setting()
    }

    fn purse(&self) -> &Account {
        self.host.purse()
    }

    async fn submit(&self, by: &Account, messages: Vec<Message>) -> Result<Outcome, HostError> {
        // on a quick host the relayer has seen to this duty before the story can
        let ours = !messages.iter().any(is_count_absent);
        let name = by.name.clone();
        // transactions are sent at once sometimes, and stand in the order in which they were sent
        let place = self.seen.borrow().len();
        if ours {
            self.seen.borrow_mut().push(String::new());
        }
        let result = self.host.submit(by, messages).await;
        if ours {
            self.seen.borrow_mut()[place] = format!("{name}: {}", written(&result));
        }
        result
    }

    async fn query(&self, group: &str, query: &QueryMsg) -> Result<Value, HostError> {
        self.host.query(group, query).await
    }

    async fn balance(&self, address: &str) -> Result<u128, HostError> {
        self.host.balance(address).await
    }

    async fn now(&self) -> Result<u64, HostError> {
        self.host.now().await
    }

    async fn next_block(&self) -> Result<(), HostError> {
        self.host.next_block().await
    }

    async fn advance(&self, time: Seconds) -> Result<(), HostError> {
        self.host.advance(time).await
    }

    async fn relay_for(&self, group: &str, account: &Account) -> Result<(), HostError> {
        self.host.relay_for(group, account).await
    }

    async fn set_relaying(&self, relaying: bool) -> Result<(), HostError> {
        self.host.set_relaying(relaying).await
    }

    async fn settle(&self) -> Result<(), HostError> {
        self.host.settle().await
    }

    async fn carry(
        &self,
        group: &str,
        proposal: u64,
        ballots: Vec<SignedBallot>,
    ) -> Result<Vec<Carried>, HostError> {
        self.host.carry(group, proposal, ballots).await
    }
}

fn is_count_absent(message: &Message) -> bool {
    matches!(message, Message::Call { msg, .. } if matches!(**msg, ExecuteMsg::CountAbsent { .. }))
}

fn written(result: &Result<Outcome, HostError>) -> String {
    match result {
        // in which words the chain wraps a contract's is its own matter; the story holds them to the contract's
        Err(HostError::Refused(_)) => "refused".to_owned(),
        Err(HostError::Broken(reason)) => format!("broken: {reason}"),
        Ok(outcome) => {
            let answers = outcome.answers.iter().map(|answer| answer_of(answer));
            let events = outcome.events.iter().filter(|it| is_contracts(it));
            let lines: Vec<String> = answers.chain(events.map(event)).collect();
            lines.join("\n  ")
        }
    }
}

fn answer_of(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    let words: Vec<&str> = text
        .split_inclusive(|sign: char| !sign.is_ascii_alphanumeric())
        .collect();
    let lasting: String = words.iter().map(|word| without_address(word)).collect();
    format!("answer {lasting:?}")
}

/// A word and the sign behind it, with "address" in the place of an address.
fn without_address(word: &str) -> String {
    let end = word.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric());
    word.replacen(
        end,
        if end.starts_with("wasm1") {
            "address"
        } else {
            end
        },
        1,
    )
}

fn is_contracts(event: &Event) -> bool {
    event.kind == "wasm" || event.kind.starts_with("wasm-")
}

fn event(event: &Event) -> String {
    let attributes = event.attributes.iter();
    let attributes = attributes.filter(|(key, _)| key != OF_THE_CHAIN);
    let mut attributes: Vec<String> = attributes
        .map(|(key, value)| match key.as_str() {
            // why a neighbour failed is told in the chain's words, or kept from contracts
            REASON => format!("{key} is told: {}", !value.is_empty()),
            _ => format!("{key}={}", lasting(value)),
        })
        .collect();
    // a chain sorts them where one contract has called another, and nobody reads their order
    attributes.sort();
    format!("{} {}", event.kind, attributes.join(" "))
}

/// A value as it is at each telling.
fn lasting(value: &str) -> &str {
    let is_hash = value.len() == 64 && value.chars().all(|c| c.is_ascii_hexdigit());
    match value.parse::<u64>() {
        Ok(number) if number >= INSTANTS => "instant",
        _ if is_hash => "hash",
        _ if value.starts_with("wasm1") => "address",
        _ => value,
    }
}
