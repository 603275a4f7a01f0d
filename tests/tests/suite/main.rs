//! Every story on every host, in one binary, so that linking happens once.

mod in_process;
mod joint_venture;
