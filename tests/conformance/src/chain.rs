//! A chain as a client sees it, by raw JSON: nothing mends an answer on the way.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use cosmrs::proto::cosmos::auth::v1beta1::{
    BaseAccount, QueryAccountRequest, QueryAccountResponse,
};
use prost::Message;
use serde_json::{Value, json};

use crate::draft::Person;

/// How long a transaction may take into a block.
const INCLUSION: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A chain under test.
#[derive(Debug)]
pub struct Chain {
    /// Where requests go.
    pub rpc: String,
    /// Its id.
    pub id: String,
    /// People with coins, in the same order on both chains.
    pub people: Vec<Person>,
    http: reqwest::Client,
}

impl Chain {
    /// A chain behind a node.
    #[must_use]
    pub fn new(rpc: String, id: String, people: Vec<Person>) -> Self {
        Self {
            rpc,
            id,
            people,
            http: reqwest::Client::new(),
        }
    }

    /// Sends a body as it is by POST; the answer's HTTP status stands beside its JSON, or its text if it is none.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn post(&self, body: &str) -> Result<Value> {
        let request = self.http.post(&self.rpc);
        let request = request.header("content-type", "application/json");
        read(request.body(body.to_owned()).send().await?).await
    }

    /// Asks by GET, such as `/status`.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn get(&self, path: &str) -> Result<Value> {
        read(self.http.get(format!("{}{path}", self.rpc)).send().await?).await
    }

    /// Sends a request with other HTTP headers, as browsers do; what is told is the status and the CORS headers.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn cors(&self, method: &str, headers: &[(&str, &str)]) -> Result<Value> {
        let method = reqwest::Method::from_bytes(method.as_bytes())?;
        let mut request = self.http.request(method, &self.rpc);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await?;
        let header = |name: &str| {
            let value = answer.headers().get(name);
            value.map_or(Value::Null, |value| {
                Value::from(value.to_str().unwrap_or_default())
            })
        };
        Ok(json!({
            "http": answer.status().as_u16(),
            "origin": header("access-control-allow-origin"),
            "methods": header("access-control-allow-methods"),
            "headers": header("access-control-allow-headers"),
        }))
    }

    /// Calls a method.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn call(&self, method: &str, params: &Value) -> Result<Value> {
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        self.post(&body.to_string()).await
    }

    /// Calls a method that must succeed.
    ///
    /// # Errors
    /// When it does not.
    pub async fn result(&self, method: &str, params: &Value) -> Result<Value> {
        let answer = self.call(method, params).await?;
        let result = &answer["body"]["result"];
        ensure!(!result.is_null(), "{method} {params}: {answer}");
        Ok(result.clone())
    }

    /// Asks the application at a path.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn query(&self, path: &str, data: &[u8]) -> Result<Value> {
        let params = json!({"path": path, "data": hex::encode(data), "prove": false});
        self.call("abci_query", &params).await
    }

    /// The answer of the application, decoded. Nothing if it refused.
    ///
    /// # Errors
    /// When nobody answers, or the answer is something else.
    pub async fn ask<A: Message + Default>(
        &self,
        path: &str,
        asked: &impl Message,
    ) -> Result<Option<A>> {
        let answer = self.query(path, &asked.encode_to_vec()).await?;
        let response = &answer["body"]["result"]["response"];
        if response["code"] != 0 {
            return Ok(None);
        }
        let bytes = BASE64_STANDARD.decode(response["value"].as_str().unwrap_or_default())?;
        Ok(Some(A::decode(bytes.as_slice()).context(path.to_owned())?))
    }

    /// An account as it is now.
    ///
    /// # Errors
    /// When there is none.
    pub async fn account(&self, address: &str) -> Result<BaseAccount> {
        let asked = QueryAccountRequest {
            address: address.to_owned(),
        };
        let path = "/cosmos.auth.v1beta1.Query/Account";
        let answer: Option<QueryAccountResponse> = self.ask(path, &asked).await?;
        let any = answer.and_then(|answer| answer.account);
        let any = any.with_context(|| format!("account {address}"))?;
        Ok(BaseAccount::decode(any.value.as_slice())?)
    }

    /// Sends a transaction by a method.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn broadcast(&self, method: &str, tx: &[u8]) -> Result<Value> {
        self.call(method, &json!({"tx": BASE64_STANDARD.encode(tx)}))
            .await
    }

    /// The transaction in its block, once it is there.
    ///
    /// # Errors
    /// When it is in none after half a minute.
    pub async fn included(&self, hash: &str) -> Result<Value> {
        let from = Instant::now();
        let hash = BASE64_STANDARD.encode(hex::decode(hash)?);
        loop {
            let answer = self.call("tx", &json!({"hash": hash})).await?;
            if answer["body"].get("result").is_some() {
                return Ok(answer);
            }
            if from.elapsed() > INCLUSION {
                bail!("{hash} is in no block after {INCLUSION:?}: {answer}");
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// The height of the last block.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn height(&self) -> Result<u64> {
        let status = self.result("status", &json!({})).await?;
        let height = status["sync_info"]["latest_block_height"].as_str();
        Ok(height.unwrap_or_default().parse()?)
    }

    /// Waits until another block is there and the application answers from it.
    ///
    /// # Errors
    /// When it is not there after half a minute.
    pub async fn pass_block(&self) -> Result<()> {
        self.reach(self.height().await? + 2).await
    }

    /// Waits for a block.
    ///
    /// # Errors
    /// When it is not there after half a minute.
    pub async fn reach(&self, height: u64) -> Result<()> {
        let from = Instant::now();
        while self.height().await? < height {
            ensure!(
                from.elapsed() < INCLUSION,
                "no block {height} after {INCLUSION:?}"
            );
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }
}

async fn read(answer: reqwest::Response) -> Result<Value> {
    let status = answer.status().as_u16();
    let kind = answer.headers().get("content-type");
    let kind = kind.map(|kind| kind.to_str().unwrap_or_default().to_owned());
    let text = answer.text().await?;
    let body = serde_json::from_str(&text).unwrap_or_else(|_| Value::from(text.trim()));
    let is_json = kind.is_some_and(|kind| kind.starts_with("application/json"));
    Ok(json!({"http": status, "json": is_json, "body": body}))
}
