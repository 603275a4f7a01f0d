//! `/api/v1/groups/{address}/proposals/{id}/…`: signed ballots.

mod body;
mod booth;
mod form;
mod keep;
mod signature;
mod submit;

pub(super) use form::form;
pub use signature::{SignatureError, check_signature};
pub(super) use submit::submit;
