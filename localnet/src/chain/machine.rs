//! The application: executes transactions against the state.

use std::rc::Rc;

use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{BlockInfo, Empty, Event, Storage};
use cw_multi_test::{
    App, AppBuilder, DistributionKeeper, FailingModule, GovFailingModule, IbcFailingModule,
    StakeKeeper, StargateFailing, no_init,
};
use serde::{Deserialize, Serialize};

use super::auth;
use super::bank::BankModule;
use super::error::AbciError;
use super::gas::{self, Meter};
use super::store::{Changes, Journal, Layer, Store, apply};
use super::tx::{Ante, DecodedTx, Mode, Terms, Verdict};
use super::unwinding::caught;
use super::wasm::{Keeper, Native, WasmModule};

/// The application of this chain.
pub type ChainApp = App<
    BankModule,
    MockApi,
    Store,
    FailingModule<Empty, Empty, Empty>,
    WasmModule,
    StakeKeeper,
    DistributionKeeper,
    IbcFailingModule,
    GovFailingModule,
    StargateFailing,
>;

/// What became of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TxResult {
    /// 0, or the code of the error.
    pub code: u32,
    /// Codespace of the error.
    pub codespace: String,
    /// Text of the error.
    pub log: String,
    /// The answers of the messages, as protobuf.
    pub data: Vec<u8>,
    /// The gas limit.
    pub gas_wanted: u64,
    /// The estimate of the gas used.
    pub gas_used: u64,
    /// What happened.
    pub events: Vec<Event>,
}

/// State and modules.
pub struct Machine {
    pub(super) app: ChainApp,
    pub(super) keeper: Rc<Keeper>,
    pub(super) meter: Rc<Meter>,
    pub(super) terms: Terms,
    pub(super) journal: Rc<Journal>,
    waiting: Changes,
}

impl Machine {
    /// An empty state at `block`.
    pub fn new(terms: Terms, natives: Vec<Native>, block: BlockInfo) -> Self {
        let store = Store::default();
        let journal = store.journal();
        let meter = Rc::new(Meter::default());
        let keeper = Rc::new(Keeper::new(
            terms.prefix.clone(),
            natives,
            Rc::clone(&journal),
            Rc::clone(&meter),
        ));
        let app = AppBuilder::new()
            .with_api(MockApi::default().with_prefix(interned(&terms.prefix)))
            .with_storage(store)
            .with_bank(BankModule::new(Rc::clone(&meter), terms.prefix.clone()))
            .with_wasm(WasmModule(Rc::clone(&keeper)))
            .with_block(block)
            .build(no_init);
        Self {
            app,
            keeper,
            meter,
            terms,
            journal,
            waiting: Changes::default(),
        }
    }

    /// The state.
    pub fn storage(&self) -> &Store {
        self.app.storage()
    }

    /// The state, for genesis and for putting back an earlier one.
    pub fn storage_mut(&mut self) -> &mut Store {
        self.app.storage_mut()
    }

    /// Says which block is being made, or was made last.
    pub fn set_block(&mut self, block: BlockInfo) {
        self.app.set_block(block);
    }

    /// Makes everything since the last block final, and forgets what waited for this block.
    pub fn commit(&mut self) {
        self.journal.settle();
        self.waiting.borrow_mut().clear();
    }

    /// Puts another state in place of this one.
    pub fn replace(&mut self, state: std::collections::BTreeMap<Vec<u8>, Vec<u8>>) {
        self.app.storage_mut().replace(state);
        self.waiting.borrow_mut().clear();
    }

    /// Undoes whatever an unexpected end has left half done.
    pub fn abandon(&mut self) {
        self.journal.undo(self.app.storage_mut(), 0);
        self.keeper.set_position(None);
    }

    /// Executes a transaction. An error means that it was refused before its messages and left
    /// nothing behind; a result with a code means that its messages were undone and it was paid.
    pub fn deliver(
        &mut self,
        tx: &DecodedTx,
        verdicts: &[Verdict],
        index: u32,
    ) -> Result<TxResult, AbciError> {
        self.keeper
            .set_position(Some((index, tx.hash.to_vec().into())));
        let mark = self.journal.mark();
        self.meter.start(tx.fee.gas_limit);
        let result = self.checked(tx, verdicts, Mode::Deliver);
        let result = match result {
            Ok(events) => Ok(self.attempt(tx, events)),
            Err(error) => {
                self.journal.undo(self.app.storage_mut(), mark);
                Err(error)
            }
        };
        self.keeper.set_position(None);
        result
    }

    /// Executes a transaction and takes everything back.
    pub fn simulate(&mut self, tx: &DecodedTx) -> Result<TxResult, AbciError> {
        let now = self.app.block_info();
        self.app.set_block(BlockInfo {
            height: now.height + u64::from(self.terms.estimates_ahead),
            ..now.clone()
        });
        self.keeper.set_position(Some((0, tx.hash.to_vec().into())));
        let mark = self.journal.mark();
        self.meter.start(gas::MAX_TX);
        let result = self
            .checked(tx, &[], Mode::Simulate)
            .map(|events| self.attempt(tx, events));
        self.journal.undo(self.app.storage_mut(), mark);
        self.keeper.set_position(None);
        self.app.set_block(now);
        result
    }

    /// Whether a transaction may wait for the next block, given those that wait already; with `keep`
    /// it is one of them from now on. Returns the gas that the checks took.
    pub fn check(
        &mut self,
        tx: &DecodedTx,
        verdicts: &[Verdict],
        keep: bool,
    ) -> Result<u64, AbciError> {
        self.meter.start(tx.fee.gas_limit);
        let height = self.app.block_info().height + 1;
        let own = Changes::default();
        let below = Layer::new(self.app.storage(), &self.waiting);
        let mut layer = Layer::new(&below, &own);
        let ante = self.ante(height, Mode::Deliver);
        caught(&self.meter, || ante.run(&mut layer, tx, verdicts))?;
        if keep {
            self.waiting.borrow_mut().extend(own.into_inner());
        }
        Ok(self.meter.used())
    }

    fn ante(&self, height: u64, mode: Mode) -> Ante<'_> {
        Ante {
            terms: &self.terms,
            meter: &self.meter,
            height,
            mode,
        }
    }

    fn checked(
        &mut self,
        tx: &DecodedTx,
        verdicts: &[Verdict],
        mode: Mode,
    ) -> Result<Vec<Event>, AbciError> {
        let height = self.app.block_info().height;
        let changes = Changes::default();
        let mut layer = Layer::new(self.app.storage(), &changes);
        let ante = self.ante(height, mode);
        let events = caught(&self.meter, || ante.run(&mut layer, tx, verdicts))?;
        apply(changes, self.app.storage_mut());
        Ok(events)
    }

    /// Runs a query with the gas meter of its own that queries have.
    pub fn ask<T>(
        &self,
        query: impl FnOnce(&Self) -> Result<T, AbciError>,
    ) -> Result<T, AbciError> {
        self.keeper.set_position(None);
        self.meter.start(gas::MAX_QUERY);
        caught(&self.meter, || query(self))
    }

    /// Whether there is an account at `address`, and what a signature check must know of it.
    pub fn known(&self, address: &str) -> Option<super::tx::Known> {
        auth::load(self.storage(), address).map(|account| super::tx::known(&account))
    }

    /// The state as anything that reads storage sees it.
    pub fn view(&self) -> &dyn Storage {
        self.app.storage()
    }
}

/// cw-multi-test wants a prefix that lives for ever; the usual one already does.
fn interned(prefix: &str) -> &'static str {
    match prefix {
        "wasm" => "wasm",
        other => Box::leak(other.to_owned().into_boxed_str()),
    }
}
