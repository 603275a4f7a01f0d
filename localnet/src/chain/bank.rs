//! The bank: balances, supply, transfers, with the events of the SDK's bank module.

use cosmwasm_std::{
    Addr, Api, BalanceResponse, BankMsg, BankQuery, Binary, BlockInfo, Coin, CustomMsg,
    CustomQuery, DenomMetadata, DenomMetadataResponse, Event, Order, Querier, StdError, StdResult,
    Storage, SupplyResponse, Uint256, to_json_binary,
};
use cw_multi_test::{AppResponse, Bank, BankSudo, CosmosRouter, Module};
use serde::de::DeserializeOwned;
use std::rc::Rc;

use super::error::{AbciError, Kind};
use super::gas::{Meter, TRANSFER};
use super::store::next_prefix;
use super::{address, auth, coins};

const BALANCES: &[u8] = b"bank/balance/";
const SUPPLY: &[u8] = b"bank/supply/";

fn account_prefix(address: &str) -> Vec<u8> {
    [BALANCES, address.as_bytes(), b"/"].concat()
}

fn balance_key(address: &str, denom: &str) -> Vec<u8> {
    [&account_prefix(address), denom.as_bytes()].concat()
}

fn supply_key(denom: &str) -> Vec<u8> {
    [SUPPLY, denom.as_bytes()].concat()
}

fn read(storage: &dyn Storage, key: &[u8]) -> Uint256 {
    storage
        .get(key)
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(Uint256::zero(), Uint256::from_be_bytes)
}

fn write(storage: &mut dyn Storage, key: &[u8], amount: Uint256) {
    if amount.is_zero() {
        storage.remove(key);
    } else {
        storage.set(key, &amount.to_be_bytes());
    }
}

/// What `address` holds of `denom`.
pub fn balance(storage: &dyn Storage, address: &str, denom: &str) -> Coin {
    Coin {
        denom: denom.to_owned(),
        amount: read(storage, &balance_key(address, denom)),
    }
}

/// All that `address` holds, by denomination.
pub fn balances(storage: &dyn Storage, address: &str) -> Vec<Coin> {
    list(storage, &account_prefix(address))
}

/// How much of `denom` exists.
pub fn supply(storage: &dyn Storage, denom: &str) -> Coin {
    Coin {
        denom: denom.to_owned(),
        amount: read(storage, &supply_key(denom)),
    }
}

/// How much exists of every denomination.
pub fn supplies(storage: &dyn Storage) -> Vec<Coin> {
    list(storage, SUPPLY)
}

fn list(storage: &dyn Storage, prefix: &[u8]) -> Vec<Coin> {
    let end = next_prefix(prefix);
    let found = storage.range(Some(prefix), end.as_deref(), Order::Ascending);
    found
        .filter_map(|(key, value)| {
            let denom = String::from_utf8(key.get(prefix.len()..)?.to_vec()).ok()?;
            let amount = Uint256::from_be_bytes(value.try_into().ok()?);
            Some(Coin { denom, amount })
        })
        .collect()
}

/// Makes coins out of nothing, for genesis.
pub fn mint(storage: &mut dyn Storage, address: &str, minted: &Coin) -> Result<(), AbciError> {
    auth::ensure(storage, address);
    for key in [
        balance_key(address, &minted.denom),
        supply_key(&minted.denom),
    ] {
        let amount = read(storage, &key).checked_add(minted.amount);
        let amount = amount.map_err(|_| AbciError::new(Kind::InvalidCoins, minted))?;
        write(storage, &key, amount);
    }
    Ok(())
}

fn take(storage: &mut dyn Storage, address: &str, coin: &Coin) -> Result<(), AbciError> {
    let key = balance_key(address, &coin.denom);
    let held = read(storage, &key);
    let left = held.checked_sub(coin.amount).map_err(|_| {
        let held = Coin {
            denom: coin.denom.clone(),
            amount: held,
        };
        let detail = format!("spendable balance {held} is smaller than {coin}");
        AbciError::new(Kind::InsufficientFunds, detail)
    })?;
    write(storage, &key, left);
    Ok(())
}

fn give(storage: &mut dyn Storage, address: &str, coin: &Coin) -> Result<(), AbciError> {
    let key = balance_key(address, &coin.denom);
    let held = read(storage, &key).checked_add(coin.amount);
    let held = held.map_err(|_| AbciError::new(Kind::InvalidCoins, coin))?;
    write(storage, &key, held);
    Ok(())
}

/// Moves coins and tells it with the SDK's events.
pub fn transfer(
    storage: &mut dyn Storage,
    from: &str,
    to: &str,
    amount: &[Coin],
) -> Result<Vec<Event>, AbciError> {
    for coin in amount {
        take(storage, from, coin)?;
        give(storage, to, coin)?;
    }
    auth::ensure(storage, to);
    let text = coins::text(amount);
    Ok(vec![
        Event::new("coin_spent")
            .add_attribute("spender", from)
            .add_attribute("amount", &text),
        Event::new("coin_received")
            .add_attribute("receiver", to)
            .add_attribute("amount", &text),
        Event::new("transfer")
            .add_attribute("recipient", to)
            .add_attribute("sender", from)
            .add_attribute("amount", &text),
        Event::new("message").add_attribute("sender", from),
    ])
}

fn burn(storage: &mut dyn Storage, from: &str, amount: &[Coin]) -> Result<Vec<Event>, AbciError> {
    for coin in amount {
        take(storage, from, coin)?;
        let key = supply_key(&coin.denom);
        let left = read(storage, &key).saturating_sub(coin.amount);
        write(storage, &key, left);
    }
    let text = coins::text(amount);
    Ok(vec![
        Event::new("coin_spent")
            .add_attribute("spender", from)
            .add_attribute("amount", &text),
        Event::new("burn")
            .add_attribute("burner", from)
            .add_attribute("amount", &text),
    ])
}

/// The bank as a module of the application.
pub struct BankModule {
    meter: Rc<Meter>,
    prefix: String,
    /// Accounts that can't be sent coins: those of modules.
    blocked: Vec<String>,
}

/// The modules of wasmd's application that have an account; governance may receive coins.
const MODULES: [&str; 8] = [
    "fee_collector",
    "distribution",
    "mint",
    "bonded_tokens_pool",
    "not_bonded_tokens_pool",
    "nft",
    "transfer",
    "interchainaccounts",
];

impl BankModule {
    /// A bank of accounts with `prefix`, whose transfers are paid for on `meter`.
    pub fn new(meter: Rc<Meter>, prefix: String) -> Self {
        let accounts = MODULES.iter();
        let accounts = accounts.map(|name| address::encode(&prefix, &address::module(name)));
        Self {
            meter,
            blocked: accounts.filter_map(Result::ok).collect(),
            prefix,
        }
    }

    fn run(
        &self,
        api: &dyn Api,
        storage: &mut dyn Storage,
        sender: &Addr,
        msg: BankMsg,
    ) -> Result<Vec<Event>, AbciError> {
        self.meter.pay(TRANSFER, "bank transfer");
        match msg {
            BankMsg::Send { to_address, amount } => {
                address::check(&self.prefix, &to_address).map_err(|error| {
                    let detail = format!("invalid to address: {error}");
                    AbciError::new(Kind::InvalidAddress, detail)
                })?;
                let to = api
                    .addr_validate(&to_address.to_lowercase())
                    .map_err(|_| AbciError::new(Kind::InvalidAddress, &to_address))?;
                let amount = positive(&amount)?;
                if self.blocked.iter().any(|account| account == to.as_str()) {
                    let detail = format!("{to} is not allowed to receive funds");
                    return Err(AbciError::new(Kind::Unauthorized, detail));
                }
                transfer(storage, sender.as_str(), to.as_str(), &amount)
            }
            BankMsg::Burn { amount } => burn(storage, sender.as_str(), &positive(&amount)?),
            other => Err(AbciError::new(
                Kind::UnknownMessage,
                format!("bank message {other:?}"),
            )),
        }
    }
}

fn positive(amount: &[Coin]) -> Result<Vec<Coin>, AbciError> {
    let coins = coins::normalise(amount)?;
    if coins.is_empty() {
        return Err(AbciError::new(Kind::InvalidCoins, coins::text(amount)));
    }
    Ok(coins)
}

impl Bank for BankModule {}

impl Module for BankModule {
    type ExecT = BankMsg;
    type QueryT = BankQuery;
    type SudoT = BankSudo;

    fn execute<ExecC, QueryC>(
        &self,
        api: &dyn Api,
        storage: &mut dyn Storage,
        _router: &dyn CosmosRouter<ExecC = ExecC, QueryC = QueryC>,
        _block: &BlockInfo,
        sender: Addr,
        msg: BankMsg,
    ) -> StdResult<AppResponse>
    where
        ExecC: CustomMsg + DeserializeOwned + 'static,
        QueryC: CustomQuery + DeserializeOwned + 'static,
    {
        let events = self.run(api, storage, &sender, msg)?;
        Ok(AppResponse { events, data: None })
    }

    fn query(
        &self,
        _api: &dyn Api,
        storage: &dyn Storage,
        _querier: &dyn Querier,
        _block: &BlockInfo,
        request: BankQuery,
    ) -> StdResult<Binary> {
        match request {
            BankQuery::Balance { address, denom } => {
                to_json_binary(&BalanceResponse::new(balance(storage, &address, &denom)))
            }
            BankQuery::Supply { denom } => {
                to_json_binary(&SupplyResponse::new(supply(storage, &denom)))
            }
            BankQuery::DenomMetadata { denom } => {
                let metadata = DenomMetadata {
                    base: denom,
                    ..DenomMetadata::default()
                };
                to_json_binary(&DenomMetadataResponse::new(metadata))
            }
            other => Err(StdError::msg(format!("unsupported bank query: {other:?}"))),
        }
    }

    fn sudo<ExecC, QueryC>(
        &self,
        _api: &dyn Api,
        storage: &mut dyn Storage,
        _router: &dyn CosmosRouter<ExecC = ExecC, QueryC = QueryC>,
        _block: &BlockInfo,
        msg: BankSudo,
    ) -> StdResult<AppResponse>
    where
        ExecC: CustomMsg + DeserializeOwned + 'static,
        QueryC: CustomQuery + DeserializeOwned + 'static,
    {
        let BankSudo::Mint { to_address, amount } = msg;
        for coin in &amount {
            mint(storage, &to_address, coin)?;
        }
        Ok(AppResponse::default())
    }
}
