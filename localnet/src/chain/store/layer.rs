//! A layer above a storage that holds changes back.

use std::cell::RefCell;
use std::collections::BTreeMap;

use cosmwasm_std::{Order, Record, Storage};

/// Writes that are not yet in the storage below.
pub type Changes = RefCell<BTreeMap<Vec<u8>, Option<Vec<u8>>>>;

/// A storage seen through changes that were not written to it yet.
///
/// A contract and the queries that it makes while it runs look through two layers with the same
/// changes, so queries see what the contract has already written, as they do on a real chain.
#[derive(Clone, Copy)]
pub struct Layer<'a> {
    base: &'a dyn Storage,
    changes: &'a Changes,
}

impl<'a> Layer<'a> {
    /// Looks at `base` through `changes`.
    pub fn new(base: &'a dyn Storage, changes: &'a Changes) -> Self {
        Self { base, changes }
    }
}

/// Writes held back changes to `storage`.
pub fn apply(changes: Changes, storage: &mut dyn Storage) {
    for (key, value) in changes.into_inner() {
        match value {
            Some(value) => storage.set(&key, &value),
            None => storage.remove(&key),
        }
    }
}

impl Storage for Layer<'_> {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        match self.changes.borrow().get(key) {
            Some(changed) => changed.clone(),
            None => self.base.get(key),
        }
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        let changed = in_range(&self.changes.borrow(), start, end);
        if changed.is_empty() {
            return self.base.range(start, end, order);
        }
        Box::new(Merged::new(
            changed,
            self.base.range(start, end, order),
            order,
        ))
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        self.changes
            .borrow_mut()
            .insert(key.to_vec(), Some(value.to_vec()));
    }

    fn remove(&mut self, key: &[u8]) {
        self.changes.borrow_mut().insert(key.to_vec(), None);
    }
}

type Change = (Vec<u8>, Option<Vec<u8>>);

fn in_range(
    changes: &BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    start: Option<&[u8]>,
    end: Option<&[u8]>,
) -> Vec<Change> {
    changes
        .iter()
        .filter(|(key, _)| start.is_none_or(|start| key.as_slice() >= start))
        .take_while(|(key, _)| end.is_none_or(|end| key.as_slice() < end))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Merges changed entries with those below; a change hides the entry with its key.
struct Merged<'a> {
    changed: std::iter::Peekable<std::vec::IntoIter<Change>>,
    below: std::iter::Peekable<Box<dyn Iterator<Item = Record> + 'a>>,
    order: Order,
}

impl<'a> Merged<'a> {
    fn new(
        mut changed: Vec<Change>,
        below: Box<dyn Iterator<Item = Record> + 'a>,
        order: Order,
    ) -> Self {
        if order == Order::Descending {
            changed.reverse();
        }
        Self {
            changed: changed.into_iter().peekable(),
            below: below.peekable(),
            order,
        }
    }
}

impl Iterator for Merged<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        loop {
            let position = match (self.changed.peek(), self.below.peek()) {
                (None, _) => return self.below.next(),
                (Some(_), None) => Less,
                (Some((changed, _)), Some((below, _))) if self.order == Order::Ascending => {
                    changed.cmp(below)
                }
                (Some((changed, _)), Some((below, _))) => below.cmp(changed),
            };
            match position {
                Greater => return self.below.next(),
                Equal => drop(self.below.next()),
                Less => {}
            }
            if let Some((key, Some(value))) = self.changed.next() {
                return Some((key, value));
            }
        }
    }
}

/// The first key after all those that begin with `prefix`.
pub fn next_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut next = prefix.get(..=last)?.to_vec();
    if let Some(byte) = next.last_mut() {
        *byte = byte.saturating_add(1);
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::testing::MockStorage;

    fn keys(storage: &dyn Storage, order: Order) -> String {
        let found = storage.range(None, None, order);
        found
            .map(|(key, _)| String::from_utf8(key).unwrap())
            .collect()
    }

    #[test]
    fn changes_hide_and_add_entries_in_both_directions() {
        let mut base = MockStorage::new();
        for key in [b"a", b"c", b"e"] {
            base.set(key, b"old");
        }
        let changes = Changes::default();
        let mut layer = Layer::new(&base, &changes);
        layer.set(b"b", b"new");
        layer.set(b"c", b"new");
        layer.remove(b"e");
        layer.set(b"f", b"new");
        assert_eq!(keys(&layer, Order::Ascending), "abcf");
        assert_eq!(keys(&layer, Order::Descending), "fcba");
        assert_eq!(layer.get(b"c").unwrap(), b"new");
        assert_eq!(layer.get(b"e"), None);
        let bounded: Vec<_> = layer
            .range(Some(b"b"), Some(b"f"), Order::Ascending)
            .collect();
        assert_eq!(bounded.len(), 2);
        apply(changes, &mut base);
        assert_eq!(keys(&base, Order::Ascending), "abcf");
    }

    #[test]
    fn the_prefix_after_carries() {
        assert_eq!(next_prefix(&[1, 255]), Some(vec![2]));
        assert_eq!(next_prefix(b"a"), Some(b"b".to_vec()));
        assert_eq!(next_prefix(&[255]), None);
    }
}
