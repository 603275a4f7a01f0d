//! A proposal's life: opened, amended, decided, performed.
//!
//! [`book`] (with [`standing`]) and [`versions`] are what is stored; [`decision`] asks the rules what it comes to; [`propose`], [`amend`],
//! [`decide`] and [`perform`] are the messages; [`content`], [`proposer`] and [`foresight`] check what is proposed; [`queries`] and [`cw3`]
//! tell of it.

pub(crate) mod amend;
pub(crate) mod book;
pub(crate) mod content;
pub(crate) mod cw3;
pub(crate) mod decide;
pub(crate) mod decision;
pub(crate) mod foresight;
pub(crate) mod perform;
pub(crate) mod propose;
pub(crate) mod proposer;
pub(crate) mod queries;
pub(crate) mod standing;
pub(crate) mod versions;
