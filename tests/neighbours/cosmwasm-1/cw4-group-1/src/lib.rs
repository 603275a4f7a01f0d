//! The published contract: linking the crate exports its entry points.

pub use cw4_group as published;
