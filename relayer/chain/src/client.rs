//! A typed client over a node's JSON-RPC.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cosmos_sdk_proto::cosmos::tx::v1beta1::{SimulateRequest, SimulateResponse};
use prost::Message;
use tendermint::block::Height as BlockHeight;
use tendermint_rpc::endpoint::{
    abci_info, abci_query, block, block_results, broadcast::tx_sync, status, tx,
};
use tendermint_rpc::{Client as _, HttpClient, HttpClientUrl, SimpleRequest};
use tokio::sync::OnceCell;

use super::{Account, BlockView, ChainError, Node, Refusal, Status, TxHash, TxResult, decode};

/// How long a node may take for an answer before it counts as gone.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);

/// How often the application is asked whether it has a block, and how long after the time before: five seconds.
const APPLYING: (usize, Duration) = (500, Duration::from_millis(10));

/// A client of one chain, over one or several of its nodes: the first that answers is used, the next one from the
/// moment it doesn't. Cloning it shares the connections.
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    chain_id: String,
    nodes: Vec<NodeAt>,
    active: AtomicUsize,
}

#[derive(Debug)]
struct NodeAt {
    url: String,
    http: HttpClient,
    /// Set once the node has said that it belongs to this chain.
    checked: OnceCell<()>,
}

impl NodeAt {
    fn of(url: &str) -> Result<Self, ChainError> {
        let address = |error: tendermint_rpc::Error| ChainError::Address {
            url: url.to_owned(),
            reason: error.detail().to_string(),
        };
        let parsed: HttpClientUrl = url.parse().map_err(address)?;
        let http = HttpClient::builder(parsed)
            .timeout(ANSWER_TIMEOUT)
            .build()
            .map_err(address)?;
        Ok(Self {
            url: url.to_owned(),
            http,
            checked: OnceCell::new(),
        })
    }

    async fn ask<R: SimpleRequest>(&self, request: R) -> Result<R::Output, ChainError> {
        self.http
            .perform(request)
            .await
            .map_err(|error| ChainError::of_rpc(&self.url, &error))
    }

    async fn status(&self) -> Result<Status, ChainError> {
        Ok(decode::status(&self.ask(status::Request).await?))
    }

    /// A node of another chain must never be believed.
    async fn check(&self, chain_id: &str) -> Result<(), ChainError> {
        let check = || async {
            let found = self.status().await?.chain_id;
            if found == chain_id {
                return Ok(());
            }
            Err(ChainError::OtherChain {
                node: self.url.clone(),
                expected: chain_id.to_owned(),
                found,
            })
        };
        self.checked.get_or_try_init(check).await.map(|_| ())
    }
}

impl Client {
    /// Connects to one node.
    pub async fn connect(url: &str) -> Result<Self, ChainError> {
        Self::connect_any(&[url]).await
    }

    /// Connects to the first of these nodes that answers. The chain is the one that it belongs to; another chain's
    /// node in the list is found out when it is first needed.
    pub async fn connect_any<S: AsRef<str>>(urls: &[S]) -> Result<Self, ChainError> {
        let nodes: Vec<NodeAt> = urls
            .iter()
            .map(|url| NodeAt::of(url.as_ref()))
            .collect::<Result<_, _>>()?;
        let mut reason = "there is none".to_owned();
        for (index, node) in nodes.iter().enumerate() {
            match node.status().await {
                Ok(status) => {
                    let shared = Shared {
                        chain_id: status.chain_id,
                        nodes,
                        active: AtomicUsize::new(index),
                    };
                    return Ok(Self {
                        shared: Arc::new(shared),
                    });
                }
                Err(error) => reason = error.to_string(),
            }
        }
        Err(ChainError::NoNode {
            count: urls.len(),
            reason,
        })
    }

    /// The chain's id.
    pub fn chain_id(&self) -> &str {
        &self.shared.chain_id
    }

    /// The address of the node in use.
    pub fn node_url(&self) -> &str {
        let index = self.shared.active.load(Ordering::Relaxed);
        self.shared.nodes.get(index).map_or("", |node| &node.url)
    }

    /// Asks the node in use. If it does not answer the next question goes to the next node; this one fails, because
    /// only its asker knows whether it may be asked twice.
    async fn ask<R: SimpleRequest>(&self, request: R) -> Result<R::Output, ChainError> {
        let Shared {
            chain_id,
            nodes,
            active,
        } = self.shared.as_ref();
        let index = active.load(Ordering::Relaxed);
        let Some(node) = nodes.get(index) else {
            return Err(ChainError::NoNode {
                count: nodes.len(),
                reason: "there is none".to_owned(),
            });
        };
        let answer = match node.check(chain_id).await {
            Ok(()) => node.ask(request).await,
            Err(error) => Err(error),
        };
        if let Err(ChainError::Transport { .. } | ChainError::OtherChain { .. }) = &answer {
            let next = (index + 1) % nodes.len();
            // lost to another asker's move: then it has moved on already
            let _ = active.compare_exchange(index, next, Ordering::Relaxed, Ordering::Relaxed);
        }
        answer
    }

    /// Whether the application has a block's state. A node tells of a block before that, and a question to the
    /// application would be answered out of the block before.
    async fn has_applied(&self, height: u64) -> Result<bool, ChainError> {
        let info = self.ask(abci_info::Request {}).await?.response;
        Ok(info.last_block_height.value() >= height)
    }

    /// Asks the application: protobuf in, protobuf out.
    pub async fn query<Q: Message, R: Message + Default>(
        &self,
        path: &str,
        request: &Q,
    ) -> Result<R, ChainError> {
        let request =
            abci_query::Request::new(Some(path.to_owned()), request.encode_to_vec(), None, false);
        let answer = self.ask(request).await?.response;
        if answer.code.is_err() {
            return Err(ChainError::Refused {
                path: path.to_owned(),
                refusal: Refusal {
                    code: answer.code.value(),
                    codespace: answer.codespace,
                    log: answer.log,
                },
            });
        }
        R::decode(answer.value.as_slice()).map_err(|error| ChainError::Decode {
            what: path.to_owned(),
            reason: error.to_string(),
        })
    }
}

impl Node for Client {
    async fn status(&self) -> Result<Status, ChainError> {
        for _ in 1..APPLYING.0 {
            let status = decode::status(&self.ask(status::Request).await?);
            if self.has_applied(status.height).await? {
                return Ok(status);
            }
            tokio::time::sleep(APPLYING.1).await;
        }
        Err(ChainError::Transport {
            node: self.node_url().to_owned(),
            reason: "its application is behind its blocks".to_owned(),
        })
    }

    async fn account(&self, address: &str) -> Result<Option<Account>, ChainError> {
        self.account_of(address).await
    }

    async fn simulate(&self, tx: Vec<u8>) -> Result<u64, ChainError> {
        const PATH: &str = "/cosmos.tx.v1beta1.Service/Simulate";
        #[expect(
            deprecated,
            reason = "the field `tx` is deprecated and has to be named all the same"
        )]
        let request = SimulateRequest {
            tx: None,
            tx_bytes: tx,
        };
        let answer: SimulateResponse = self.query(PATH, &request).await?;
        let gas = answer.gas_info.ok_or_else(|| ChainError::Decode {
            what: PATH.to_owned(),
            reason: "it names no gas".to_owned(),
        })?;
        Ok(gas.gas_used)
    }

    async fn broadcast(&self, tx: Vec<u8>) -> Result<TxHash, ChainError> {
        let hash = TxHash::of(&tx);
        let answer = match self.ask(tx_sync::Request::new(tx)).await {
            Ok(answer) => answer,
            Err(error) if error.is_known_tx() => return Ok(hash),
            Err(error) => return Err(error),
        };
        let refusal = Refusal {
            code: answer.code.value(),
            codespace: answer.codespace,
            log: answer.log,
        };
        // 19: the very same waits already
        if refusal.code == 0 || refusal.is_sdk(19) {
            return Ok(hash);
        }
        Err(ChainError::Refused {
            path: format!("transaction {hash}"),
            refusal,
        })
    }

    async fn transaction(&self, hash: TxHash) -> Result<Option<TxResult>, ChainError> {
        let request = tx::Request {
            hash: tendermint::Hash::Sha256(*hash.as_bytes()),
            prove: false,
        };
        match self.ask(request).await {
            Ok(found) => decode::result(hash, found.height.value(), found.tx_result).map(Some),
            Err(error) if error.is_unknown_tx() || error.is_unindexed() => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn block(&self, height: u64) -> Result<Option<BlockView>, ChainError> {
        let asked = BlockHeight::try_from(height).map_err(|error| ChainError::Encode {
            what: format!("height {height}"),
            reason: error.to_string(),
        })?;
        let found = match self.ask(block::Request::new(asked)).await {
            Ok(found) => found.block,
            Err(error) => return absent(self.node_url(), height, error),
        };
        let results = match self.ask(block_results::Request::new(asked)).await {
            Ok(results) => results.txs_results.unwrap_or_default(),
            Err(error) => return absent(self.node_url(), height, error),
        };
        if !self.has_applied(height).await? {
            return Ok(None);
        }
        decode::block(height, &found, results).map(Some)
    }
}

/// What it means that a node gives no block: none yet, none any more, or an error.
fn absent(node: &str, height: u64, error: ChainError) -> Result<Option<BlockView>, ChainError> {
    if error.is_future_block() {
        return Ok(None);
    }
    if error.is_pruned() {
        return Err(ChainError::Pruned {
            node: node.to_owned(),
            height,
            reason: error.to_string(),
        });
    }
    Err(error)
}
