//! Carrying decisions out, and whom the group trusts.

use cosmwasm_std::HexBinary;
use folkmoot_rules::Seconds;

use super::{Section, time};
use crate::words::figure::list;

/// How a decision is carried out.
pub fn execution(window: Seconds) -> Section {
    Section::new(
        "When a proposal has passed",
        vec![
            format!(
                "Anybody may have it carried out, once, within {}: all of it or nothing. If it fails, nothing has moved, \
                 and it can be tried again until then.",
                time(window)
            ),
            "Until it is carried out, the same procedure can take it back.".to_owned(),
        ],
    )
}

/// Accounts and code that the charter names.
pub fn section(group_accounts: &[String], trusted_code: &[HexBinary]) -> Section {
    let mut lines = Vec::new();
    if !group_accounts.is_empty() {
        lines.push(format!(
            "Its relayer signs with {}. That signature says that a result is the group's own. It holds no seat and decides \
             nothing.",
            list(group_accounts, "")
        ));
    }
    if !trusted_code.is_empty() {
        let sums: Vec<String> = trusted_code.iter().map(HexBinary::to_hex).collect();
        lines.push(format!(
            "Groups with other code than its own may be linked to it if that code is {}.",
            list(&sums, "")
        ));
    }
    Section::new("Whom it trusts", lines)
}
