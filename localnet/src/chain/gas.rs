//! Gas: a deterministic estimate, not what a virtual machine would burn.
//!
//! Native contracts execute no wasm instructions, so there is nothing to count but what they ask
//! of the chain. The estimate is a base for each transaction, its bytes, each message, each entry
//! into a contract (cheap when its code was already entered in the same transaction, as on wasmd),
//! each read, write and iteration of storage, and the events. The prices are those of the SDK
//! where it has one; the constants for the base and the messages are set so that a bank send, an
//! empty contract call and a single write cost what they were measured to cost on wasmd 0.61
//! (71,452, 116,623 and 8,512 gas).

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::panic::resume_unwind;

/// The most gas that a transaction may ask for and a simulation may use, which bounds how long a
/// contract that never ends can hold up the chain.
pub const MAX_TX: u64 = 1_000_000_000;
/// The most gas that a query may use. wasmd's default is 3,000,000, to protect public nodes.
pub const MAX_QUERY: u64 = 100_000_000;
/// Ante handler with one signature: parameters, account, signature check.
pub const TX_BASE: u64 = 24_600;
/// Each byte of the transaction.
pub const TX_BYTE: u64 = 10;
/// Each signature after the first.
pub const EXTRA_SIGNATURE: u64 = 1_000;
/// Moving the fee from the payer to the collector.
pub const FEE: u64 = 18_167;
/// One transfer of coins.
pub const TRANSFER: u64 = 25_300;
/// Any contract message, apart from entering the contract.
pub const CONTRACT_MESSAGE: u64 = 9_500;
/// Registering a contract, apart from its own instantiation.
pub const INSTANTIATE: u64 = 36_900;
/// Entering a contract whose code was not yet entered in this transaction.
pub const ENTER: u64 = 60_000;
/// Entering a contract whose code was.
pub const ENTER_AGAIN: u64 = 2_000;
/// Changing the admin of a contract.
pub const ADMIN: u64 = 8_000;
/// Storing code, apart from its bytes.
pub const STORE_CODE: u64 = 30_000;
/// Each byte of stored code, unpacked (compiling).
pub const CODE_BYTE: u64 = 3;

const READ: u64 = 1_000;
const READ_BYTE: u64 = 3;
const WRITE: u64 = 2_000;
const WRITE_BYTE: u64 = 30;
const DELETE: u64 = 1_000;
const NEXT: u64 = 30;
/// The prefix that wasmd puts before each key of a contract counts as key bytes.
const KEY_PREFIX: u64 = 33;

const EVENT: u64 = 20;
const ATTRIBUTE: u64 = 10;
const FREE_ATTRIBUTE_BYTES: u64 = 100;

/// Thrown (by unwinding, as the SDK does) when the limit is passed, because storage access has no
/// way to return an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfGas {
    /// What was being paid for.
    pub location: &'static str,
}

/// Counts the gas of one transaction or query.
#[derive(Debug, Default)]
pub struct Meter {
    used: Cell<u64>,
    limit: Cell<u64>,
    entered: RefCell<HashSet<[u8; 32]>>,
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

impl Meter {
    /// Starts to count anew, up to `limit`.
    pub fn start(&self, limit: u64) {
        self.used.set(0);
        self.limit.set(limit);
        self.entered.borrow_mut().clear();
    }

    /// Gas used so far.
    pub fn used(&self) -> u64 {
        self.used.get()
    }

    /// The limit in force.
    pub fn limit(&self) -> u64 {
        self.limit.get()
    }

    /// Puts another limit in force; returns the one before.
    pub fn set_limit(&self, limit: u64) -> u64 {
        self.limit.replace(limit)
    }

    /// Sets what counts as used, after a limited message was cut off.
    pub fn set_used(&self, used: u64) {
        self.used.set(used);
    }

    /// Pays; unwinds with [`OutOfGas`] above the limit.
    pub fn pay(&self, amount: u64, location: &'static str) {
        let used = self.used.get().saturating_add(amount);
        self.used.set(used);
        if used > self.limit.get() {
            resume_unwind(Box::new(OutOfGas { location }));
        }
    }

    /// Pays for entering a contract with this code.
    pub fn enter(&self, checksum: [u8; 32], location: &'static str) {
        let first = self.entered.borrow_mut().insert(checksum);
        self.pay(if first { ENTER } else { ENTER_AGAIN }, location);
    }

    /// Pays for a read.
    pub fn read(&self, key: &[u8], value: Option<&[u8]>) {
        let bytes = size(key) + KEY_PREFIX + value.map_or(0, size);
        self.pay(READ + READ_BYTE * bytes, "ReadFlat");
    }

    /// Pays for a write.
    pub fn write(&self, key: &[u8], value: &[u8]) {
        let bytes = size(key) + KEY_PREFIX + size(value);
        self.pay(WRITE + WRITE_BYTE * bytes, "WriteFlat");
    }

    /// Pays for a removal.
    pub fn delete(&self) {
        self.pay(DELETE, "Delete");
    }

    /// Pays for one step of an iteration.
    pub fn next(&self, key: &[u8], value: &[u8]) {
        let bytes = size(key) + KEY_PREFIX + size(value);
        self.pay(NEXT + READ_BYTE * bytes, "IterNextFlat");
    }

    /// Pays for the attributes and events of a contract's response.
    pub fn events<C>(&self, response: &cosmwasm_std::Response<C>) {
        let own = &response.attributes;
        let attributes = response.events.iter().flat_map(|event| &event.attributes);
        let (mut count, mut bytes) = (0_u64, 0_u64);
        for attribute in own.iter().chain(attributes) {
            count += 1;
            bytes += size(attribute.key.as_bytes()) + size(attribute.value.as_bytes());
        }
        let events = u64::try_from(response.events.len()).unwrap_or(u64::MAX);
        let paid = bytes.saturating_sub(FREE_ATTRIBUTE_BYTES);
        self.pay(
            EVENT * events + ATTRIBUTE * count + paid,
            "Custom contract event attributes",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn passing_the_limit_unwinds_with_the_place() {
        let meter = Meter::default();
        meter.start(100);
        meter.pay(100, "first");
        let thrown = catch_unwind(AssertUnwindSafe(|| meter.pay(1, "second"))).unwrap_err();
        let out = thrown.downcast_ref::<OutOfGas>().unwrap();
        assert_eq!(out.location, "second");
        assert_eq!(meter.used(), 101);
    }

    #[test]
    fn the_second_entry_into_the_same_code_is_cheap() {
        let meter = Meter::default();
        meter.start(u64::MAX);
        meter.enter([1; 32], "x");
        meter.enter([1; 32], "x");
        meter.enter([2; 32], "x");
        assert_eq!(meter.used(), 2 * ENTER + ENTER_AGAIN);
    }
}
