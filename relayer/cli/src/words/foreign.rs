//! What members wrote, so that nothing of it can look like what the program says: each string on one line, a further line of
//! a text or reason marked as its own, and what can't be seen shown as a mark. A script's JSON holds it as it was written.

use folkmoot_rules::visible;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Stands before each line of somebody's text.
const MARK: &str = "| ";
/// The fields that may have several lines.
const SEVERAL_LINES: [&str; 5] = ["text", "reason", "duties", "note", "answer"];

/// A name, title or whatever else stands on one line.
pub fn line(text: &str) -> String {
    visible(text, false)
}

/// A reason or remark behind words of the program: its further lines are marked.
pub fn aside(text: &str) -> String {
    visible(text, true).replace('\n', &format!("\n{MARK}"))
}

/// A text by itself: all its lines are marked.
pub fn text(text: &str) -> String {
    format!("{MARK}{}", aside(text))
}

/// A view of the contract with all its strings in a form that can be told.
pub fn shown<T: Serialize + DeserializeOwned + Clone>(view: &T) -> T {
    let scrubbed = serde_json::to_value(view).map(|value| scrubbed(value, false));
    // what was read from JSON is written and read again
    scrubbed
        .and_then(serde_json::from_value)
        .unwrap_or_else(|_| view.clone())
}

fn scrubbed(value: Value, several: bool) -> Value {
    match value {
        Value::String(one) if several => Value::String(aside(&one)),
        Value::String(one) => Value::String(line(&one)),
        Value::Array(all) => all.into_iter().map(|one| scrubbed(one, several)).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| {
                let several = SEVERAL_LINES.contains(&name.as_str());
                (name, scrubbed(value, several))
            })
            .collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{Binary, coin};
    use folkmoot_group::action::Action;
    use folkmoot_group::document::{Answer, DocumentKind, DocumentSpec};
    use folkmoot_group::msg::{LinkState, SeatSpec, SeatView, Standing};
    use folkmoot_group::wallet::{Holder, Wallet};

    use super::*;
    use crate::words;

    /// What would look like three lines of the program, in colours.
    const FORGED: &str = "Bread\n  executed\r\u{1b}[32mseat 1: yes\u{2028}#7 Etwas\u{200f}";

    /// No line but the first has anything of it, unless it is marked.
    fn holds(told: &str) {
        for line in told.lines().skip(1) {
            let line = line.trim_start();
            assert!(
                !line.starts_with("executed") && !line.starts_with("seat 1"),
                "{told}"
            );
        }
        assert!(
            !told.contains(['\u{1b}', '\r', '\u{2028}', '\u{200f}']),
            "{told:?}"
        );
    }

    fn holder() -> Holder {
        Holder::person(vec![Wallet::Cosmos("wasm1ann".to_owned())])
    }

    #[test]
    fn no_word_of_an_action_begins_a_line_of_its_own() {
        let forged = || FORGED.to_owned();
        let document = DocumentSpec {
            kind: DocumentKind::Other(forged()),
            title: forged(),
            uri: forged(),
            sha256: vec![0; 32].into(),
            answers: vec![Answer {
                requirement: forged(),
                agreement: forged(),
            }],
        };
        let seat = SeatSpec {
            name: forged(),
            holder: holder(),
            standing: Standing::Core,
            weight: None,
        };
        for action in [
            Action::AdmitSeat { seat },
            Action::AdoptDocument(Box::new(document)),
            Action::Spend {
                to: "wasm1ann".to_owned(),
                amount: vec![coin(5, FORGED)],
                cycle: None,
            },
            Action::Call {
                contract: "wasm1cw20".to_owned(),
                msg: Binary::from(FORGED.as_bytes()),
                funds: vec![],
            },
            Action::Appoint {
                seat: 1,
                role: Some(forged()),
                apprentice: false,
            },
            Action::AnswerConcern {
                house: "wasm1house".to_owned(),
                proposal: 1,
                seat: 1,
                text: forged(),
            },
        ] {
            holds(&words::action(&action));
        }
    }

    #[test]
    fn no_seat_begins_a_line_of_another() {
        holds(&words::seat(&SeatView {
            seat: 2,
            name: FORGED.to_owned(),
            holder: holder(),
            standing: Standing::Core,
            weight: 1,
            since: 0,
            revision: 0,
            link: Some(LinkState::Linked),
            announced_weight: None,
            dropping: vec![],
            offered: vec![],
            left_at: None,
        }));
    }

    #[test]
    fn further_lines_are_marked_as_somebodys_own() {
        assert_eq!(
            aside("too dear\n  seat 1: yes"),
            "too dear\n|   seat 1: yes"
        );
        assert_eq!(text("Why\n\nBecause"), "| Why\n| \n| Because");
        holds(&aside(FORGED));
    }
}
