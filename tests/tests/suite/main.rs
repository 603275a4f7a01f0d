//! Every story on every host, in one binary, so that linking happens once.

mod architecture;
mod four_nodes;
mod joint_venture;
mod stories;
mod traceability;
mod wasmd;
mod witness;
