//! Orders: acts of seats that anybody carries. One that is refused spoils no other and leaves no trace; it can be carried
//! again until it expires.
//!
//! Each is done at once and taken back if it is refused: so the reason is told in the contract's own words, which a chain
//! keeps from a contract that calls another, itself too. Only an act that sends messages, which a bank
//! or a neighbour may refuse when all is written, is done in a message of the contract to itself, and with it, so that
//! their order stays, those behind it.

use cosmwasm_std::{Addr, Deps, DepsMut, Env, MessageInfo, Response, StdError, SubMsg};
use folkmoot_wire::from_json;

use crate::ballots::signatures::Signers;
use crate::cells::group::Group;
use crate::client::GroupClient;
use crate::error::{ContractError, OrderError, SeatError};
use crate::events::Event;
use crate::joint::upstream::linked_above;
use crate::limits::{MAX_BATCH, MAX_PERIOD_SECONDS};
use crate::msg::{Awaited, ExecuteMsg, OrderPlace, SeatId, SignedOrder, Subject};
use crate::orders::carried;
use crate::permission::{Caller, check_seat};
use crate::proposals::book;
use crate::querier;
use crate::reviews::notices;
use crate::seats::{live, wallets};
use crate::undo::Undoable;
use crate::wallet::Wallet;

/// How a message is handed on whose sender was let in.
pub(crate) type Dispatch =
    fn(DepsMut, &Env, &MessageInfo, Caller, ExecuteMsg) -> Result<Response, ContractError>;

/// Message: carries orders. What became of each is told by event.
///
/// # Errors
/// The batch is empty or too large.
#[inline(never)]
pub fn carry(
    mut deps: DepsMut,
    env: &Env,
    orders: Vec<SignedOrder>,
    dispatch: Dispatch,
) -> Result<Response, ContractError> {
    if orders.is_empty() || orders.len() > MAX_BATCH {
        return Err(OrderError::Batch {
            limit: MAX_BATCH,
            found: orders.len(),
        }
        .into());
    }
    let group = Group::load(deps.storage)?;
    let client = GroupClient::new(env.contract.address.as_str());
    let mut response = Response::new();
    let mut sends = false;
    for (index, order) in (0_u32..).zip(orders) {
        let (seat, number) = (order.seat, order.number);
        let tried = match check(deps.as_ref(), env, &group.name, &order) {
            Ok(_) if sends => Ok(Tried::Sends(order)),
            Ok(checked) => try_now(&mut deps, env, checked, order, dispatch),
            Err(error) => Err(error),
        };
        match tried {
            Ok(Tried::Done(events)) => response = response.add_events(events),
            Ok(Tried::Sends(order)) => {
                sends = true;
                let msg = client.execute(&ExecuteMsg::PerformOrder { order }, vec![])?;
                let awaited = Awaited::Order {
                    index,
                    seat,
                    number,
                };
                let msg = SubMsg::reply_on_error(msg, 0).with_payload(awaited.payload());
                response = response.add_submessage(msg);
            }
            Err(error) => {
                let reason = error.to_string();
                response = response.add_event(Event::OrderRefused {
                    index,
                    seat,
                    number,
                    reason: &reason,
                });
            }
        }
    }
    Ok(response)
}

/// What became of an order that was tried.
enum Tried {
    /// It is done, and this is told.
    Done(Vec<cosmwasm_std::Event>),
    /// Nothing is done, because its act sends messages.
    Sends(SignedOrder),
}

/// Does what an order says that is good and signed, its act's canonical JSON with it.
fn try_now(
    deps: &mut DepsMut,
    env: &Env,
    (signers, act_json): (Signers, String),
    order: SignedOrder,
    dispatch: Dispatch,
) -> Result<Tried, ContractError> {
    let SignedOrder {
        seat,
        act,
        content_hash,
        number,
        expires,
        signatures,
    } = order;
    let mut storage = Undoable::over(deps.storage);
    let undoable = DepsMut {
        storage: &mut storage,
        api: deps.api,
        querier: deps.querier,
    };
    let once = (seat, expires, number);
    let done = do_act(undoable, env, signers, once, *act, dispatch);
    if let Ok(response) = &done
        && response.messages.is_empty()
    {
        return done.map(|response| Tried::Done(response.events));
    }
    storage.undo();
    done?;
    // the act is used up, so it is read once more
    let act = from_json(act_json.as_bytes()).map_err(StdError::from)?;
    Ok(Tried::Sends(SignedOrder {
        seat,
        act: Box::new(act),
        content_hash,
        number,
        expires,
        signatures,
    }))
}

/// Message to itself: does what an order says whose signatures are good. All else is looked at again, because an order
/// before it may have changed it.
///
/// # Errors
/// As for the act by transaction; the order is not good any more.
#[inline(never)]
pub fn perform(
    deps: DepsMut,
    env: &Env,
    order: SignedOrder,
    dispatch: Dispatch,
) -> Result<Response, ContractError> {
    let (signers, _) = admit(deps.as_ref(), env, &order)?;
    let once = (order.seat, order.expires, order.number);
    do_act(deps, env, signers, once, *order.act, dispatch)
}

/// Does an act, and remembers by the order's seat, expiry and number that it is done once.
fn do_act(
    deps: DepsMut,
    env: &Env,
    signers: Signers,
    once: (SeatId, u64, u64),
    act: ExecuteMsg,
    dispatch: Dispatch,
) -> Result<Response, ContractError> {
    let (seat, _, number) = once;
    carried::remember(deps.storage, env.block.time.seconds(), once)?;
    // whoever carries an order chooses in which order its signatures stand: a wallet that signs its own dropping has given its
    // own word wherever it stands
    let sender = match &act {
        ExecuteMsg::DropWallet { wallet } => signers.named(wallet.key()),
        _ => None,
    };
    let info = MessageInfo {
        sender: Addr::unchecked(sender.unwrap_or(signers.first())),
        funds: Vec::new(),
    };
    let (id, holder) = signers.seat;
    if matches!(act, ExecuteMsg::ConfirmWallet { .. }) {
        let its_own = |wallet: &&Wallet| wallet.key() == info.sender.as_str();
        let wallet = holder.offered.iter().find(its_own);
        let wallet = wallet.ok_or_else(|| SeatError::NotOffered {
            seat,
            wallet: info.sender.to_string(),
        })?;
        let response = wallets::confirm(deps.storage, env, id, wallet)?;
        return Ok(response.add_event(Event::OrderCarried { seat, number }));
    }
    let caller = Caller::Seat(id, Box::new(holder));
    let response = dispatch(deps, env, &info, caller, act)?;
    Ok(response.add_event(Event::OrderCarried { seat, number }))
}

/// Who signed the order, if it is good, and its act's canonical JSON.
fn check(
    deps: Deps,
    env: &Env,
    group_name: &str,
    order: &SignedOrder,
) -> Result<(Signers, String), ContractError> {
    let (signers, subject) = admit(deps, env, order)?;
    let act_json = order.act_json()?;
    let place = OrderPlace {
        chain: &env.block.chain_id,
        group: env.contract.address.as_str(),
        group_name,
        subject: &subject,
    };
    let fields = order
        .fields(&act_json, &place)
        .ok_or(OrderError::NotAnAct)?;
    signers.check(
        deps.api,
        &order.signatures,
        || fields.eip712_digest(),
        || Ok(fields.text()),
    )?;
    Ok((signers, act_json))
}

/// Whether the order is good if its signatures are: who signs, and the title of what it is about.
fn admit(deps: Deps, env: &Env, order: &SignedOrder) -> Result<(Signers, String), ContractError> {
    let (seat, expires, number) = (order.seat, order.expires, order.number);
    let now = env.block.time.seconds();
    let latest = now.saturating_add(MAX_PERIOD_SECONDS);
    if expires <= now {
        return Err(OrderError::Expired { expires, now }.into());
    }
    if expires > latest {
        return Err(OrderError::TooLong { latest, expires }.into());
    }
    let ordered = order.act.ordered().ok_or(OrderError::NotAnAct)?;
    let signers = match *order.act {
        ExecuteMsg::ConfirmWallet { seat: offering } => {
            let offering = (offering, live::live(deps.storage, offering)?);
            Signers::offered(offering, &order.signatures)?
        }
        _ => Signers::find(deps.storage, &order.signatures, now, "order")?,
    };
    let (signers_seat, holder) = &signers.seat;
    if *signers_seat != seat {
        let signers = *signers_seat;
        return Err(OrderError::OtherSeat { seat, signers }.into());
    }
    if carried::is_carried(deps.storage, seat, expires, number) {
        return Err(OrderError::Carried { seat, number }.into());
    }
    check_seat(deps, env, order.act.permission(), seat, holder)?;
    let subject = subject(deps, order, ordered.subject)?;
    Ok((signers, subject))
}

/// The title of what the order is about, if it is the content that was signed.
fn subject(deps: Deps, order: &SignedOrder, subject: Subject<'_>) -> Result<String, ContractError> {
    let (proposal, title, content_hash, version) = match subject {
        Subject::None | Subject::New(_) if order.content_hash.is_some() => {
            return Err(OrderError::UnaskedContent.into());
        }
        Subject::None => return Ok(String::new()),
        Subject::New(title) => return Ok(title.into()),
        Subject::Proposal(id) => {
            let found = book::load(deps.storage, id)?;
            let hash = found.hash_bytes();
            (id, found.title, hash, found.version)
        }
        Subject::Notice(group, id) => {
            let found = notices::of(deps.storage, group, id)?;
            (id, found.title, found.content_hash, found.version)
        }
        Subject::Above(group, id) => {
            let group = linked_above(deps, group)?;
            let (title, hash, version) = querier::proposal(&deps.querier, &group, id)?;
            (id, title, hash.to_array()?, version)
        }
    };
    match &order.content_hash {
        None => Err(OrderError::NoContent { proposal }.into()),
        Some(signed) if signed.as_slice() != content_hash => {
            Err(OrderError::OtherVersion { proposal, version }.into())
        }
        Some(_) => Ok(title),
    }
}
