//! Offices: who holds them, how they are filled, and when they turn.
//!
//! [`roster`] is what is stored, [`filling`] and [`nominating`] change it, [`queries`] tells of it.

pub(crate) mod filling;
pub(crate) mod nominating;
pub(crate) mod queries;
pub(crate) mod roster;
