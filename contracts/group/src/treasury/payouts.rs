//! Where seats of keys are paid to, and what was announced about it.

use cosmwasm_std::{StdResult, Storage};
use folkmoot_wire::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::msg::SeatId;
use crate::seats::registry::Seat;
use crate::table::Table;
use crate::wallet::{Holder, Wallet};

const PAY_OUTS: Table<SeatId, PayOut> = Table::new("P");

/// A seat's pay-out address.
#[derive(Serialize, Encode, Deserialize, Decode, Clone, Debug, Default)]
pub struct PayOut {
    /// The one in force, if one was named.
    pub named: Option<String>,
    /// The next one, and from when, unix seconds.
    pub next: Option<(String, u64)>,
}

/// What was named, a notice that has run out taken into it.
pub(crate) fn load(storage: &dyn Storage, now: u64, seat: SeatId) -> StdResult<PayOut> {
    let mut found = PAY_OUTS.may_load(storage, seat)?.unwrap_or_default();
    if let Some((address, from)) = found.next.take() {
        if from <= now {
            found.named = Some(address);
        } else {
            found.next = Some((address, from));
        }
    }
    Ok(found)
}

pub(crate) fn save(storage: &mut dyn Storage, seat: SeatId, pay_out: &PayOut) {
    if pay_out.named.is_none() && pay_out.next.is_none() {
        PAY_OUTS.remove(storage, seat);
        return;
    }
    PAY_OUTS.save(storage, seat, pay_out);
}

/// The seat ends or goes to another holder: what was only announced never takes effect, because nobody could cancel it
/// any more, and with a new holder what was named is forgotten.
pub(crate) fn cut_off(
    storage: &mut dyn Storage,
    now: u64,
    seat: SeatId,
    forget: bool,
) -> StdResult<()> {
    if PAY_OUTS.may_load(storage, seat)?.is_none() {
        return Ok(());
    }
    let mut found = load(storage, now, seat)?;
    found.next = None;
    if forget {
        found.named = None;
    }
    save(storage, seat, &found);
    Ok(())
}

/// What a seat named goes to another number, with its holder.
pub(crate) fn hand_over(
    storage: &mut dyn Storage,
    now: u64,
    from: SeatId,
    to: SeatId,
) -> StdResult<()> {
    let named = load(storage, now, from)?.named;
    PAY_OUTS.remove(storage, from);
    save(storage, to, &PayOut { named, next: None });
    Ok(())
}

/// Where a seat is paid to: what it named, else its first Cosmos wallet; a contract is paid itself. None where several
/// must sign, or where there is no such wallet.
pub(crate) fn address(
    storage: &dyn Storage,
    now: u64,
    id: SeatId,
    seat: &Seat,
) -> StdResult<Option<String>> {
    match &seat.holder {
        Holder::Group { address, .. } | Holder::Contract { address } => Ok(Some(address.clone())),
        Holder::Keys {
            wallets,
            signatures,
        } => {
            let named = load(storage, now, id)?.named;
            let first = wallets
                .iter()
                .filter(|wallet| !seat.is_dropped(wallet.key(), now))
                .find_map(|wallet| match wallet {
                    Wallet::Cosmos(address) => Some(address.clone()),
                    Wallet::Ethereum(_) | Wallet::Passkey(_) => None,
                });
            Ok(named.or(first.filter(|_| *signatures == 1)))
        }
    }
}
