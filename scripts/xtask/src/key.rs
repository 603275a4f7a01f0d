//! Keys made of names, which sign in each form that wallets sign in.

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use folkmoot_api::msg::WalletSignature;
use folkmoot_api::wallet::Wallet;
use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_chain::{LocalSigner, Signer as _};
use folkmoot_wallets::{collect, sign_adr036, sign_eip191, sign_eip712};
use p256::ecdsa::signature::hazmat::PrehashSigner;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The page that the passkeys belong to.
const HOST: &str = "vote.example";
/// The user is present and was verified.
const FLAGS: u8 = 0x05;

/// How a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// An Ethereum wallet's typed data.
    Eip712,
    /// An Ethereum wallet's `personal_sign`.
    Eip191,
    /// A Cosmos wallet's `signArbitrary`.
    Adr036,
    /// A passkey.
    Passkey,
}

/// All of them.
pub const FORMS: [Form; 4] = [Form::Eip712, Form::Eip191, Form::Adr036, Form::Passkey];

impl Form {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eip712 => "eip712",
            Self::Eip191 => "eip191",
            Self::Adr036 => "adr036",
            Self::Passkey => "passkey",
        }
    }
}

/// A key that signs in one form.
#[derive(Debug, Clone)]
pub struct Key {
    /// How it signs.
    pub form: Form,
    seed: [u8; 32],
}

impl Key {
    /// The key whose secret is the sha-256 of this text.
    pub fn new(form: Form, seed: &str) -> Self {
        Self {
            form,
            seed: Sha256::digest(seed).into(),
        }
    }

    fn ethereum(&self) -> Result<EthereumSigner> {
        Ok(EthereumSigner::from_hex(&hex::encode(self.seed).into())?)
    }

    fn cosmos(&self) -> Result<LocalSigner> {
        Ok(LocalSigner::from_hex(&hex::encode(self.seed).into())?)
    }

    fn passkey(&self) -> Result<p256::ecdsa::SigningKey> {
        Ok(p256::ecdsa::SigningKey::from_slice(&self.seed)?)
    }

    /// Its wallet, on a chain whose addresses have this prefix.
    pub fn wallet(&self, prefix: &str) -> Result<Wallet> {
        Ok(match self.form {
            Form::Eip712 | Form::Eip191 => Wallet::Ethereum(self.ethereum()?.address()),
            Form::Adr036 => Wallet::Cosmos(self.cosmos()?.address(prefix)?),
            Form::Passkey => {
                let point = self.passkey()?.verifying_key().to_encoded_point(true);
                Wallet::Passkey(hex::encode(point.as_bytes()))
            }
        })
    }

    /// Its signature as it is carried, over the typed data's digest or the text.
    pub async fn signs(
        &self,
        prefix: &str,
        digest: &[u8; 32],
        text: &str,
    ) -> Result<WalletSignature> {
        Ok(match self.form {
            Form::Eip712 => sign_eip712(&self.ethereum()?, digest)?,
            Form::Eip191 => sign_eip191(&self.ethereum()?, text)?,
            Form::Adr036 => sign_adr036(&self.cosmos()?, prefix, text).await?,
            Form::Passkey => {
                let answer = self.asserts(text)?;
                collect(&self.wallet(prefix)?, &answer, digest, text)?
            }
        })
    }

    /// What a browser answers for a passkey that is asked to sign a text.
    pub fn asserts(&self, text: &str) -> Result<Value> {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(text));
        let client_data = format!(
            r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://{HOST}","crossOrigin":false}}"#
        );
        let mut authenticator = Sha256::digest(HOST).to_vec();
        authenticator.extend([FLAGS, 0, 0, 0, 0]);
        let hash = Sha256::digest(&client_data);
        let digest = Sha256::digest([authenticator.as_slice(), hash.as_slice()].concat());
        let signature: p256::ecdsa::Signature = self.passkey()?.sign_prehash(&digest)?;
        Ok(json!({
            "authenticator_data": hex::encode(authenticator),
            "client_data": client_data,
            "signature": hex::encode(signature.to_der().as_bytes()),
        }))
    }
}
