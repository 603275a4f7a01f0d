//! A small native contract that can do whatever a test wants to see.

use cosmwasm_std::{
    Addr, BankMsg, Binary, Coin, Deps, DepsMut, Empty, Env, Event, MessageInfo, MigrateInfo, Order,
    Reply, Response, StdError, StdResult, SubMsg, SubMsgResult, WasmMsg, to_json_binary,
};
use cw_multi_test::{Contract, ContractWrapper};
use serde::{Deserialize, Serialize};

/// Name that its wasm file carries.
pub const NAME: &str = "counter";

#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub struct Init {
    #[serde(default)]
    pub count: u64,
}

#[derive(Serialize, Deserialize, Debug, Clone)]
#[serde(rename_all = "snake_case")]
pub enum Do {
    /// Adds to the count.
    Increment { by: u64 },
    /// Says no.
    Fail { text: String },
    /// Breaks.
    Panic {},
    /// Writes without end.
    Devour {},
    /// Stores something of this size.
    Store { key: String, bytes: usize },
    /// Pays from the contract's own account.
    Pay { to: String, amount: Vec<Coin> },
    /// Calls another contract, and remembers how it went if `caught`.
    Call {
        contract: String,
        msg: Box<Do>,
        caught: bool,
        gas_limit: Option<u64>,
    },
    /// Makes another contract of its own code.
    Spawn { code_id: u64 },
    /// Has itself migrated.
    MigrateSelf { code_id: u64 },
    /// Calls itself for ever.
    Forever {},
    /// Counts up and reads itself back through a query.
    ReadBack {},
}

#[derive(Serialize, Deserialize, Debug, Clone)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    Count {},
    LastReply {},
    Time {},
    Keys {},
    Panic {},
    Fail {},
    /// Reads without end.
    Forever {},
    /// Asks another contract for its count.
    Other {
        contract: String,
    },
    /// Asks oneself, and so on, this deep.
    Deep {
        levels: u32,
    },
}

/// The contract's own error, which is shown as its text alone.
#[derive(Debug)]
pub struct Refusal(String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<StdError> for Refusal {
    fn from(error: StdError) -> Self {
        Self(error.to_string())
    }
}

fn number(storage: &dyn cosmwasm_std::Storage) -> u64 {
    storage
        .get(b"count")
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(0, u64::from_be_bytes)
}

fn instantiate(deps: DepsMut, _: Env, _: MessageInfo, msg: Init) -> StdResult<Response> {
    deps.storage.set(b"count", &msg.count.to_be_bytes());
    Ok(Response::new().add_attribute("method", "instantiate"))
}

fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: Do) -> Result<Response, Refusal> {
    match msg {
        Do::Increment { by } => {
            let count = number(deps.storage) + by;
            deps.storage.set(b"count", &count.to_be_bytes());
            Ok(Response::new()
                .add_attribute("method", "increment")
                .add_attribute("count", count.to_string())
                .add_event(Event::new("counted").add_attribute("by", info.sender))
                .set_data(count.to_string().into_bytes()))
        }
        Do::Fail { text } => Err(Refusal(text)),
        Do::Panic {} => panic!("the counter broke"),
        Do::Devour {} => {
            for index in 0_u64.. {
                deps.storage.set(&index.to_be_bytes(), &[0; 1000]);
            }
            Ok(Response::new())
        }
        Do::Store { key, bytes } => {
            deps.storage.set(key.as_bytes(), &vec![b'x'; bytes]);
            Ok(Response::new())
        }
        Do::Pay { to, amount } => Ok(Response::new().add_message(BankMsg::Send {
            to_address: to,
            amount,
        })),
        Do::Call {
            contract,
            msg,
            caught,
            gas_limit,
        } => {
            let msg = WasmMsg::Execute {
                contract_addr: contract,
                msg: to_json_binary(&msg)?,
                funds: info.funds,
            };
            let mut sub = if caught {
                SubMsg::reply_always(msg, 7)
            } else {
                SubMsg::new(msg)
            };
            sub.gas_limit = gas_limit;
            Ok(Response::new().add_submessage(sub))
        }
        Do::Spawn { code_id } => Ok(Response::new().add_message(WasmMsg::Instantiate {
            admin: Some(env.contract.address.into_string()),
            code_id,
            msg: to_json_binary(&Init { count: 1 })?,
            funds: vec![],
            label: "child".to_owned(),
        })),
        Do::MigrateSelf { code_id } => Ok(Response::new().add_message(WasmMsg::Migrate {
            contract_addr: env.contract.address.into_string(),
            new_code_id: code_id,
            msg: to_json_binary(&Init { count: 1000 })?,
        })),
        Do::Forever {} => Ok(Response::new().add_message(WasmMsg::Execute {
            contract_addr: env.contract.address.into_string(),
            msg: to_json_binary(&Do::Forever {})?,
            funds: vec![],
        })),
        Do::ReadBack {} => {
            let count = number(deps.storage) + 1;
            deps.storage.set(b"count", &count.to_be_bytes());
            let seen: u64 = deps
                .querier
                .query_wasm_smart(env.contract.address, &Ask::Count {})?;
            Ok(Response::new().add_attribute("seen", seen.to_string()))
        }
    }
}

fn query(deps: Deps, env: Env, msg: Ask) -> StdResult<Binary> {
    match msg {
        Ask::Count {} => to_json_binary(&number(deps.storage)),
        Ask::LastReply {} => {
            let text = deps.storage.get(b"reply").unwrap_or_default();
            to_json_binary(&String::from_utf8(text)?)
        }
        Ask::Time {} => to_json_binary(&(env.block.height, env.block.time.seconds())),
        Ask::Keys {} => {
            let keys = deps.storage.range_keys(None, None, Order::Ascending);
            to_json_binary(&keys.map(Binary::from).collect::<Vec<_>>())
        }
        Ask::Panic {} => panic!("the counter broke while asked"),
        Ask::Fail {} => Err(StdError::msg("no answer")),
        Ask::Forever {} => loop {
            number(deps.storage);
        },
        Ask::Other { contract } => {
            let count: u64 = deps.querier.query_wasm_smart(contract, &Ask::Count {})?;
            to_json_binary(&count)
        }
        Ask::Deep { levels: 0 } => to_json_binary(&0),
        Ask::Deep { levels } => {
            let next = Ask::Deep { levels: levels - 1 };
            let depth: u32 = deps.querier.query_wasm_smart(env.contract.address, &next)?;
            to_json_binary(&(depth + 1))
        }
    }
}

fn reply(deps: DepsMut, _: Env, reply: Reply) -> StdResult<Response> {
    let text = match reply.result {
        SubMsgResult::Ok(ok) => format!("ok, {} events", ok.events.len()),
        SubMsgResult::Err(error) => error,
    };
    deps.storage.set(b"reply", text.as_bytes());
    Ok(Response::new().add_attribute("reply", text))
}

fn migrate(deps: DepsMut, _: Env, msg: Init, _: MigrateInfo) -> StdResult<Response> {
    if msg.count == 13 {
        return Err(StdError::msg("bad luck"));
    }
    deps.storage.set(b"count", &msg.count.to_be_bytes());
    Ok(Response::new().add_attribute("migrated", Addr::unchecked("done")))
}

/// The contract.
pub fn counter() -> Box<dyn Contract<Empty>> {
    Box::new(
        ContractWrapper::new(execute, instantiate, query)
            .with_reply(reply)
            .with_migrate(migrate),
    )
}

/// A wasm file that stands for version `version` of the contract `name`; `salt` makes its checksum.
pub fn wasm(name: &str, version: &str, salt: u8) -> Vec<u8> {
    let section = |name: &str, content: &[u8]| {
        let mut body = vec![u8::try_from(name.len()).unwrap()];
        body.extend(name.bytes());
        body.extend(content);
        let mut section = vec![0, u8::try_from(body.len()).unwrap()];
        section.extend(body);
        section
    };
    let label = format!(r#"{{"name":"{name}","version":"{version}"}}"#);
    let mut file = b"\0asm\x01\0\0\0".to_vec();
    file.extend(section("salt", &[salt]));
    file.extend(section("folkmoot.contract", label.as_bytes()));
    file
}
