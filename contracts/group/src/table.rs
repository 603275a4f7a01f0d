//! Stored records: keys as cw-storage-plus makes them, values as postcard writes them. A stored byte costs 30 gas and a
//! read one 3, so field names and decimal digits have no place in a record.

use std::marker::PhantomData;

use cosmwasm_std::{Binary, Order, StdError, StdResult, Storage};
use cw_storage_plus::{
    Bound, Bounder, Item, Key, KeyDeserialize, Map, Prefixer, PrimaryKey, range_with_prefix,
};
use folkmoot_wire::{Decode, DecodeError, Encode, Version, from_record, to_record};

/// The first byte of each record: the version of its fields. A field that a later version of the code adds says which one
/// (`#[wire(since = 2)]`), and records are brought up one by one as they are read, because no migration could walk all of
/// them in one block.
const VERSION: Version = 1;

/// One record.
pub struct Single<T>(Item<()>, PhantomData<T>);

impl<T: Encode + Decode> Single<T> {
    /// The record under a key.
    pub const fn new(key: &'static str) -> Self {
        Self(Item::new(key), PhantomData)
    }

    /// The record, if it was written.
    pub fn may_load(&self, storage: &dyn Storage) -> StdResult<Option<T>> {
        read(storage, self.0.as_slice())
    }

    /// The record.
    pub fn load(&self, storage: &dyn Storage) -> StdResult<T> {
        found(read(storage, self.0.as_slice())?, self.0.as_slice())
    }

    /// Writes it.
    pub fn save(&self, storage: &mut dyn Storage, value: &T) {
        write(storage, self.0.as_slice(), value);
    }
}

/// Records of one kind, each under its own key.
pub struct Table<K, T> {
    namespace: &'static str,
    keys: Map<K, ()>,
    values: PhantomData<T>,
}

impl<'a, K: PrimaryKey<'a>, T: Encode + Decode> Table<K, T> {
    /// The records under a namespace.
    pub const fn new(namespace: &'static str) -> Self {
        Self {
            namespace,
            keys: Map::new(namespace),
            values: PhantomData,
        }
    }

    /// A record, if there is one under that key.
    pub fn may_load(&self, storage: &dyn Storage, key: K) -> StdResult<Option<T>> {
        read(storage, &self.keys.key(key))
    }

    /// The record under a key.
    pub fn load(&self, storage: &dyn Storage, key: K) -> StdResult<T> {
        let key = self.keys.key(key);
        found(read(storage, &key)?, &key)
    }

    /// Writes a record.
    pub fn save(&self, storage: &mut dyn Storage, key: K, value: &T) {
        write(storage, &self.keys.key(key), value);
    }

    /// Removes a record.
    pub fn remove(&self, storage: &mut dyn Storage, key: K) {
        self.keys.remove(storage, key);
    }
}

impl<'a, K, T> Table<K, T>
where
    K: PrimaryKey<'a> + KeyDeserialize + Bounder<'a>,
    K::Output: 'static,
    T: Decode,
{
    /// The records between two keys.
    pub fn range<'c>(
        &self,
        storage: &'c dyn Storage,
        min: Option<Bound<'a, K>>,
        max: Option<Bound<'a, K>>,
        order: Order,
    ) -> impl Iterator<Item = StdResult<(K::Output, T)>> + use<'c, 'a, K, T> {
        let all = begin(self.namespace, &[]);
        range::<K, T>(storage, &all, min, max, order)
    }

    /// The highest key.
    pub fn last_key(&self, storage: &dyn Storage) -> StdResult<Option<K::Output>> {
        let mut keys = self.keys.keys(storage, None, None, Order::Descending);
        keys.next().transpose()
    }

    /// The keys of all records.
    pub fn keys<'c>(
        &self,
        storage: &'c dyn Storage,
    ) -> impl Iterator<Item = StdResult<K::Output>> + 'c {
        self.keys.keys(storage, None, None, Order::Ascending)
    }
}

impl<'a, K, T> Table<K, T>
where
    K: PrimaryKey<'a>,
    K::Suffix: PrimaryKey<'a> + KeyDeserialize + Bounder<'a>,
    <K::Suffix as KeyDeserialize>::Output: 'static,
    T: Decode,
{
    /// The records whose keys begin so.
    pub fn under<'c>(
        &self,
        storage: &'c dyn Storage,
        prefix: K::Prefix,
        after: Option<Bound<'a, K::Suffix>>,
    ) -> impl Iterator<Item = StdResult<(<K::Suffix as KeyDeserialize>::Output, T)>> + use<'c, 'a, K, T>
    {
        let prefix = begin(self.namespace, &prefix.prefix());
        range::<K::Suffix, T>(storage, &prefix, after, None, Order::Ascending)
    }
}

fn range<'a, 'c, K, T>(
    storage: &'c dyn Storage,
    prefix: &[u8],
    min: Option<Bound<'a, K>>,
    max: Option<Bound<'a, K>>,
    order: Order,
) -> impl Iterator<Item = StdResult<(K::Output, T)>> + use<'c, 'a, K, T>
where
    K: KeyDeserialize + Bounder<'a>,
    K: PrimaryKey<'a>,
    T: Decode,
{
    let min = min.map(|bound| bound.to_raw_bound());
    let max = max.map(|bound| bound.to_raw_bound());
    range_with_prefix(storage, prefix, min, max, order)
        .map(|(key, value)| Ok((K::from_vec(key)?, parsed(&value)?)))
}

/// What all keys under a prefix begin with: the namespace and each part, behind its length.
fn begin(namespace: &str, parts: &[Key]) -> Vec<u8> {
    let parts = parts.iter().map(AsRef::as_ref);
    let mut bytes = Vec::new();
    for part in [namespace.as_bytes()].into_iter().chain(parts) {
        let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
        bytes.extend(length.to_be_bytes());
        bytes.extend(part);
    }
    bytes
}

fn read<T: Decode>(storage: &dyn Storage, key: &[u8]) -> StdResult<Option<T>> {
    storage.get(key).map(|bytes| parsed(&bytes)).transpose()
}

fn parsed<T: Decode>(bytes: &[u8]) -> StdResult<T> {
    let found = match bytes.split_first() {
        Some((version @ &(1..=VERSION), rest)) => from_record(rest, *version),
        _ => Err(DecodeError::new("of a version that this code doesn't know")),
    };
    found.map_err(|error| unreadable(&error.to_string(), bytes))
}

fn write<T: Encode>(storage: &mut dyn Storage, key: &[u8], value: &T) {
    storage.set(key, &to_record(value, vec![VERSION]));
}

fn found<T>(record: Option<T>, key: &[u8]) -> StdResult<T> {
    record.ok_or_else(|| unreadable("no record", key))
}

fn unreadable(what: &str, bytes: &[u8]) -> StdError {
    StdError::msg(format!("there is {what}: {}", Binary::from(bytes)))
}
