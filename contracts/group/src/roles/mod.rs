//! Offices: who holds them, how they are filled, and when they turn.
//!
//! Stored: [`roster`]. Messages and actions: [`filling`], [`nominating`]. Answers: [`queries`].

pub(crate) mod filling;
pub(crate) mod nominating;
pub(crate) mod queries;
pub(crate) mod roster;
