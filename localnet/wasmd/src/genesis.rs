//! A new network's files: keys, genesis and settings of each node.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::accounts::{self, Account, MNEMONIC};
use crate::binary::said;
use crate::error::Error;
use crate::files::{Description, Folder, NodeDescription};
use crate::ports;

const CHAIN_ID: &str = "folkmoot-local-1";
const PREFIX: &str = "wasm";
const DENOM: &str = "ustake";
/// A fee is needed, as on a public chain.
const GAS_PRICE: &str = "0.0005";
const BALANCE: &str = "1000000000000";
/// What a block may use: bounded as on a public chain, and as on the embedded one.
const MAX_GAS: &str = "1000000000";
const STAKE: &str = "100000000000";
/// Name of a validator's key in its node's keyring, which is kept in the open.
const KEY: &str = "operator";

/// Makes a network of `count` validators in the folder, which must be empty.
pub(crate) fn create(folder: &Folder, wasmd: &Path, count: usize) -> Result<Description, Error> {
    let first = accounts::FIRST_VALIDATOR;
    let validators = accounts::derive(first..first + count, PREFIX)?;
    let accounts = accounts::derive(0..accounts::COUNT, PREFIX)?;
    let homes: Vec<PathBuf> = (0..count).map(|index| folder.node(index)).collect();
    let node = |index: usize| Maker {
        wasmd,
        home: &homes[index],
        index,
    };
    at_once(count, |index| node(index).init())?;
    let mut genesis = read(&genesis_file(&homes[0]))?;
    let funded: Vec<&Account> = accounts.iter().chain(&validators).collect();
    fund(&mut genesis, &funded);
    govern(&mut genesis);
    at_once(count, |index| {
        fs::write(genesis_file(&homes[index]), genesis.to_string())
            .map_err(Error::file(genesis_file(&homes[index])))?;
        node(index).stake()
    })?;
    let stakes: Result<Vec<Value>, Error> =
        homes.iter().map(|home| read(&stake_file(home))).collect();
    genesis["app_state"]["genutil"]["gen_txs"] = stakes?.into();
    for home in &homes {
        let path = genesis_file(home);
        fs::write(&path, genesis.to_string()).map_err(Error::file(path))?;
    }
    Ok(Description {
        chain_id: CHAIN_ID.to_owned(),
        prefix: PREFIX.to_owned(),
        denom: DENOM.to_owned(),
        gas_price: GAS_PRICE.to_owned(),
        nodes: nodes(folder, &homes)?,
        accounts,
        validators,
        mnemonic: MNEMONIC.to_owned(),
    })
}

fn nodes(folder: &Folder, homes: &[PathBuf]) -> Result<Vec<NodeDescription>, Error> {
    let ports = ports::choose(homes.len(), &[])?;
    let nodes = homes.iter().zip(ports).enumerate();
    let nodes = nodes.map(|(index, (home, ports))| {
        Ok(NodeDescription {
            rpc: String::new(),
            grpc: String::new(),
            pid: None,
            started: None,
            home: home.clone(),
            log: folder.log(index),
            ports,
            peer: peer(home)?,
        })
    });
    nodes.collect()
}

/// A node's name among its peers is a hash of its public key.
fn peer(home: &Path) -> Result<String, Error> {
    let path = home.join("config/node_key.json");
    let key = read(&path)?;
    let text = key["priv_key"]["value"].as_str().unwrap_or_default();
    let pair = BASE64_STANDARD.decode(text).unwrap_or_default();
    let public = pair
        .get(32..64)
        .ok_or_else(|| Error::content(path, "no pair of Ed25519 keys"))?;
    Ok(hex::encode(&Sha256::digest(public)[..20]))
}

/// Accounts are written straight into the genesis: as many runs of `add-genesis-account` would take most of a minute.
fn fund(genesis: &mut Value, accounts: &[&Account]) {
    let records = accounts.iter().enumerate().map(|(number, account)| {
        json!({
            "@type": "/cosmos.auth.v1beta1.BaseAccount",
            "address": account.address,
            "pub_key": null,
            "account_number": number.to_string(),
            "sequence": "0",
        })
    });
    let balances = accounts.iter().map(|account| {
        json!({
            "address": account.address,
            "coins": [{"denom": DENOM, "amount": BALANCE}],
        })
    });
    genesis["app_state"]["auth"]["accounts"] = records.collect();
    let bank = &mut genesis["app_state"]["bank"];
    bank["balances"] = balances.collect();
    bank["denom_metadata"] = json!([{
        "description": "the coin of a local test chain, without value",
        "denom_units": [{"denom": DENOM, "exponent": 0, "aliases": []}],
        "base": DENOM,
        "display": DENOM,
        "name": DENOM,
        "symbol": DENOM,
        "uri": "",
        "uri_hash": "",
    }]);
}

/// Governance within seconds and for nearly nothing: codes are pinned by a vote. Blocks are bounded.
fn govern(genesis: &mut Value) {
    let params = &mut genesis["app_state"]["gov"]["params"];
    params["voting_period"] = "6s".into();
    params["expedited_voting_period"] = "3s".into();
    params["min_deposit"] = json!([{"denom": DENOM, "amount": "1"}]);
    params["expedited_min_deposit"] = json!([{"denom": DENOM, "amount": "2"}]);
    genesis["consensus"]["params"]["block"]["max_gas"] = MAX_GAS.into();
}

/// Makes the files of one node.
struct Maker<'a> {
    wasmd: &'a Path,
    home: &'a Path,
    index: usize,
}

impl Maker<'_> {
    fn init(&self) -> Result<(), Error> {
        let name = format!("node{}", self.index);
        let arguments = ["init", &name, "--chain-id", CHAIN_ID];
        self.run(&[&arguments[..], &["--default-denom", DENOM]].concat(), "")
    }

    fn stake(&self) -> Result<(), Error> {
        let number = (accounts::FIRST_VALIDATOR + self.index).to_string();
        let keyring = ["--keyring-backend", "test"];
        let key = ["keys", "add", KEY, "--recover", "--account", &number];
        self.run(&[&key[..], &keyring].concat(), MNEMONIC)?;
        let amount = format!("{STAKE}{DENOM}");
        let file = stake_file(self.home).display().to_string();
        let stake = ["genesis", "gentx", KEY, &amount, "--chain-id", CHAIN_ID];
        let out = ["--output-document", &file];
        self.run(&[&stake[..], &keyring, &out].concat(), "")
    }

    fn run(&self, arguments: &[&str], input: &str) -> Result<(), Error> {
        let failed = |source| Error::Run {
            program: self.wasmd.display().to_string(),
            source,
        };
        let mut child = Command::new(self.wasmd)
            .arg("--home")
            .arg(self.home)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        if let Some(mut stdin) = child.stdin.take() {
            // one that does not read has ended, and then its complaint is worth more than a broken pipe
            let _ = writeln!(stdin, "{input}");
        }
        let output = child.wait_with_output().map_err(failed)?;
        said(&format!("wasmd {}", arguments[0]), output).map(|_| ())
    }
}

fn at_once(count: usize, work: impl Fn(usize) -> Result<(), Error> + Sync) -> Result<(), Error> {
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = (0..count)
            .map(|index| scope.spawn(move || work(index)))
            .collect();
        running
            .into_iter()
            .try_for_each(|thread| match thread.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
    })
}

fn genesis_file(home: &Path) -> PathBuf {
    home.join("config/genesis.json")
}

fn stake_file(home: &Path) -> PathBuf {
    home.join("config/stake.json")
}

fn read(path: &Path) -> Result<Value, Error> {
    let text = fs::read_to_string(path).map_err(Error::file(path))?;
    serde_json::from_str(&text).map_err(|error| Error::content(path, error))
}
