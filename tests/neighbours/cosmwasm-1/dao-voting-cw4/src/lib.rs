//! The published contract: linking the crate exports its entry points.

pub use dao_voting_cw4 as published;
