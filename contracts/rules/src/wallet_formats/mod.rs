//! The forms in which wallets sign, and the one check of what they made. Contract, relayer, command line and pages use
//! it; each brings the arithmetic of its curves.
//!
//! An Ethereum wallet signs typed data (EIP-712), or a text (EIP-191). A Cosmos wallet (ADR-036) and a passkey (WebAuthn)
//! sign the same text. What a carrier brings, the proof, is bytes; see [`Proof`].

mod order;
mod proof;
mod text;
mod typed;

pub use order::{MAX_DETAILS, ORDER_TYPE, OrderFields};
pub use proof::{
    Curves, MAX_PROOF, PASSKEY_FLAGS, Proof, ProofError, Signer, adr036_proof, adr036_sign_bytes,
    check_passkey, check_proof, eip191_digest, passkey_proof, text_proof,
};
pub use text::escaped;

pub(crate) use text::Lines;
pub(crate) use typed::{digest, keccak, prefixed_hex, typed_request, word};
