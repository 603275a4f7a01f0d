//! The rules told as tables and stories, held against a slow model, and their wire formats against golden vectors.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod above;
mod absence;
mod address;
mod canonical;
mod consent;
mod cycles;
mod deciding;
mod failures;
mod few;
mod model;
mod properties;
mod reviews;
mod signed;
mod split;
mod story;
mod table;
mod texts;
mod thresholds;
mod timing;
mod vectors;
mod wallets;
mod wire;
