//! The published contract: linking the crate exports its entry points.

pub use dao_dao_core as published;
