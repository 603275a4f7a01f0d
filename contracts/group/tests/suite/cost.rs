//! What a vote costs: keys and bytes.
