//! A chain's websocket, by raw JSON.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a message may take: a few blocks.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long is listened for what should not come.
const SILENCE: Duration = Duration::from_millis(700);

/// A connection.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Messages that came while another was waited for.
    waiting: VecDeque<Value>,
}

impl Socket {
    /// Connects to the node with this RPC.
    ///
    /// # Errors
    /// When there is none.
    pub async fn connect(rpc: &str) -> Result<Self> {
        let url = format!("{}/websocket", rpc.replacen("http", "ws", 1));
        let (stream, _) = connect_async(&url).await.context(url)?;
        Ok(Self {
            stream,
            waiting: VecDeque::new(),
        })
    }

    /// Sends a text as it is.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn send(&mut self, text: &str) -> Result<()> {
        Ok(self.stream.send(Message::text(text)).await?)
    }

    /// Pings, and waits for the pong with the same bytes.
    ///
    /// # Errors
    /// When none comes.
    pub async fn ping(&mut self) -> Result<()> {
        let bytes = b"are you there".to_vec();
        self.stream
            .send(Message::Ping(bytes.clone().into()))
            .await?;
        loop {
            match self.receive().await? {
                Message::Pong(back) if back == bytes => return Ok(()),
                Message::Text(text) => self.waiting.push_back(serde_json::from_str(&text)?),
                _ => {}
            }
        }
    }

    /// The next message that fits; others are kept.
    ///
    /// # Errors
    /// When none comes.
    pub async fn next(&mut self, fits: impl Fn(&Value) -> bool) -> Result<Value> {
        if let Some(at) = self.waiting.iter().position(&fits) {
            return self.waiting.remove(at).context("a message that was there");
        }
        loop {
            if let Message::Text(text) = self.receive().await? {
                let message: Value = serde_json::from_str(&text)?;
                if fits(&message) {
                    return Ok(message);
                }
                self.waiting.push_back(message);
            }
        }
    }

    /// A message that should not come, or null.
    pub async fn silence(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        let message = timeout(SILENCE, self.next(fits)).await;
        message.ok().and_then(Result::ok).unwrap_or_default()
    }

    async fn receive(&mut self) -> Result<Message> {
        match timeout(PATIENCE, self.stream.next()).await {
            Ok(Some(message)) => Ok(message?),
            Ok(None) => bail!("the node closed the websocket"),
            Err(_) => bail!("nothing came over the websocket within {PATIENCE:?}"),
        }
    }
}
