//! Wallets of every kind that answer as real ones do, with keys made of names.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_chain::{LocalSigner, Signer as _};
use folkmoot_group::wallet::Wallet;
use folkmoot_rules::adr036_sign_bytes;
use folkmoot_rules::wallet_formats::eip191_digest;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How a wallet signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Eip712,
    Eip191,
    Adr036,
    Passkey,
}

/// All of them.
pub const KINDS: [Kind; 4] = [Kind::Eip712, Kind::Eip191, Kind::Adr036, Kind::Passkey];

impl Kind {
    /// As the command line has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eip712 => "eip712",
            Self::Eip191 => "eip191",
            Self::Adr036 => "adr036",
            Self::Passkey => "passkey",
        }
    }
}

/// A wallet.
pub struct Double {
    pub kind: Kind,
    seed: [u8; 32],
}

impl Double {
    pub fn new(kind: Kind, name: &str) -> Self {
        let seed = Sha256::digest(format!("{kind:?} of {name}")).into();
        Self { kind, seed }
    }

    fn ethereum(&self) -> EthereumSigner {
        EthereumSigner::from_hex(&hex::encode(self.seed).into()).unwrap()
    }

    fn cosmos(&self) -> LocalSigner {
        LocalSigner::from_hex(&hex::encode(self.seed).into()).unwrap()
    }

    fn passkey(&self) -> p256::ecdsa::SigningKey {
        p256::ecdsa::SigningKey::from_slice(&self.seed).unwrap()
    }

    pub fn wallet(&self) -> Wallet {
        match self.kind {
            Kind::Eip712 | Kind::Eip191 => Wallet::Ethereum(self.ethereum().address()),
            Kind::Adr036 => Wallet::Cosmos(self.cosmos().address("wasm").unwrap()),
            Kind::Passkey => {
                let point = self.passkey().verifying_key().to_encoded_point(true);
                Wallet::Passkey(hex::encode(point.as_bytes()))
            }
        }
    }

    /// What it answers when it is asked to sign this typed data or this text.
    pub async fn answers(&self, digest: &[u8; 32], text: &str) -> Value {
        let signed = |digest: &[u8; 32]| self.ethereum().sign_digest(digest).unwrap();
        match self.kind {
            Kind::Eip712 => json!(format!("0x{}", hex::encode(signed(digest)))),
            Kind::Eip191 => json!(format!("0x{}", hex::encode(signed(&eip191_digest(text))))),
            Kind::Adr036 => {
                let key = self.cosmos();
                let bytes = adr036_sign_bytes(self.wallet().key(), text.as_bytes());
                let rs = key.sign(&bytes).await.unwrap();
                let public = json!({
                    "type": "tendermint/PubKeySecp256k1",
                    "value": STANDARD.encode(key.public_key()),
                });
                json!({ "pub_key": public, "signature": STANDARD.encode(rs) })
            }
            Kind::Passkey => self.asserts(text),
        }
    }

    fn asserts(&self, text: &str) -> Value {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(text));
        let client_data = format!(
            r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://vote.example","crossOrigin":false}}"#
        );
        let mut authenticator = Sha256::digest("vote.example").to_vec();
        authenticator.extend([5, 0, 0, 0, 1]);
        let hash = Sha256::digest(&client_data);
        let digest = Sha256::digest([authenticator.as_slice(), &hash].concat());
        // high or low, as it comes
        let signature: p256::ecdsa::Signature = self.passkey().sign_prehash(&digest).unwrap();
        let encoded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({ "type": "public-key", "response": {
            "authenticatorData": encoded(&authenticator),
            "clientDataJSON": encoded(client_data.as_bytes()),
            "signature": encoded(signature.to_der().as_bytes()),
        }})
    }
}
