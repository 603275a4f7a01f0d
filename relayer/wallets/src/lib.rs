//! Wallets' signatures outside of the chain: the contract's own check of them, the signatures of the keystore's keys, and
//! whatever form a wallet answers in, brought into the one that the contract takes.

mod account;
mod check;
mod collect;
mod curves;
mod der;
mod sign;
#[cfg(test)]
mod tests;

pub use account::{Account, AccountError, passkey};
pub use check::{SignatureError, check_signature, signs_typed_data};
pub use collect::{CollectError, collect};
pub use sign::{sign_adr036, sign_eip191, sign_eip712};
