//! Accounts: number, sequence and public key, stored as the SDK's `BaseAccount`.

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::auth::v1beta1::BaseAccount;
use cosmwasm_std::{Order, Storage};
use prost::Message;

use super::store::next_prefix;

/// The type of every account on this chain.
pub const ACCOUNT_TYPE: &str = "/cosmos.auth.v1beta1.BaseAccount";

const ACCOUNTS: &[u8] = b"auth/account/";
const NEXT_NUMBER: &[u8] = b"auth/next";

fn key(address: &str) -> Vec<u8> {
    [ACCOUNTS, address.as_bytes()].concat()
}

/// The account of `address`, if it has one.
pub fn load(storage: &dyn Storage, address: &str) -> Option<BaseAccount> {
    let bytes = storage.get(&key(address))?;
    BaseAccount::decode(bytes.as_slice()).ok()
}

/// Writes `account`.
pub fn save(storage: &mut dyn Storage, account: &BaseAccount) {
    storage.set(&key(&account.address), &account.encode_to_vec());
}

/// Gives `address` an account with the next number unless it has one.
pub fn ensure(storage: &mut dyn Storage, address: &str) {
    if storage.get(&key(address)).is_some() {
        return;
    }
    let number = read_number(storage, NEXT_NUMBER);
    write_number(storage, NEXT_NUMBER, number.saturating_add(1));
    let account = BaseAccount {
        address: address.to_owned(),
        pub_key: None,
        account_number: number,
        sequence: 0,
    };
    save(storage, &account);
}

/// All accounts, by address.
pub fn all(storage: &dyn Storage) -> Vec<BaseAccount> {
    storage
        .range(
            Some(ACCOUNTS),
            next_prefix(ACCOUNTS).as_deref(),
            Order::Ascending,
        )
        .filter_map(|(_, bytes)| BaseAccount::decode(bytes.as_slice()).ok())
        .collect()
}

/// The account as clients expect it.
pub fn to_any(account: &BaseAccount) -> Any {
    Any {
        type_url: ACCOUNT_TYPE.to_owned(),
        value: account.encode_to_vec(),
    }
}

/// Reads a counter; an absent one is 0.
pub fn read_number(storage: &dyn Storage, key: &[u8]) -> u64 {
    storage
        .get(key)
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(0, u64::from_be_bytes)
}

/// Writes a counter.
pub fn write_number(storage: &mut dyn Storage, key: &[u8], number: u64) {
    storage.set(key, &number.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::MockStorage;

    #[test]
    fn numbers_are_given_once_and_in_order() {
        let mut storage = MockStorage::new();
        for address in ["a", "b", "a"] {
            ensure(&mut storage, address);
        }
        assert_eq!(load(&storage, "a").unwrap().account_number, 0);
        assert_eq!(load(&storage, "b").unwrap().account_number, 1);
        assert_eq!(load(&storage, "c"), None);
        assert_eq!(all(&storage).len(), 2);
    }
}
