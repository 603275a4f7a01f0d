//! The daemon.

use std::sync::Arc;

use folkmoot_chain::clock::SystemClock;
use folkmoot_daemon::config::Config;
use folkmoot_daemon::relay::{self, Signers};
use serde::Serialize;

use crate::args::KeystoreArgs;
use crate::localnet::stop_signal;
use crate::output::{Report, bold};
use crate::{CliError, Output};

#[derive(Debug, Serialize)]
struct Started {
    api: String,
}

/// Runs it until it is told to stop: Ctrl-C, or SIGTERM where there is one.
pub async fn run(config: &Config, output: &mut Output) -> Result<(), CliError> {
    let stop = stop_signal();
    tokio::pin!(stop);
    let signers = signers(config)?;
    // it waits for a node that is gone, and can be stopped all the same
    let started = tokio::select! {
        started = relay::start(config, signers, Arc::new(SystemClock)) => started,
        stopped = &mut stop => return stopped,
    };
    let relay = started.map_err(|error| CliError::other("the relayer can't start", error))?;
    output.tell(&Started {
        api: relay.api_url(),
    })?;
    let stopper = relay.stopper();
    let ended = relay.ended();
    tokio::pin!(ended);
    let ended = tokio::select! {
        ended = &mut ended => ended,
        stopped = &mut stop => {
            stopper.cancel();
            let ended = ended.await;
            stopped?;
            ended
        }
    };
    ended.map_err(|error| CliError::other("the relayer ended", error))
}

/// The keys that the configuration names. One that names none needs no passphrase.
fn signers(config: &Config) -> Result<Signers, CliError> {
    if config.groups.is_empty() && config.carrier.is_none() {
        return Err(CliError::refused(
            "the configuration names no key to sign with: name groups with their keys, or a carrier",
        ));
    }
    let keys = KeystoreArgs {
        keystore: config.keystore.clone(),
        passphrase_file: config.passphrase_file.clone(),
    };
    Ok(Signers::of_keystore(config, &keys.open()?)?)
}

impl Report for Started {
    fn words(&self) -> String {
        format!(
            "{} at {}. Ctrl-C ends it.",
            bold("The relayer runs, its API"),
            self.api
        )
    }
}
