//! Bad input: every class of it is refused by name, and changes nothing.
