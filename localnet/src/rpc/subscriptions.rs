//! What one websocket has subscribed to.

use serde_json::{Value, json};

use super::backend::Notice;
use super::envelope::{Id, RpcError, response};
use super::query::Query;

/// CometBFT's limit on subscriptions of one client.
const MAX_SUBSCRIPTIONS: usize = 5;

struct Subscription {
    id: Id,
    text: String,
    query: Query,
}

/// The subscriptions of one connection.
#[derive(Default)]
pub struct Subscriptions(Vec<Subscription>);

impl Subscriptions {
    /// Adds one; events will carry `id` and the query exactly as it was sent.
    pub fn add(&mut self, id: Id, text: String) -> Result<Value, RpcError> {
        let unread = |error| RpcError::internal(format!("failed to parse query: {error}"));
        let query = Query::parse(&text).map_err(unread)?;
        if self.0.iter().any(|subscription| subscription.text == text) {
            return Err(RpcError::internal("already subscribed"));
        }
        if self.0.len() >= MAX_SUBSCRIPTIONS {
            let detail = format!("max_subscriptions_per_client {MAX_SUBSCRIPTIONS} reached");
            return Err(RpcError::internal(detail));
        }
        self.0.push(Subscription { id, text, query });
        Ok(json!({}))
    }

    /// Removes one.
    pub fn remove(&mut self, text: &str) -> Result<Value, RpcError> {
        let before = self.0.len();
        self.0.retain(|subscription| subscription.text != text);
        match self.0.len() < before {
            true => Ok(json!({})),
            false => Err(RpcError::internal("subscription not found")),
        }
    }

    /// Removes all, of which there must be one.
    pub fn clear(&mut self) -> Result<Value, RpcError> {
        if self.0.is_empty() {
            return Err(RpcError::internal("subscription not found"));
        }
        self.0.clear();
        Ok(json!({}))
    }

    /// The messages that a notice causes.
    pub fn messages(&self, notice: &Notice) -> Vec<Value> {
        let any = |key: &str, test: &dyn Fn(&str) -> bool| {
            let mut values = notice.attributes.iter().filter(|(name, _)| name == key);
            values.any(|(_, value)| test(value))
        };
        let interested = self
            .0
            .iter()
            .filter(|subscription| subscription.query.matches(&any));
        interested
            .map(|subscription| message(subscription, notice))
            .collect()
    }
}

fn message(subscription: &Subscription, notice: &Notice) -> Value {
    let mut events = serde_json::Map::new();
    for (key, value) in &notice.attributes {
        let values = events.entry(key.clone()).or_insert_with(|| json!([]));
        if let Value::Array(values) = values {
            values.push(Value::from(value.as_str()));
        }
    }
    let result = json!({
        "query": subscription.text,
        "data": {"type": notice.kind, "value": notice.value},
        "events": events,
    });
    response(Some(&subscription.id), Ok(result))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_matching_notices_are_told_with_the_query_as_sent() {
        let mut subscriptions = Subscriptions::default();
        subscriptions
            .add(Id::Text("a".into()), "tm.event = 'Tx'".into())
            .unwrap();
        subscriptions
            .add(Id::none(), "tm.event='NewBlock'".into())
            .unwrap();
        assert!(
            subscriptions
                .add(Id::none(), "tm.event = 'Tx'".into())
                .is_err()
        );
        assert!(subscriptions.add(Id::none(), "nonsense".into()).is_err());
        let notice = Notice {
            kind: "tendermint/event/Tx",
            value: json!({}),
            attributes: vec![("tm.event".into(), "Tx".into())],
        };
        let told = subscriptions.messages(&notice);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["id"], "a");
        assert_eq!(told[0]["result"]["query"], "tm.event = 'Tx'");
        assert_eq!(told[0]["result"]["events"]["tm.event"], json!(["Tx"]));
        subscriptions.remove("tm.event = 'Tx'").unwrap();
        assert!(subscriptions.remove("tm.event = 'Tx'").is_err());
        assert!(subscriptions.messages(&notice).is_empty());
    }
}
