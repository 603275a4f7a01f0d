//! A seat's own wallets. Adding is immediate; dropping another than one's own is announced, so that one stolen wallet
//! does not take the seat.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};

use crate::error::{ContractError, SeatError};
use crate::events::{Attention, Event};
use crate::execute::seats::{owns_something, rewrite};
use crate::limits::MAX_WALLETS;
use crate::msg::SeatId;
use crate::permission::Caller;
use crate::state::{Seat, charter_in_force, payouts, registry};
use crate::wallet::{Holder, Wallet, WalletError, check_signers};

/// Message: adds a wallet to the sender's seat.
///
/// # Errors
/// A malformed, taken or excess wallet.
#[inline(never)]
pub fn add(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    wallet: Wallet,
) -> Result<Response, ContractError> {
    let (id, mut seat) = caller.seat(info)?;
    let wallet = wallet.checked(deps.api)?;
    let (_, charter) = charter_in_force(deps.storage)?;
    if charter
        .spec()
        .group_accounts
        .iter()
        .any(|account| account == wallet.key())
    {
        return Err(SeatError::GroupAccount {
            account: wallet.key().into(),
        }
        .into());
    }
    let now = env.block.time.seconds();
    registry::make_free(deps.storage, wallet.key(), now)?;
    // Of the sender's own seat a dropped wallet may just have been freed.
    forget_dropped(&mut seat, now);
    let key = wallet.key().to_string();
    push(&mut seat, wallet)?;
    rewrite(deps.storage, env, id, seat)?;
    Ok(Response::new().add_event(Event::WalletAdded {
        seat: id,
        wallet: &key,
    }))
}

fn push(seat: &mut Seat, wallet: Wallet) -> Result<(), ContractError> {
    if let Holder::Keys { wallets, .. } = &mut seat.holder {
        if wallets.len() >= MAX_WALLETS {
            return Err(WalletError::WalletCount {
                limit: MAX_WALLETS,
                found: wallets.len().saturating_add(1),
            }
            .into());
        }
        wallets.push(wallet);
    }
    Ok(())
}

/// Takes wallets out whose dropping has taken effect.
fn forget_dropped(seat: &mut Seat, now: u64) {
    let gone: Vec<Wallet> = seat
        .dropping
        .iter()
        .filter(|(_, from)| *from <= now)
        .map(|(wallet, _)| wallet.clone())
        .collect();
    seat.dropping.retain(|(_, from)| *from > now);
    if let Holder::Keys { wallets, .. } = &mut seat.holder {
        wallets.retain(|wallet| !gone.contains(wallet));
    }
}

/// Message: drops a wallet of the sender's seat; its own at once, another after the key notice.
///
/// # Errors
/// It is no wallet of the seat, or too few would be left.
#[inline(never)]
pub fn drop(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    wallet: &Wallet,
) -> Result<Response, ContractError> {
    let (id, mut seat) = caller.seat(info)?;
    let now = env.block.time.seconds();
    forget_dropped(&mut seat, now);
    let wallet = its_wallet(id, &seat, wallet)?;
    check_left(id, &seat, &wallet)?;
    check_payable(deps.storage, now, id, &seat, &wallet)?;
    let own = wallet.key() == info.sender.as_str();
    let notice = charter_in_force(deps.storage)?.1.spec().key_notice;
    let from = if own { now } else { notice.after(now) };
    match seat.dropping.iter_mut().find(|(other, _)| *other == wallet) {
        // its own word holds at once, whatever was announced; another's makes no notice longer
        Some((_, announced)) => *announced = from.min(*announced),
        None => seat.dropping.push((wallet.clone(), from)),
    }
    forget_dropped(&mut seat, now);
    rewrite(deps.storage, env, id, seat)?;
    let key = wallet.key();
    Ok(Response::new().add_event(if from <= now {
        Event::WalletDropped {
            seat: id,
            wallet: key,
        }
    } else {
        Event::AttentionNeeded {
            what: Attention::WalletDropping,
            subject: id.into(),
            reason: key,
        }
    }))
}

/// Message: cancels an announced dropping.
///
/// # Errors
/// None is announced.
#[inline(never)]
pub fn keep(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    caller: Caller,
    wallet: &Wallet,
) -> Result<Response, ContractError> {
    let (id, mut seat) = caller.seat(info)?;
    let now = env.block.time.seconds();
    forget_dropped(&mut seat, now);
    let wallet = its_wallet(id, &seat, wallet)?;
    let before = seat.dropping.len();
    seat.dropping.retain(|(other, _)| *other != wallet);
    if seat.dropping.len() == before {
        return Err(SeatError::Change {
            seat: id,
            why: "no dropping of this wallet is announced",
        }
        .into());
    }
    rewrite(deps.storage, env, id, seat)?;
    Ok(Response::new().add_event(Event::WalletKept {
        seat: id,
        wallet: wallet.key(),
    }))
}

/// The seat's wallet under that key, however it was written.
fn its_wallet(id: SeatId, seat: &Seat, wallet: &Wallet) -> Result<Wallet, SeatError> {
    let found = match &seat.holder {
        Holder::Keys { wallets, .. } => wallets
            .iter()
            .find(|own| own.key().eq_ignore_ascii_case(wallet.key())),
        _ => None,
    };
    found.cloned().ok_or_else(|| SeatError::NotItsWallet {
        wallet: wallet.key().into(),
        seat: id,
    })
}

/// A seat that owns something here keeps a wallet to which it can be paid.
fn check_payable(
    storage: &dyn Storage,
    now: u64,
    id: SeatId,
    seat: &Seat,
    wallet: &Wallet,
) -> Result<(), ContractError> {
    let mut after = seat.clone();
    after.dropping.iter_mut().for_each(|(_, from)| *from = now);
    after.dropping.push((wallet.clone(), now));
    if payouts::address(storage, now, id, &after)?.is_none() && owns_something(storage, id)? {
        return Err(SeatError::Change {
            seat: id,
            why: "it has stakes or claims and could be paid nowhere: name a pay-out address first",
        }
        .into());
    }
    Ok(())
}

/// Without this wallet, and without all whose dropping is announced, the seat can still act.
fn check_left(id: SeatId, seat: &Seat, wallet: &Wallet) -> Result<(), ContractError> {
    let Holder::Keys {
        wallets,
        signatures,
    } = &seat.holder
    else {
        return Ok(());
    };
    let goes = |one: &&Wallet| *one == wallet || seat.dropping.iter().any(|(gone, _)| gone == *one);
    let left: Vec<Wallet> = wallets.iter().filter(|one| !goes(one)).cloned().collect();
    let needed = usize::from(*signatures);
    if left.len() < needed {
        return Err(SeatError::LastWallet {
            seat: id,
            needed,
            left: left.len(),
        }
        .into());
    }
    Ok(check_signers(&left, *signatures)?)
}
