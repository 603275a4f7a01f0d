//! A contract's own storage: a prefix, held back writes, and gas for each access.

use cosmwasm_std::{Order, Record, Storage};

use super::records::raw_prefix;
use crate::chain::gas::Meter;
use crate::chain::store::{Layer, next_prefix};

/// What a contract sees as its storage while it runs.
pub struct ContractStorage<'a> {
    layer: Layer<'a>,
    prefix: Vec<u8>,
    meter: &'a Meter,
}

impl<'a> ContractStorage<'a> {
    /// The storage of the contract at `address`.
    pub fn new(layer: Layer<'a>, address: &str, meter: &'a Meter) -> Self {
        Self {
            layer,
            prefix: raw_prefix(address),
            meter,
        }
    }

    fn key(&self, key: &[u8]) -> Vec<u8> {
        [&self.prefix, key].concat()
    }
}

impl Storage for ContractStorage<'_> {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        let value = self.layer.get(&self.key(key));
        self.meter.read(key, value.as_deref());
        value
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        let start = self.key(start.unwrap_or_default());
        let end = end.map_or_else(|| next_prefix(&self.prefix), |end| Some(self.key(end)));
        let skip = self.prefix.len();
        let found = self.layer.range(Some(&start), end.as_deref(), order);
        Box::new(found.map(move |(mut key, value)| {
            let key = key.split_off(skip);
            self.meter.next(&key, &value);
            (key, value)
        }))
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        self.meter.write(key, value);
        let key = self.key(key);
        self.layer.set(&key, value);
    }

    fn remove(&mut self, key: &[u8]) {
        self.meter.delete();
        let key = self.key(key);
        self.layer.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::chain::store::Changes;
    use cosmwasm_std::testing::MockStorage;

    #[test]
    fn contracts_see_their_own_entries_only() {
        let base = MockStorage::new();
        let (changes, meter) = (Changes::default(), Meter::default());
        meter.start(u64::MAX);
        let layer = Layer::new(&base, &changes);
        let mut one = ContractStorage::new(layer, "one", &meter);
        let mut two = ContractStorage::new(layer, "two", &meter);
        one.set(b"k", b"1");
        two.set(b"k", b"2");
        assert_eq!(one.get(b"k").unwrap(), b"1");
        assert_eq!(one.range(None, None, Order::Ascending).count(), 1);
        one.remove(b"k");
        assert_eq!(one.get(b"k"), None);
        assert_eq!(two.get(b"k").unwrap(), b"2");
    }

    #[test]
    fn writes_are_paid_by_the_byte() {
        let base = MockStorage::new();
        let (changes, meter) = (Changes::default(), Meter::default());
        meter.start(u64::MAX);
        let mut one = ContractStorage::new(Layer::new(&base, &changes), "one", &meter);
        one.set(&[0; 32], &[0; 100]);
        assert_eq!(meter.used(), 2_000 + 30 * (33 + 32 + 100));
    }
}
