//! The chain's key-value state, how changes to it are undone, and layers above it.

mod journal;
mod layer;

pub use journal::{Journal, Store};
pub use layer::{Changes, Layer, apply, next_prefix};
