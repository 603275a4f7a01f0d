//! A federation that makes sense: every name is known, no group sits in itself by any way round, and each has its place
//! in the order of founding, seated groups before those that seat them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cosmwasm_std::{Coin, HexBinary};
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::limits::{MAX_NAME, MAX_REPRESENTATIVES};
use folkmoot_group::msg::SeatSpec;
use folkmoot_group::wallet::Holder;
use folkmoot_rules::Seconds;

use super::file::{FederationFile, GroupWords};
use super::order::{check_leads, in_order};
use super::seat::{Seat, Sitter, seat};
use super::words::charter_of;
use crate::group::{members_of, read_json};
use crate::{CliError, parse};

/// A whole federation.
#[derive(Debug, Clone)]
pub struct Federation {
    /// Tells it apart from another one with groups of the same names.
    pub salt: String,
    /// Its groups: each after those that sit in it.
    pub groups: Vec<Group>,
}

/// A group of it.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How it decides.
    pub charter: CharterSpec,
    /// Its seats.
    pub seats: Vec<Seat>,
    /// Who speaks for it above, by name.
    pub representatives: Vec<String>,
    /// What its treasury begins with.
    pub deposit: Vec<Coin>,
}

impl Group {
    /// The groups of this federation that sit in it, with their lead times.
    pub fn sitting(&self) -> impl Iterator<Item = (&str, Seconds)> {
        self.seats.iter().filter_map(|seat| match &seat.sitter {
            Sitter::Group { name, lead_time } => Some((name.as_str(), *lead_time)),
            Sitter::Known(_) => None,
        })
    }

    /// Its seats as the contract takes them, by the addresses of groups.
    pub fn seats_at(
        &self,
        addresses: &BTreeMap<String, String>,
    ) -> Result<Vec<SeatSpec>, CliError> {
        let seat = |seat: &Seat| {
            let holder = match &seat.sitter {
                Sitter::Known(holder) => holder.clone(),
                Sitter::Group { name, lead_time } => Holder::Group {
                    address: addresses.get(name).cloned().ok_or_else(|| {
                        CliError::refused(format!("group {name} has no address yet"))
                    })?,
                    lead_time: *lead_time,
                },
            };
            Ok(SeatSpec {
                name: seat.name.clone(),
                holder,
                standing: seat.standing,
                weight: seat.weight,
            })
        };
        self.seats.iter().map(seat).collect()
    }
}

impl Federation {
    /// Checks all of a file; paths in it are beside it.
    pub fn of(file: FederationFile, beside: &Path) -> Result<Self, CliError> {
        if file.groups.is_empty() {
            return Err(CliError::refused(
                "the federation has no group: write [[groups]]",
            ));
        }
        let names = names(&file.groups)?;
        let mut groups = Vec::new();
        for words in file.groups {
            let name = words.name.clone();
            let group = group(words, beside, &names);
            groups.push(group.map_err(|error| in_group(&name, &error))?);
        }
        let groups = in_order(groups)?;
        check_leads(&groups)?;
        let salt = file.salt;
        Ok(Self { salt, groups })
    }
}

/// The names of the groups, each once.
fn names(groups: &[GroupWords]) -> Result<BTreeSet<String>, CliError> {
    let mut names = BTreeSet::new();
    for group in groups {
        if group.name.is_empty() || group.name.len() > MAX_NAME {
            return Err(CliError::refused(format!(
                "group {:?}: a name has 1 to {MAX_NAME} bytes, this one has {}",
                group.name,
                group.name.len()
            )));
        }
        if !names.insert(group.name.clone()) {
            return Err(CliError::refused(format!(
                "group {}: there are two of that name",
                group.name
            )));
        }
    }
    Ok(names)
}

/// Names the group that an error is about.
pub fn in_group(name: &str, error: &CliError) -> CliError {
    CliError::refused(format!("group {name}: {}", error.chain()))
}

fn group(words: GroupWords, beside: &Path, names: &BTreeSet<String>) -> Result<Group, CliError> {
    let mut seats = Vec::new();
    for (index, seat) in words.seats.iter().enumerate() {
        let place = index.saturating_add(1);
        let checked = self::seat(seat, names);
        let named = |error: CliError| CliError::refused(format!("seat {place}: {}", error.chain()));
        seats.push(checked.map_err(named)?);
    }
    if let Some(path) = &words.members_file {
        seats.extend(members_of(&beside.join(path))?.into_iter().map(Seat::from));
    }
    if seats.is_empty() {
        return Err(CliError::refused(
            "it needs at least one seat: write [[groups.seats]]",
        ));
    }
    let mut charter = match &words.charter_file {
        Some(_) if !words.charter.is_empty() => {
            return Err(CliError::refused(
                "it has a charter and a charter_file: leave one out",
            ));
        }
        Some(path) => read_json(&beside.join(path), "charter")?,
        None => charter_of(&words.charter, &seats)?,
    };
    for account in &words.group_accounts {
        charter.group_accounts.push(parse::address(account)?);
    }
    for checksum in &words.trusted_code {
        let sum = HexBinary::from_hex(checksum)
            .ok()
            .filter(|sum| sum.len() == 32);
        charter.trusted_code.push(sum.ok_or_else(|| {
            CliError::refused(format!(
                "trusted_code {checksum:?}: write a checksum of 64 hexadecimal digits"
            ))
        })?);
    }
    check_representatives(&words.representatives, &seats)?;
    Ok(Group {
        name: words.name,
        charter,
        seats,
        representatives: words.representatives,
        deposit: words.deposit.as_deref().map_or(Ok(vec![]), parse::coins)?,
    })
}

fn check_representatives(representatives: &[String], seats: &[Seat]) -> Result<(), CliError> {
    if representatives.len() > MAX_REPRESENTATIVES {
        return Err(CliError::refused(format!(
            "at most {MAX_REPRESENTATIVES} representatives, not {}",
            representatives.len()
        )));
    }
    for name in representatives {
        let holders = seats.iter().filter(|seat| &seat.name == name).count();
        if holders != 1 {
            return Err(CliError::refused(format!(
                "representative {name:?} is the name of {holders} seats, it has to be that of one"
            )));
        }
    }
    Ok(())
}
