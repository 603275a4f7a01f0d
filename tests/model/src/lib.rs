//! Model checking: every order of calls, losses, repetitions and passing time, searched through with the contract's own
//! code on a chain that is small enough to be a state.
//!
//! A relayer has nothing but calls that anybody may make, and none of them says what was decided. So two relayers with
//! stale views, that crash, repeat themselves and lose messages, are covered by: any of two callers, any call, in any
//! state, any number of times or never.

mod chain;
pub mod joint;
mod parts;
mod querier;
pub mod referred;
pub mod search;
mod store;

pub use chain::{Chain, account, group};
