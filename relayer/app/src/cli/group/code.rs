//! Which of the chain's codes is the group's.

use crate::chain::{Client, CodeInfo};
use crate::cli::CliError;
use crate::embedded;

/// The code that was named; else the one with this program's own checksum; else the only one there is.
pub async fn group_code(client: &Client, named: Option<u64>) -> Result<CodeInfo, CliError> {
    if let Some(id) = named {
        let found = client.code_info(id).await?;
        return found.ok_or_else(|| {
            CliError::refused(format!(
                "there is no code {id} on chain {}",
                client.chain_id()
            ))
        });
    }
    let codes = client.codes().await?;
    let own = embedded::group_code().checksum;
    if let Some(code) = codes.iter().find(|code| code.checksum.0 == own) {
        return Ok(code.clone());
    }
    match codes.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(CliError::refused(format!(
            "chain {} has no code: store the group's code first",
            client.chain_id()
        ))),
        several => {
            let ids: Vec<String> = several.iter().map(|code| code.id.to_string()).collect();
            Err(CliError::refused(format!(
                "name the group's code with --code: chain {} has the codes {}",
                client.chain_id(),
                ids.join(", ")
            )))
        }
    }
}
