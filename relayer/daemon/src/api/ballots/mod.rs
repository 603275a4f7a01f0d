//! `/api/v1/groups/{address}/proposals/{id}/…`: signed ballots.

mod body;
mod booth;
mod form;
mod keep;
mod keeper;
mod signature;
mod submit;

pub(super) use form::form;
pub(crate) use keeper::Keeper;
pub use signature::{SignatureError, check_signature};
pub(super) use submit::submit;
