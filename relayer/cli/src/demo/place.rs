//! Where the demo is played, if not on a chain of its own.

use clap::Args;
use folkmoot_chain::Client;
use folkmoot_stories::{Place, Tale, TimeScale};
use rand::RngCore;
use rand::rngs::OsRng;

use crate::CliError;
use crate::args::SignerArgs;
use crate::code::{CodeArgs, find, stored};
use crate::session::Session;

/// Bytes that tell two tellings on one chain apart.
const EDITION: usize = 8;

/// A chain that is there already.
#[derive(Args, Debug)]
pub struct PlaceArgs {
    /// A node's RPC address; several are used one after the other, each when the one before is gone
    #[arg(long, value_name = "URL", value_delimiter = ',')]
    node: Vec<String>,
    /// How many seconds of the story pass in one of the chain [default: 8640, a day in ten seconds; 1 where time can be
    /// moved]
    #[arg(long, value_name = "N", requires = "node")]
    time_scale: Option<TimeScale>,
    /// The prefix of the chain's addresses
    #[arg(long, env = "FOLKMOOT_PREFIX", default_value = "wasm", hide = true)]
    prefix: String,
    #[command(flatten)]
    code: CodeArgs,
    #[command(flatten)]
    signer: SignerArgs,
}

impl PlaceArgs {
    /// The place, with the group's code stored; none if no node is named.
    pub async fn open(&self, tale: &Tale) -> Result<Option<Place>, CliError> {
        if self.node.is_empty() {
            return Ok(None);
        }
        let purse = self.signer.signer()?;
        let client = Client::connect_any(&self.node).await?;
        let gas_price = self.signer.gas_price(&client).await?;
        let session = Session::of(client, purse.clone(), &self.prefix, gas_price.clone())?;
        let mut place = Place {
            nodes: self.node.clone(),
            purse,
            prefix: self.prefix.clone(),
            denom: self.signer.denom.clone(),
            gas_price,
            code_id: 0,
            time: self.time_scale,
            edition: edition()?,
        };
        funded(&session, &place, tale).await?;
        let code = find(&session.client, &self.code).await?;
        place.code_id = stored(&session, code).await?.id;
        Ok(Some(place))
    }
}

/// Everything of the story is paid out of one account.
async fn funded(session: &Session, place: &Place, tale: &Tale) -> Result<(), CliError> {
    let (address, denom) = (&session.address, &place.denom);
    let held = session.client.balance(address, denom).await?;
    let needed = place.cost(tale);
    if held >= needed {
        return Ok(());
    }
    Err(CliError::refused(format!(
        "{address} holds {held}{denom}, and the story takes up to {needed}{denom}: most of it is pocket money for its \
         people"
    )))
}

fn edition() -> Result<String, CliError> {
    let mut bytes = [0; EDITION];
    let made = OsRng.try_fill_bytes(&mut bytes);
    made.map_err(|error| CliError::other("no random number", error))?;
    Ok(hex::encode(bytes))
}
