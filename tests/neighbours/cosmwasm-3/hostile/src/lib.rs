//! A contract that behaves towards a group as badly as it is told to: it takes the messages that a group sends to
//! another, and answers each one as it was told beforehand.

use std::hint::black_box;

use cosmwasm_std::{
    Binary, CosmosMsg, Deps, DepsMut, Empty, Env, MessageInfo, Reply, Response, StdError,
    StdResult, entry_point,
};
use cw_storage_plus::Map;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// How a message or question is answered, by its name; what is not told is accepted.
const BEHAVIOURS: Map<&str, Behaviour> = Map::new("behaviours");

/// What a huge answer holds, in bytes: near to what the chain's virtual machine lets a contract return at all.
const HUGE: usize = 200_000;

/// How a message or question is answered.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// With this data.
    Answer(Binary),
    /// By an error.
    Refuse,
    /// By a panic.
    Panic,
    /// By working until there is no gas left.
    Burn,
    /// By two hundred thousand bytes of nothing.
    Huge,
    /// By sending these messages, and this data.
    Send(Vec<CosmosMsg>, Binary),
}

/// What the contract takes.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExecuteMsg {
    /// Tells it how to answer a message or question from now on.
    Behave {
        /// The message's name.
        on: String,
        /// How.
        how: Behaviour,
    },
    /// Makes it send messages.
    Send {
        /// The messages.
        messages: Vec<CosmosMsg>,
    },
    /// As a group above sends it.
    OpenMirror(IgnoredAny),
    /// As a group below sends it.
    CountSignal(IgnoredAny),
    /// As either sends it.
    Link(IgnoredAny),
    /// As either sends it.
    Unlink(IgnoredAny),
    /// As a member of a group above sends it.
    Propose(IgnoredAny),
    /// As a member of a group above sends it.
    Withdraw(IgnoredAny),
}

/// What it can be asked.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryMsg {
    /// As a group asks another.
    Group(IgnoredAny),
}

#[entry_point]
pub fn instantiate(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
    Ok(Response::new())
}

#[entry_point]
pub fn execute(deps: DepsMut, _: Env, _: MessageInfo, msg: ExecuteMsg) -> StdResult<Response> {
    let name = match msg {
        ExecuteMsg::Behave { on, how } => {
            BEHAVIOURS.save(deps.storage, &on, &how)?;
            return Ok(Response::new());
        }
        ExecuteMsg::Send { messages } => return Ok(Response::new().add_messages(messages)),
        ExecuteMsg::OpenMirror(_) => "open_mirror",
        ExecuteMsg::CountSignal(_) => "count_signal",
        ExecuteMsg::Link(_) => "link",
        ExecuteMsg::Unlink(_) => "unlink",
        ExecuteMsg::Propose(_) => "propose",
        ExecuteMsg::Withdraw(_) => "withdraw",
    };
    let (messages, data) = behave(deps.as_ref(), name)?;
    let response = Response::new().add_messages(messages);
    Ok(match data {
        Some(data) if data.len() >= HUGE => response
            .add_attribute("huge", "x".repeat(HUGE))
            .set_data(data),
        Some(data) => response.set_data(data),
        None => response,
    })
}

#[entry_point]
pub fn query(deps: Deps, _: Env, msg: QueryMsg) -> StdResult<Binary> {
    let QueryMsg::Group(_) = msg;
    Ok(behave(deps, "group")?.1.unwrap_or_default())
}

/// It awaits no answer; one that comes nevertheless is refused.
#[entry_point]
pub fn reply(_: DepsMut, _: Env, _: Reply) -> StdResult<Response> {
    Err(StdError::msg("no answer is awaited"))
}

fn behave(deps: Deps, name: &str) -> StdResult<(Vec<CosmosMsg>, Option<Binary>)> {
    Ok(match BEHAVIOURS.may_load(deps.storage, name)? {
        None => (vec![], None),
        Some(Behaviour::Answer(data)) => (vec![], Some(data)),
        Some(Behaviour::Send(messages, data)) => (messages, Some(data)),
        Some(Behaviour::Huge) => (vec![], Some(vec![b'x'; HUGE].into())),
        Some(Behaviour::Refuse) => {
            return Err(StdError::msg(format!("{name} is refused as told")));
        }
        Some(Behaviour::Panic) => panic!("{name} panics as told"),
        Some(Behaviour::Burn) => loop {
            black_box(name.len());
        },
    })
}
