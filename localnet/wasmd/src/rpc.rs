//! The one question that starting and stopping needs: how far a node is.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::error::Error;

/// How long a node on this machine may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How far a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Height of its last block.
    pub height: u64,
    /// Whether it still catches up with the others.
    pub catching_up: bool,
}

/// Asks the node at `port` of loopback for its status.
pub(crate) fn progress(port: u16) -> Result<Progress, Error> {
    let failed = |reason: String| Error::Answer {
        url: format!("http://127.0.0.1:{port}/status"),
        reason,
    };
    let body = get(port).map_err(|error| failed(error.to_string()))?;
    let body: Value = serde_json::from_str(&body).map_err(|error| failed(error.to_string()))?;
    let sync = &body["result"]["sync_info"];
    let height = sync["latest_block_height"].as_str();
    match (height.map(str::parse), sync["catching_up"].as_bool()) {
        (Some(Ok(height)), Some(catching_up)) => Ok(Progress {
            height,
            catching_up,
        }),
        _ => Err(failed(format!("no status: {body}"))),
    }
}

/// HTTP 1.0, so that the answer ends with the connection and nothing needs to be put together.
fn get(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /status HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body);
    Ok(body.unwrap_or_default().to_owned())
}
