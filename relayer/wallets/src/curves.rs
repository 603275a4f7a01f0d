//! The arithmetic of the curves, by the library that chains compute them with.

use cosmwasm_crypto::{secp256k1_recover_pubkey, secp256k1_verify, secp256r1_verify};
use folkmoot_rules::Curves;

/// The curves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Library;

impl Curves for Library {
    fn recover_secp256k1(&self, hash: &[u8; 32], rs: &[u8], recovery: u8) -> Option<Vec<u8>> {
        secp256k1_recover_pubkey(hash, rs, recovery).ok()
    }

    fn verify_secp256k1(&self, hash: &[u8; 32], rs: &[u8], key: &[u8]) -> bool {
        secp256k1_verify(hash, rs, key).unwrap_or(false)
    }

    fn verify_secp256r1(&self, hash: &[u8; 32], rs: &[u8], key: &[u8]) -> bool {
        secp256r1_verify(hash, rs, key).unwrap_or(false)
    }
}
