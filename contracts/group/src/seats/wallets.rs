//! A seat's own wallets. A wallet comes to a seat by the word of both, so nobody holds it who hasn't got its key; dropping
//! another than one's own is announced, so that one stolen wallet does not take the seat.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Storage};

use crate::charter::charters::charter_in_force;
use crate::error::{ContractError, SeatError};
use crate::events::{Attention, Event};
use crate::limits::MAX_WALLETS;
use crate::msg::SeatId;
use crate::permission::Caller;
use crate::seats::live::live;
use crate::seats::membership::owns_something;
use crate::seats::registry::{self, Seat, find_seat};
use crate::seats::weights::rewrite;
use crate::treasury::payouts;
use crate::wallet::{Holder, Wallet, WalletError};

/// Message: offers a wallet a place in the sender's seat. One that is its own and was to be dropped is kept instead: it has
/// given its word.
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
    let now = env.block.time.seconds();
    forget_dropped(&mut seat, now);
    let event = if is_kept(&mut seat, &wallet) {
        Event::WalletKept {
            seat: id,
            wallet: wallet.key(),
        }
    } else {
        check_free(deps.storage, now, wallet.key())?;
        offer(&mut seat, &wallet)?;
        Event::WalletOffered {
            seat: id,
            wallet: wallet.key(),
        }
    };
    rewrite(deps.storage, env, id, seat)?;
    Ok(Response::new().add_event(event))
}

/// Makes sure that a wallet is no group account and acts for no seat.
fn check_free(storage: &dyn Storage, now: u64, key: &str) -> Result<(), ContractError> {
    let (_, charter) = charter_in_force(storage)?;
    let mut accounts = charter.spec().group_accounts.iter();
    if accounts.any(|account| account == key) {
        return Err(SeatError::GroupAccount {
            account: key.into(),
        }
        .into());
    }
    match find_seat(storage, key)? {
        Some((seat, found)) if found.acts(key, now) => Err(SeatError::Taken {
            holder: key.into(),
            seat,
        }
        .into()),
        _ => Ok(()),
    }
}

/// Writes an offer down, once.
fn offer(seat: &mut Seat, wallet: &Wallet) -> Result<(), WalletError> {
    if seat.offered.contains(wallet) {
        return Ok(());
    }
    let found = seat.holder.keys().len().saturating_add(seat.offered.len());
    if found >= MAX_WALLETS {
        return Err(WalletError::WalletCount {
            limit: MAX_WALLETS,
            found: found.saturating_add(1),
        });
    }
    seat.offered.push(wallet.clone());
    Ok(())
}

/// Message of the wallet itself: takes the place that a seat offers it.
///
/// # Errors
/// The seat offers it none, or is none any more; the wallet acts for a seat, or is a group account.
#[inline(never)]
pub fn confirm_sender(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    id: SeatId,
) -> Result<Response, ContractError> {
    let wallet = Wallet::Cosmos(info.sender.to_string());
    confirm(deps.storage, env, id, &wallet)
}

/// Completes an offer to a wallet that has given its word, however that came here.
///
/// # Errors
/// As [`confirm_sender`].
pub(crate) fn confirm(
    storage: &mut dyn Storage,
    env: &Env,
    id: SeatId,
    wallet: &Wallet,
) -> Result<Response, ContractError> {
    let mut seat = live(storage, id)?;
    let (now, key) = (env.block.time.seconds(), wallet.key());
    let offered = seat.offered.len();
    seat.offered.retain(|one| one != wallet);
    if seat.offered.len() == offered {
        return Err(SeatError::NotOffered {
            seat: id,
            wallet: key.into(),
        }
        .into());
    }
    check_free(storage, now, key)?;
    registry::make_free(storage, key, now)?;
    // it may have been this seat's own before
    forget_dropped(&mut seat, now);
    if let Holder::Keys { wallets, .. } = &mut seat.holder {
        wallets.push(wallet.clone());
    }
    rewrite(storage, env, id, seat)?;
    Ok(Response::new().add_event(Event::WalletAdded {
        seat: id,
        wallet: key,
    }))
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

/// Message: drops a wallet of the sender's seat; its own, and one that was only offered a place, at once, another after the
/// key notice.
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
    if let Some(offered) = withdrawn(&mut seat, wallet) {
        rewrite(deps.storage, env, id, seat)?;
        return Ok(Response::new().add_event(Event::WalletDropped {
            seat: id,
            wallet: offered.key(),
        }));
    }
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
    if !is_kept(&mut seat, &wallet) {
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

/// Takes an announced dropping back; whether there was one.
fn is_kept(seat: &mut Seat, wallet: &Wallet) -> bool {
    let before = seat.dropping.len();
    seat.dropping.retain(|(other, _)| other != wallet);
    seat.dropping.len() < before
}

/// Takes an offer back, if there was one.
fn withdrawn(seat: &mut Seat, wallet: &Wallet) -> Option<Wallet> {
    let mut offered = seat.offered.iter();
    let place = offered.position(|one| one.key().eq_ignore_ascii_case(wallet.key()))?;
    Some(seat.offered.remove(place))
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
fn check_left(id: SeatId, seat: &Seat, wallet: &Wallet) -> Result<(), SeatError> {
    let Holder::Keys {
        wallets,
        signatures,
    } = &seat.holder
    else {
        return Ok(());
    };
    let goes = |one: &&Wallet| *one == wallet || seat.dropping.iter().any(|(gone, _)| gone == *one);
    let left = wallets.iter().filter(|one| !goes(one)).count();
    let needed = usize::from(*signatures);
    if left < needed {
        return Err(SeatError::LastWallet {
            seat: id,
            needed,
            left,
        });
    }
    Ok(())
}
