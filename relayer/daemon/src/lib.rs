//! The relayer: it reads every block, does what is due and takes signed ballots. What is due is decided in
//! [`folkmoot_plan`], what is remembered lies in [`folkmoot_store`], and the chain is behind [`folkmoot_chain`].
//!
//! The doors: a [`config::Config`] says all that it needs, [`relay::start`] runs it, [`log::start`] has it tell what it
//! does. A duty is a file in [`duty`], an endpoint a file in [`api`].

pub mod api;
pub mod config;
pub mod duty;
pub mod health;
pub mod log;
pub mod metrics;
pub mod relay;
