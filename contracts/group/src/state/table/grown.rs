//! What stored types looked like in the version before this one.

use folkmoot_wire::Grown;

/// Types that may have grown since, with the number of fields that they had. New fields stand at their ends, with a default;
/// a variant goes by its own name.
pub(super) const FIELDS: Grown = &[
    ("Asked", 1),
    ("Asks", 1),
    ("CharterSpec", 9),
    ("Group", 4),
    ("Mirror", 6),
    ("Procedure", 4),
    ("Progress", 7),
    ("Proposal", 13),
    ("RollUp", 3),
    ("Round", 4),
    ("Seat", 14),
    ("Standing", 3),
    ("StoredBallot", 6),
    ("Totals", 5),
    ("TreasurySums", 2),
    ("Uplink", 2),
    ("UpstreamPolicy", 2),
];
