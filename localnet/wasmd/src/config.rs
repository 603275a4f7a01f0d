//! The nodes' settings: what wasmd writes by itself, with a local network's changes.

use std::fs;
use std::path::Path;

use toml_edit::{Array, DocumentMut, Value};

use crate::error::Error;
use crate::ports::Ports;

type Setting = (&'static str, &'static str, Value);

/// Settings of CometBFT that are the same on all nodes. The empty section is the top of the file.
fn comet() -> Vec<Setting> {
    vec![
        ("rpc", "pprof_laddr", "".into()),
        (
            "rpc",
            "cors_allowed_origins",
            Array::from_iter(["*"]).into(),
        ),
        // all nodes are at one address, and it is a private one
        ("p2p", "addr_book_strict", false.into()),
        ("p2p", "allow_duplicate_ip", true.into()),
        ("p2p", "pex", false.into()),
        ("mempool", "size", 50_000.into()),
        ("consensus", "timeout_commit", "300ms".into()),
        ("consensus", "timeout_propose", "500ms".into()),
        ("tx_index", "indexer", "kv".into()),
        ("instrumentation", "prometheus", false.into()),
    ]
}

/// Writes node's settings for its ports, with everybody else as its peers.
pub(crate) fn write(home: &Path, ports: Ports, peers: &str, gas_price: &str) -> Result<(), Error> {
    let local = |port: u16| format!("tcp://127.0.0.1:{port}");
    let mut settings = comet();
    settings.push(("rpc", "laddr", local(ports.rpc).into()));
    settings.push(("p2p", "laddr", local(ports.p2p).into()));
    settings.push(("p2p", "persistent_peers", peers.into()));
    change(&home.join("config/config.toml"), settings)?;
    let app = vec![
        ("", "minimum-gas-prices", gas_price.into()),
        ("api", "enable", false.into()),
        ("grpc", "enable", true.into()),
        (
            "grpc",
            "address",
            format!("127.0.0.1:{}", ports.grpc).into(),
        ),
        ("grpc-web", "enable", false.into()),
    ];
    change(&home.join("config/app.toml"), app)
}

fn change(path: &Path, settings: Vec<Setting>) -> Result<(), Error> {
    let text = fs::read_to_string(path).map_err(Error::file(path))?;
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| Error::content(path, error))?;
    for (section, key, value) in settings {
        let table = if section.is_empty() {
            Some(document.as_table_mut())
        } else {
            document
                .get_mut(section)
                .and_then(|item| item.as_table_mut())
        };
        // a setting that wasmd does not know would be ignored in silence
        let known = table
            .and_then(|table| table.get_mut(key))
            .ok_or_else(|| Error::content(path, format!("no setting {section}.{key}")))?;
        *known = toml_edit::value(value);
    }
    fs::write(path, document.to_string()).map_err(Error::file(path))
}
