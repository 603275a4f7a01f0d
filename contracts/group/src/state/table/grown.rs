//! What stored types looked like in the version before this one.

/// Types that may have grown since, with the number of fields that they had. New fields stand at their ends, with a default;
/// a variant goes by its own name.
const FIELDS: [(&str, usize); 17] = [
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

/// How many fields a type had, where it has more by now.
pub(super) fn fields_before(name: &str) -> Option<usize> {
    let found = FIELDS.iter().find(|(grown, _)| *grown == name);
    found.map(|(_, fields)| *fields)
}
