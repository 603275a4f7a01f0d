//! The application: executes transactions against the state.

use std::any::Any as Payload;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::base::abci::v1beta1::TxMsgData;
use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{BlockInfo, Empty, Event, Storage};
use cw_multi_test::{
    App, AppBuilder, DistributionKeeper, FailingModule, GovFailingModule, IbcFailingModule,
    StakeKeeper, StargateFailing, no_init,
};
use prost::Message;
use serde::{Deserialize, Serialize};

use super::auth;
use super::bank::BankModule;
use super::error::{AbciError, Kind};
use super::gas::{Meter, OutOfGas};
use super::store::{Changes, Journal, Layer, Store, apply};
use super::tx::{Ante, DecodedTx, Mode, Terms, Verdict};
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
    journal: Rc<Journal>,
    waiting: Changes,
}

/// Gas limit of queries and simulations: wasmd's default for smart queries is far lower, but there
/// the limit protects a public node.
const UNLIMITED: u64 = u64::MAX / 2;

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
            .with_bank(BankModule::new(Rc::clone(&meter)))
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

    /// Executes a transaction as if in the next block and takes everything back. A chain that makes blocks only when
    /// something is sent would otherwise rehearse for ever in the block of the last transaction.
    pub fn simulate(&mut self, tx: &DecodedTx) -> Result<TxResult, AbciError> {
        let now = self.app.block_info();
        self.app.set_block(BlockInfo {
            height: now.height + 1,
            ..now.clone()
        });
        self.keeper.set_position(Some((0, tx.hash.to_vec().into())));
        let mark = self.journal.mark();
        self.meter.start(UNLIMITED);
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

    fn attempt(&mut self, tx: &DecodedTx, mut events: Vec<Event>) -> TxResult {
        let mark = self.journal.mark();
        let mut happened = Vec::new();
        let meter = Rc::clone(&self.meter);
        let answers = caught(&meter, || self.run_all(tx, &mut happened));
        let (error, data) = match answers {
            Ok(msg_responses) => {
                events.append(&mut happened);
                let data = TxMsgData {
                    msg_responses,
                    ..TxMsgData::default()
                };
                (None, data.encode_to_vec())
            }
            Err(error) => {
                self.journal.undo(self.app.storage_mut(), mark);
                (Some(error), Vec::new())
            }
        };
        TxResult {
            code: error.as_ref().map_or(0, AbciError::code),
            codespace: error.as_ref().map_or("", AbciError::codespace).to_owned(),
            log: error.as_ref().map_or("", AbciError::log).to_owned(),
            data,
            gas_wanted: tx.fee.gas_limit,
            gas_used: self.meter.used(),
            events,
        }
    }

    fn run_all(
        &mut self,
        tx: &DecodedTx,
        happened: &mut Vec<Event>,
    ) -> Result<Vec<Any>, AbciError> {
        let mut answers = Vec::with_capacity(tx.messages.len());
        for (index, message) in tx.messages.iter().enumerate() {
            let (answer, events) = self.run_message(message).map_err(|error| {
                error.within(format!("failed to execute message; message index: {index}"))
            })?;
            let opening = Event::new("message")
                .add_attribute("action", message.type_url())
                .add_attribute("sender", message.signer())
                .add_attribute("module", message.module());
            for event in std::iter::once(opening).chain(events) {
                happened.push(event.add_attribute("msg_index", index.to_string()));
            }
            answers.push(answer);
        }
        Ok(answers)
    }

    /// Runs a query with the gas meter of its own that queries have.
    pub fn ask<T>(
        &self,
        query: impl FnOnce(&Self) -> Result<T, AbciError>,
    ) -> Result<T, AbciError> {
        self.keeper.set_position(None);
        self.meter.start(UNLIMITED);
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

/// Turns unwinding into an error: running out of gas, or a panic, which the SDK reports as such.
fn caught<T>(meter: &Meter, action: impl FnOnce() -> Result<T, AbciError>) -> Result<T, AbciError> {
    match catch_unwind(AssertUnwindSafe(action)) {
        Ok(result) => result,
        Err(payload) => Err(unwound(meter, payload.as_ref())),
    }
}

fn unwound(meter: &Meter, payload: &(dyn Payload + Send)) -> AbciError {
    match payload.downcast_ref::<OutOfGas>() {
        Some(OutOfGas { location }) => {
            let (limit, used) = (meter.limit(), meter.used());
            let detail =
                format!("out of gas in location: {location}; gasWanted: {limit}, gasUsed: {used}");
            AbciError::new(Kind::OutOfGas, detail)
        }
        None => {
            let detail = format!("recovered: {}", super::wasm::panic_text(payload));
            AbciError::new(Kind::Panic, detail)
        }
    }
}

/// cw-multi-test wants a prefix that lives for ever; the usual one already does.
fn interned(prefix: &str) -> &'static str {
    match prefix {
        "wasm" => "wasm",
        other => Box::leak(other.to_owned().into_boxed_str()),
    }
}
