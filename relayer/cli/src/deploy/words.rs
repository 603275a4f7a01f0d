//! A charter in the words of `folkmoot group create`: what is an option there is a key here.

use std::collections::BTreeMap;

use clap::Parser;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::SeatSpec;
use folkmoot_group::wallet::Holder;

use super::file::Word;
use super::seat::{Seat, Sitter};
use crate::CliError;
use crate::group::PresetArgs;

#[derive(Parser)]
#[command(name = "charter", no_binary_name = true, disable_help_flag = true)]
struct Words {
    #[command(flatten)]
    preset: PresetArgs,
}

/// The charter of a group with these seats.
pub fn charter_of(words: &BTreeMap<String, Word>, seats: &[Seat]) -> Result<CharterSpec, CliError> {
    let mut options = Vec::new();
    for (key, word) in words {
        let option = format!("--{}", key.replace('_', "-"));
        match word {
            Word::Switch(true) => options.push(option),
            Word::Switch(false) => {}
            Word::Text(text) => options.push(format!("{option}={text}")),
        }
    }
    let words = Words::try_parse_from(options).map_err(|error| {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default();
        let first = first.trim_start_matches("error: ");
        CliError::refused(format!("charter: {first}"))
    })?;
    words
        .preset
        .charter(&seats.iter().map(spec).collect::<Vec<_>>())
}

/// As far as a charter's periods depend on a seat: on its lead time.
fn spec(seat: &Seat) -> SeatSpec {
    let holder = match &seat.sitter {
        Sitter::Known(holder) => holder.clone(),
        Sitter::Group { name, lead_time } => Holder::Group {
            address: name.clone(),
            lead_time: *lead_time,
        },
    };
    SeatSpec {
        name: seat.name.clone(),
        holder,
        standing: seat.standing,
        weight: seat.weight,
    }
}
