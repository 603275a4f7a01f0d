//! The relayer on the embedded chain, over real sockets, with real signatures.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends at the first surprise"
)]

#[path = "../../wallets/tests/doubles/mod.rs"]
mod doubles;

mod relay {
    mod api;
    mod ballots;
    mod decisions;
    mod faults;
    mod houses;
    mod members;
    mod people;
    mod restarts;
    mod venture;
    mod wallets;
    mod world;
}
