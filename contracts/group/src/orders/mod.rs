//! Signed orders: what a seat may do by transaction, carried by anybody.
//!
//! Stored: [`carried`]. Messages: [`carrying`].

pub(crate) mod carried;
pub(crate) mod carrying;
