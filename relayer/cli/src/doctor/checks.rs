//! The checks, each with what it found.

use std::path::Path;

use folkmoot_chain::clock::{Clock, SystemClock};
use folkmoot_chain::keystore::{KeyInfo, KeyKind, Keystore};
use folkmoot_chain::{Client, Node};
use folkmoot_daemon::config::Config;
use folkmoot_store::{SqliteStore, Store};

use super::{Check, DoctorArgs};
use crate::args::KeystoreArgs;
use crate::code::group_code;
use crate::keys::address_of;
use crate::words;

/// The chain's time may be this much off the clock before somebody should look, in seconds.
const MAX_DRIFT: u64 = 60;
/// Pays for some ten transactions at the usual price.
const LOW_BALANCE: u128 = 50_000;

/// Runs all of them.
pub async fn all(args: DoctorArgs, checks: &mut Vec<Check>) {
    let (args, config) = configured(args, checks);
    let client = node(&args, checks).await;
    if let Some(client) = &client {
        checks.push(code(client, &args).await);
        checks.push(clock(client).await);
    }
    keys(client.as_ref(), &args, checks).await;
    if let Some(config) = config {
        let chain = client.as_ref().map(Client::chain_id);
        checks.push(database(&config.database, chain).await);
    }
}

/// The arguments with what the configuration says.
fn configured(mut args: DoctorArgs, checks: &mut Vec<Check>) -> (DoctorArgs, Option<Config>) {
    let Some(path) = args.config.clone() else {
        return (args, None);
    };
    match Config::read(Some(&path)) {
        Ok(config) => {
            let found = format!("{} makes sense", path.display());
            checks.push(Check::well("configuration", found));
            checks.extend(missing_keys(&config));
            args.chain.node = config.nodes.first().cloned().unwrap_or_default();
            args.chain.prefix.clone_from(&config.prefix);
            args.denom = config.gas_price.denom().to_owned();
            args.keys.keystore.clone_from(&config.keystore);
            args.keys
                .passphrase_file
                .clone_from(&config.passphrase_file);
            args.chain_id = args.chain_id.or_else(|| config.chain_id.clone());
            (args, Some(config))
        }
        Err(error) => {
            let mend = format!("mend {}", path.display());
            checks.push(Check::broken("configuration", error.to_string(), mend));
            (args, None)
        }
    }
}

/// Keys that the configuration names and the keystore lacks.
fn missing_keys(config: &Config) -> Vec<Check> {
    let keys = KeystoreArgs {
        keystore: config.keystore.clone(),
        passphrase_file: None,
    };
    let there = keys.list().unwrap_or_default();
    let named = config.groups.iter().map(|group| &group.key);
    let mut named: Vec<_> = named.chain(&config.carrier).collect();
    named.sort_unstable();
    named.dedup();
    named
        .into_iter()
        .filter(|name| !there.iter().any(|key| &key.name == *name))
        .map(|name| {
            let found = format!("there is no key {name} in {}", config.keystore.display());
            let mend = format!("make it with `folkmoot keys new {name}` or import it");
            Check::broken("key of the relayer", found, mend)
        })
        .collect()
}

async fn node(args: &DoctorArgs, checks: &mut Vec<Check>) -> Option<Client> {
    let url = &args.chain.node;
    let client = match Client::connect(url).await {
        Ok(client) => client,
        Err(error) => {
            let mend = "start a node or name another one with --node; `folkmoot localnet` runs one for tests";
            checks.push(Check::broken("node", error.to_string(), mend));
            return None;
        }
    };
    checks.push(Check::well("node", format!("{url} answers")));
    let id = client.chain_id().to_owned();
    match &args.chain_id {
        Some(expected) if *expected != id => {
            let found = format!("the node belongs to {id}, not to {expected}");
            checks.push(Check::broken(
                "chain",
                found,
                "name a node of the right chain",
            ));
        }
        _ => checks.push(Check::well("chain", id)),
    }
    Some(client)
}

async fn code(client: &Client, args: &DoctorArgs) -> Check {
    match group_code(client, &args.code).await {
        Ok(code) => Check::well(
            "group code",
            format!("code {} ({})", code.id, code.checksum),
        ),
        Err(error) => {
            let mend = "store the group's code on the chain, or name it with --code";
            Check::broken("group code", error.chain(), mend)
        }
    }
}

async fn clock(client: &Client) -> Check {
    let status = match client.status().await {
        Ok(status) => status,
        Err(error) => return Check::broken("clock", error.to_string(), "look at the node"),
    };
    let now = SystemClock.now();
    let at = words::until(status.time, now);
    let found = format!("block {} has the time {at}", status.height);
    if status.time.abs_diff(now) <= MAX_DRIFT {
        return Check::well("clock", found);
    }
    let mend =
        "the chain stands still, travels in time, or this clock is wrong: compare it with another";
    Check::look("clock", found, mend)
}

async fn keys(client: Option<&Client>, args: &DoctorArgs, checks: &mut Vec<Check>) {
    let folder = args.keys.keystore.display().to_string();
    let keys = match args.keys.list() {
        Ok(keys) => keys,
        Err(error) => {
            let mend = format!("look at the files in {folder}");
            checks.push(Check::broken("keystore", error.chain(), mend));
            return;
        }
    };
    if keys.is_empty() {
        let mend = "make a key with `folkmoot keys new NAME`";
        checks.push(Check::look(
            "keystore",
            format!("there is no key in {folder}"),
            mend,
        ));
        return;
    }
    checks.push(passphrase(args, &keys));
    for key in keys.iter().filter(|key| key.kind == KeyKind::Cosmos) {
        let Some(client) = client else { continue };
        let Ok(address) = address_of(key, &args.chain.prefix) else {
            continue;
        };
        checks.push(balance(client, key.name.as_str(), &address, &args.denom).await);
    }
}

/// Whether the passphrase opens the first key, if one is given; nobody is asked for it.
fn passphrase(args: &DoctorArgs, keys: &[KeyInfo]) -> Check {
    let folder = args.keys.keystore.display().to_string();
    let found = words::count(u128::try_from(keys.len()).unwrap_or_default(), "key");
    let opened = args
        .keys
        .given_passphrase()
        .and_then(|given| match (given, keys.first()) {
            (Some(passphrase), Some(key)) => {
                Keystore::open(&args.keys.keystore, passphrase)?.export(&key.name)?;
                Ok(true)
            }
            _ => Ok(false),
        });
    match opened {
        Ok(true) => Check::well(
            "keystore",
            format!("{found} in {folder}, the passphrase opens them"),
        ),
        Ok(false) => Check::well(
            "keystore",
            format!("{found} in {folder}; no passphrase given to try"),
        ),
        Err(error) => Check::broken(
            "keystore",
            error.chain(),
            "give the passphrase that the keys were made with",
        ),
    }
}

async fn balance(client: &Client, name: &str, address: &str, denom: &str) -> Check {
    let mend = || format!("send some {denom} to {address}");
    match client.balance(address, denom).await {
        Ok(balance) if balance < LOW_BALANCE => {
            let found =
                format!("key {name}, {address}, has {balance} {denom}: too little for fees");
            Check::look("balance", found, mend())
        }
        Ok(balance) => Check::well(
            "balance",
            format!("key {name}, {address}, has {balance} {denom}"),
        ),
        Err(error) => Check::broken("balance", error.to_string(), "look at the node"),
    }
}

/// Whether the database opens and belongs to the chain. One that isn't there yet is made by the relayer.
async fn database(path: &Path, chain_id: Option<&str>) -> Check {
    let shown = path.display();
    if !path.exists() {
        return Check::well(
            "database",
            format!("{shown} is not there yet; the relayer makes it"),
        );
    }
    let checked = async {
        let store = SqliteStore::open(path).await?;
        match chain_id {
            Some(chain_id) => store.bind(chain_id).await,
            None => Ok(()),
        }
    };
    match checked.await {
        Ok(()) => Check::well("database", format!("{shown} opens")),
        Err(error) => {
            let mend = "name another file in the configuration, or bring the right one back";
            Check::broken("database", error.to_string(), mend)
        }
    }
}
