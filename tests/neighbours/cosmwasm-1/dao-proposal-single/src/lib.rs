//! The published contract: linking the crate exports its entry points.

pub use dao_proposal_single as published;
