//! Native contracts, and how an uploaded wasm file is matched with one of them.
//!
//! The chain runs no wasm. A file carries a custom section `folkmoot.contract` holding the JSON
//! `{"name":"…","version":"…"}`; the native contract of that name and version runs in its place.

use std::io::Read;

use cosmwasm_std::Empty;
use cw_multi_test::Contract;
use serde::Deserialize;

use crate::chain::error::{AbciError, Kind};

/// Name of the section that says which contract a file is.
pub const SECTION: &str = "folkmoot.contract";
/// wasmd's limit for code, packed or not.
pub const MAX_WASM: usize = 800 * 1024;

/// A native contract that stands for wasm code.
pub struct Native {
    /// Name of the contract.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The contract.
    pub contract: Box<dyn Contract<Empty>>,
}

/// What the section of a file says.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Label {
    /// Name of the contract.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Unpacks an uploaded file if it is packed, and finds out which contract it is.
pub fn recognise(file: &[u8], known: &[Native]) -> Result<(Vec<u8>, Label), AbciError> {
    if file.is_empty() {
        let empty = "code bytes is required: empty";
        return Err(AbciError::new(Kind::InvalidRequest, empty));
    }
    if file.len() > MAX_WASM {
        let long = format!("code bytes cannot be longer than {MAX_WASM} bytes: exceeds limit");
        return Err(AbciError::new(Kind::InvalidRequest, long));
    }
    let wasm = unpack(file)?;
    let label = label(&wasm).map_err(|reason| refuse(&reason, known))?;
    let fits = |native: &&Native| native.name == label.name && native.version == label.version;
    match known.iter().find(fits) {
        Some(_) => Ok((wasm, label)),
        None => {
            let reason = format!("no native contract {} {}", label.name, label.version);
            Err(refuse(&reason, known))
        }
    }
}

fn refuse(reason: &str, known: &[Native]) -> AbciError {
    let names: Vec<String> = known
        .iter()
        .map(|native| format!("{} {}", native.name, native.version))
        .collect();
    let detail = format!(
        "{reason}; this chain runs native contracts only and knows: {}",
        names.join(", ")
    );
    AbciError::new(Kind::CreateFailed, detail)
}

fn unpack(file: &[u8]) -> Result<Vec<u8>, AbciError> {
    if !file.starts_with(&[0x1f, 0x8b, 0x08]) {
        return Ok(file.to_vec());
    }
    let limit = u64::try_from(MAX_WASM).unwrap_or(u64::MAX);
    let mut wasm = Vec::new();
    // one byte more than allowed, to tell "exactly the limit" from "above it"
    let mut unpacked = flate2::read::GzDecoder::new(file).take(limit.saturating_add(1));
    let read = unpacked.read_to_end(&mut wasm);
    let problem = match read {
        Err(error) => error.to_string(),
        Ok(_) if wasm.len() > MAX_WASM => format!("{MAX_WASM}: exceeds limit"),
        Ok(_) => return Ok(wasm),
    };
    let detail = format!("uncompress wasm archive: {problem}");
    Err(AbciError::new(Kind::CreateFailed, detail))
}

/// Reads the label out of a wasm file.
fn label(wasm: &[u8]) -> Result<Label, String> {
    let mut rest = wasm
        .strip_prefix(b"\0asm\x01\0\0\0")
        .ok_or("not a wasm file of version 1")?;
    while let Some((id, after)) = rest.split_first() {
        let (size, after) = leb(after).ok_or("a section has no size")?;
        let (body, after) = after
            .split_at_checked(size)
            .ok_or("a section is longer than the file")?;
        rest = after;
        if *id != 0 {
            continue;
        }
        let (length, named) = leb(body).ok_or("a custom section has no name")?;
        let (name, content) = named
            .split_at_checked(length)
            .ok_or("a custom section's name is longer than the section")?;
        if name == SECTION.as_bytes() {
            return serde_json::from_slice(content)
                .map_err(|error| format!("section {SECTION} is not name and version: {error}"));
        }
    }
    Err(format!("the file has no custom section {SECTION}"))
}

/// An unsigned LEB128 number of at most 32 bits, and what follows it.
fn leb(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0_u64;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        number |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((usize::try_from(number).ok()?, bytes.get(index + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(section: &str, content: &str) -> Vec<u8> {
        let mut body = vec![u8::try_from(section.len()).unwrap()];
        body.extend(section.bytes());
        body.extend(content.bytes());
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        // an empty type section first, so that skipping is tried as well
        wasm.extend([1, 1, 0, 0, u8::try_from(body.len()).unwrap()]);
        wasm.extend(body);
        wasm
    }

    #[test]
    fn finds_the_label_among_other_sections() {
        let wasm = file(SECTION, r#"{"name":"group","version":"1.0.0"}"#);
        assert_eq!(label(&wasm).unwrap().name, "group");
    }

    #[test]
    fn unknown_files_are_refused_with_the_reason() {
        for (bytes, reason) in [
            (b"hello".to_vec(), "not a wasm file"),
            (file("other", "x"), "no custom section"),
            (file(SECTION, "x"), "not name and version"),
            (
                file(SECTION, r#"{"name":"a","version":"2"}"#),
                "no native contract a 2",
            ),
            (b"\0asm\x01\0\0\0\0\xff".to_vec(), "no size"),
            (b"\0asm\x01\0\0\0\0\x7f".to_vec(), "longer than the file"),
        ] {
            let refused = recognise(&bytes, &[]).err().unwrap();
            assert!(refused.log().contains(reason), "{refused}");
            assert_eq!(refused.kind(), Kind::CreateFailed);
        }
        assert_eq!(recognise(&[], &[]).err().unwrap().code(), 18);
        assert_eq!(
            recognise(&vec![0; MAX_WASM + 1], &[]).err().unwrap().code(),
            18
        );
    }

    #[test]
    fn archives_that_blow_up_are_refused() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&vec![0; 8 * MAX_WASM]).unwrap();
        let bomb = packer.finish().unwrap();
        let refused = recognise(&bomb, &[]).err().unwrap();
        assert!(refused.log().contains("exceeds limit"), "{refused}");
    }
}
