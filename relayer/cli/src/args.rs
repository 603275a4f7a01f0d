//! Arguments that commands share: where the chain is, where the keys are, who signs.

use std::path::PathBuf;

use clap::Args;
use folkmoot_chain::keystore::{
    KeyInfo, KeyKind, KeyName, Keystore, passphrase_of_environment, passphrase_of_file,
};
use folkmoot_chain::{COSMOS_PATH, Client, GasPrice, LocalSigner};
use secrecy::SecretString;

use super::CliError;

/// The environment variable that may hold a mnemonic to sign with, for tests and test chains.
const MNEMONIC_VARIABLE: &str = "FOLKMOOT_MNEMONIC";
/// The environment variable that may hold another derivation path for it.
const MNEMONIC_PATH_VARIABLE: &str = "FOLKMOOT_MNEMONIC_PATH";
/// What a unit of gas costs where nobody says it.
const GAS_PRICE: &str = "0.025";

/// Where the chain is.
#[derive(Args, Debug, Clone)]
pub struct ChainArgs {
    /// A node's RPC address
    #[arg(
        long,
        env = "FOLKMOOT_NODE",
        value_name = "URL",
        default_value = "http://127.0.0.1:26657",
        hide_env_values = true
    )]
    pub node: String,
    /// The prefix of the chain's addresses
    #[arg(long, env = "FOLKMOOT_PREFIX", default_value = "wasm", hide = true)]
    pub prefix: String,
}

/// Where the keys are.
#[derive(Args, Debug, Clone)]
pub struct KeystoreArgs {
    /// The keystore's folder
    #[arg(
        long,
        env = "FOLKMOOT_KEYSTORE",
        value_name = "FOLDER",
        default_value = "keys",
        hide_env_values = true
    )]
    pub keystore: PathBuf,
    /// A file whose first line is the passphrase [else: env FOLKMOOT_PASSPHRASE, or it is asked for]
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// Who signs, and whether it is meant.
#[derive(Args, Debug, Clone)]
pub struct SignArgs {
    #[command(flatten)]
    /// Where the chain is.
    pub chain: ChainArgs,
    #[command(flatten)]
    /// Who signs and pays.
    pub signer: SignerArgs,
    /// Say what would happen, and send nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Who signs, and what the fee is.
#[derive(Args, Debug, Clone)]
pub struct SignerArgs {
    /// The key to sign with; needless if there is only one
    #[arg(
        long,
        env = "FOLKMOOT_KEY",
        value_name = "NAME",
        hide_env_values = true
    )]
    pub key: Option<KeyName>,
    #[command(flatten)]
    /// Where the keys are.
    pub keys: KeystoreArgs,
    /// What a unit of gas costs [default: what the node takes, else 0.025]
    #[arg(long, env = "FOLKMOOT_GAS_PRICE", value_name = "NUMBER", hide = true)]
    pub gas_price: Option<String>,
    /// The denomination that fees are paid in
    #[arg(long, env = "FOLKMOOT_DENOM", default_value = "ustake", hide = true)]
    pub denom: String,
}

impl KeystoreArgs {
    /// The keystore, with its passphrase from the file, the environment or whoever sits at the terminal.
    pub fn open(&self) -> Result<Keystore, CliError> {
        let passphrase = self.passphrase("Passphrase of the keystore: ")?;
        Ok(Keystore::open(&self.keystore, passphrase)?)
    }

    /// The passphrase.
    pub fn passphrase(&self, prompt: &str) -> Result<SecretString, CliError> {
        match self.given_passphrase()? {
            Some(passphrase) => Ok(passphrase),
            None => ask(prompt),
        }
    }

    /// The passphrase, if nobody has to be asked for it.
    pub fn given_passphrase(&self) -> Result<Option<SecretString>, CliError> {
        if let Some(path) = &self.passphrase_file {
            return Ok(Some(passphrase_of_file(path)?));
        }
        Ok(passphrase_of_environment()?)
    }

    /// All keys; their public part is not encrypted.
    pub fn list(&self) -> Result<Vec<KeyInfo>, CliError> {
        // listing decrypts nothing, so any passphrase opens the folder for it
        let store = Keystore::open(&self.keystore, SecretString::from("-"))?;
        Ok(store.list()?)
    }
}

/// Asks whoever sits at the terminal, without showing what is typed.
pub fn ask(prompt: &str) -> Result<SecretString, CliError> {
    use std::io::IsTerminal;
    if !std::io::stdin().is_terminal() {
        return Err(CliError::refused(
            "no passphrase: set FOLKMOOT_PASSPHRASE, name a file with --passphrase-file, or run it on a terminal",
        ));
    }
    rpassword::prompt_password(prompt)
        .map(SecretString::from)
        .map_err(|error| CliError::other("the passphrase can't be read", error))
}

impl SignerArgs {
    /// What a unit of gas costs on this chain.
    pub async fn gas_price(&self, client: &Client) -> Result<GasPrice, CliError> {
        let priced = |number: &str| Ok(format!("{number}{}", self.denom).parse()?);
        if let Some(number) = &self.gas_price {
            return priced(number);
        }
        let asked = client.minimum_gas_price(&self.denom).await?;
        asked.map_or_else(|| priced(GAS_PRICE), Ok)
    }

    /// Which key signs: the one that was named, or the only one there is.
    pub fn key(&self) -> Result<KeyInfo, CliError> {
        let keys = self.keys.list()?;
        let folder = self.keys.keystore.display();
        if let Some(name) = &self.key {
            let found = keys.into_iter().find(|key| &key.name == name);
            return found.ok_or_else(|| {
                CliError::refused(format!(
                    "there is no key {name} in {folder}: make it with `folkmoot keys new {name}`"
                ))
            });
        }
        match keys.as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(CliError::refused(format!(
                "there is no key in {folder}: make one with `folkmoot keys new NAME`, or name another folder with \
                 --keystore"
            ))),
            several => {
                let names: Vec<&str> = several.iter().map(|key| key.name.as_str()).collect();
                Err(CliError::refused(format!(
                    "name the key to sign with by --key: {folder} holds {}",
                    names.join(", ")
                )))
            }
        }
    }

    /// Whether the key that signs is an Ethereum wallet's, which signs ballots and no transactions.
    pub fn is_ethereum(&self) -> Result<bool, CliError> {
        if mnemonic_of_environment().is_some() && self.key.is_none() {
            return Ok(false);
        }
        Ok(self.key()?.kind == KeyKind::Ethereum)
    }

    /// The key, ready to sign transactions.
    pub fn signer(&self) -> Result<LocalSigner, CliError> {
        if let (Some(mnemonic), None) = (mnemonic_of_environment(), &self.key) {
            let path = std::env::var(MNEMONIC_PATH_VARIABLE);
            let path = path.as_deref().unwrap_or(COSMOS_PATH);
            return Ok(LocalSigner::from_mnemonic_at(&mnemonic, path)?);
        }
        let key = self.key()?;
        if key.kind == KeyKind::Ethereum {
            return Err(CliError::refused(format!(
                "key {} is an Ethereum wallet's: it signs ballots (`folkmoot vote`) and orders (`folkmoot sign`), not transactions",
                key.name
            )));
        }
        Ok(self.keys.open()?.load(&key.name)?)
    }
}

fn mnemonic_of_environment() -> Option<SecretString> {
    std::env::var(MNEMONIC_VARIABLE)
        .ok()
        .map(SecretString::from)
}
