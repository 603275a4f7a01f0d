//! What each message does. A handler reads load → pure call → save → event. None is inlined into the dispatcher: a chain
//! refuses functions with more than 100 local variables.

pub mod allowance;
pub mod amend;
pub mod charter;
pub mod concerns;
mod content;
pub mod decide;
pub mod delegate;
pub mod deposits;
pub(crate) mod documents;
pub mod fan_out;
pub mod farewells;
mod foresight;
pub mod found;
pub mod houses;
pub mod links;
mod mirrors;
pub mod notices;
pub mod orders;
pub(crate) mod parties;
pub mod payouts;
pub mod perform;
pub mod propose;
pub(crate) mod proposer;
pub mod refer;
pub mod roles;
pub mod roll_up;
pub mod seats;
pub(crate) mod signatures;
pub mod stakes;
pub(crate) mod subgroups;
pub mod treasury;
pub mod veto;
pub mod vote;
pub mod wallets;
pub mod weights;
pub mod winding;

/// A neighbour's error, cut to what is kept, at a character's end.
pub(crate) fn shortened(mut reason: String) -> String {
    let mut end = crate::limits::MAX_FAILURE.min(reason.len());
    while !reason.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    reason.truncate(end);
    reason
}
