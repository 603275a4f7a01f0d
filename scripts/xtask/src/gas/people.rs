//! Members with keys made of numbers, so that every measurement is of the same signatures' shapes and addresses.

use anyhow::Result;
use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::bank::v1beta1::{Input, MsgMultiSend, Output};
use folkmoot_api::msg::{ProposalView, SeatSpec, SignedBallot, Standing, WalletSignature};
use folkmoot_api::wallet::{Holder, Wallet};
use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_chain::{LocalSigner, Signer, coin, send};
use folkmoot_rules::{BallotFields, Choice};
use k256::ecdsa::SigningKey;
use prost::Name;
use sha2::{Digest, Sha256};

use super::chain::{Chain, Sender};

/// What each of them gets: enough for the fees of all their transactions.
const POCKET_MONEY: u128 = 1_000_000;

/// The key of the member with this number in a group of this name.
fn key(group: &str, number: usize) -> Result<SigningKey> {
    let seed = Sha256::digest(format!("folkmoot gas, {group} {number}"));
    Ok(SigningKey::from_slice(&seed)?)
}

/// The key of a member's account.
pub fn account(group: &str, number: usize) -> Result<LocalSigner> {
    Ok(LocalSigner::from_key(key(group, number)?))
}

/// The key of a member's Ethereum wallet.
pub fn ethereum(group: &str, number: usize) -> Result<EthereumSigner> {
    Ok(EthereumSigner::from_key(key(
        &format!("{group}, ethereum"),
        number,
    )?))
}

/// A core seat for these wallets.
pub fn seat(number: usize, wallets: Vec<Wallet>) -> SeatSpec {
    SeatSpec {
        name: format!("member {number}"),
        holder: Holder::person(wallets),
        standing: Standing::Core,
        weight: None,
    }
}

/// Gives accounts coins, and has each send once: a chain stores an account's public key with its first transaction,
/// which must be in no figure.
pub async fn introduced(
    chain: &Chain,
    purse: &Sender,
    signers: Vec<LocalSigner>,
) -> Result<Vec<Sender>> {
    let mut outputs = vec![];
    for signer in &signers {
        outputs.push(Output {
            address: signer.address(&chain.prefix)?,
            coins: vec![coin(POCKET_MONEY, &chain.denom)],
        });
    }
    let total = POCKET_MONEY * u128::try_from(signers.len())?;
    let gift = MsgMultiSend {
        inputs: vec![Input {
            address: purse.address.clone(),
            coins: vec![coin(total, &chain.denom)],
        }],
        outputs,
    };
    let gift = Any {
        type_url: MsgMultiSend::type_url(),
        value: prost::Message::encode_to_vec(&gift),
    };
    let sent = chain
        .send(purse, "giving accounts coins", vec![gift])
        .await?;
    chain.included(&sent).await?;
    let mut senders = vec![];
    let mut first = vec![];
    for signer in signers {
        let sender = chain.sender(signer).await?;
        let own = send(
            &sender.address,
            &sender.address,
            vec![coin(1, &chain.denom)],
        );
        first.push(
            chain
                .send(&sender, "a first transaction", vec![own])
                .await?,
        );
        senders.push(sender);
    }
    chain.all(&first).await?;
    Ok(senders)
}

/// A yes to a proposal, signed for others to carry.
pub fn ballot(
    signer: &EthereumSigner,
    chain_id: &str,
    group: &str,
    question: &ProposalView,
) -> Result<SignedBallot> {
    let (choice, revision, expires) = (Choice::Yes, 1, question.deadline);
    let fields = BallotFields {
        chain: chain_id,
        group,
        proposal: question.proposal,
        title: &question.title,
        content_hash: question.content_hash.as_slice().try_into()?,
        choice: choice.as_str(),
        reason: "",
        revision,
        expires,
    };
    let signature = signer.sign_digest(&fields.eip712_digest())?;
    Ok(SignedBallot {
        choice,
        reason: String::new(),
        revision,
        expires,
        signatures: vec![WalletSignature {
            wallet: Wallet::Ethereum(signer.address()),
            signature: signature.to_vec().into(),
        }],
    })
}
