//! Who may send what: each message says so itself, by `#[permission(…)]`.

/// Who may send a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Anybody at all.
    Anybody,
    /// Who founds the group, until it is founded.
    Founder,
    /// The contract itself, in an execution.
    Itself,
    /// Whom the proposal's procedure lets propose, which is found out with the proposal: a seat, or anybody who leaves a
    /// deposit; and the proposer alone for taking it back.
    Proposer,
    /// A core seat: a person with one signature, a linked group or another contract.
    CoreSeat,
    /// A seat that votes itself, so not a group's; whether it was in the electorate, the ballot finds out.
    VotingSeat,
    /// A seat of any standing, but not a group's.
    OwnSeat,
    /// A seat of any standing, also a group's through its contract.
    AnySeat,
    /// A seat of keys.
    KeysSeat,
    /// A representative's seat.
    Representative,
    /// Another group's contract; the link is checked with the message.
    OtherGroup,
}
