//! Documents that a group adopts, version by version.
//!
//! [`archive`] is what is stored, [`adopting`] adds to it, [`queries`] tells of it.

pub(crate) mod adopting;
pub(crate) mod archive;
pub(crate) mod queries;
