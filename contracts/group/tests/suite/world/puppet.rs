//! A contract that is no group: it sends what it is told to, and answers a group's messages as if it were one.

use cosmwasm_std::{
    Binary, Checksum, CosmosMsg, Deps, DepsMut, Empty, Env, MessageInfo, Response, StdError,
    StdResult, to_json_binary,
};
use cw_multi_test::{Contract, ContractWrapper};
use folkmoot_group::msg::{ExecuteMsg, HandshakeAnswer, NoticeAnswer, SignalAnswer, Verdict};
use serde::{Deserialize, Serialize};

/// What a puppet is told.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(rename_all = "snake_case")]
pub enum PuppetMsg {
    /// Sends these messages, in its own name.
    Send {
        /// The messages.
        messages: Vec<CosmosMsg>,
    },
    /// Takes coins or just a call.
    Accept {},
    /// Fails.
    Fail {},
    /// What a group would be told.
    #[serde(untagged)]
    AsGroup(ExecuteMsg),
}

/// The code of puppets.
pub fn puppet() -> Box<dyn Contract<Empty>> {
    let code = ContractWrapper::new(execute, instantiate, query);
    Box::new(code.with_checksum(Checksum::generate(b"a look-alike")))
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of an entry point")]
fn instantiate(_: DepsMut, _: Env, _: MessageInfo, _: Empty) -> StdResult<Response> {
    Ok(Response::new())
}

fn execute(_: DepsMut, _: Env, _: MessageInfo, msg: PuppetMsg) -> StdResult<Response> {
    Ok(match msg {
        PuppetMsg::Send { messages } => Response::new().add_messages(messages),
        PuppetMsg::Accept {} => Response::new(),
        PuppetMsg::Fail {} => return Err(StdError::msg("the puppet fails as it was told to")),
        PuppetMsg::AsGroup(ExecuteMsg::Link(_)) => {
            Response::new().set_data(to_json_binary(&HandshakeAnswer::Linked { members: 1_000 })?)
        }
        PuppetMsg::AsGroup(ExecuteMsg::CountSignal(_)) => {
            Response::new().set_data(to_json_binary(&SignalAnswer {
                verdict: Verdict::Counted,
            })?)
        }
        // as many words as the decision's title says
        PuppetMsg::AsGroup(ExecuteMsg::TakeNotice(notice)) => match notice.title.parse() {
            Ok(count) => {
                let why = "no ".repeat(count);
                Response::new().set_data(to_json_binary(&NoticeAnswer::Refused { why })?)
            }
            Err(_) => Response::new(),
        },
        PuppetMsg::AsGroup(ExecuteMsg::Unlink { .. }) => {
            return Err(StdError::msg("the puppet understands no farewell"));
        }
        PuppetMsg::AsGroup(_) => Response::new(),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of an entry point")]
fn query(_: Deps, _: Env, _: Empty) -> StdResult<Binary> {
    Ok(Binary::default())
}
