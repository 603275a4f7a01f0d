//! Orders and ballots that travel as files: `folkmoot sign`, `folkmoot verify` and `folkmoot carry`.

mod acts;
mod carry;
mod file;
mod sign;
mod verify;

pub use carry::{CarryArgs, run as carry};
pub use sign::{SignArgs, run as sign};
pub use verify::{VerifyArgs, run as verify};
