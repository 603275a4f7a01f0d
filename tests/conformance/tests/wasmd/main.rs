//! The same requests to the embedded chain and to wasmd; the answers have the same shape, or stand in
//! [`differences`] with the reason. They need wasmd: `scripts/wasmd-tests`.

#![expect(clippy::unwrap_used, reason = "a test's helpers are part of the test")]

mod differences;
mod methods;
mod queries;
mod socket;
mod transactions;
mod world;
