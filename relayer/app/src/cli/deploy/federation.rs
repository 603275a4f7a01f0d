//! A federation that makes sense: every name is known, no group sits in itself by any way round, and each has its place
//! in the order of founding, seated groups before those that seat them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cosmwasm_std::{Coin, HexBinary};
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::limits::{MAX_NAME, MAX_REPRESENTATIVES};
use folkmoot_group::msg::{SeatSpec, Standing};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::Seconds;

use super::file::{FederationFile, GroupWords, SeatWords};
use super::words::charter_of;
use crate::cli::group::{members_of, read_json};
use crate::cli::{CliError, parse};

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
        let mut names = BTreeSet::new();
        for group in &file.groups {
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

fn seat(words: &SeatWords, names: &BTreeSet<String>) -> Result<Seat, CliError> {
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

/// A group may not take longer to decide what is asked of it than its seat above promises.
fn check_leads(groups: &[Group]) -> Result<(), CliError> {
    let takes: BTreeMap<&str, Seconds> = groups
        .iter()
        .map(|group| (group.name.as_str(), group.charter.upstream.round.period))
        .collect();
    for above in groups {
        for (name, lead_time) in above.sitting() {
            match takes.get(name) {
                Some(own) if *own > lead_time => {
                    return Err(CliError::refused(format!(
                        "group {name}: it takes {own} to decide what a group above asks (upstream_period), its seat in {} \
                         gives it {lead_time}",
                        above.name
                    )));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Each after those that sit in it.
fn in_order(groups: Vec<Group>) -> Result<Vec<Group>, CliError> {
    let mut left = groups;
    let mut done: Vec<Group> = Vec::new();
    while !left.is_empty() {
        let founded: BTreeSet<String> = done.iter().map(|group| group.name.clone()).collect();
        let (ready, waiting): (Vec<_>, Vec<_>) = left
            .into_iter()
            .partition(|group| group.sitting().all(|(name, _)| founded.contains(name)));
        if ready.is_empty() {
            return Err(circle(&waiting));
        }
        done.extend(ready);
        left = waiting;
    }
    Ok(done)
}

/// Names the groups that sit in each other, in a circle.
fn circle(waiting: &[Group]) -> CliError {
    let names: BTreeSet<&str> = waiting.iter().map(|group| group.name.as_str()).collect();
    let below = |name: &str| {
        let group = waiting.iter().find(|group| group.name == name);
        let mut sitting = group
            .into_iter()
            .flat_map(Group::sitting)
            .map(|(name, _)| name);
        sitting.find(|name| names.contains(name))
    };
    let mut way: Vec<&str> = Vec::new();
    let mut next = waiting.first().map(|group| group.name.as_str());
    while let Some(name) = next {
        if let Some(start) = way.iter().position(|seen| *seen == name) {
            let round = way.iter().skip(start).chain([&name]);
            let round: Vec<&str> = round.copied().collect();
            return CliError::refused(format!(
                "groups sit in each other in a circle, which can't be founded: {}",
                round.join(" seats ")
            ));
        }
        way.push(name);
        next = below(name);
    }
    CliError::refused("groups sit in each other in a circle, which can't be founded")
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
