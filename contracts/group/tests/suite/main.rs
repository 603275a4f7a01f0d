//! The group contract, told from outside: groups, people and joint groups on a chain in memory.
//!
//! One binary, so that linking happens once. `world` speaks in verbs, so that a test reads as its story does.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests stand outside of functions marked as tests"
)]

mod world;

mod bad_input;
mod cells;
mod consent;
mod cost;
mod delegation;
mod failures;
mod governance;
mod houses;
mod joint_venture;
mod lives;
mod machine;
mod orders;
mod roles;
mod treasury;
