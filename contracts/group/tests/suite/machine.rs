//! The state machine: random stories, checked after every step.
