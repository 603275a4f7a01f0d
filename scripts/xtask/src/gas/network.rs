//! The network that is measured on.

/// Where a chain is and whose account pays there.
pub struct Network {
    /// The address of a node.
    pub node: String,
    /// The prefix of its addresses.
    pub prefix: String,
    /// The denomination of fees.
    pub denom: String,
    /// The mnemonic of its accounts.
    pub mnemonic: String,
    /// Where in it an account with coins is.
    pub purse: String,
    /// Where in it the account is that holds the stake, and so decides what is pinned.
    pub validator: String,
}
