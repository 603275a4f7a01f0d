//! The group itself: founding, subgroups, and its end.
//!
//! [`group`] and [`subgroups`] are what is stored; [`founding`] begins a group, [`descent`] founds one below, [`winding`] ends one;
//! [`queries`] tells of it.

pub(crate) mod descent;
pub(crate) mod founding;
pub(crate) mod group;
pub(crate) mod queries;
pub(crate) mod subgroups;
pub(crate) mod winding;
