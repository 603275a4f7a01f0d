//! The group contract: a cooperative, a house, a cell, a committee, a joint venture and a federation are all this one
//! contract. They differ in who sits in the seats and in what the charter says. A joint venture is a group whose seats
//! are groups; nothing here assumes a depth.

#![deny(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

pub mod action;
mod ballots;
mod cells;
pub mod charter;
pub mod client;
pub mod contract;
pub mod document;
mod documents;
pub mod error;
pub mod events;
mod joint;
pub mod json;
pub mod limits;
pub mod migrations;
pub mod msg;
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
pub mod wallet;

pub use client::GroupClient;
pub use error::ContractError;
