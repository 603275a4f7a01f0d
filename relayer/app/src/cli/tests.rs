//! The whole command line, as clap reads it.

use clap::CommandFactory;

use super::*;

#[test]
fn the_arguments_are_sound() {
    Cli::command().debug_assert();
}
