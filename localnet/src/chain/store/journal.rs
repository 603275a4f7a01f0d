//! Storage that remembers how to undo what was written.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::rc::Rc;

use cosmwasm_std::{Order, Record, Storage};

/// The state of the chain in memory.
///
/// Writes go straight into the map while the [`Journal`] keeps the values they replaced, so that a
/// transaction costs what it touches and never a copy of the state.
#[derive(Debug, Default)]
pub struct Store {
    map: BTreeMap<Vec<u8>, Vec<u8>>,
    journal: Rc<Journal>,
}

/// A key and the value that it had.
type Replaced = (Vec<u8>, Option<Vec<u8>>);

/// The replaced values of one transaction, oldest first.
#[derive(Debug, Default)]
pub struct Journal {
    replaced: RefCell<Vec<Replaced>>,
    paused: Cell<bool>,
}

impl Journal {
    /// A point to come back to.
    pub fn mark(&self) -> usize {
        self.replaced.borrow().len()
    }

    /// Undoes every write since `mark` was taken.
    pub fn undo(&self, storage: &mut dyn Storage, mark: usize) {
        let undone = {
            let mut replaced = self.replaced.borrow_mut();
            let keep = mark.min(replaced.len());
            replaced.split_off(keep)
        };
        self.paused.set(true);
        for (key, value) in undone.into_iter().rev() {
            match value {
                Some(value) => storage.set(&key, &value),
                None => storage.remove(&key),
            }
        }
        self.paused.set(false);
    }

    /// Makes every write final.
    pub fn settle(&self) {
        self.replaced.borrow_mut().clear();
    }

    fn record(&self, key: &[u8], value: Option<Vec<u8>>) {
        if !self.paused.get() {
            self.replaced.borrow_mut().push((key.to_vec(), value));
        }
    }
}

impl Store {
    /// The journal of this storage.
    pub fn journal(&self) -> Rc<Journal> {
        Rc::clone(&self.journal)
    }

    /// A copy of the whole state.
    pub fn copy(&self) -> BTreeMap<Vec<u8>, Vec<u8>> {
        self.map.clone()
    }

    /// Puts another state in place of this one.
    pub fn replace(&mut self, map: BTreeMap<Vec<u8>, Vec<u8>>) {
        self.map = map;
        self.journal.settle();
    }
}

type Bounds = (Bound<Vec<u8>>, Bound<Vec<u8>>);

fn bounds(start: Option<&[u8]>, end: Option<&[u8]>) -> Option<Bounds> {
    if let (Some(start), Some(end)) = (start, end)
        && start >= end
    {
        return None;
    }
    let start = start.map_or(Bound::Unbounded, |key| Bound::Included(key.to_vec()));
    let end = end.map_or(Bound::Unbounded, |key| Bound::Excluded(key.to_vec()));
    Some((start, end))
}

impl Storage for Store {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.map.get(key).cloned()
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        let Some(bounds) = bounds(start, end) else {
            return Box::new(std::iter::empty());
        };
        let found = self.map.range::<Vec<u8>, _>(bounds);
        let copy = |(key, value): (&Vec<u8>, &Vec<u8>)| (key.clone(), value.clone());
        match order {
            Order::Ascending => Box::new(found.map(copy)),
            Order::Descending => Box::new(found.rev().map(copy)),
        }
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        let before = match self.map.get_mut(key) {
            Some(slot) => Some(std::mem::replace(slot, value.to_vec())),
            None => self.map.insert(key.to_vec(), value.to_vec()),
        };
        self.journal.record(key, before);
    }

    fn remove(&mut self, key: &[u8]) {
        if let Some(before) = self.map.remove(key) {
            self.journal.record(key, Some(before));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_restores_to_the_mark_and_no_further() {
        let mut store = Store::default();
        let journal = store.journal();
        store.set(b"a", b"1");
        let mark = journal.mark();
        store.set(b"a", b"2");
        store.set(b"b", b"3");
        store.remove(b"a");
        journal.undo(&mut store, mark);
        assert_eq!(
            store.copy(),
            BTreeMap::from([(b"a".to_vec(), b"1".to_vec())])
        );
        journal.undo(&mut store, 0);
        assert!(store.copy().is_empty());
    }

    #[test]
    fn empty_and_reversed_ranges_yield_nothing() {
        let mut store = Store::default();
        store.set(b"k", b"v");
        assert_eq!(
            store
                .range(Some(b"z"), Some(b"a"), Order::Ascending)
                .count(),
            0
        );
        assert_eq!(
            store
                .range(Some(b"k"), Some(b"k"), Order::Ascending)
                .count(),
            0
        );
        assert_eq!(store.range(None, None, Order::Descending).count(), 1);
    }
}
