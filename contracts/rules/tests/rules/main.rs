//! The rules told as tables and stories, held against a slow model, and their wire formats against golden vectors.

mod address;
mod above;
mod canonical;
mod consent;
mod cycles;
mod deciding;
mod failures;
mod model;
mod properties;
mod reviews;
mod split;
mod story;
mod table;
mod thresholds;
mod timing;
mod vectors;
mod wallets;
mod wire;
