//! A chain in memory with people and groups on it. Each message has a block of its own unless a test says otherwise.

mod charters;
mod delegations;
mod groups;
pub mod houses;
mod meter;
pub mod orders;
mod people;
mod plays;
mod puppet;
pub mod roles;
mod treasury;
mod trio;

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::rc::Rc;

use cosmwasm_std::testing::MockApi;
use cosmwasm_std::{
    Addr, BankMsg, BlockInfo, Checksum, Coin, CosmosMsg, HexBinary, Order, Record, Storage,
    Timestamp, Uint128, WasmMsg, coins, to_json_binary,
};
use cw_multi_test::{
    App, AppBuilder, AppResponse, BankSudo, ContractWrapper, Executor, SudoMsg, no_init,
};
use folkmoot_group::contract;
use folkmoot_group::msg::ExecuteMsg;
use folkmoot_rules::Seconds;
use serde::Serialize;

pub use charters::{CharterBuilder, charter};
pub use groups::{Founding, Group, Proposal, actions, spec};
pub use meter::{Meter, Metered, Touched};
pub use people::{Draft, Person, account_address};
pub use plays::{Plays, Tale, play};
pub use puppet::{PuppetMsg, puppet};
pub use treasury::{Funds, open_cycle, spend_from_pool};
pub use trio::Trio;

/// The chain's id.
pub const CHAIN: &str = "folkmoot-local-1";
/// The chain's coin.
pub const DENOM: &str = "ustake";
/// When the world begins, unix seconds.
pub const GENESIS: u64 = 1_800_000_000;
/// The bytes that the group's code is known by.
pub const CODE: &[u8] = b"folkmoot-group";

/// The coins of a sum.
pub fn money(amount: u128) -> Vec<Coin> {
    coins(amount, DENOM)
}

/// The amount of a coin.
pub fn units(coin: &Coin) -> u128 {
    Uint128::try_from(coin.amount).unwrap().u128()
}

/// A chain in memory. Clones are handles of the same chain.
#[derive(Clone)]
pub struct World(Rc<Inner>);

struct Inner {
    app: RefCell<App>,
    meter: Meter,
    code: u64,
    puppet_code: u64,
    one_block: Cell<bool>,
    dumps: Cell<bool>,
    founded: Cell<u64>,
}

/// All that the chain stores.
pub type Dump = Vec<Record>;

impl World {
    /// A chain on which nothing has happened yet.
    pub fn new() -> Self {
        let mut app = AppBuilder::new()
            .with_api(MockApi::default().with_prefix("wasm"))
            .with_block(BlockInfo {
                height: 100,
                time: Timestamp::from_seconds(GENESIS),
                chain_id: CHAIN.into(),
            })
            .build(no_init);
        let meter = Meter::default();
        let code = app.store_code(Box::new(Metered::new(group_code(CODE), meter.clone())));
        let puppet_code = app.store_code(puppet());
        Self(Rc::new(Inner {
            app: RefCell::new(app),
            meter,
            code,
            puppet_code,
            one_block: Cell::new(false),
            dumps: Cell::new(true),
            founded: Cell::new(0),
        }))
    }

    /// The code that groups run.
    pub fn code(&self) -> u64 {
        self.0.code
    }

    /// Stores the group's code once more, under a checksum made of these bytes.
    pub fn store_group_code(&self, checksum_of: &[u8]) -> u64 {
        let code = Metered::new(group_code(checksum_of), self.0.meter.clone());
        self.0.app.borrow_mut().store_code(Box::new(code))
    }

    /// What the group contracts read and wrote.
    pub fn meter(&self) -> &Meter {
        &self.0.meter
    }

    /// Compares no dumps from here on: for tests that make thousands of steps or seats.
    pub fn without_dumps(self) -> Self {
        self.0.dumps.set(false);
        self
    }

    /// The chain's application, for what has no verb.
    pub fn app<T>(&self, use_it: impl FnOnce(&mut App) -> T) -> T {
        use_it(&mut self.0.app.borrow_mut())
    }

    /// Unix seconds of the block in the making.
    pub fn now(&self) -> u64 {
        self.0.app.borrow().block_info().time.seconds()
    }

    /// Height of the block in the making.
    pub fn height(&self) -> u64 {
        self.0.app.borrow().block_info().height
    }

    /// Lets time pass, and begins a block.
    pub fn advance(&self, time: Seconds) {
        self.app(|app| {
            app.update_block(|block| {
                block.time = block.time.plus_seconds(time.0);
                block.height += 1;
            });
        });
    }

    /// Lets time pass until an instant, and begins a block.
    pub fn advance_to(&self, instant: u64) {
        let now = self.now();
        assert!(
            now <= instant,
            "time does not run backwards: it is {now}, not yet {instant}"
        );
        self.advance(Seconds(instant - now));
    }

    /// Does all of this in the block in the making.
    pub fn in_one_block<T>(&self, story: impl FnOnce() -> T) -> T {
        self.begin_block();
        let told = story();
        self.end_block();
        told
    }

    /// From here on all messages go into the block in the making.
    pub fn begin_block(&self) {
        self.0.one_block.set(true);
    }

    /// The block is made; from here on each message has its own again.
    pub fn end_block(&self) {
        self.0.one_block.set(false);
        self.advance(Seconds::ZERO);
    }

    /// A new account without a person, by its name.
    pub fn account(&self, name: &str) -> Addr {
        account_address(name)
    }

    /// The number of the next group, which makes its address.
    fn next_salt(&self) -> u64 {
        self.0.founded.set(self.0.founded.get() + 1);
        self.0.founded.get()
    }

    /// Creates coins.
    pub fn mint(&self, to: &Addr, amount: u128) {
        self.mint_coins(to, money(amount));
    }

    /// Creates coins of any kind.
    pub fn mint_coins(&self, to: &Addr, amount: Vec<Coin>) {
        let mint = BankSudo::Mint {
            to_address: to.to_string(),
            amount,
        };
        self.app(|app| app.sudo(SudoMsg::Bank(mint))).unwrap();
    }

    /// What an account holds of the chain's coin.
    pub fn balance(&self, of: &Addr) -> u128 {
        units(&self.0.app.borrow().wrap().query_balance(of, DENOM).unwrap())
    }

    /// Sends coins past every contract.
    pub fn send_coins(&self, from: &Addr, to: &Addr, amount: u128) -> Attempt {
        self.attempt_msg(
            from,
            BankMsg::Send {
                to_address: to.to_string(),
                amount: money(amount),
            }
            .into(),
        )
    }

    /// All that the chain stores.
    pub fn dump(&self) -> Dump {
        self.0
            .app
            .borrow()
            .storage()
            .range(None, None, Order::Ascending)
            .collect()
    }

    /// Sends a message to a group and ends the block.
    pub fn attempt(&self, from: &Addr, to: &Addr, msg: &ExecuteMsg) -> Attempt {
        self.attempt_raw(from, to, msg, &[])
    }

    /// Sends any message to a contract, with coins.
    pub fn attempt_raw<M: Serialize + ?Sized>(
        &self,
        from: &Addr,
        to: &Addr,
        msg: &M,
        funds: &[Coin],
    ) -> Attempt {
        let msg = WasmMsg::Execute {
            contract_addr: to.to_string(),
            msg: to_json_binary(msg).unwrap(),
            funds: funds.to_vec(),
        };
        self.attempt_msg(from, msg.into())
    }

    /// Sends a message and ends the block.
    pub fn attempt_msg(&self, from: &Addr, msg: CosmosMsg) -> Attempt {
        let before = self.0.dumps.get().then(|| self.dump());
        self.0.meter.begin();
        let result = self.app(|app| app.execute(from.clone(), msg));
        let after = self.0.dumps.get().then(|| self.dump());
        if !self.0.one_block.get() {
            self.advance(Seconds::ZERO);
        }
        Attempt {
            result: result
                .map(unwrapped_data)
                .map_err(|error| innermost(&error.to_string())),
            changed: before != after,
        }
    }

    /// Instantiates a contract that is not a group: it does what it is told to.
    pub fn puppet(&self, name: &str) -> Addr {
        let code = self.0.puppet_code;
        let creator = self.account("puppeteer");
        let made = self.app(|app| {
            app.instantiate_contract(code, creator, &cosmwasm_std::Empty {}, &[], name, None)
        });
        self.advance(Seconds::ZERO);
        made.unwrap()
    }

    /// Lets a puppet send messages.
    pub fn puppet_sends(&self, puppet: &Addr, messages: Vec<CosmosMsg>) -> Attempt {
        self.attempt_raw(
            &self.account("puppeteer"),
            puppet,
            &PuppetMsg::Send { messages },
            &[],
        )
    }

    /// Lets a puppet call a group.
    pub fn puppet_calls(&self, puppet: &Addr, group: &Addr, msg: &ExecuteMsg) -> Attempt {
        self.puppet_sends(puppet, vec![call(group, msg)])
    }
}

/// A call as a message.
pub fn call<M: Serialize>(contract: &Addr, msg: &M) -> CosmosMsg {
    WasmMsg::Execute {
        contract_addr: contract.to_string(),
        msg: to_json_binary(msg).unwrap(),
        funds: vec![],
    }
    .into()
}

/// The group's code under a checksum made of these bytes.
fn group_code(checksum_of: &[u8]) -> Box<dyn cw_multi_test::Contract<cosmwasm_std::Empty>> {
    Box::new(
        ContractWrapper::new(contract::execute, contract::instantiate, contract::query)
            .with_reply(contract::reply)
            .with_migrate(|deps, env, msg, _| contract::migrate(deps, env, msg))
            .with_checksum(Checksum::generate(checksum_of)),
    )
}

/// The checksum of code.
pub fn checksum(of: &[u8]) -> HexBinary {
    HexBinary::from(Checksum::generate(of).as_slice())
}

/// A message that was sent: it may have been refused.
#[must_use = "say whether it goes well"]
pub struct Attempt {
    result: Result<AppResponse, String>,
    changed: bool,
}

impl Attempt {
    /// It goes well.
    #[track_caller]
    pub fn ok(self) -> AppResponse {
        match self.result {
            Ok(response) => response,
            Err(error) => panic!("refused: {error}"),
        }
    }

    /// It is refused for this reason, and nothing has changed anywhere.
    #[track_caller]
    pub fn refused(self, reason: &str) {
        match self.result {
            Ok(_) => panic!("was not refused, though: {reason}"),
            Err(error) => {
                assert!(!self.changed, "was refused and changed something: {error}");
                assert!(
                    error.contains(reason),
                    "refused for another reason\n  expected: {reason}\n  told: {error}"
                );
            }
        }
    }

    /// It goes well and changes nothing.
    #[track_caller]
    pub fn ok_without_change(self) -> AppResponse {
        assert!(!self.changed, "changed something");
        self.ok()
    }

    /// The outcome, for a test that expects either.
    pub fn outcome(self) -> Result<AppResponse, String> {
        self.result
    }
}

/// What the contract itself said, without the layers that the test chain wraps around it.
fn innermost(error: &str) -> String {
    let mut told = String::new();
    for line in error.lines() {
        let line = line.strip_prefix("kind: Other, error: ").unwrap_or(line);
        let wrapping = line.starts_with("Error executing WasmMsg")
            || line.starts_with("  sender: ")
            || ["  Execute {", "  Instantiate", "  Migrate"]
                .iter()
                .any(|start| line.starts_with(start));
        if !wrapping {
            write!(told, "{}{line}", if told.is_empty() { "" } else { "\n" }).unwrap();
        }
    }
    told
}

/// The response with the contract's own data.
fn unwrapped_data(mut response: AppResponse) -> AppResponse {
    // a field of bytes with number 1: tag, length as a varint, content
    response.data = response.data.and_then(|data| {
        let bytes = data.as_slice();
        let (tag, mut rest) = bytes.split_first()?;
        assert_eq!(*tag, 0x0a, "an execute response holds its data in field 1");
        while let Some((byte, behind)) = rest.split_first() {
            rest = behind;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(rest.to_vec().into())
    });
    response
}
