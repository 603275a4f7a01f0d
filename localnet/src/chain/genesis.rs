//! The state that a chain begins with.

use cosmwasm_std::{BlockInfo, Coin, Timestamp};
use serde_json::{Value, json};

use super::error::AbciError;
use super::machine::Machine;
use super::tx::Terms;
use super::wasm::Native;
use super::{address, auth, bank};
use crate::config::{BlockMode, Config};
use crate::wallet::DevAccount;

/// The module that fees go to.
const FEE_COLLECTOR: &str = "fee_collector";

/// What this chain asks of every transaction.
fn terms(config: &Config) -> Result<Terms, AbciError> {
    Ok(Terms {
        chain_id: config.chain_id.clone(),
        prefix: config.prefix.clone(),
        denom: config.denom.clone(),
        min_gas_price: config.min_gas_price,
        fee_collector: address::encode(&config.prefix, &address::module(FEE_COLLECTOR))?,
        estimates_ahead: config.block == BlockMode::PerTransaction,
    })
}

/// Makes the application with its genesis state. The codes' ids follow their order, from 1.
pub fn machine(config: &Config, accounts: &[DevAccount], nanos: u64) -> Result<Machine, AbciError> {
    let natives = config.codes.iter().map(|code| Native {
        name: code.name.clone(),
        version: code.version.clone(),
        contract: (code.contract)(),
    });
    let block = BlockInfo {
        height: 0,
        time: Timestamp::from_nanos(nanos),
        chain_id: config.chain_id.clone(),
    };
    let terms = terms(config)?;
    let collector = terms.fee_collector.clone();
    let mut machine = Machine::new(terms, natives.collect(), block);
    let coin = |amount: u128| Coin::new(amount, &config.denom);
    let storage = machine.storage_mut();
    for account in accounts {
        bank::mint(storage, &account.address, &coin(config.balance))?;
    }
    for (holder, amount) in &config.extra_balances {
        address::decode(&config.prefix, holder)?;
        bank::mint(storage, holder, &coin(*amount))?;
    }
    auth::ensure(storage, &collector);
    let keeper = std::rc::Rc::clone(&machine.keeper);
    for code in &config.codes {
        let label = (code.name.as_str(), code.version.as_str());
        let storage = machine.storage_mut();
        keeper.store_native(storage, &collector, label, code.checksum)?;
    }
    machine.commit();
    Ok(machine)
}

/// Genesis as `genesis` shows it: who held what.
pub fn describe(config: &Config, accounts: &[DevAccount]) -> Value {
    let balance = |address: &str, amount: u128| {
        json!({
            "address": address,
            "coins": [{"denom": config.denom, "amount": amount.to_string()}],
        })
    };
    let own = accounts
        .iter()
        .map(|account| balance(&account.address, config.balance));
    let extra = config
        .extra_balances
        .iter()
        .map(|(address, amount)| balance(address, *amount));
    json!({"bank": {"balances": own.chain(extra).collect::<Value>()}})
}
