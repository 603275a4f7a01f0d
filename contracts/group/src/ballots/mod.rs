//! Ballots: by transaction and signed, and the objections among them.
//!
//! Stored: [`objections`]; ballots themselves in the proposals' book. Messages: [`vote`], with [`signatures`] for those that others carry.
//! Answers: [`queries`], of objections and earlier versions.

pub(crate) mod objections;
pub(crate) mod queries;
pub(crate) mod signatures;
pub(crate) mod vote;
