//! Places where a process may die, so that tests can make it die there.

use futures::future::BoxFuture;

/// A place between two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Point {
    /// A ballot is kept, its receipt not given out yet.
    BallotKept,
    /// Duties are written down as running, nothing was done.
    Claimed,
    /// A transaction is signed and written down, not sent yet.
    Signed,
    /// A transaction is in a block, nothing else is known of it.
    Included,
    /// A duty is done, not written down as done yet.
    Performed,
    /// A block was read, the cursor not moved yet.
    BlockRead,
}

impl Point {
    /// All places.
    pub const ALL: [Self; 6] = [
        Self::BallotKept,
        Self::Claimed,
        Self::Signed,
        Self::Included,
        Self::Performed,
        Self::BlockRead,
    ];
}

/// Is told whenever the relayer comes to such a place. An answer that never comes is a process that has died there.
pub trait Faults: Send + Sync {
    /// The relayer is there.
    fn reach(&self, point: Point) -> BoxFuture<'_, ()>;
}

/// Nothing happens anywhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFaults;

impl Faults for NoFaults {
    fn reach(&self, _point: Point) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
