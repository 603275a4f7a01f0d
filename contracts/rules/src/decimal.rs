//! `u128` as a decimal string in JSON: JavaScript reads integers above 2^53 inexactly.

use folkmoot_wire::{Sink, Source};
use serde::{Deserialize, Deserializer, Serializer, de::Error};

pub(crate) fn serialize<S: Serializer>(value: &u128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u128, D::Error> {
    let text = String::deserialize(deserializer)?;
    parsed(&text).map_err(D::Error::custom)
}

pub(crate) fn encode(value: &u128, sink: &mut Sink) {
    sink.text(&value.to_string());
}

pub(crate) fn decode(source: &mut Source<'_>) -> u128 {
    let text = source.text();
    parsed(&text).unwrap_or_else(|reason| {
        source.refuse(&reason);
        0
    })
}

fn parsed(text: &str) -> Result<u128, String> {
    // One way to write each number: no sign, no leading zero.
    let canonical =
        text == "0" || (text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0'));
    if !canonical {
        return Err(format!("{text:?} is not a plain decimal number"));
    }
    text.parse()
        .map_err(|_| format!("{text:?} is not a number below 2^128"))
}
