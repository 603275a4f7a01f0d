//! `/api/v1/groups/{address}/proposals/{id}/…`: signed ballots.

mod body;
mod booth;
mod form;
mod keep;
mod keeper;
mod submit;

pub(super) use form::form;
pub(crate) use keeper::Keeper;
pub(super) use submit::submit;
