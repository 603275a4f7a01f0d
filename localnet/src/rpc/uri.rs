//! Parameters in URIs, which CometBFT reads by the type that the method wants.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A parameter as it would stand in JSON: numbers bare, texts in quotes, bytes as `0x` and hex or as a quoted text.
pub fn value(method: &str, name: &str, text: &str) -> Result<Value, String> {
    let is_number = text
        .strip_prefix('-')
        .unwrap_or(text)
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    if is_number && !text.is_empty() {
        return Ok(Value::from(text));
    }
    let quoted = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let in_hex = (method, name) == ("abci_query", "data") || method == "header_by_hash";
    let is_bytes = in_hex || matches!(name, "tx" | "hash");
    if let Some(quoted) = quoted {
        // the bytes of the text are meant
        return Ok(match (is_bytes, in_hex) {
            (true, true) => Value::from(hex::encode(quoted)),
            (true, false) => Value::from(STANDARD.encode(quoted)),
            (false, _) => Value::from(quoted),
        });
    }
    if let Some(digits) = text.strip_prefix("0x") {
        let bytes = hex::decode(digits).map_err(|error| format!("encoding/hex: {error}"))?;
        return Ok(match in_hex {
            true => Value::from(hex::encode(bytes)),
            false => Value::from(STANDARD.encode(bytes)),
        });
    }
    let is_wanted_number = matches!(
        name,
        "height" | "page" | "per_page" | "limit" | "minHeight" | "maxHeight"
    );
    if is_wanted_number {
        return Err(format!(
            "invalid 64-bit integer encoding {text:?}, expected string"
        ));
    }
    serde_json::from_str(text).map_err(|_| {
        let first = text.chars().next().unwrap_or(' ');
        format!("invalid character '{first}' looking for beginning of value")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parameters_are_read_by_what_the_method_wants() {
        for (method, name, text, read) in [
            ("block", "height", "5", json!("5")),
            ("block", "height", "\"5\"", json!("5")),
            ("block", "height", "-5", json!("-5")),
            ("tx", "hash", "0xABAB", json!("q6s=")),
            ("tx", "prove", "true", json!(true)),
            ("tx", "hash", "\"a\"", json!("YQ==")),
            ("abci_query", "data", "0xAB", json!("ab")),
            ("abci_query", "path", "\"/a\"", json!("/a")),
        ] {
            assert_eq!(value(method, name, text).unwrap(), read, "{name}={text}");
        }
        for (name, text) in [
            ("hash", "ABAB"),
            ("height", "soon"),
            ("path", "x"),
            ("hash", "0xA"),
        ] {
            assert!(value("tx", name, text).is_err(), "{name}={text}");
        }
    }
}
