//! Every figure that the relayer counts, with its name, in one place.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry};

/// The kind of a duty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct DutyLabels {
    /// Its name in the registry of duties.
    pub kind: String,
}

/// An account that the relayer signs with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct AccountLabels {
    /// Its address.
    pub address: String,
    /// The denomination.
    pub denom: String,
}

/// Seconds from the moment a roll-up was ripe until it was in a block.
const LAG_BUCKETS: [f64; 10] = [
    0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1_800.0, 7_200.0,
];

/// The figures. Cloning it shares them.
#[derive(Clone)]
pub struct Metrics {
    /// Blocks read.
    pub blocks_read: Counter,
    /// The last height read.
    pub height: Gauge,
    /// Times the node did not answer.
    pub node_failures: Counter,
    /// Duties done, by kind.
    pub duties_done: Family<DutyLabels, Counter>,
    /// Attempts at a duty that failed, by kind.
    pub duties_failed: Family<DutyLabels, Counter>,
    /// Ballots handed in and kept.
    pub ballots_received: Counter,
    /// Ballots that a group took.
    pub ballots_carried: Counter,
    /// Ballots that a group, or the intake, refused.
    pub ballots_refused: Counter,
    /// Seconds from ripe to rolled up.
    pub roll_up_lag: Histogram,
    /// What the accounts have left for fees.
    pub account_balance: Family<AccountLabels, Gauge<f64, AtomicU64>>,
    registry: Arc<Registry>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// All figures, at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("folkmoot");
        let lag = Histogram::new(LAG_BUCKETS);
        registry.register(
            "roll_up_lag_seconds",
            "Seconds from a ripe roll-up to its block",
            lag.clone(),
        );
        let new = &mut registry;
        Self {
            blocks_read: registered(new, "blocks_read", "Blocks read"),
            height: registered(new, "height", "The last height read"),
            node_failures: registered(new, "node_failures", "Times the node did not answer"),
            duties_done: registered(new, "duties_done", "Duties done"),
            duties_failed: registered(new, "duties_failed", "Attempts at a duty that failed"),
            ballots_received: registered(new, "ballots_received", "Ballots handed in and kept"),
            ballots_carried: registered(new, "ballots_carried", "Ballots that a group took"),
            ballots_refused: registered(new, "ballots_refused", "Ballots that were refused"),
            roll_up_lag: lag,
            account_balance: registered(
                new,
                "account_balance",
                "What an account has left for fees",
            ),
            registry: Arc::new(registry),
        }
    }

    /// The media type of [`Metrics::text`].
    pub const MEDIA_TYPE: &'static str =
        "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// All figures in the OpenMetrics text format.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }

    /// Counts a duty done.
    pub fn duty_done(&self, kind: &str) {
        let kind = kind.to_owned();
        self.duties_done.get_or_create(&DutyLabels { kind }).inc();
    }

    /// Counts an attempt at a duty that failed.
    pub fn duty_failed(&self, kind: &str) {
        let kind = kind.to_owned();
        self.duties_failed.get_or_create(&DutyLabels { kind }).inc();
    }

    /// Notes what an account has left. A float holds it closely enough to watch it run dry.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a gauge is a float and this one warns, it does not account"
    )]
    pub fn balance(&self, address: &str, denom: &str, amount: u128) {
        let labels = AccountLabels {
            address: address.to_owned(),
            denom: denom.to_owned(),
        };
        self.account_balance
            .get_or_create(&labels)
            .set(amount as f64);
    }
}

fn registered<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, help: &str) -> M {
    let metric = M::default();
    registry.register(name, help, metric.clone());
    metric
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_by_their_names() {
        let metrics = Metrics::new();
        metrics.blocks_read.inc_by(3);
        metrics.duty_done("roll_up");
        metrics.duty_done("roll_up");
        metrics.duty_failed("fan_out");
        metrics.roll_up_lag.observe(1.5);
        metrics.balance("wasm1a", "ustake", 250_000);
        let text = metrics.clone().text().unwrap();
        for line in [
            "folkmoot_blocks_read_total 3",
            "folkmoot_duties_done_total{kind=\"roll_up\"} 2",
            "folkmoot_duties_failed_total{kind=\"fan_out\"} 1",
            "folkmoot_roll_up_lag_seconds_bucket{le=\"2.0\"} 1",
            "folkmoot_account_balance{address=\"wasm1a\",denom=\"ustake\"} 250000.0",
            "folkmoot_ballots_received_total 0",
        ] {
            assert!(
                text.lines().any(|found| found == line),
                "{line} is missing in\n{text}"
            );
        }
    }
}
