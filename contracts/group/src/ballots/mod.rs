//! Ballots: by transaction, signed, and what blocks are resolved by.
//!
//! Ballots are stored in the proposals' book, blocks in [`objections`]; [`vote`] takes them, [`signatures`] checks those that others carry;
//! [`queries`] tells of blocks and earlier versions.

pub(crate) mod objections;
pub(crate) mod queries;
pub(crate) mod signatures;
pub(crate) mod vote;
