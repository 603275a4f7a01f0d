//! From what is written to what makes sense.

use std::collections::BTreeSet;
use std::time::Duration;

use folkmoot_chain::keystore::KeyName;
use folkmoot_chain::{GasPrice, is_denom};

use super::{Config, ConfigError, GroupAccount, MAX_GROUPS, UncheckedConfig, UncheckedGroup};

/// The shortest and longest time between two looks for a block, in milliseconds.
const POLL_RANGE: (u64, u64) = (10, 60_000);

fn wrong(key: impl Into<String>, value: impl ToString, expected: impl Into<String>) -> ConfigError {
    ConfigError::Value {
        key: key.into(),
        value: value.to_string(),
        expected: expected.into(),
    }
}

impl UncheckedConfig {
    /// The checked configuration, or the first value that makes no sense.
    pub fn check(self) -> Result<Config, ConfigError> {
        let nodes = check_nodes(self.nodes)?;
        bech32::Hrp::parse(&self.prefix)
            .map_err(|_| wrong("prefix", &self.prefix, "an address prefix such as wasm"))?;
        if !is_denom(&self.denom) {
            return Err(wrong("denom", &self.denom, "a denomination such as ustake"));
        }
        let gas_price = check_gas_price(&self.gas_price, &self.denom)?;
        let listen = self.listen.parse().map_err(|_| {
            wrong(
                "listen",
                &self.listen,
                "an address and port such as 127.0.0.1:8080",
            )
        })?;
        if !(POLL_RANGE.0..=POLL_RANGE.1).contains(&self.poll_interval_ms) {
            let expected = format!("{} to {}", POLL_RANGE.0, POLL_RANGE.1);
            return Err(wrong("poll_interval_ms", self.poll_interval_ms, expected));
        }
        if self.start_height == 0 {
            return Err(wrong("start_height", 0, "1 or more: there is no block 0"));
        }
        let groups = check_groups(self.groups, &self.prefix)?;
        let carrier = self
            .carrier
            .map(|key| check_key("carrier", &key))
            .transpose()?;
        let log_format = self
            .log_format
            .parse()
            .map_err(|_| wrong("log_format", &self.log_format, "text or json"))?;
        crate::log::filter(&self.log)
            .map_err(|error| wrong("log", &self.log, error.to_string()))?;
        Ok(Config {
            nodes,
            chain_id: self.chain_id,
            prefix: self.prefix,
            gas_price,
            keystore: self.keystore,
            passphrase_file: self.passphrase_file,
            database: self.database,
            listen,
            poll_interval: Duration::from_millis(self.poll_interval_ms),
            websocket: self.websocket,
            start_height: self.start_height,
            groups,
            carrier,
            log_format,
            log: self.log,
        })
    }
}

fn check_gas_price(number: &str, denom: &str) -> Result<GasPrice, ConfigError> {
    let price = format!("{number}{denom}").parse();
    match price {
        Ok(price) if number.chars().all(|c| c == '.' || c.is_ascii_digit()) => Ok(price),
        _ => Err(wrong(
            "gas_price",
            number,
            "a number such as 0.025, without denomination",
        )),
    }
}

fn check_nodes(nodes: Vec<String>) -> Result<Vec<String>, ConfigError> {
    if nodes.is_empty() {
        return Err(wrong(
            "nodes",
            "[]",
            "at least one address such as http://127.0.0.1:26657",
        ));
    }
    for (index, node) in nodes.iter().enumerate() {
        if !is_http(node) {
            let key = format!("nodes[{index}]");
            return Err(wrong(
                key,
                node,
                "an address that starts with http:// or https://",
            ));
        }
    }
    Ok(nodes)
}

fn is_http(url: &str) -> bool {
    let rest = url
        .strip_prefix("http://")
        .or_else(|| url.strip_prefix("https://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && url.parse::<tendermint_rpc::Url>().is_ok()
}

fn check_groups(
    groups: Vec<UncheckedGroup>,
    prefix: &str,
) -> Result<Vec<GroupAccount>, ConfigError> {
    if groups.len() > MAX_GROUPS {
        return Err(wrong(
            "groups",
            format!("{} entries", groups.len()),
            format!("at most {MAX_GROUPS}"),
        ));
    }
    let mut seen = BTreeSet::new();
    groups
        .into_iter()
        .enumerate()
        .map(|(index, group)| {
            let at = |field: &str| format!("groups[{index}].{field}");
            let decoded = bech32::decode(&group.address);
            if !decoded.is_ok_and(|(found, _)| found.as_str() == prefix) {
                let expected = format!("an address that starts with {prefix}1");
                return Err(wrong(at("address"), &group.address, expected));
            }
            if !seen.insert(group.address.clone()) {
                return Err(wrong(at("address"), &group.address, "each group once"));
            }
            Ok(GroupAccount {
                key: check_key(&at("key"), &group.key)?,
                address: group.address,
            })
        })
        .collect()
}

fn check_key(key: &str, name: &str) -> Result<KeyName, ConfigError> {
    name.parse()
        .map_err(|_| wrong(key, name, "a key name: letters, digits, - and _"))
}
