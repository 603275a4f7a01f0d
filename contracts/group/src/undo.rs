//! Changes that can be taken back.

use cosmwasm_std::{Order, Record, Storage};

/// A storage that remembers what stood where it writes.
pub(crate) struct Undoable<'a> {
    base: &'a mut dyn Storage,
    before: Vec<(Vec<u8>, Option<Vec<u8>>)>,
}

impl<'a> Undoable<'a> {
    /// Nothing is changed yet.
    pub(crate) const fn over(base: &'a mut dyn Storage) -> Self {
        Self {
            base,
            before: Vec::new(),
        }
    }

    /// Takes all changes back.
    pub(crate) fn undo(self) {
        for (key, value) in self.before.into_iter().rev() {
            match value {
                Some(value) => self.base.set(&key, &value),
                None => self.base.remove(&key),
            }
        }
    }

    fn remember(&mut self, key: &[u8]) {
        self.before.push((key.into(), self.base.get(key)));
    }
}

impl Storage for Undoable<'_> {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.base.get(key)
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        self.remember(key);
        self.base.set(key, value);
    }

    fn remove(&mut self, key: &[u8]) {
        self.remember(key);
        self.base.remove(key);
    }

    fn range<'b>(
        &'b self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'b> {
        self.base.range(start, end, order)
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
        /// What is written stands there at once, and nothing of it once it is taken back.
        #[test]
        fn changes_are_made_and_taken_back(
            before in vec((0_u8..20, any::<Option<u8>>()), 0..20),
            after in vec((0_u8..20, any::<Option<u8>>()), 0..20),
        ) {
            let (mut base, mut plain) = (MockStorage::new(), MockStorage::new());
            write(&mut base, &before);
            write(&mut plain, &before);
            let untouched = dump(&base);
            write(&mut plain, &after);
            let mut changed = Undoable::over(&mut base);
            write(&mut changed, &after);
            prop_assert_eq!(dump(&changed), dump(&plain));
            for key in 0..20 {
                prop_assert_eq!(changed.get(&[key]), plain.get(&[key]));
            }
            changed.undo();
            prop_assert_eq!(dump(&base), untouched);
        }
    }
}
