//! Which of the chain's codes is the group's, and storing it where there is none.

use std::path::{Path, PathBuf};

use clap::Args;
use folkmoot_chain::{Checksum, Client, CodeInfo, attribute, gzipped, store_code};
use sha2::{Digest, Sha256};

use super::CliError;
use super::session::{Sent, Session};

/// Which code is the group's.
#[derive(Args, Debug, Clone, Default)]
pub struct CodeArgs {
    /// The id of the group's code; else it is found
    #[arg(long, env = "FOLKMOOT_CODE", value_name = "ID", hide_env_values = true)]
    pub code: Option<u64>,
    /// Its wasm file, to find the code by its checksum, or to store it where one founds
    #[arg(
        long,
        env = "FOLKMOOT_WASM",
        value_name = "FILE",
        hide_env_values = true
    )]
    pub wasm: Option<PathBuf>,
}

/// The group's code, or that it has to be stored first.
#[derive(Debug, Clone)]
pub enum Code {
    /// It is there.
    Stored(CodeInfo),
    /// It is not, and this is its wasm.
    Missing {
        /// Its bytes.
        wasm: Vec<u8>,
        /// Their checksum.
        checksum: Checksum,
    },
}

impl Code {
    /// Its checksum.
    pub fn checksum(&self) -> Checksum {
        match self {
            Self::Stored(code) => code.checksum,
            Self::Missing { checksum, .. } => *checksum,
        }
    }

    /// The code as if it were stored, to compute addresses with.
    pub fn info(&self) -> CodeInfo {
        match self {
            Self::Stored(code) => code.clone(),
            Self::Missing { checksum, .. } => CodeInfo {
                id: 0,
                creator: String::new(),
                checksum: *checksum,
            },
        }
    }
}

/// Whether the chain that runs this code is an embedded one: there a group opens proposals at once, elsewhere from the
/// block after its founding on.
pub fn is_native(code: &CodeInfo) -> bool {
    code.checksum.0 == folkmoot_embedded::group_code().checksum
}

/// The code that was named; else the embedded chain's own; else that of the wasm file; else the only one there is.
pub async fn group_code(client: &Client, args: &CodeArgs) -> Result<CodeInfo, CliError> {
    match find(client, args).await? {
        Code::Stored(code) => Ok(code),
        Code::Missing { checksum, .. } => Err(CliError::refused(format!(
            "chain {} has no code {checksum}: `folkmoot deploy` and `folkmoot group create` store it",
            client.chain_id()
        ))),
    }
}

/// The same, or that it is to be stored. A chain that runs the group natively takes no wasm and needs none.
pub async fn find(client: &Client, args: &CodeArgs) -> Result<Code, CliError> {
    if let Some(id) = args.code {
        return named(client, id).await.map(Code::Stored);
    }
    let codes = client.codes().await?;
    if let Some(code) = codes.iter().find(|code| is_native(code)) {
        return Ok(Code::Stored(code.clone()));
    }
    let Some(path) = &args.wasm else {
        return only(client, &codes).map(Code::Stored);
    };
    let (wasm, checksum) = wasm(path)?;
    let found = codes.into_iter().find(|code| code.checksum == checksum);
    Ok(found.map_or(Code::Missing { wasm, checksum }, Code::Stored))
}

async fn named(client: &Client, id: u64) -> Result<CodeInfo, CliError> {
    let found = client.code_info(id).await?;
    found.ok_or_else(|| {
        let chain = client.chain_id();
        CliError::refused(format!("there is no code {id} on chain {chain}"))
    })
}

fn only(client: &Client, codes: &[CodeInfo]) -> Result<CodeInfo, CliError> {
    let chain = client.chain_id();
    match codes {
        [only] => Ok(only.clone()),
        [] => Err(CliError::refused(format!(
            "chain {chain} has no code: name the group's wasm file with --wasm where you found a group"
        ))),
        several => {
            let ids: Vec<String> = several.iter().map(|code| code.id.to_string()).collect();
            let ids = ids.join(", ");
            Err(CliError::refused(format!(
                "name the group's code with --code: chain {chain} has the codes {ids}"
            )))
        }
    }
}

/// Stores the code unless it is there.
pub async fn stored(session: &Session, code: Code) -> Result<CodeInfo, CliError> {
    let (wasm, checksum) = match code {
        Code::Stored(code) => return Ok(code),
        Code::Missing { wasm, checksum } => (wasm, checksum),
    };
    let packed = gzipped(&wasm)?;
    let sent = session
        .send(vec![store_code(&session.address, packed)])
        .await?;
    let id = attribute(sent.events(), "store_code", "code_id").and_then(|id| id.parse().ok());
    match (&sent, id) {
        (Sent::Included(_), Some(id)) => Ok(CodeInfo {
            id,
            creator: session.address.clone(),
            checksum,
        }),
        _ => Err(CliError::refused(format!(
            "code {checksum} was stored, and the chain does not say by which number"
        ))),
    }
}

fn wasm(path: &Path) -> Result<(Vec<u8>, Checksum), CliError> {
    const MAGIC: &[u8] = b"\0asm";
    let wasm = std::fs::read(path).map_err(CliError::file(path))?;
    if !wasm.starts_with(MAGIC) {
        return Err(CliError::Content {
            path: path.to_owned(),
            what: "wasm file",
            reason: "it does not begin as one".to_owned(),
        });
    }
    let checksum = Checksum(Sha256::digest(&wasm).into());
    Ok((wasm, checksum))
}
