//! The embedded chain next to wasmd: the same requests to both, and the shapes of the answers compared.
//!
//! The tests of this crate hold the requests, and the table of what may differ with the reasons.

pub mod chain;
pub mod draft;
pub mod pair;
pub mod report;
pub mod shape;
pub mod socket;
