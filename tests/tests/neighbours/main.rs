//! A group among contracts that are none of ours, on real nodes, where gas is real: those that mean it well and those
//! that don't. `scripts/neighbours-wasmd` starts the network and runs this.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests stand outside of functions marked as tests"
)]

mod above;
mod below;
mod chain;
mod groups;
mod hostile;
mod largest;
mod published;
mod tools;
