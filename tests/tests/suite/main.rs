//! Every story on every host, in one binary, so that linking happens once.

mod joint_venture;
mod stories;
