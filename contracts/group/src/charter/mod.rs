//! The charter in force and those before it. What a charter may say is [`folkmoot_api::charter`].
//!
//! Stored: `charters`. Action: `amending`; `agreed` is what a charter must fit.

pub(crate) mod agreed;
pub(crate) mod amending;
pub(crate) mod charters;

pub use folkmoot_api::charter::*;
