//! Stories written against the traits alone, so that each runs on every backend.

pub mod ballot;
pub mod crash;
pub mod cursor;
pub mod duty;
pub mod group;
