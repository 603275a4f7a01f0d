//! The golden vectors in `schema/vectors`, which other implementations made, hold on the chain as well.

use cosmwasm_std::{Api, HexBinary};
use folkmoot_group::msg::{ProposalSpec, Text};
use folkmoot_rules::{ethereum_address, is_low_s};
use serde::Deserialize;

use super::Trio;
use crate::world::spec;

const BALLOTS: &str = include_str!("../../../../../schema/vectors/ballots.json");
const CONTENT: &str = include_str!("../../../../../schema/vectors/content.json");

#[derive(Deserialize)]
struct Ballots {
    eip712: Vec<Signed>,
}

#[derive(Deserialize)]
struct Signed {
    name: String,
    digest: HexBinary,
    signer: HexBinary,
    signature: HexBinary,
    verdict: String,
}

#[derive(Deserialize)]
struct Contents {
    content: Vec<Hashed>,
}

#[derive(Deserialize)]
struct Hashed {
    name: String,
    content: Content,
    sha256: HexBinary,
}

#[derive(Deserialize)]
struct Content {
    title: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    text_sha256: Option<HexBinary>,
    actions: Vec<serde_json::Value>,
    version: u32,
}

/// The chain's own recovery gives the signers that the wallets had, and refuses what they did not sign.
#[test]
fn the_chain_recovers_the_signers_of_the_golden_ballots() {
    let trio = Trio::new();
    let vectors: Ballots = serde_json::from_str(BALLOTS).unwrap();
    assert!(vectors.eip712.len() > 3);
    for Signed {
        name,
        digest,
        signer,
        signature,
        verdict,
    } in vectors.eip712
    {
        let (rs, v) = signature.split_at(64);
        let recovered = trio.world.app(|app| {
            let recovery = v[0].saturating_sub(27);
            app.api().secp256k1_recover_pubkey(&digest, rs, recovery)
        });
        let address = recovered.ok().and_then(|key| ethereum_address(&key).ok());
        let is_signers = address.is_some_and(|address| address.as_slice() == signer.as_slice());
        let told = match (is_signers, is_low_s(rs)) {
            (true, true) => "accepted",
            (true, false) => "high_s",
            (false, _) => "other_signer",
        };
        assert_eq!(told, verdict, "{name}");
    }
}

/// The contract gives content the hash that other implementations give it.
#[test]
fn the_contract_hashes_the_golden_content() {
    let trio = Trio::new();
    let vectors: Contents = serde_json::from_str(CONTENT).unwrap();
    let mut count = 0;
    for Hashed {
        name,
        content,
        sha256,
    } in vectors.content
    {
        // actions in vectors need not be the contract's
        if !content.actions.is_empty() || content.version != 1 {
            continue;
        }
        let text = match (content.text, content.text_sha256) {
            (Some(text), _) => Text::Stored(text),
            (None, Some(sha256)) => Text::Linked {
                uri: "https://example.org".into(),
                sha256,
            },
            (None, None) => Text::None,
        };
        let proposal = ProposalSpec {
            text,
            ..spec(&content.title, vec![])
        };
        let proposal = trio.ann.proposes_spec(&trio.group, proposal);
        assert_eq!(proposal.view().content_hash, sha256, "{name}");
        count += 1;
    }
    assert!(count > 0, "no vector without actions");
}
