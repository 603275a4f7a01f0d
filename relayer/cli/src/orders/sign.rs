//! `folkmoot sign`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use folkmoot_chain::Client;
use folkmoot_chain::keystore::{KeyKind, KeyName};
use folkmoot_daemon::relay::next_ballot;
use folkmoot_group::msg::{ProposalId, SeatId, WalletSignature};
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::{Choice, Seconds};
use folkmoot_wallets::{collect, sign_adr036, sign_eip191, sign_eip712};
use rand::RngCore;
use rand::rngs::OsRng;
use serde::Serialize;
use serde_json::Value;

use super::acts::{ActArgs, subject};
use super::file::{Ballot, Content, Order, Signable, Signature, SignedFile, wrong};
use crate::args::{ChainArgs, KeystoreArgs};
use crate::output::{Report, indent};
use crate::reader::Reader;
use crate::{CliError, Output, keys, parse, words};

/// Print what a wallet signs for an order or a ballot, and sign it with a key of yours, for anybody to carry
#[derive(Args, Debug)]
#[command(
    after_help = "Several signatures, of any mix of wallets, are gathered in one file: `sign add` adds to it.\n\nExample:\n  folkmoot sign order wasm1… --withdraw 7 --key bob --out order.json\n  folkmoot sign ballot wasm1… 7 yes --wallet 0x… --format eip712\n  folkmoot sign add order.json --key eve\n  folkmoot carry order.json"
)]
pub struct SignArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// An order: whatever a seat does by transaction, but vote
    #[command(
        after_help = "Example:\n  folkmoot sign order wasm1… --leave --key bob --out order.json\n  folkmoot sign order wasm1… --act '{\"nominate\":{\"role\":\"clerk\",\"seat\":2}}' --seat 3 --format eip191"
    )]
    Order(Box<OrderArgs>),
    /// A ballot
    #[command(
        after_help = "Example:\n  folkmoot sign ballot wasm1… 7 yes --reason 'I bring the charcoal' --key bob --out ballot.json\n  folkmoot sign ballot wasm1… 7 yes --seat 3 --format adr036"
    )]
    Ballot(Box<BallotArgs>),
    /// Add a signature to a file that is there, made by a key of yours or elsewhere; no chain is needed
    #[command(
        after_help = "Without a signature it prints what there is to sign. A signature may be hexadecimal, base64, or the JSON\nthat the wallet answered.\n\nExample:\n  folkmoot sign add order.json --key eve\n  folkmoot sign add order.json --wallet 0x… --signature 0x…\n  folkmoot sign add order.json --format passkey"
    )]
    Add(AddArgs),
}

#[derive(Args, Debug)]
struct OrderArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    #[command(flatten)]
    act: ActArgs,
    #[command(flatten)]
    who: WhoArgs,
    /// How long it may be carried, at most 366d
    #[arg(long, value_name = "DURATION", default_value = "7d", value_parser = parse::period)]
    good_for: Seconds,
    /// Of two orders with the same number and end one counts [default: at random]
    #[arg(long)]
    number: Option<u64>,
    #[command(flatten)]
    chain: ChainArgs,
    #[command(flatten)]
    how: HowArgs,
}

#[derive(Args, Debug)]
struct BallotArgs {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// The proposal's number
    proposal: ProposalId,
    /// yes, no, abstain, stand_aside or block, as the rule has it; in a circle consent or object
    #[arg(value_parser = parse::choice)]
    choice: Choice,
    /// Why, for all to read
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    #[command(flatten)]
    who: WhoArgs,
    /// How long it may be carried [default: until the proposal's deadline]
    #[arg(long, value_name = "DURATION", value_parser = parse::period)]
    good_for: Option<Seconds>,
    #[command(flatten)]
    chain: ChainArgs,
    #[command(flatten)]
    how: HowArgs,
}

#[derive(Args, Debug)]
struct AddArgs {
    /// The file
    file: PathBuf,
    /// The wallet whose signature was made elsewhere
    #[arg(long, value_parser = parse::wallet, requires = "signature", conflicts_with = "key")]
    wallet: Option<Wallet>,
    /// What that wallet answered
    #[arg(long, value_name = "HEX|BASE64|JSON", requires = "wallet")]
    signature: Option<String>,
    #[command(flatten)]
    form: FormArgs,
    /// The prefix of the chain's addresses
    #[arg(long, env = "FOLKMOOT_PREFIX", default_value = "wasm", hide = true)]
    prefix: String,
}

/// Who acts; unless said, the seat of the key that signs.
#[derive(Args, Debug)]
struct WhoArgs {
    /// The seat that acts [default: the one of the wallet]
    #[arg(long)]
    seat: Option<SeatId>,
    /// The wallet that will sign [default: the one of --key]
    #[arg(long, value_parser = parse::wallet)]
    wallet: Option<Wallet>,
}

#[derive(Args, Debug)]
struct HowArgs {
    #[command(flatten)]
    form: FormArgs,
    /// Write it to this file, for more signatures and to be carried; needed with --key
    #[arg(long, value_name = "FILE", required_unless_present = "format")]
    out: Option<PathBuf>,
}

#[derive(Args, Debug)]
struct FormArgs {
    /// Print exactly what such a wallet signs; with --key: sign in this form
    #[arg(long)]
    format: Option<Format>,
    /// Sign with this key of the keystore
    #[arg(long, value_name = "NAME")]
    key: Option<KeyName>,
    #[command(flatten)]
    keys: KeystoreArgs,
}

/// How a wallet signs. The values have no help of their own, which would spread each option over three lines.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    // typed data of an Ethereum wallet
    Eip712,
    // its personal_sign
    Eip191,
    // signArbitrary of a Cosmos wallet
    Adr036,
    Passkey,
}

/// What was signed, or is to be.
#[derive(Debug, Serialize)]
struct ToSign {
    chain: String,
    group: String,
    what: String,
    expires: u64,
    text: String,
    challenge: String,
    digest: String,
    typed_data: Value,
    signed_by: Vec<Wallet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
    #[serde(skip)]
    exactly: Option<Format>,
}

/// Runs the command.
pub async fn run(args: SignArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::Order(args) => order(*args, output).await,
        Command::Ballot(args) => ballot(*args, output).await,
        Command::Add(args) => add(args, output).await,
    }
}

async fn order(args: OrderArgs, output: &mut Output) -> Result<(), CliError> {
    let act = args.act.act()?;
    let client = Client::connect(&args.chain.node).await?;
    let reader = Reader::new(&client, &args.group);
    let group = reader.group().await?;
    let seat = match &act {
        // the wallet that is offered a place has no seat yet
        folkmoot_group::msg::ExecuteMsg::ConfirmWallet { seat } => *seat,
        _ => {
            args.who
                .seat(&reader, &args.how.form, &args.chain.prefix)
                .await?
        }
    };
    let (title, content_hash) = subject(&reader, &act).await?;
    let now = reader.now().await?;
    let order = Order {
        seat,
        act: Box::new(act),
        content_hash,
        number: args.number.unwrap_or_else(random_number),
        expires: now.saturating_add(args.good_for.0),
    };
    let content = Content::Order(order);
    let place = (args.group.as_str(), group.name);
    let file = SignedFile::new(client.chain_id(), place, title, content);
    finish(file, args.how, &args.chain.prefix, output).await
}

async fn ballot(args: BallotArgs, output: &mut Output) -> Result<(), CliError> {
    let client = Client::connect(&args.chain.node).await?;
    let reader = Reader::new(&client, &args.group);
    let group = reader.group().await?;
    let view = reader.proposal(args.proposal).await?;
    let seat = args
        .who
        .seat(&reader, &args.how.form, &args.chain.prefix)
        .await?;
    if !view.slate.knows(args.choice) {
        return Err(CliError::refused(format!(
            "{} is no choice on proposal {}: its rule knows {}",
            args.choice,
            view.proposal,
            view.slate.as_str()
        )));
    }
    let last = reader.ballot(args.proposal, seat).await?;
    let now = reader.now().await?;
    let expires = args
        .good_for
        .map_or(view.deadline, |period| now.saturating_add(period.0));
    let ballot = Ballot {
        proposal: args.proposal,
        content_hash: view.content_hash.clone(),
        choice: args.choice,
        reason: args.reason,
        revision: next_ballot(&view, last.as_ref()),
        expires,
    };
    let content = Content::Ballot(ballot);
    let place = (args.group.as_str(), group.name);
    let file = SignedFile::new(client.chain_id(), place, view.title, content);
    finish(file, args.how, &args.chain.prefix, output).await
}

async fn finish(
    mut file: SignedFile,
    how: HowArgs,
    prefix: &str,
    output: &mut Output,
) -> Result<(), CliError> {
    let named = how.out.clone().unwrap_or_default();
    let signable = signable(&file, &named)?;
    if how.form.key.is_some() && how.out.is_none() {
        return Err(CliError::refused(
            "name the file that the signature is written to with --out",
        ));
    }
    let signed = how.form.sign(&signable, prefix).await?;
    file.signatures
        .extend(signed.as_ref().map(Signature::carried));
    if let Some(path) = &how.out {
        file.write(path, false)?;
    }
    let exactly = how.form.format.filter(|_| signed.is_none());
    let signed_by = signed.into_iter().map(|one| one.wallet).collect();
    output.tell(&report(&file, signable, signed_by, how.out, exactly))
}

async fn add(args: AddArgs, output: &mut Output) -> Result<(), CliError> {
    let mut file = SignedFile::read(&args.file)?;
    let signable = signable(&file, &args.file)?;
    let given = match (args.wallet, args.signature) {
        (Some(wallet), Some(answer)) => {
            let answer = match answer.starts_with('{') {
                true => serde_json::from_str(&answer).map_err(|error| {
                    CliError::refused(format!("the signature of wallet {wallet}: {error}"))
                })?,
                false => Value::String(answer),
            };
            let signed = collect(&wallet, &answer, &signable.digest, &signable.text);
            Some(signed.map_err(|error| {
                CliError::refused(format!("the signature of wallet {wallet}: {error}"))
            })?)
        }
        _ => args.form.sign(&signable, &args.prefix).await?,
    };
    if let Some(signed) = &given {
        file.signatures.push(Signature::carried(signed));
    }
    let signed = match file.signatures.is_empty() {
        true => Vec::new(),
        false => file
            .checked()
            .map_err(|error| wrong(&args.file, error.to_string()))?,
    };
    if given.is_some() {
        file.signatures = signed.iter().map(Signature::carried).collect();
        file.write(&args.file, true)?;
    }
    let exactly = args.form.format.filter(|_| given.is_none());
    let signed_by = signed.into_iter().map(|one| one.wallet).collect();
    let report = report(&file, signable, signed_by, Some(args.file), exactly);
    output.tell(&report)
}

fn signable(file: &SignedFile, path: &std::path::Path) -> Result<Signable, CliError> {
    file.signable()
        .map_err(|error| wrong(path, error.to_string()))
}

/// A number below 2^53, which any tool can write.
fn random_number() -> u64 {
    OsRng.next_u64() >> 11
}

impl WhoArgs {
    /// The seat that acts.
    async fn seat(
        &self,
        reader: &Reader<'_>,
        form: &FormArgs,
        prefix: &str,
    ) -> Result<SeatId, CliError> {
        if let Some(seat) = self.seat {
            return Ok(reader.seat(seat).await?.seat);
        }
        let wallet = match (&self.wallet, &form.key) {
            (Some(wallet), _) => wallet.key().to_owned(),
            (None, Some(name)) => keys::address_of(&form.info(name)?, prefix)?,
            (None, None) => {
                return Err(CliError::refused(
                    "say who acts: a seat by --seat, a wallet by --wallet, or a key by --key",
                ));
            }
        };
        let group = format!("group {}", reader.address());
        Ok(reader.seat_held(&wallet, &group).await?.seat)
    }
}

impl FormArgs {
    fn info(&self, name: &KeyName) -> Result<folkmoot_chain::keystore::KeyInfo, CliError> {
        let found = self.keys.list()?.into_iter().find(|key| key.name == *name);
        found.ok_or_else(|| {
            let folder = self.keys.keystore.display();
            CliError::refused(format!("there is no key {name} in {folder}"))
        })
    }

    /// The signature of the key, if one is named.
    async fn sign(
        &self,
        signable: &Signable,
        prefix: &str,
    ) -> Result<Option<WalletSignature>, CliError> {
        let Some(name) = &self.key else {
            return Ok(None);
        };
        let kind = self.info(name)?.kind;
        let text = &signable.text;
        let store = self.keys.open()?;
        Ok(Some(match (kind, self.format) {
            (KeyKind::Ethereum, None | Some(Format::Eip712)) => {
                sign_eip712(&store.load_ethereum(name)?, &signable.digest)?
            }
            (KeyKind::Ethereum, Some(Format::Eip191)) => {
                sign_eip191(&store.load_ethereum(name)?, text)?
            }
            (KeyKind::Cosmos, None | Some(Format::Adr036)) => {
                sign_adr036(&store.load(name)?, prefix, text).await?
            }
            (kind, Some(format)) => {
                let format = format.to_possible_value();
                let format = format.as_ref().map_or("", |value| value.get_name());
                return Err(CliError::refused(format!(
                    "key {name} is a key for {kind}, which signs no {format}"
                )));
            }
        }))
    }
}

fn report(
    file: &SignedFile,
    signable: Signable,
    signed_by: Vec<Wallet>,
    path: Option<PathBuf>,
    exactly: Option<Format>,
) -> ToSign {
    ToSign {
        chain: file.chain.clone(),
        group: file.group.clone(),
        what: file.words(),
        expires: file.expires(),
        challenge: signable.challenge(),
        digest: hex::encode(signable.digest),
        text: signable.text,
        typed_data: signable.typed_data,
        signed_by,
        file: path,
        exactly,
    }
}

/// JSON in ASCII, so that no terminal and no copy changes it.
fn ascii_json(value: &Value) -> String {
    let mut ascii = String::new();
    for character in serde_json::to_string_pretty(value)
        .unwrap_or_default()
        .chars()
    {
        if character.is_ascii() {
            ascii.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            ascii.push_str(&format!("\\u{unit:04x}"));
        }
    }
    ascii
}

impl Report for ToSign {
    fn words(&self) -> String {
        match self.exactly {
            Some(Format::Eip712) => return ascii_json(&self.typed_data),
            Some(Format::Eip191 | Format::Adr036) => return self.text.clone(),
            Some(Format::Passkey) => {
                return format!("{}\n\nChallenge: {}", self.text, self.challenge);
            }
            None => {}
        }
        let mut lines = vec![
            words::line(&self.what),
            indent(&self.text),
            format!("It may be carried until {}.", words::instant(self.expires)),
        ];
        match self.signed_by.as_slice() {
            [] => lines.push("Nobody has signed it yet.".to_owned()),
            wallets => lines.extend(wallets.iter().map(|wallet| format!("Signed by {wallet}."))),
        }
        if let Some(path) = &self.file {
            let path = path.display();
            lines.push(format!(
                "It is in {path}: add signatures with `folkmoot sign add {path}`, have it carried with `folkmoot carry {path}`."
            ));
        }
        lines.join("\n")
    }
}
