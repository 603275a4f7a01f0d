//! Who sits in a group.

use std::collections::BTreeSet;

use folkmoot_group::msg::{SeatSpec, Standing};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::Seconds;

use super::file::SeatWords;
use crate::{CliError, parse};

/// A seat.
#[derive(Debug, Clone)]
pub struct Seat {
    /// Display name.
    pub name: String,
    /// Who sits in it.
    pub sitter: Sitter,
    /// What it may do.
    pub standing: Standing,
    /// Its weight where weights are fixed.
    pub weight: Option<u64>,
}

/// Who sits in a seat.
#[derive(Debug, Clone)]
pub enum Sitter {
    /// Whoever is known.
    Known(Holder),
    /// A group of this federation, whose address is known later.
    Group {
        /// Its name.
        name: String,
        /// The agreed lead time.
        lead_time: Seconds,
    },
}

/// A seat, where these are the names of the federation's groups.
pub fn seat(words: &SeatWords, names: &BTreeSet<String>) -> Result<Seat, CliError> {
    let sitter = sitter(words, names)?;
    let name = match (&words.name, &sitter) {
        (Some(name), _) => name.clone(),
        (None, Sitter::Group { name, .. }) => name.clone(),
        (None, Sitter::Known(_)) => return Err(CliError::refused("it has no name")),
    };
    let standing = match words.standing.as_deref() {
        None | Some("core") => Standing::Core,
        Some("contributor") => Standing::Contributor,
        Some("observer") => Standing::Observer,
        Some(other) => {
            return Err(CliError::refused(format!(
                "standing {other:?}: there are core, contributor and observer"
            )));
        }
    };
    Ok(Seat {
        name,
        sitter,
        standing,
        weight: words.weight,
    })
}

fn sitter(words: &SeatWords, names: &BTreeSet<String>) -> Result<Sitter, CliError> {
    let kinds = [
        words.wallet.is_some(),
        !words.wallets.is_empty(),
        words.group.is_some(),
        words.contract.is_some(),
    ];
    let count = kinds.iter().filter(|there| **there).count();
    if count != 1 {
        return Err(CliError::refused(format!(
            "one of wallet, wallets, group and contract says who sits there, not {count} of them"
        )));
    }
    if words.group.is_none() && words.lead_time.is_some() {
        return Err(CliError::refused(
            "a lead_time belongs to a group's seat only",
        ));
    }
    if words.wallets.is_empty() && words.signatures.is_some() {
        return Err(CliError::refused(
            "signatures are counted where there are wallets",
        ));
    }
    if let Some(group) = &words.group {
        return group_sitter(group, words.lead_time.as_deref(), names);
    }
    let holder = match (&words.wallet, &words.contract) {
        (Some(wallet), _) => wallet.clone(),
        (None, Some(contract)) => format!("contract:{contract}"),
        (None, None) => {
            let list = words.wallets.join("+");
            format!("{}of:{list}", words.signatures.unwrap_or(1))
        }
    };
    Ok(Sitter::Known(parse::holder(&holder)?))
}

fn group_sitter(
    group: &str,
    lead_time: Option<&str>,
    names: &BTreeSet<String>,
) -> Result<Sitter, CliError> {
    let lead_time = lead_time.ok_or_else(|| {
        CliError::refused(format!(
            "group {group:?} needs a lead_time: the longest it may take to decide, such as \"3d\""
        ))
    })?;
    let lead_time = parse::period(lead_time)?;
    if names.contains(group) {
        let name = group.to_owned();
        return Ok(Sitter::Group { name, lead_time });
    }
    match parse::address(group) {
        Ok(address) => Ok(Sitter::Known(Holder::Group { address, lead_time })),
        Err(_) => {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            Err(CliError::refused(format!(
                "group {group:?} is neither a group of this file nor an address: there are {}",
                known.join(", ")
            )))
        }
    }
}

impl From<SeatSpec> for Seat {
    fn from(seat: SeatSpec) -> Self {
        Self {
            name: seat.name,
            sitter: Sitter::Known(seat.holder),
            standing: seat.standing,
            weight: seat.weight,
        }
    }
}
