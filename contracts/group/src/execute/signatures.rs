//! Who signed a ballot, and whether they did.

use cosmwasm_std::{Api, StdResult, Storage};
use folkmoot_rules::{ethereum_address, is_low_s};

use crate::error::{BallotError, ContractError};
use crate::msg::{SeatId, WalletSignature};
use crate::state::{Seat, find_seat};
use crate::wallet::{Holder, Wallet};

/// The one seat for which all signers act, if they are as many as it needs.
pub(crate) fn signers_seat(
    storage: &dyn Storage,
    signatures: &[WalletSignature],
    now: u64,
) -> Result<(SeatId, Seat), ContractError> {
    let mut found: Option<(SeatId, Seat)> = None;
    let mut seen: Vec<String> = Vec::new();
    for signature in signatures {
        let wallet = || signature.wallet.to_string();
        let key = signature.wallet.key().to_ascii_lowercase();
        if seen.contains(&key) {
            return Err(BallotError::SignedTwice { wallet: wallet() }.into());
        }
        let (id, seat) = seat_of(storage, &key, now)?
            .ok_or_else(|| BallotError::NotItsWallet { wallet: wallet() })?;
        if found.as_ref().is_some_and(|(first, _)| *first != id) {
            return Err(BallotError::NotItsWallet { wallet: wallet() }.into());
        }
        seen.push(key);
        found = Some((id, seat));
    }
    let needed = found.as_ref().and_then(|(id, seat)| match seat.holder {
        Holder::Keys { signatures, .. } => Some((*id, signatures)),
        _ => None,
    });
    match (found, needed) {
        (Some(seat), Some((_, needed))) if seen.len() == usize::from(needed) => Ok(seat),
        (_, needed) => {
            let (seat, needed) = needed.unwrap_or((0, 1));
            Err(BallotError::Signatures {
                seat,
                needed,
                found: seen.len(),
            }
            .into())
        }
    }
}

fn seat_of(storage: &dyn Storage, key: &str, now: u64) -> StdResult<Option<(SeatId, Seat)>> {
    Ok(find_seat(storage, key)?.filter(|(_, seat)| seat.acts(key, now)))
}

/// Checks that the wallet made the signature. High-S forms are refused: a signature has one written form.
pub(crate) fn check_signature(
    api: &dyn Api,
    digest: &[u8; 32],
    WalletSignature { wallet, signature }: &WalletSignature,
) -> Result<(), BallotError> {
    let Wallet::Ethereum(address) = wallet else {
        return Err(BallotError::ByTransaction {
            wallet: wallet.to_string(),
        });
    };
    let Some((rs, [v])) = signature.as_slice().split_last_chunk::<1>() else {
        return Err(BallotError::SignatureLength { bytes: 0 });
    };
    if rs.len() != 64 {
        return Err(BallotError::SignatureLength {
            bytes: signature.len(),
        });
    }
    if !is_low_s(rs) {
        return Err(BallotError::HighS {
            wallet: address.clone(),
        });
    }
    let foreign = || BallotError::Signature {
        wallet: address.clone(),
    };
    let recovery = match v {
        0 | 27 => 0,
        1 | 28 => 1,
        _ => return Err(foreign()),
    };
    let public_key = api
        .secp256k1_recover_pubkey(digest, rs, recovery)
        .map_err(|_| foreign())?;
    let signer = ethereum_address(&public_key).map_err(|_| foreign())?;
    let written = format!("0x{}", cosmwasm_std::HexBinary::from(signer).to_hex());
    if written.eq_ignore_ascii_case(address) {
        Ok(())
    } else {
        Err(foreign())
    }
}
