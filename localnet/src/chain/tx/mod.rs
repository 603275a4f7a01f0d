//! Transactions: reading, signatures, checks before execution, execution.

mod amino;
mod ante;
mod decode;
mod message;
mod verify;

pub use ante::{Ante, Mode, Terms, known};
pub use decode::{DecodedTx, MAX_TX_BYTES, decode};
pub use message::Msg;
pub use verify::{Known, Verdict, verify};
