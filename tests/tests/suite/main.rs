//! Every story on every host, in one binary, so that linking happens once.

mod architecture;
mod fellowship;
mod four_nodes;
mod joint_venture;
mod stories;
mod traceability;
mod two_houses;
mod wasmd;
mod witness;
