//! A websocket that says "there is a new block", and nothing else that anybody relies on.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use tendermint_rpc::query::EventType;
use tendermint_rpc::{SubscriptionClient, WebSocketClient};
use tokio::sync::Notify;
use tokio_util::sync::{CancellationToken, DropGuard};
use tracing::{debug, info};

use crate::clock::{Backoff, Clock};

/// The first and the longest wait before the socket is tried again.
const WAITS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// Cuts a reader's waits short. Dropping it ends the subscription.
#[derive(Debug)]
pub struct Wake {
    alarm: Arc<Notify>,
    _guard: DropGuard,
}

impl Wake {
    /// Subscribes to a node's new blocks, and again whenever the socket breaks. `rpc_url` is the node's HTTP address.
    pub fn subscribe(rpc_url: &str, clock: Arc<dyn Clock>) -> Self {
        let alarm = Arc::new(Notify::new());
        let stop = CancellationToken::new();
        let (url, ring, stopped) = (socket_url(rpc_url), Arc::clone(&alarm), stop.clone());
        tokio::spawn(async move {
            stopped
                .run_until_cancelled(subscribe(url, ring, clock))
                .await;
        });
        Self {
            alarm,
            _guard: stop.drop_guard(),
        }
    }

    /// A wake that is rung by hand.
    pub fn by_hand() -> (Arc<Notify>, Self) {
        let alarm = Arc::new(Notify::new());
        let wake = Self {
            alarm: Arc::clone(&alarm),
            _guard: CancellationToken::new().drop_guard(),
        };
        (alarm, wake)
    }

    /// Until it rings; a ring while nobody waited counts for the next wait.
    pub(super) async fn wait(&self) {
        self.alarm.notified().await;
    }
}

/// Where a node's websocket is, as CometBFT has it.
fn socket_url(rpc_url: &str) -> String {
    let base = rpc_url.trim_end_matches('/');
    let socket = match base.split_once("://") {
        Some(("https", rest)) => format!("wss://{rest}"),
        Some(("http" | "tcp", rest)) => format!("ws://{rest}"),
        _ => base.to_owned(),
    };
    if socket.ends_with("/websocket") {
        socket
    } else {
        format!("{socket}/websocket")
    }
}

async fn subscribe(url: String, alarm: Arc<Notify>, clock: Arc<dyn Clock>) {
    let mut backoff = Backoff::new(WAITS.0, WAITS.1);
    loop {
        match listen(&url, &alarm, &mut backoff).await {
            Ok(()) => debug!(url, "the socket for new blocks ended"),
            Err(error) => {
                info!(url, error = %error.detail(), "no socket for new blocks; polling goes on")
            }
        }
        clock.sleep(backoff.step()).await;
    }
}

async fn listen(
    url: &str,
    alarm: &Notify,
    backoff: &mut Backoff,
) -> Result<(), tendermint_rpc::Error> {
    let (client, driver) = WebSocketClient::new(url).await?;
    let driving = driver.run();
    let listening = async {
        let mut blocks = client.subscribe(EventType::NewBlock.into()).await?;
        backoff.reset();
        while let Some(block) = blocks.next().await {
            // a block that this library can't read is a block all the same
            if let Err(error) = block {
                debug!(error = %error.detail(), "an announcement that can't be read");
            }
            alarm.notify_one();
        }
        Ok(())
    };
    tokio::select! {
        ended = driving => ended,
        ended = listening => ended,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_is_where_the_node_is() {
        for (node, socket) in [
            ("http://localhost:26657", "ws://localhost:26657/websocket"),
            (
                "https://rpc.example.org/",
                "wss://rpc.example.org/websocket",
            ),
            ("tcp://10.0.0.1:26657", "ws://10.0.0.1:26657/websocket"),
            ("ws://10.0.0.1/websocket", "ws://10.0.0.1/websocket"),
        ] {
            assert_eq!(socket_url(node), socket);
        }
    }
}
