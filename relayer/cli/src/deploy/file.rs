//! A federation as it is written: TOML, every word of it checked here or by whoever reads the words.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Format, Toml};
use serde::Deserialize;

use crate::CliError;

/// A whole federation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FederationFile {
    /// Any text, to deploy another federation with groups of the same names.
    #[serde(default)]
    pub salt: String,
    /// Its groups, in any order.
    #[serde(default)]
    pub groups: Vec<GroupWords>,
}

/// A group of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupWords {
    /// The name, by which seats of other groups refer to it.
    pub name: String,
    /// The charter in the words of `folkmoot group create`, or …
    #[serde(default)]
    pub charter: BTreeMap<String, Word>,
    /// … a JSON file with a charter as the contract takes it.
    pub charter_file: Option<PathBuf>,
    /// Checksums of code that its linked groups may run besides its own.
    #[serde(default)]
    pub trusted_code: Vec<String>,
    /// Accounts that relayers operate for it.
    #[serde(default)]
    pub group_accounts: Vec<String>,
    /// Its seats.
    #[serde(default)]
    pub seats: Vec<SeatWords>,
    /// A file with more of them: one `NAME=WALLET` a line, as for `folkmoot group create`.
    pub members_file: Option<PathBuf>,
    /// Names of seats that speak for it in the groups above.
    #[serde(default)]
    pub representatives: Vec<String>,
    /// What the deployer gives to its treasury when it is founded, such as `400ustake`.
    pub deposit: Option<String>,
}

/// A value of a charter's words.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Word {
    /// A switch.
    Switch(bool),
    /// A text.
    Text(String),
}

/// A seat; exactly one of wallet, wallets, group and contract says who sits in it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SeatWords {
    /// Display name; a group's seat bears the group's name unless it is named.
    pub name: Option<String>,
    /// A person's one wallet.
    pub wallet: Option<String>,
    /// Several wallets.
    pub wallets: Vec<String>,
    /// How many of them must sign.
    pub signatures: Option<u8>,
    /// A group: its name in this file, or the address of one that is there.
    pub group: Option<String>,
    /// The longest that group may take to decide what this one asks of it.
    pub lead_time: Option<String>,
    /// Another contract.
    pub contract: Option<String>,
    /// core, contributor or observer.
    pub standing: Option<String>,
    /// Its weight where weights are fixed.
    pub weight: Option<u64>,
}

/// Reads a file.
pub fn read(path: &Path) -> Result<FederationFile, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    let figment = Figment::from(Toml::string(&text));
    figment.extract().map_err(|error| CliError::Content {
        path: path.to_owned(),
        what: "federation",
        reason: error.to_string(),
    })
}
