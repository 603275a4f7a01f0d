//! Entry points: they let the sender in and hand on.
//!
//! What a call costs: a ballot reads the voter's key and seat, the proposal's record, its tally and the seat's ballot, and
//! writes the last two, so it costs the same at any text, membership and number of votes, and less than opening the
//! proposal did. A delegate's looks besides at the at most 50 seats that it speaks for, and writes a ballot for each. A fan-out asks at most 30 seats, each with a fixed gas limit. No list is walked whole but group seats,
//! links above and the charter's procedures, all of which are bounded in [`crate::limits`].

#[cfg(not(feature = "library"))]
use cosmwasm_std::entry_point;
use cosmwasm_std::{
    Binary, Deps, DepsMut, Env, MessageInfo, MsgResponse, Reply, Response, StdError, StdResult,
    SubMsgResult,
};
use folkmoot_wire::Decode;

use crate::ballots::vote;
use crate::cells::{founding, winding};
use crate::error::{ContractError, LinkError};
use crate::events::Event;
use crate::joint::{fan_out, farewells, links, parting, roll_up, upstream};
use crate::json::{Json, parse};
use crate::limits::MAX_ANSWER;
use crate::msg::{Awaited, ExecuteMsg, InstantiateMsg, MigrateMsg, QueryMsg, SignalAnswer};
use crate::orders::carrying;
use crate::permission::{Caller, admit};
use crate::proposals::{amend, decide, perform, propose};
use crate::reviews::{concerns, linking, notices, refer, veto};
use crate::roles::{filling, nominating};
use crate::seats::{delegating, membership, wallets, weights};
use crate::treasury::{allowance, deposits, funds, paying_out, staking};
use crate::{migrations, query};

pub use crate::migrations::{CONTRACT_NAME, CONTRACT_VERSION};

/// Founds a group, or begins to. Anybody.
///
/// # Errors
/// A malformed name, charter or seat.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn instantiate(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    Json(msg): Json<InstantiateMsg>,
) -> Result<Response, ContractError> {
    migrations::write_version(deps.storage)?;
    founding::instantiate(deps, &env, &info, msg)
}

/// Does what a message says, if its sender may send it; see [`crate::permission::Permission`].
///
/// # Errors
/// As each message's handler says.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    Json(msg): Json<ExecuteMsg>,
) -> Result<Response, ContractError> {
    let caller = admit(deps.as_ref(), &env, &info, &msg)?;
    dispatch(deps, &env, &info, caller, msg)
}

/// Hands a message on whose sender was let in: by transaction, or by order.
#[expect(clippy::too_many_lines, reason = "one arm a message, each a call")]
pub(crate) fn dispatch(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    match msg {
        ExecuteMsg::AddSeats { seats } => founding::add_seats(deps, env, seats),
        ExecuteMsg::Found {} => founding::found(deps, env),
        ExecuteMsg::Propose { proposal } => propose::propose(deps, env, info, caller, proposal),
        ExecuteMsg::Withdraw { proposal } => propose::withdraw(deps, env, info, caller, proposal),
        ExecuteMsg::Amend { proposal, spec } => {
            amend::amend(deps, env, info, caller, proposal, spec)
        }
        ExecuteMsg::ResolveObjection {
            proposal,
            resolution,
        } => vote::resolve_objection(deps, env, info, caller, proposal, resolution),
        ExecuteMsg::Vote {
            proposal,
            choice,
            reason,
        } => vote::vote(deps, env, info, caller, proposal, choice, reason),
        ExecuteMsg::CastBallots { proposal, ballots } => {
            vote::cast_ballots(deps, env, proposal, ballots)
        }
        ExecuteMsg::CarryOrders { orders } => carrying::carry(deps, env, orders, dispatch),
        ExecuteMsg::PerformOrder { order } => carrying::perform(deps, env, order, dispatch),
        ExecuteMsg::StakeFor { seat } => staking::stake_for(deps, env, info, seat),
        ExecuteMsg::FanOut { proposal, seats } => fan_out::fan_out(deps, env, proposal, seats),
        ExecuteMsg::OpenMirror(spec) => fan_out::open_mirror(deps, env, info, spec),
        ExecuteMsg::RollUp { mirror } => roll_up::roll_up(deps, env, info, mirror),
        ExecuteMsg::CountSignal(spec) => roll_up::count_signal(deps, env, info, &spec),
        ExecuteMsg::CountAbsent { proposal, seats } => {
            decide::count_absent(deps, env, proposal, &seats)
        }
        ExecuteMsg::MoveOn { proposal } => decide::move_on(deps, env, info, proposal),
        ExecuteMsg::Execute { proposal } => perform::execute(deps, env, info, proposal),
        ExecuteMsg::PerformActions { proposal } => perform::perform_actions(deps, env, proposal),
        ExecuteMsg::ProposeUpstream { group, proposal } => {
            upstream::propose_upstream(&deps, Response::new(), &group, proposal)
        }
        ExecuteMsg::AmendUpstream {
            group,
            proposal,
            spec,
        } => upstream::amend_upstream(&deps, &group, proposal, spec),
        ExecuteMsg::WithdrawUpstream { group, proposal } => {
            upstream::withdraw_upstream(&deps, Response::new(), &group, proposal)
        }
        ExecuteMsg::Contribute {} => funds::contribute(deps, env, info),
        ExecuteMsg::Stake {} => staking::stake(deps, env, info, caller),
        ExecuteMsg::TakeStake { amount } => staking::take_stake(deps, env, info, caller, amount),
        ExecuteMsg::Pledge { amount } => staking::pledge(deps, env, info, caller, &amount),
        ExecuteMsg::Settle { seat, denom } => staking::settle(deps, env, seat, &denom),
        ExecuteMsg::PayClaim { claimant, denom } => funds::pay_claim(deps, env, claimant, denom),
        ExecuteMsg::NamePayOut { address } => {
            paying_out::name_pay_out(deps, env, info, caller, &address)
        }
        ExecuteMsg::KeepPayOut {} => paying_out::keep_pay_out(deps, env, info, caller),
        ExecuteMsg::CheckFunds { denoms } => funds::check_funds(deps, env, denoms),
        ExecuteMsg::TakeBack { group, amount } => staking::take_back(&deps, env, &group, amount),
        ExecuteMsg::WindUp { denoms } => winding::wind_up(deps, env, denoms),
        ExecuteMsg::Leave {} => membership::leave(deps, env, info, caller),
        ExecuteMsg::RefreshWeight { seat } => weights::refresh_weight(deps, env, seat),
        ExecuteMsg::AddWallet { wallet } => wallets::add(deps, env, info, caller, wallet),
        ExecuteMsg::ConfirmWallet { seat } => wallets::confirm_sender(deps, env, info, seat),
        ExecuteMsg::DropWallet { wallet } => wallets::drop(deps, env, info, caller, &wallet),
        ExecuteMsg::KeepWallet { wallet } => wallets::keep(deps, env, info, caller, &wallet),
        ExecuteMsg::ReturnDeposit { proposal } => deposits::give_back(deps, env, proposal),
        ExecuteMsg::Nominate { role, seat } => {
            nominating::nominate(deps, env, info, caller, &role, seat)
        }
        ExecuteMsg::ObjectNomination { role, seat, reason } => {
            nominating::object_nomination(deps, env, info, caller, &role, seat, reason)
        }
        ExecuteMsg::Acclaim { role, seat } => nominating::acclaim(deps, env, &role, seat),
        ExecuteMsg::Rotate { role } => filling::rotate(deps, env, &role),
        ExecuteMsg::Resign { role } => filling::resign(deps, env, info, caller, role.as_deref()),
        ExecuteMsg::Delegate {
            to,
            procedures,
            until,
        } => delegating::delegate(deps, env, info, caller, to, (procedures, until)),
        ExecuteMsg::SpendAllowance {
            role,
            to,
            amount,
            reason,
        } => allowance::spend(deps, env, info, caller, &role, &to, (amount, reason)),
        ExecuteMsg::Link(word) => links::link(deps, env, info, &word),
        ExecuteMsg::Unlink { sender } => links::unlink(deps, env, info, sender),
        ExecuteMsg::LetGo { group } => parting::let_go(deps, env, &group),
        ExecuteMsg::Refer { proposal } => refer::refer(deps, env, info, proposal),
        ExecuteMsg::TakeNotice(spec) => notices::take_notice(deps, env, info, spec),
        ExecuteMsg::DropNotice { proposal } => notices::drop(deps, info, proposal),
        ExecuteMsg::HearHouse { proposal, says } => {
            refer::hear_house(deps, env, info, proposal, says)
        }
        ExecuteMsg::RaiseConcern {
            group,
            proposal,
            text,
        } => concerns::raise(deps, env, info, caller, (&group, proposal), text),
        ExecuteMsg::WithdrawConcern { group, proposal } => {
            concerns::withdraw(deps, info, caller, (&group, proposal))
        }
        ExecuteMsg::TakeAnswer {
            proposal,
            seat,
            text,
        } => concerns::take_answer(deps, info, proposal, seat, text),
        ExecuteMsg::ReportVeto { proposal } => veto::report(deps, env, proposal),
    }
}

/// Takes the answers to messages that the contract sent.
///
/// # Errors
/// An answer that no group gives.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn reply(deps: DepsMut, env: Env, reply: Reply) -> Result<Response, ContractError> {
    let awaited: Awaited = parse(&reply.payload)?;
    match (awaited, reply.result) {
        (Awaited::Execution { proposal }, SubMsgResult::Err(reason)) => {
            perform::execution_failed(deps, &env, proposal, reason)
        }
        (Awaited::Payment { proposal, coin }, SubMsgResult::Err(reason)) => {
            perform::payment_refused(deps, &env, proposal, &coin, reason)
        }
        (
            Awaited::Ask {
                proposal,
                seat,
                fallback,
            },
            SubMsgResult::Err(reason),
        ) => fan_out::ask_failed(deps, proposal, seat, fallback, reason),
        (
            Awaited::Order {
                index,
                seat,
                number,
            },
            SubMsgResult::Err(reason),
        ) => Ok(Response::new().add_event(Event::OrderRefused {
            index,
            seat,
            number,
            reason: &reason,
        })),
        (Awaited::DroppedNotice {}, SubMsgResult::Err(_)) => Ok(Response::new()),
        (Awaited::Farewell { group, side }, SubMsgResult::Err(_)) => {
            farewells::failed(deps, &group, side)
        }
        (Awaited::RollUp(vote), SubMsgResult::Ok(answer)) => {
            let SignalAnswer { verdict } = data(&vote.group, &answer.msg_responses)?;
            roll_up::answered(deps, &vote, verdict)
        }
        (Awaited::JoinAnswer { group }, SubMsgResult::Ok(answer)) => {
            let answer = data(&group, &answer.msg_responses)?;
            links::join_answered(deps, &env, &group, &answer)
        }
        (Awaited::AdmitAnswer { seat }, SubMsgResult::Ok(answer)) => {
            let answer = data("the group below", &answer.msg_responses)?;
            links::admit_answered(deps, &env, seat, &answer)
        }
        (Awaited::HouseAnswer { group, side }, SubMsgResult::Ok(answer)) => {
            let answer = data(&group, &answer.msg_responses)?;
            linking::answered(deps, &env, &group, side, &answer)
        }
        (
            Awaited::Notice {
                proposal,
                review,
                asleep,
                by,
            },
            result,
        ) => {
            // an answer that no group gives is none, or a broken house could hold up every decision
            let answer = match result {
                SubMsgResult::Ok(answer) => data("the house", &answer.msg_responses).ok(),
                SubMsgResult::Err(_) => None,
            };
            refer::answered(deps, &env, (proposal, review, asleep), &by, answer)
        }
        _ => Err(StdError::msg("nothing awaits this reply").into()),
    }
}

/// The data that a neighbour set on its answer.
fn data<T: Decode>(group: &str, responses: &[MsgResponse]) -> Result<T, LinkError> {
    let none = || LinkError::Answer {
        group: group.into(),
    };
    let wrapped = responses.first().ok_or_else(none)?;
    let bytes = first_field(&wrapped.value).ok_or_else(none)?;
    if bytes.len() > MAX_ANSWER {
        return Err(none());
    }
    parse(bytes).map_err(|_| none())
}

/// The first field of a protobuf message of bytes, which is all that the chain wraps an answer in: a tag, the length in
/// steps of seven bits, the bytes.
fn first_field(message: &[u8]) -> Option<&[u8]> {
    let (0x0a, mut rest) = message.split_first().map(|(tag, rest)| (*tag, rest))? else {
        return None;
    };
    let mut length = 0_usize;
    for shift in (0..usize::BITS).step_by(7) {
        let (byte, after) = rest.split_first()?;
        rest = after;
        length |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if *byte < 0x80 {
            return rest.get(..length);
        }
    }
    None
}

/// Answers a question; see [`QueryMsg`].
///
/// # Errors
/// There is no such thing.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn query(deps: Deps, env: Env, Json(msg): Json<QueryMsg>) -> StdResult<Binary> {
    query::answer(deps, &env, msg).map_err(|error| StdError::msg(error.to_string()))
}

/// Moves a stored group to this code's version. The group itself, by its own decision.
///
/// # Errors
/// The state is another contract's or a newer version's.
#[cfg_attr(not(feature = "library"), entry_point)]
pub fn migrate(
    deps: DepsMut,
    _env: Env,
    Json(msg): Json<MigrateMsg>,
) -> Result<Response, ContractError> {
    migrations::migrate(deps, msg)
}
