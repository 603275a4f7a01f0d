//! A proposal's life: opened, amended, decided, performed.
//!
//! Stored: [`book`] keeps each [`proposal`] and where it stands ([`standing`]), [`versions`] what it was before. Messages:
//! [`propose`], [`amend`], [`decide`], [`perform`]. Each action is checked, foreseen and done in [`actions`], which calls the
//! topics; [`content`] checks the rest of what is proposed, [`proposer`] by whom, [`foresight`] looks at how things are today,
//! and [`rescind`] takes back what was decided. [`electorate`] says what a seat weighs in it, [`decision`] asks the rules what it
//! comes to. Answers: [`queries`], [`cw3`].

pub(crate) mod actions;
pub(crate) mod amend;
pub(crate) mod book;
pub(crate) mod content;
pub(crate) mod cw3;
pub(crate) mod decide;
pub(crate) mod decision;
pub(crate) mod electorate;
pub(crate) mod foresight;
pub(crate) mod perform;
pub(crate) mod proposal;
pub(crate) mod propose;
pub(crate) mod proposer;
pub(crate) mod queries;
pub(crate) mod rescind;
pub(crate) mod standing;
pub(crate) mod versions;
