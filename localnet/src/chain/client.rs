//! The way to the actor: everything that can be done before it is asked is done here, by as many
//! tasks as there are requests.

use std::collections::HashMap;
use std::sync::mpsc::Sender;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::{broadcast, oneshot};

use super::command::{Command, Prepared, Purpose, Sent};
use super::render;
use super::tx::{self, DecodedTx, Known, Verdict};
use crate::rpc::{Backend, Bytes, Method, Notice, RpcError};

/// How long a request may take. A native contract that never ends cannot be stopped, but those
/// who wait for it can be told.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks the actor.
#[derive(Clone)]
pub struct ChainClient {
    commands: Sender<Command>,
    notices: broadcast::Sender<Arc<Notice>>,
    shared: Arc<Shared>,
}

struct Shared {
    chain_id: String,
    prefix: String,
    /// Accounts that were looked up before. The actor checks that they are still so, and makes a
    /// verdict anew if they are not.
    known: RwLock<HashMap<String, Known>>,
}

impl ChainClient {
    /// A way to the actor at the other end of `commands`.
    pub fn new(
        commands: Sender<Command>,
        notices: broadcast::Sender<Arc<Notice>>,
        chain_id: String,
        prefix: String,
    ) -> Self {
        let known = RwLock::default();
        Self {
            commands,
            notices,
            shared: Arc::new(Shared {
                chain_id,
                prefix,
                known,
            }),
        }
    }

    async fn ask<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<T>) -> Command,
    ) -> Result<T, RpcError> {
        let (reply, answer) = oneshot::channel();
        let ended = || RpcError::internal("the chain has ended");
        self.commands.send(command(reply)).map_err(|_| ended())?;
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) => Err(RpcError::internal(
                "the chain gave no answer: it has ended, or this request made it panic",
            )),
            Err(_) => {
                let seconds = PATIENCE.as_secs();
                Err(RpcError::internal(format!("no answer in {seconds} s")))
            }
        }
    }

    /// Stops the actor after it has written its state.
    pub async fn stop(&self) -> Result<(), RpcError> {
        self.ask(|reply| Command::Stop { reply }).await?
    }

    /// Stops the actor without waiting for it.
    pub fn stop_soon(&self) {
        let (reply, _) = oneshot::channel();
        // an actor that is gone already needs no stopping
        drop(self.commands.send(Command::Stop { reply }));
    }

    async fn known(&self, signers: &[String]) -> Result<Vec<Option<Known>>, RpcError> {
        {
            let cache = self
                .shared
                .known
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            let cached: Option<Vec<Known>> = signers
                .iter()
                .map(|signer| cache.get(signer).cloned())
                .collect();
            if let Some(cached) = cached {
                return Ok(cached.into_iter().map(Some).collect());
            }
        }
        let asked = signers.to_vec();
        let found = self
            .ask(|reply| Command::Known {
                signers: asked,
                reply,
            })
            .await?;
        let mut cache = self
            .shared
            .known
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for (signer, known) in signers.iter().zip(&found) {
            if let Some(known) = known {
                cache.insert(signer.clone(), known.clone());
            }
        }
        Ok(found)
    }

    async fn verdicts(&self, tx: &DecodedTx) -> Result<Vec<Verdict>, RpcError> {
        let known = self.known(&tx.signers).await?;
        let each = known.into_iter().enumerate();
        // a signer without an account is refused by the actor, so the gap needs no verdict
        let checked = each.map_while(|(index, known)| {
            known.map(|known| tx::verify(tx, index, &self.shared.chain_id, known))
        });
        Ok(checked.collect())
    }

    async fn send(&self, bytes: Vec<u8>, purpose: Purpose) -> Result<Value, RpcError> {
        let hash = Sha256::digest(&bytes);
        let decoded = match tx::decode(bytes, &self.shared.prefix) {
            Ok(decoded) => decoded,
            Err(error) => return Ok(outcome(&hash, purpose, 0, Sent::Refused(error))),
        };
        let gas_wanted = decoded.fee.gas_limit;
        let verdicts = self.verdicts(&decoded).await?;
        let prepared = Box::new(Prepared {
            tx: decoded,
            verdicts,
        });
        let sent = self
            .ask(|reply| Command::Send {
                prepared,
                purpose,
                reply,
            })
            .await??;
        Ok(outcome(&hash, purpose, gas_wanted, sent))
    }

    /// Forgets accounts, because the chain was put back or replaced.
    fn forget(&self) {
        let mut cache = self
            .shared
            .known
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        cache.clear();
    }
}

fn outcome(hash: &[u8], purpose: Purpose, gas_wanted: u64, sent: Sent) -> Value {
    let checked = match &sent {
        Sent::Refused(error) => render::check_tx(gas_wanted, Err(error)),
        Sent::Waiting(gas) => render::check_tx(gas_wanted, Ok(*gas)),
        Sent::Included(record) => render::check_tx(gas_wanted, Ok(record.result.gas_used)),
    };
    match (purpose, sent) {
        (Purpose::Check, _) => checked,
        (Purpose::Take, Sent::Refused(error)) => render::refused(hash, &error),
        (Purpose::Take, _) => render::broadcast(hash),
        (Purpose::Include, Sent::Included(record)) => json!({
            "check_tx": checked,
            "tx_result": render::tx_result(&record.result),
            "hash": render::hash(hash),
            "height": record.height.to_string(),
        }),
        (Purpose::Include, _) => json!({
            "check_tx": checked,
            "tx_result": render::no_result(),
            "hash": render::hash(hash),
            "height": "0",
        }),
    }
}

impl Backend for ChainClient {
    async fn call(&self, method: Method) -> Result<Value, RpcError> {
        match method {
            Method::BroadcastTxSync { tx: Bytes(bytes) } => self.send(bytes, Purpose::Take).await,
            Method::BroadcastTxCommit { tx: Bytes(bytes) } => {
                self.send(bytes, Purpose::Include).await
            }
            Method::BroadcastTxAsync { tx: Bytes(bytes) } => {
                let answer = render::broadcast(&Sha256::digest(&bytes));
                let client = self.clone();
                // whoever sends this way does not want to know what becomes of it
                tokio::spawn(async move { drop(client.send(bytes, Purpose::Take).await) });
                Ok(answer)
            }
            Method::CheckTx { tx: Bytes(bytes) } => self.send(bytes, Purpose::Check).await,
            Method::Subscribe { .. } | Method::Unsubscribe { .. } | Method::UnsubscribeAll {} => {
                // they need the websocket, which answers them itself
                Err(RpcError::method_not_found())
            }
            method => {
                let moves = matches!(
                    method,
                    Method::FolkmootRevert { .. } | Method::FolkmootLoad { .. }
                );
                let answer = self.ask(|reply| Command::Call { method, reply }).await?;
                if moves {
                    self.forget();
                }
                answer
            }
        }
    }

    fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.notices.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn client(commands: Sender<Command>) -> ChainClient {
        let (notices, _) = broadcast::channel(1);
        ChainClient::new(commands, notices, "c".into(), "wasm".into())
    }

    #[tokio::test]
    async fn a_chain_that_has_ended_is_an_error() {
        let (commands, received) = mpsc::channel();
        drop(received);
        let error = client(commands).call(Method::Health {}).await.unwrap_err();
        assert_eq!(
            (error.code, error.data.as_str()),
            (-32603, "the chain has ended")
        );
    }

    #[tokio::test]
    async fn a_chain_that_ends_while_it_is_asked_is_an_error() {
        let (commands, received) = mpsc::channel();
        let actor = std::thread::spawn(move || drop(received.recv()));
        let error = client(commands).call(Method::Health {}).await.unwrap_err();
        assert!(error.data.contains("gave no answer"), "{error}");
        actor.join().unwrap();
    }
}
