//! What is planned, as tables of state and time, and what is never or always planned, as properties.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod plan {
    mod ballots;
    mod properties;
    mod scene;
    mod table;
    mod weights;
}
