//! Groups that decide together: links up and down, fan-out, mirrors and roll-up.
//!
//! [`asks`], [`uplinks`] and [`farewells`] are what is stored; [`links`] and [`parting`] begin and end a link, [`fan_out`] asks groups below,
//! [`mirrors`] opens there what is asked, [`roll_up`] carries the answer back; [`parties`] are the groups that an agreement is among;
//! [`admission`] tells whether a group could be admitted.

pub(crate) mod admission;
pub(crate) mod asks;
pub(crate) mod fan_out;
pub(crate) mod farewells;
pub(crate) mod links;
pub(crate) mod mirrors;
pub(crate) mod parties;
pub(crate) mod parting;
pub(crate) mod roll_up;
pub(crate) mod uplinks;
