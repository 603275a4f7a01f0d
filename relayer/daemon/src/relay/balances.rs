//! Watches what the accounts have left for fees.

use std::convert::Infallible;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::duty::Context;

/// From one look to the next.
const PAUSE: Duration = Duration::from_secs(60);

/// Looks again and again until it is told to stop.
pub(super) async fn watch(context: Context, stop: CancellationToken) -> Result<(), Infallible> {
    let watching = async {
        loop {
            look(&context).await;
            context.clock.sleep(PAUSE).await;
        }
    };
    stop.run_until_cancelled(watching).await;
    Ok(())
}

async fn look(context: &Context) {
    let denom = context.accounts.denom();
    for address in context.accounts.addresses() {
        match context.client.balance(&address, denom).await {
            Ok(amount) => context.metrics.balance(&address, denom, amount),
            Err(error) => debug!(address, %error, "what the account has left is not known"),
        }
    }
}
