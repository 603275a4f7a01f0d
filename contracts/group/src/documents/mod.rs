//! Documents that a group adopts, version by version.
//!
//! Stored: [`archive`]. Action: [`adopting`]. Answers: [`queries`].

pub(crate) mod adopting;
pub(crate) mod archive;
pub(crate) mod queries;
