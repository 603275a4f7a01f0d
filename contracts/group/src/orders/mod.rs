//! Signed orders: what a seat may do by transaction, carried by anybody.
//!
//! [`carried`] is what is stored, [`carrying`] performs them.

pub(crate) mod carried;
pub(crate) mod carrying;
