//! What is planned, as tables of state and time, and what is never or always planned, as properties.

mod plan {
    mod ballots;
    mod properties;
    mod scene;
    mod table;
    mod weights;
}
