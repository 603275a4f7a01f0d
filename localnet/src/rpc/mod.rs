//! CometBFT's RPC as a transport: JSON-RPC by POST, URIs by GET, and a websocket.
//!
//! Nothing here knows a chain. Requests become a [`Method`], a [`Backend`] answers with JSON, and
//! what happens in between arrives as [`Notice`]s for those who subscribed.

mod backend;
mod envelope;
mod http;
mod method;
mod params;
mod query;
mod server;
mod socket;
mod subscriptions;
mod uri;

pub use backend::{Backend, Notice};
pub use envelope::RpcError;
pub use method::Method;
pub use params::{Bytes, Count, Hex, Number, Page, part_size};
pub use query::Query;
pub use server::serve;
