//! The built program, run as people and scripts run it, against an embedded chain that it runs itself.
#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

#[path = "../../wallets/tests/doubles/mod.rs"]
mod doubles;

mod cli {
    mod alone;
    mod cells;
    mod charters;
    mod deciding;
    mod demo;
    mod deploy;
    mod founding;
    mod houses;
    mod joint_venture;
    mod keys;
    mod localnet;
    mod members;
    mod orders;
    pub mod program;
    mod relay;
    mod treasury;
}
