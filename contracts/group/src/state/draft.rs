//! Changes that are not made yet: what is written stays in memory, and what is read is what would then stand there.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Bound;

use cosmwasm_std::{Order, Record, Storage};

/// What was written: values, and none for what was removed.
pub(crate) type Changes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// A storage with changes that are not made yet.
pub(crate) struct Draft<'a> {
    base: &'a dyn Storage,
    changes: Changes,
}

impl<'a> Draft<'a> {
    /// No changes yet.
    pub(crate) const fn over(base: &'a dyn Storage) -> Self {
        Self {
            base,
            changes: Changes::new(),
        }
    }

    /// The changes, to be made or forgotten.
    pub(crate) fn into_changes(self) -> Changes {
        self.changes
    }
}

/// Makes changes.
pub(crate) fn make(storage: &mut dyn Storage, changes: Changes) {
    for (key, value) in changes {
        match value {
            Some(value) => storage.set(&key, &value),
            None => storage.remove(&key),
        }
    }
}

impl Storage for Draft<'_> {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        match self.changes.get(key) {
            Some(value) => value.clone(),
            None => self.base.get(key),
        }
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        self.changes.insert(key.into(), Some(value.into()));
    }

    fn remove(&mut self, key: &[u8]) {
        self.changes.insert(key.into(), None);
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        let mut stored = self.base.range(start, end, order).peekable();
        let bounds = (
            start.map_or(Bound::Unbounded, |key| Bound::Included(key.to_vec())),
            end.map_or(Bound::Unbounded, |key| Bound::Excluded(key.to_vec())),
        );
        // a range that ends before it begins is empty to the chain, and a panic to the map
        let is_empty = matches!((start, end), (Some(start), Some(end)) if start >= end);
        let changed = (!is_empty).then(|| self.changes.range(bounds));
        let mut changed: Vec<_> = changed.into_iter().flatten().collect();
        if order == Order::Descending {
            changed.reverse();
        }
        let mut changed = changed.into_iter().peekable();
        Box::new(std::iter::from_fn(move || {
            loop {
                let first = match (stored.peek(), changed.peek()) {
                    (None, None) => return None,
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (Some((stored, _)), Some((changed, _))) => match order {
                        Order::Ascending => stored.cmp(changed),
                        Order::Descending => (*changed).cmp(stored),
                    },
                };
                if first == Ordering::Less {
                    return stored.next();
                }
                if first == Ordering::Equal {
                    stored.next();
                }
                if let Some((key, Some(value))) = changed.next() {
                    return Some((key.clone(), value.clone()));
                }
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::testing::MockStorage;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    type Write = (u8, Option<u8>);

    fn write(storage: &mut dyn Storage, writes: &[Write]) {
        for (key, value) in writes {
            match value {
                Some(value) => storage.set(&[*key], &[*value]),
                None => storage.remove(&[*key]),
            }
        }
    }

    fn dump(storage: &dyn Storage) -> Vec<Record> {
        storage.range(None, None, Order::Ascending).collect()
    }

    proptest! {
        /// A draft reads as the storage would if its changes were made, and made they are the same.
        #[test]
        fn a_draft_reads_as_what_it_becomes(
            before in vec((0_u8..20, any::<Option<u8>>()), 0..20),
            after in vec((0_u8..20, any::<Option<u8>>()), 0..20),
            start in any::<Option<u8>>().prop_map(|key| key.map(|key| [key % 21])),
            end in any::<Option<u8>>().prop_map(|key| key.map(|key| [key % 21])),
        ) {
            let (mut base, mut plain) = (MockStorage::new(), MockStorage::new());
            write(&mut base, &before);
            write(&mut plain, &before);
            write(&mut plain, &after);
            let untouched = dump(&base);
            let mut draft = Draft::over(&base);
            write(&mut draft, &after);
            for key in 0..20 {
                prop_assert_eq!(draft.get(&[key]), plain.get(&[key]));
            }
            let (start, end) = (start.as_ref().map(|key| &key[..]), end.as_ref().map(|key| &key[..]));
            for order in [Order::Ascending, Order::Descending] {
                let drafted: Vec<Record> = draft.range(start, end, order).collect();
                let stored: Vec<Record> = plain.range(start, end, order).collect();
                prop_assert_eq!(drafted, stored);
            }
            let changes = draft.into_changes();
            prop_assert_eq!(dump(&base), untouched);
            make(&mut base, changes);
            prop_assert_eq!(dump(&base), dump(&plain));
        }
    }
}
