//! Stored records: keys as cw-storage-plus makes them, values as [`crate::json`] reads them.

use cosmwasm_std::{Order, StdError, StdResult, Storage, to_json_vec};
use cw_storage_plus::{Bound, Bounder, Item, KeyDeserialize, Map, PrimaryKey};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::{Json, parse};

/// One record.
pub struct Single<T>(Item<Json<T>>);

impl<T: Serialize + DeserializeOwned> Single<T> {
    /// The record under a key.
    pub const fn new(key: &'static str) -> Self {
        Self(Item::new(key))
    }

    /// The record, if it was written.
    pub fn may_load(&self, storage: &dyn Storage) -> StdResult<Option<T>> {
        read(storage, self.0.as_slice())
    }

    /// The record.
    pub fn load(&self, storage: &dyn Storage) -> StdResult<T> {
        self.may_load(storage)?
            .ok_or_else(|| missing(self.0.as_slice()))
    }

    /// Writes it.
    pub fn save(&self, storage: &mut dyn Storage, value: &T) -> StdResult<()> {
        storage.set(self.0.as_slice(), &to_json_vec(value)?);
        Ok(())
    }
}

/// Records of one kind, each under its own key.
pub struct Table<K, T>(Map<K, Json<T>>);

impl<'a, K: PrimaryKey<'a>, T: Serialize + DeserializeOwned> Table<K, T> {
    /// The records under a namespace.
    pub const fn new(namespace: &'static str) -> Self {
        Self(Map::new(namespace))
    }

    /// A record, if there is one under that key.
    pub fn may_load(&self, storage: &dyn Storage, key: K) -> StdResult<Option<T>> {
        read(storage, &self.0.key(key))
    }

    /// The record under a key.
    pub fn load(&self, storage: &dyn Storage, key: K) -> StdResult<T> {
        let key = self.0.key(key);
        read(storage, &key)?.ok_or_else(|| missing(&key))
    }

    /// Writes a record.
    pub fn save(&self, storage: &mut dyn Storage, key: K, value: &T) -> StdResult<()> {
        storage.set(&self.0.key(key), &to_json_vec(value)?);
        Ok(())
    }

    /// Removes a record.
    pub fn remove(&self, storage: &mut dyn Storage, key: K) {
        self.0.remove(storage, key);
    }

    /// The records between two keys.
    pub fn range<'c>(
        &self,
        storage: &'c dyn Storage,
        min: Option<Bound<'a, K>>,
        max: Option<Bound<'a, K>>,
        order: Order,
    ) -> impl Iterator<Item = StdResult<(K::Output, T)>> + 'c
    where
        K: KeyDeserialize + Bounder<'a>,
        T: 'c,
        K::Output: 'static,
    {
        self.0.range(storage, min, max, order).map(record)
    }

    /// The numbers of all records.
    pub fn keys<'c>(
        &self,
        storage: &'c dyn Storage,
    ) -> impl Iterator<Item = StdResult<K::Output>> + 'c
    where
        K: KeyDeserialize + Bounder<'a>,
        T: 'c,
        K::Output: 'static,
    {
        self.0.keys(storage, None, None, Order::Ascending)
    }

    /// The records whose keys begin so.
    pub fn under<'c>(
        &self,
        storage: &'c dyn Storage,
        prefix: K::Prefix,
        after: Option<Bound<'a, K::Suffix>>,
    ) -> impl Iterator<Item = StdResult<(<K::Suffix as KeyDeserialize>::Output, T)>> + 'c
    where
        K::Suffix: PrimaryKey<'a> + KeyDeserialize + Bounder<'a>,
        T: 'c,
        <K::Suffix as KeyDeserialize>::Output: 'static,
        'a: 'c,
    {
        let prefix = self.0.prefix(prefix);
        prefix
            .range(storage, after, None, Order::Ascending)
            .map(record)
    }
}

fn read<T: DeserializeOwned>(storage: &dyn Storage, key: &[u8]) -> StdResult<Option<T>> {
    storage.get(key).map(|bytes| parse(&bytes)).transpose()
}

fn record<K, T>(record: StdResult<(K, Json<T>)>) -> StdResult<(K, T)> {
    record.map(|(key, Json(value))| (key, value))
}

fn missing(key: &[u8]) -> StdError {
    StdError::msg(format!(
        "there is no record under {}",
        cosmwasm_std::Binary::from(key)
    ))
}
