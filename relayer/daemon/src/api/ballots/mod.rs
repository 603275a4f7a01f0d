//! `/api/v1/groups/{address}/proposals/{id}/…`: signed ballots.

mod body;
mod booth;
mod form;
mod keep;
mod keeper;
mod submit;

use axum::Router;
use axum::routing::{get, post};

use super::Shared;
pub(crate) use keeper::Keeper;

/// The paths below a proposal.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/api/v1/groups/{address}/proposals/{id}/ballots",
            post(submit::submit),
        )
        .route(
            "/api/v1/groups/{address}/proposals/{id}/ballot-form",
            get(form::form),
        )
}
