//! The group contract: a cooperative, a house, a cell, a committee, a joint venture and a federation are all this one
//! contract. They differ in who sits in the seats and in what the charter says. A joint venture is a group whose seats
//! are groups; nothing here assumes a depth.

#![deny(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

mod ballots;
mod cells;
pub mod charter;
mod checks;
pub mod contract;
mod documents;
mod joint;
pub mod migrations;
mod orders;
pub mod permission;
mod proposals;
mod querier;
mod query;
mod reviews;
mod roles;
mod seats;
mod storage;
mod table;
mod treasury;
mod undo;

pub use folkmoot_api::{
    ContractError, GroupClient, action, client, document, error, events, json, limits, msg, wallet,
};
