//! What a group's contract says and understands: messages and who may send them, actions, charters, documents, answers,
//! events and errors, with their limits. It knows no storage: the contract is built on it, and so is whoever talks to one.

#![deny(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

pub mod action;
pub mod charter;
pub mod client;
pub mod document;
pub mod error;
pub mod events;
pub mod json;
pub mod limits;
pub mod msg;
pub mod permission;
pub mod wallet;

pub use client::GroupClient;
pub use error::ContractError;
