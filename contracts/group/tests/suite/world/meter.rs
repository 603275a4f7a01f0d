//! Counts what a contract reads and writes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use cosmwasm_std::{
    Binary, Checksum, Deps, DepsMut, Empty, Env, MessageInfo, MigrateInfo, Order, Record, Reply,
    Response, StdResult, Storage,
};
use cw_multi_test::Contract;

/// What was read or written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Keys, each access counted.
    pub keys: usize,
    /// Bytes of keys and values.
    pub bytes: usize,
}

#[derive(Default)]
struct Counts {
    read: BTreeMap<Vec<u8>, usize>,
    reads: Touched,
    writes: Touched,
    refusals: Vec<String>,
}

/// Counts since the last message began.
#[derive(Clone, Default)]
pub struct Meter(Rc<RefCell<Counts>>);

impl Meter {
    /// Begins to count anew.
    pub fn begin(&self) {
        *self.0.borrow_mut() = Counts::default();
    }

    /// What was read.
    pub fn reads(&self) -> Touched {
        self.0.borrow().reads
    }

    /// What was written, removals included.
    pub fn writes(&self) -> Touched {
        self.0.borrow().writes
    }

    /// Keys that were read more than once, as text where they are text.
    pub fn read_twice(&self) -> Vec<String> {
        let counts = self.0.borrow();
        let twice = counts.read.iter().filter(|(_, count)| **count > 1);
        twice
            .map(|(key, count)| format!("{} ×{count}", String::from_utf8_lossy(key)))
            .collect()
    }

    /// What contracts refused, also where the refusal was caught on the way.
    pub fn refusals(&self) -> Vec<String> {
        self.0.borrow().refusals.clone()
    }

    fn read(&self, key: &[u8], value: Option<&[u8]>) {
        let mut counts = self.0.borrow_mut();
        *counts.read.entry(key.to_vec()).or_default() += 1;
        counts.reads.keys += 1;
        counts.reads.bytes += key.len() + value.map_or(0, <[u8]>::len);
    }

    fn wrote(&self, key: &[u8], value: &[u8]) {
        let mut counts = self.0.borrow_mut();
        counts.writes.keys += 1;
        counts.writes.bytes += key.len() + value.len();
    }
}

/// A contract whose storage is counted.
pub struct Metered {
    inner: Box<dyn Contract<Empty>>,
    meter: Meter,
}

impl Metered {
    /// Counts what this contract does.
    pub fn new(inner: Box<dyn Contract<Empty>>, meter: Meter) -> Self {
        Self { inner, meter }
    }
}

struct CountedStorage<'a> {
    inner: &'a mut dyn Storage,
    meter: &'a Meter,
}

impl Storage for CountedStorage<'_> {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        let value = self.inner.get(key);
        self.meter.read(key, value.as_deref());
        value
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        let records = self.inner.range(start, end, order);
        Box::new(records.inspect(|(key, value)| self.meter.read(key, Some(value))))
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        self.meter.wrote(key, value);
        self.inner.set(key, value);
    }

    fn remove(&mut self, key: &[u8]) {
        self.meter.wrote(key, &[]);
        self.inner.remove(key);
    }
}

impl Metered {
    fn counted<T>(&self, deps: DepsMut, act: impl FnOnce(&dyn Contract<Empty>, DepsMut) -> T) -> T {
        let mut storage = CountedStorage {
            inner: deps.storage,
            meter: &self.meter,
        };
        let deps = DepsMut {
            storage: &mut storage,
            api: deps.api,
            querier: deps.querier,
        };
        act(self.inner.as_ref(), deps)
    }
}

impl Contract<Empty> for Metered {
    fn instantiate(
        &self,
        deps: DepsMut,
        env: Env,
        info: MessageInfo,
        msg: Vec<u8>,
    ) -> StdResult<Response> {
        self.counted(deps, |inner, deps| inner.instantiate(deps, env, info, msg))
    }

    fn execute(
        &self,
        deps: DepsMut,
        env: Env,
        info: MessageInfo,
        msg: Vec<u8>,
    ) -> StdResult<Response> {
        let result = self.counted(deps, |inner, deps| inner.execute(deps, env, info, msg));
        if let Err(refusal) = &result {
            self.meter.0.borrow_mut().refusals.push(refusal.to_string());
        }
        result
    }

    fn query(&self, deps: Deps, env: Env, msg: Vec<u8>) -> StdResult<Binary> {
        self.inner.query(deps, env, msg)
    }

    fn reply(&self, deps: DepsMut, env: Env, msg: Reply) -> StdResult<Response> {
        self.counted(deps, |inner, deps| inner.reply(deps, env, msg))
    }

    fn sudo(&self, deps: DepsMut, env: Env, msg: Vec<u8>) -> StdResult<Response> {
        self.counted(deps, |inner, deps| inner.sudo(deps, env, msg))
    }

    fn migrate(
        &self,
        deps: DepsMut,
        env: Env,
        msg: Vec<u8>,
        info: MigrateInfo,
    ) -> StdResult<Response> {
        self.counted(deps, |inner, deps| inner.migrate(deps, env, msg, info))
    }

    fn checksum(&self) -> Option<Checksum> {
        self.inner.checksum()
    }
}
