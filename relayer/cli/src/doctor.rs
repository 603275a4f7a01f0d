//! `folkmoot doctor`: everything a member or a relayer needs, one line each, and what to mend.

mod checks;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::args::{ChainArgs, KeystoreArgs};
use super::code::CodeArgs;
use super::output::{Report, bad, good, warn};
use super::{CliError, Output};

/// Check node, code, keys, balances, database and clock, and say what to mend
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot doctor --config relayer.toml")]
pub struct DoctorArgs {
    /// Check what a relayer with this configuration needs
    #[arg(
        long,
        value_name = "FILE",
        env = "FOLKMOOT_CONFIG",
        hide_env_values = true
    )]
    config: Option<PathBuf>,
    #[command(flatten)]
    code: CodeArgs,
    /// The chain id that is expected
    #[arg(long, value_name = "ID")]
    chain_id: Option<String>,
    /// The denomination that fees are paid in
    #[arg(long, env = "FOLKMOOT_DENOM", default_value = "ustake", hide = true)]
    denom: String,
    #[command(flatten)]
    keys: KeystoreArgs,
    #[command(flatten)]
    chain: ChainArgs,
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Health {
    Well,
    Look,
    Broken,
}

#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    health: Health,
    found: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<String>,
}

#[derive(Debug, Serialize)]
struct Checkup {
    well: bool,
    checks: Vec<Check>,
}

impl Check {
    fn well(name: &'static str, found: impl Into<String>) -> Self {
        Self {
            name,
            health: Health::Well,
            found: found.into(),
            mend: None,
        }
    }

    fn broken(name: &'static str, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            name,
            health: Health::Broken,
            found: found.into(),
            mend: Some(mend.into()),
        }
    }

    fn look(name: &'static str, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            health: Health::Look,
            ..Self::broken(name, found, mend)
        }
    }
}

/// Runs the command.
pub async fn run(args: DoctorArgs, output: &mut Output) -> Result<(), CliError> {
    let mut checks = Vec::new();
    checks::all(args, &mut checks).await;
    let well = checks.iter().all(|check| check.health != Health::Broken);
    output.tell(&Checkup { well, checks })?;
    if well {
        Ok(())
    } else {
        Err(CliError::Failed("something is broken".to_owned()))
    }
}

impl Report for Checkup {
    fn words(&self) -> String {
        let mut lines = Vec::new();
        for check in &self.checks {
            let mark = match check.health {
                Health::Well => good("well  "),
                Health::Look => warn("look  "),
                Health::Broken => bad("broken"),
            };
            lines.push(format!("{mark}  {}: {}", check.name, check.found));
            lines.extend(check.mend.iter().map(|mend| format!("        → {mend}")));
        }
        lines.join("\n")
    }
}
