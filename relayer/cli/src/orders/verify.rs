//! `folkmoot verify`.

use std::path::PathBuf;

use clap::Args;
use folkmoot_group::msg::WalletSignature;
use folkmoot_group::wallet::Wallet;
use folkmoot_wallets::signs_typed_data;
use serde::Serialize;

use super::file::SignedFile;
use crate::output::{Report, bad, good, indent};
use crate::{CliError, Output, words};

/// Check signed orders and ballots offline: what they say, and whether their wallets signed that
#[derive(Args, Debug)]
#[command(
    after_help = "No node is asked: whether the wallets are the seat's, and as many as it needs, the chain will say.\n\nExample:\n  folkmoot verify order.json ballot.json"
)]
pub struct VerifyArgs {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Verified {
    files: Vec<Verdict>,
}

/// What is to be said of a file.
#[derive(Debug, Serialize)]
struct Verdict {
    file: PathBuf,
    good: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<u64>,
    signed_by: Vec<Signed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct Signed {
    wallet: Wallet,
    format: &'static str,
}

/// Runs the command.
pub fn run(args: VerifyArgs, output: &mut Output) -> Result<(), CliError> {
    let files: Vec<Verdict> = args.files.into_iter().map(verdict).collect();
    let bad = files.iter().filter(|file| !file.good).count();
    let all = files.len();
    output.tell(&Verified { files })?;
    match bad {
        0 => Ok(()),
        bad => Err(CliError::Failed(format!(
            "{bad} of {all} files are not good"
        ))),
    }
}

fn verdict(path: PathBuf) -> Verdict {
    let mut verdict = Verdict {
        file: path,
        good: false,
        text: None,
        expires: None,
        signed_by: Vec::new(),
        reason: None,
    };
    let file = match SignedFile::read(&verdict.file) {
        Ok(file) => file,
        Err(error) => {
            verdict.reason = Some(error.chain());
            return verdict;
        }
    };
    verdict.text = file.signable().ok().map(|signable| signable.text);
    verdict.expires = Some(file.expires());
    match file.checked() {
        Ok(signed) => {
            verdict.good = true;
            verdict.signed_by = signed.iter().map(format_of).collect();
        }
        Err(error) => verdict.reason = Some(error.to_string()),
    }
    verdict
}

fn format_of(signed: &WalletSignature) -> Signed {
    let is_typed = signs_typed_data(signed).unwrap_or(false);
    let format = match &signed.wallet {
        Wallet::Ethereum(_) if is_typed => "eip712",
        Wallet::Ethereum(_) => "eip191",
        Wallet::Cosmos(_) => "adr036",
        Wallet::Passkey(_) => "passkey",
    };
    Signed {
        wallet: signed.wallet.clone(),
        format,
    }
}

impl Report for Verified {
    fn words(&self) -> String {
        let files: Vec<String> = self.files.iter().map(Verdict::words).collect();
        files.join("\n\n")
    }
}

impl Verdict {
    fn words(&self) -> String {
        let path = self.file.display();
        let mut lines = vec![match &self.reason {
            None => format!("{path}: {}", good("good")),
            Some(reason) => format!("{path}: {}: {}", bad("not good"), words::line(reason)),
        }];
        lines.extend(self.text.as_deref().map(indent));
        let signers = self.signed_by.iter();
        lines.extend(signers.map(|one| format!("Signed by {} ({}).", one.wallet, one.format)));
        lines.join("\n")
    }
}
