//! The `folkmoot` command: see [`folkmoot::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    folkmoot::cli::main()
}
