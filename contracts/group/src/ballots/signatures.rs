//! Who signed a ballot or an order, and whether they did.

use cosmwasm_std::{Api, StdResult, Storage};
use folkmoot_rules::{Curves, Proof, ProofError, Signer, check_proof};

use crate::error::{BallotError, ContractError, SeatError};
use crate::msg::{SeatId, WalletSignature};
use crate::seats::registry::{Seat, find_seat};
use crate::wallet::{Holder, compact, signer};

/// The wallets that signed something, each once, of one seat and as many as it needs. Whether they did is another matter:
/// [`Signers::check`].
pub(crate) struct Signers {
    /// For whom they act.
    pub seat: (SeatId, Seat),
    /// Their keys, as written and compact.
    keys: Vec<(String, Vec<u8>)>,
}

impl Signers {
    /// The one seat for which all signers act, if they are as many as it needs.
    pub(crate) fn find(
        storage: &dyn Storage,
        signatures: &[WalletSignature],
        now: u64,
        what: &'static str,
    ) -> Result<Self, ContractError> {
        let mut found: Option<(SeatId, Seat)> = None;
        let mut keys: Vec<(String, Vec<u8>)> = Vec::new();
        for signature in signatures {
            let not_its = || BallotError::NotItsWallet {
                wallet: signature.wallet.to_string(),
                what,
            };
            let key = signature.wallet.key().to_ascii_lowercase();
            if keys.iter().any(|(other, _)| *other == key) {
                let wallet = signature.wallet.to_string();
                return Err(BallotError::SignedTwice { wallet, what }.into());
            }
            let (id, seat) = seat_of(storage, &key, now)?.ok_or_else(not_its)?;
            if found.as_ref().is_some_and(|(first, _)| *first != id) {
                return Err(not_its().into());
            }
            let short = compact(&key);
            keys.push((key, short));
            found = Some((id, seat));
        }
        let needed = found.as_ref().and_then(|(id, seat)| match seat.holder {
            Holder::Keys { signatures, .. } => Some((*id, signatures)),
            _ => None,
        });
        match (found, needed) {
            (Some(seat), Some((_, needed))) if keys.len() == usize::from(needed) => {
                Ok(Self { seat, keys })
            }
            (_, needed) => {
                let (seat, needed) = needed.unwrap_or((0, 1));
                Err(BallotError::Signatures {
                    seat,
                    needed,
                    found: keys.len(),
                    what,
                }
                .into())
            }
        }
    }

    /// The one wallet that a seat offers a place, which signs for itself.
    pub(crate) fn offered(
        seat: (SeatId, Seat),
        signatures: &[WalletSignature],
    ) -> Result<Self, ContractError> {
        let [signature] = signatures else {
            return Err(BallotError::Signatures {
                seat: seat.0,
                needed: 1,
                found: signatures.len(),
                what: "order",
            }
            .into());
        };
        let key = signature.wallet.key().to_ascii_lowercase();
        if !seat.1.offered.iter().any(|wallet| wallet.key() == key) {
            let (seat, wallet) = (seat.0, key);
            return Err(SeatError::NotOffered { seat, wallet }.into());
        }
        let short = compact(&key);
        let keys = vec![(key, short)];
        Ok(Self { seat, keys })
    }

    /// The first signer's key, as written.
    pub(crate) fn first(&self) -> &str {
        self.keys.first().map_or("", |(key, _)| key)
    }

    /// The signer of that key, as written.
    pub(crate) fn named(&self, key: &str) -> Option<&str> {
        let mut keys = self.keys.iter().map(|(key, _)| key.as_str());
        keys.find(|own| own.eq_ignore_ascii_case(key))
    }

    /// The signers' keys, compact.
    pub(crate) fn into_keys(self) -> ((SeatId, Seat), Vec<Vec<u8>>) {
        let keys = self.keys.into_iter().map(|(_, key)| key).collect();
        (self.seat, keys)
    }

    /// Checks that each of them signed. Typed digest and text are made only where a wallet signed such a one.
    pub(crate) fn check(
        &self,
        api: &dyn Api,
        signatures: &[WalletSignature],
        typed: impl FnOnce() -> [u8; 32],
        text: impl FnOnce() -> StdResult<String>,
    ) -> Result<(), ContractError> {
        let mut proofs = Vec::with_capacity(signatures.len());
        for (signature, (key, short)) in signatures.iter().zip(&self.keys) {
            let signer = signer(&signature.wallet, key, short)
                .ok_or_else(|| refused(key, ProofError::DoesNotFit))?;
            let proof =
                Proof::parse(&signer, &signature.signature).map_err(|why| refused(key, why))?;
            proofs.push((key, signer, proof));
        }
        let typed = match proofs.iter().any(|(_, _, proof)| proof.is_typed()) {
            true => typed(),
            false => [0; 32],
        };
        let text = match proofs.iter().all(|(_, _, proof)| proof.is_typed()) {
            true => String::new(),
            false => text()?,
        };
        check_all(api, &proofs, &typed, &text)
    }
}

fn check_all(
    api: &dyn Api,
    proofs: &[(&String, Signer<'_>, Proof<'_>)],
    typed: &[u8; 32],
    text: &str,
) -> Result<(), ContractError> {
    for (key, signer, proof) in proofs {
        check_proof(&Host(api), signer, proof, typed, text).map_err(|why| refused(key, why))?;
    }
    Ok(())
}

fn refused(wallet: &str, why: ProofError) -> BallotError {
    BallotError::Proof {
        wallet: wallet.into(),
        why,
    }
}

fn seat_of(storage: &dyn Storage, key: &str, now: u64) -> StdResult<Option<(SeatId, Seat)>> {
    Ok(find_seat(storage, key)?.filter(|(_, seat)| seat.acts(key, now)))
}

/// The curves, as the chain computes them.
struct Host<'a>(&'a dyn Api);

impl Curves for Host<'_> {
    fn recover_secp256k1(&self, hash: &[u8; 32], rs: &[u8], recovery: u8) -> Option<Vec<u8>> {
        self.0.secp256k1_recover_pubkey(hash, rs, recovery).ok()
    }

    fn verify_secp256k1(&self, hash: &[u8; 32], rs: &[u8], key: &[u8]) -> bool {
        self.0.secp256k1_verify(hash, rs, key).unwrap_or(false)
    }

    fn verify_secp256r1(&self, hash: &[u8; 32], rs: &[u8], key: &[u8]) -> bool {
        self.0.secp256r1_verify(hash, rs, key).unwrap_or(false)
    }
}
