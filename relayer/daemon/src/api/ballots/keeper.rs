//! The one who writes ballots down: whatever waits by then goes into the book in one transaction, because making sure
//! that it is on the disk costs the same for one ballot and for a hundred.

use std::convert::Infallible;

use folkmoot_store::ReceiptId;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::super::Problem;
use super::keep::Checked;
use crate::duty::{Context, Point};

/// Requests that wait; more wait at their senders.
const QUEUE: usize = 1_000;
/// Requests in one transaction.
const MAX_TOGETHER: usize = 256;

type Kept = Vec<Result<ReceiptId, Problem>>;

/// Hands checked ballots to the keeper. Cloning it shares it.
#[derive(Clone)]
pub(crate) struct Keeper {
    orders: mpsc::Sender<Order>,
}

/// The keeper's work.
pub(crate) struct Keeping {
    context: Context,
    queue: mpsc::Receiver<Order>,
}

struct Order {
    ballots: Vec<Checked>,
    answer: oneshot::Sender<Kept>,
}

impl Keeper {
    /// A keeper, and its work to be set going.
    pub(crate) fn new(context: Context) -> (Self, Keeping) {
        let (orders, queue) = mpsc::channel(QUEUE);
        (Self { orders }, Keeping { context, queue })
    }

    /// Keeps ballots, and answers when they are on the disk: with a result for each.
    pub(super) async fn keep(&self, ballots: Vec<Checked>) -> Result<Kept, Problem> {
        let (answer, kept) = oneshot::channel();
        let order = Order { ballots, answer };
        let sent = self.orders.send(order).await;
        sent.map_err(|_| Problem::book_closed())?;
        kept.await.map_err(|_| Problem::book_closed())
    }
}

impl Keeping {
    /// Keeps ballots until it is told to stop.
    pub(crate) async fn run(mut self, stop: CancellationToken) -> Result<(), Infallible> {
        let mut orders = Vec::new();
        let keeping = async {
            while self.queue.recv_many(&mut orders, MAX_TOGETHER).await > 0 {
                keep(&self.context, std::mem::take(&mut orders)).await;
            }
        };
        stop.run_until_cancelled(keeping).await;
        Ok(())
    }
}

async fn keep(context: &Context, orders: Vec<Order>) {
    let (batches, answers): (Vec<_>, Vec<_>) = orders
        .into_iter()
        .map(|order| (order.ballots, order.answer))
        .unzip();
    let sizes: Vec<usize> = batches.iter().map(Vec::len).collect();
    let results = match write(context, batches).await {
        Ok(results) => results,
        Err(problem) => sizes
            .into_iter()
            .map(|size| vec![Err(problem.clone()); size])
            .collect(),
    };
    context.faults.reach(Point::BallotKept).await;
    for (answer, result) in answers.into_iter().zip(results) {
        // who has gone finds the receipt by handing the ballot in again
        let _ = answer.send(result);
    }
}

async fn write(context: &Context, batches: Vec<Vec<Checked>>) -> Result<Vec<Kept>, Problem> {
    let now = context.clock.now();
    let mut results = Vec::with_capacity(batches.len());
    let mut store = context.store.begin().await?;
    for batch in batches {
        let mut kept = Vec::with_capacity(batch.len());
        for ballot in batch {
            kept.push(ballot.keep(store.as_mut(), now).await);
        }
        results.push(kept);
    }
    store.save().await?;
    Ok(results)
}
