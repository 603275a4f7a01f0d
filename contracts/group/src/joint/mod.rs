//! Groups that decide together: links up and down, fan-out, mirrors and roll-up.
//!
//! Stored: [`asks`], [`uplinks`], [`farewells`] with how they are said. Messages, actions and replies: [`links`] begin and end by a
//! [`handshake`], [`parting`] lets go of what has ended, [`upstream`] acts in a group above, [`fan_out`] asks groups below and opens
//! [`mirrors`], [`roll_up`] carries the answer up. [`kin`] tells which contracts may be linked and are, [`parties`] between which groups a
//! proposal is. Answers: [`admission`].

pub(crate) mod admission;
pub(crate) mod asks;
pub(crate) mod fan_out;
pub(crate) mod farewells;
pub(crate) mod handshake;
pub(crate) mod kin;
pub(crate) mod links;
pub(crate) mod mirrors;
pub(crate) mod parties;
pub(crate) mod parting;
pub(crate) mod roll_up;
pub(crate) mod uplinks;
pub(crate) mod upstream;
