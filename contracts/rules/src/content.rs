//! The content hash: what a ballot is a ballot on.

use folkmoot_wire::{Encode, to_json};
use sha2::{Digest, Sha256};

use crate::canonical::{CanonicalError, canonical};

/// A proposal's text, or its hash where the text is not kept in state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextRef<'a> {
    /// The text itself.
    Text(&'a str),
    /// The sha-256 of the text.
    Sha256([u8; 32]),
}

/// What does not change within a version of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content<'a, A> {
    /// The version, from 1.
    pub version: u32,
    /// The title.
    pub title: &'a str,
    /// The text or its hash.
    pub text: TextRef<'a>,
    /// The actions in order.
    pub actions: &'a [A],
}

/// The sha-256 of the content's canonical JSON: `{"actions":[…],"text":"…","title":"…","version":1}`, with
/// `"text_sha256"` in place of `"text"` where only the hash is kept.
pub fn content_hash<A: Encode>(content: &Content<'_, A>) -> Result<[u8; 32], CanonicalError> {
    let (text, text_sha256) = match content.text {
        TextRef::Text(text) => (Some(text), None),
        TextRef::Sha256(hash) => (None, Some(hex::encode(hash))),
    };
    let json = canonical(&to_json(&Hashed {
        version: content.version,
        title: content.title,
        text,
        text_sha256,
        actions: content.actions,
    }))?;
    Ok(Sha256::digest(json).into())
}

#[derive(Encode)]
struct Hashed<'a, A> {
    version: u32,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_sha256: Option<String>,
    actions: &'a [A],
}
