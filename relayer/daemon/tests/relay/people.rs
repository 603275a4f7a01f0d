//! People, their keys and seats, and the charters that they give themselves.

use cosmwasm_std::coins;
use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_chain::{LocalSigner, Signer};
use folkmoot_group::action::Action;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{SeatSpec, Standing};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{Rule, Seconds};
use k256::ecdsa::SigningKey;
use sha2::{Digest, Sha256};

use super::world::{DAY, DENOM};

/// The key of a name.
fn key(name: &str) -> SigningKey {
    SigningKey::from_slice(&Sha256::digest(format!("test key of {name}"))).unwrap()
}

/// The account of a name.
pub fn account(name: &str) -> LocalSigner {
    LocalSigner::from_key(key(name))
}

/// The Ethereum wallet of a name.
pub fn ethereum(name: &str) -> EthereumSigner {
    EthereumSigner::from_key(key(name))
}

/// A person with an account, who may open proposals.
pub fn member(name: &str) -> SeatSpec {
    seat(name, Wallet::Cosmos(account(name).address("wasm").unwrap()))
}

/// A person with an Ethereum wallet alone.
pub fn signer(name: &str) -> SeatSpec {
    seat(name, Wallet::Ethereum(ethereum(name).address()))
}

fn seat(name: &str, wallet: Wallet) -> SeatSpec {
    SeatSpec {
        name: name.to_owned(),
        holder: Holder::person(vec![wallet]),
        standing: Standing::Core,
        weight: None,
    }
}

/// The plainest charter: a majority decides everything within so many days, mirrors too.
pub fn charter(days: u64) -> CharterSpec {
    CharterSpec::simple(Rule::majority(), Seconds(days * DAY))
}

pub fn spend(to: &str, amount: u128) -> Action {
    Action::Spend {
        to: to.to_owned(),
        amount: coins(amount, DENOM),
        cycle: None,
    }
}
