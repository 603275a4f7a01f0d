//! `folkmoot keys`: the keystore.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use folkmoot_chain::keystore::{
    KeyInfo, KeyKind, KeyName, KeySource, Keystore, PASSPHRASE_VARIABLE, WORK_FACTOR,
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::args::{KeystoreArgs, ask};
use super::output::{Report, bold, warn};
use super::{CliError, Output};

/// Keep the keys that sign: each encrypted with the keystore's passphrase
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot keys new joe")]
pub struct KeysArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Make a key and show its mnemonic, once
    #[command(after_help = "Example:\n  folkmoot keys new joe\n  folkmoot keys new bob --ethereum")]
    New {
        #[command(flatten)]
        which: Which,
    },
    /// Put a key in that was made elsewhere: its mnemonic, or 64 hexadecimal digits
    #[command(after_help = "Example:\n  folkmoot keys import joe --from-file words.txt")]
    Import {
        #[command(flatten)]
        which: Which,
        /// A file whose first line is the mnemonic or the digits; else they are asked for
        #[arg(long, value_name = "FILE")]
        from_file: Option<PathBuf>,
        /// Another derivation path than the usual one
        #[arg(long)]
        path: Option<String>,
    },
    /// Show all keys with their addresses
    #[command(after_help = "Example:\n  folkmoot keys list --json")]
    List {
        #[command(flatten)]
        keys: KeystoreArgs,
        /// The prefix of Cosmos addresses
        #[arg(long, env = "FOLKMOOT_PREFIX", default_value = "wasm")]
        prefix: String,
    },
    /// Show a key's secret: whoever sees it can sign
    #[command(after_help = "Example:\n  folkmoot keys export joe")]
    Export {
        /// The key's name
        name: KeyName,
        #[command(flatten)]
        keys: KeystoreArgs,
    },
}

#[derive(Args, Debug)]
struct Which {
    /// The key's name
    name: KeyName,
    /// A key of an Ethereum wallet, which signs ballots and orders instead of transactions
    #[arg(long)]
    ethereum: bool,
    #[command(flatten)]
    keys: KeystoreArgs,
    /// The prefix of Cosmos addresses
    #[arg(long, env = "FOLKMOOT_PREFIX", default_value = "wasm", hide = true)]
    prefix: String,
    /// What opening the key costs whoever guesses passphrases, as a binary logarithm
    #[arg(long, default_value_t = WORK_FACTOR, hide = true, value_parser = clap::value_parser!(u8).range(10..=22))]
    work_factor: u8,
}

impl Which {
    fn kind(&self) -> KeyKind {
        if self.ethereum {
            KeyKind::Ethereum
        } else {
            KeyKind::Cosmos
        }
    }
}

/// A key and its address.
#[derive(Debug, Serialize)]
struct KeyReport {
    name: KeyName,
    kind: KeyKind,
    address: String,
    public_key: String,
    /// Of a new key only.
    #[serde(skip_serializing_if = "Option::is_none")]
    mnemonic: Option<String>,
}

#[derive(Debug, Serialize)]
struct KeyList {
    keys: Vec<KeyReport>,
}

#[derive(Serialize)]
struct SecretReport {
    name: KeyName,
    secret: String,
}

/// Runs the command.
pub fn run(args: KeysArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::New { which } => {
            let store = open(&which.keys)?.with_work_factor(which.work_factor);
            let (info, mnemonic) = store.create(&which.name, which.kind())?;
            let mnemonic = mnemonic.expose_secret().to_owned();
            output.tell(&report(&info, &which.prefix, Some(mnemonic))?)
        }
        Command::Import {
            which,
            from_file,
            path,
        } => {
            let source = source(secret(from_file)?, path)?;
            let store = open(&which.keys)?.with_work_factor(which.work_factor);
            let info = store.import(&which.name, which.kind(), source)?;
            output.tell(&report(&info, &which.prefix, None)?)
        }
        Command::List { keys, prefix } => {
            let list = keys.list()?;
            let keys = list.iter().map(|info| report(info, &prefix, None));
            output.tell(&KeyList {
                keys: keys.collect::<Result<_, _>>()?,
            })
        }
        Command::Export { name, keys } => {
            let secret = keys.open()?.export(&name)?;
            output.tell(&SecretReport {
                name,
                secret: secret.expose_secret().to_owned(),
            })
        }
    }
}

/// The keystore to put a key in. A passphrase that is chosen now at the terminal is asked for twice; one that is in use
/// already must open what is there, or two passphrases would end up in one keystore.
fn open(keys: &KeystoreArgs) -> Result<Keystore, CliError> {
    let there = keys.list()?;
    let Some(first) = there.first() else {
        let chosen = match keys.given_passphrase()? {
            Some(given) => given,
            None => choose()?,
        };
        return Ok(Keystore::open(&keys.keystore, chosen)?);
    };
    let store = keys.open()?;
    store.export(&first.name)?;
    Ok(store)
}

fn choose() -> Result<SecretString, CliError> {
    let chosen = ask("New passphrase of the keystore: ")?;
    let again = ask("The same again: ")?;
    if chosen.expose_secret() != again.expose_secret() {
        return Err(CliError::refused(
            "the two passphrases differ: nothing was written",
        ));
    }
    Ok(chosen)
}

/// What a key is imported from.
fn secret(from_file: Option<PathBuf>) -> Result<SecretString, CliError> {
    let Some(path) = from_file else {
        return ask("Mnemonic, or 64 hexadecimal digits: ").map_err(|error| match error {
            CliError::Refused(_) => CliError::refused(format!(
                "name the file that holds the mnemonic with --from-file (and set {PASSPHRASE_VARIABLE} or \
                 --passphrase-file), or run it on a terminal"
            )),
            error => error,
        });
    };
    let text = std::fs::read_to_string(&path).map_err(CliError::file(&path))?;
    let text = zeroize::Zeroizing::new(text);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    match line {
        Some(line) => Ok(SecretString::from(line)),
        None => Err(CliError::Content {
            path,
            what: "mnemonic or key",
            reason: "it is empty".to_owned(),
        }),
    }
}

fn source(secret: SecretString, path: Option<String>) -> Result<KeySource, CliError> {
    let is_hex = !secret.expose_secret().trim().contains(char::is_whitespace);
    match (is_hex, path) {
        (true, Some(_)) => Err(CliError::refused(
            "a key of 64 hexadecimal digits has no derivation path: leave --path out",
        )),
        (true, None) => Ok(KeySource::Hex(secret)),
        (false, Some(path)) => Ok(KeySource::MnemonicAt(secret, path)),
        (false, None) => Ok(KeySource::Mnemonic(secret)),
    }
}

fn report(info: &KeyInfo, prefix: &str, mnemonic: Option<String>) -> Result<KeyReport, CliError> {
    Ok(KeyReport {
        name: info.name.clone(),
        kind: info.kind,
        address: address_of(info, prefix)?,
        public_key: info.public_key.clone(),
        mnemonic,
    })
}

/// The address of a key, from its public part.
pub fn address_of(info: &KeyInfo, prefix: &str) -> Result<String, CliError> {
    let damaged = |reason: String| CliError::refused(format!("key {}: {reason}", info.name));
    let bytes = hex::decode(&info.public_key).map_err(|error| damaged(error.to_string()))?;
    let key = k256::ecdsa::VerifyingKey::from_sec1_bytes(&bytes)
        .map_err(|error| damaged(error.to_string()))?;
    match info.kind {
        KeyKind::Ethereum => {
            let point = key.to_encoded_point(false);
            let address = folkmoot_rules::ethereum_address(point.as_bytes())
                .map_err(|error| damaged(error.to_string()))?;
            Ok(format!("0x{}", hex::encode(address)))
        }
        KeyKind::Cosmos => cosmrs::crypto::PublicKey::from(key)
            .account_id(prefix)
            .map(|id| id.to_string())
            .map_err(|error| damaged(error.to_string())),
    }
}

impl Report for KeyReport {
    fn words(&self) -> String {
        let mut text = format!(
            "{}  {}  {}",
            bold(self.name.as_str()),
            self.kind,
            self.address
        );
        if let Some(mnemonic) = &self.mnemonic {
            let note = "Write these words on paper now. They are shown once, and whoever has them can sign:";
            text.push_str(&format!("\n{}\n{mnemonic}", warn(note)));
        }
        text
    }
}

impl Report for KeyList {
    fn words(&self) -> String {
        if self.keys.is_empty() {
            return "There is no key yet. Make one with `folkmoot keys new NAME`.".to_owned();
        }
        let lines: Vec<String> = self.keys.iter().map(Report::words).collect();
        lines.join("\n")
    }
}

impl Report for SecretReport {
    fn words(&self) -> String {
        self.secret.clone()
    }
}
