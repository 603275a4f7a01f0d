//! `folkmoot deploy`: a whole federation out of one file. Everything is checked before anything is sent; every address is
//! known before its group is founded; and whatever was done before is found on the chain, so that the same command goes
//! on where it was interrupted, and does nothing where all is done.

mod decisions;
mod deployment;
mod federation;
mod file;
mod manifest;
mod order;
mod rehearsal;
mod seat;
mod steps;
mod words;

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::SignArgs;
use super::code::{CodeArgs, find};
use super::session::Session;
use super::{CliError, Output};
use deployment::Deployment;
use federation::{Federation, in_group};
use steps::Step;

/// Found a whole federation of groups from a file, and go on where that was interrupted
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  folkmoot deploy federation.toml --wasm folkmoot_group.wasm --dry-run"
)]
pub struct DeployArgs {
    /// The federation: groups with charters, seats, links, representatives and first deposits, as TOML
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where it is written down what is where [default: FILE with .manifest.json]
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    #[command(flatten)]
    code: CodeArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// Runs the command.
pub async fn run(args: DeployArgs, output: &mut Output) -> Result<(), CliError> {
    let beside = args.file.parent().unwrap_or(Path::new("."));
    let federation = Federation::of(file::read(&args.file)?, beside)?;
    let session = Session::open(&args.sign).await?;
    let chain_id = session.client.chain_id();
    rehearsal::rehearse(&federation, &args.sign.chain.prefix, chain_id)?;
    let code = find(&session.client, &args.code).await?;
    let path = args.manifest.clone();
    let path = path.unwrap_or_else(|| args.file.with_extension("manifest.json"));
    let mut deployment = Deployment::of(&session, &federation, path, &code)?;
    deployment.check().await?;
    let code = deployment.store(code, output).await?;
    for group in &federation.groups {
        let founded = deployment.found(group, &code, output).await;
        founded.map_err(|error| in_group(&group.name, &error))?;
    }
    let complete = deployment.decide(output).await?;
    output.tell(&Step::Done {
        manifest: deployment.end(),
        complete,
        dry_run: session.dry_run,
    })
}
