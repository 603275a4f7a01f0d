//! The charter in force and those before it. What a charter may say is [`folkmoot_api::charter`].
//!
//! [`charters`] is what is stored, [`amending`] changes it.

pub(crate) mod amending;
pub(crate) mod charters;

pub use folkmoot_api::charter::*;
