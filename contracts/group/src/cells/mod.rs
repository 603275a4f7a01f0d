//! The group itself: its founding, its subgroups, its end.
//!
//! Stored: [`group`], [`subgroups`]. Messages and actions: [`founding`], [`descent`] for a group below, [`winding`] up what has [`ended`].
//! Answers: [`queries`].

pub(crate) mod descent;
pub(crate) mod ended;
pub(crate) mod founding;
pub(crate) mod group;
pub(crate) mod queries;
pub(crate) mod subgroups;
pub(crate) mod winding;
