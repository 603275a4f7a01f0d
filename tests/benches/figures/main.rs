//! The figures of docs/performance.md that concern the embedded chain and the relayer:
//! `cargo bench --package stories --bench figures`.
//!
//! A vote is measured whole: a signed transaction sent over JSON-RPC, decoded, its signature checked, executed by the
//! contract, in a block; a signed ballot from its posting to the relayer until the contract has counted it. Each voter
//! has a key of their own. Signing and founding are not measured.

mod ballots;
mod common;
mod votes;

#[tokio::main]
async fn main() -> Result<(), common::Failure> {
    votes::measure().await?;
    ballots::measure().await
}
