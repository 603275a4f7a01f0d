//! Houses that review this group's decisions, and groups whose decisions it reviews.
//!
//! [`houses`] is what is stored; [`linking`] begins and ends a review, [`refer`] submits decisions to houses, [`notices`], [`concerns`] and
//! [`veto`] are the house's side; [`queries`] tells of all.

pub(crate) mod concerns;
pub(crate) mod houses;
pub(crate) mod linking;
pub(crate) mod notices;
pub(crate) mod queries;
pub(crate) mod refer;
pub(crate) mod veto;
