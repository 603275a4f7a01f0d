//! People with names and keys. A key is made of its owner's name, so that a story is the same each time it is told;
//! the signatures are real.

use folkmoot_chain::keystore::EthereumSigner;
use folkmoot_chain::{LocalSigner, Signer, SignerError};
use folkmoot_group::msg::{SeatSpec, SignedBallot, Standing, WalletSignature};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{BallotFields, Choice};
use k256::ecdsa::SigningKey;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use super::error::{Doing, StoryError, StoryResult};
use super::host::{Host, HostError, Message, Setting};

/// An account of the chain, and its key.
#[derive(Debug, Clone)]
pub struct Account {
    /// Whose it is.
    pub name: String,
    /// Its address.
    pub address: String,
    signer: LocalSigner,
}

impl Account {
    /// The account of a name.
    pub fn named(name: &str, setting: &Setting) -> Result<Self, HostError> {
        let key = key_of(name, &setting.edition)?;
        Self::of(name, LocalSigner::from_key(key), &setting.prefix)
    }

    /// An account with a key of its own.
    pub fn of(name: &str, signer: LocalSigner, prefix: &str) -> Result<Self, HostError> {
        let address = signer.address(prefix).map_err(broken)?;
        Ok(Self {
            name: name.to_owned(),
            address,
            signer,
        })
    }

    /// Signs its transactions.
    pub fn signer(&self) -> &LocalSigner {
        &self.signer
    }

    /// The key of a name, as a keystore takes it in.
    pub fn secret(name: &str, edition: &str) -> Result<SecretString, HostError> {
        let key = key_of(name, edition)?;
        Ok(SecretString::from(hex::encode(key.to_bytes())))
    }
}

/// Somebody with a wallet.
#[derive(Debug, Clone)]
pub struct Person {
    /// The name.
    pub name: String,
    keys: Keys,
}

#[derive(Debug, Clone)]
enum Keys {
    /// Sends transactions.
    Cosmos(Account),
    /// Signs ballots that others carry, and has no account at all.
    Ethereum(EthereumSigner),
}

/// What is voted on, as far as a ballot names it.
#[derive(Debug, Clone)]
pub struct Question {
    /// The chain's id.
    pub chain_id: String,
    /// The group.
    pub group: String,
    /// The proposal.
    pub proposal: u64,
    /// Its title.
    pub title: String,
    /// Its content hash.
    pub content_hash: [u8; 32],
    /// When its ballots end: until then a signed one may be carried.
    pub deadline: u64,
}

impl Person {
    /// Somebody with an account of the chain.
    pub fn cosmos(name: &str, setting: &Setting) -> Result<Self, HostError> {
        Ok(Self {
            name: name.to_owned(),
            keys: Keys::Cosmos(Account::named(name, setting)?),
        })
    }

    /// Somebody with an Ethereum wallet, without an account or coins of the chain.
    pub fn ethereum(name: &str, setting: &Setting) -> Result<Self, HostError> {
        let key = key_of(name, &setting.edition)?;
        Ok(Self {
            name: name.to_owned(),
            keys: Keys::Ethereum(EthereumSigner::from_key(key)),
        })
    }

    /// The person's account, if they have one.
    pub fn account(&self) -> Option<&Account> {
        match &self.keys {
            Keys::Cosmos(account) => Some(account),
            Keys::Ethereum(_) => None,
        }
    }

    /// The person's wallet.
    pub fn wallet(&self) -> Wallet {
        match &self.keys {
            Keys::Cosmos(account) => Wallet::Cosmos(account.address.clone()),
            Keys::Ethereum(signer) => Wallet::Ethereum(signer.address()),
        }
    }

    /// The account of somebody who has to have one.
    pub fn own_account(&self) -> StoryResult<&Account> {
        self.account().ok_or_else(|| StoryError::Missing {
            what: format!("account of {}", self.name),
        })
    }

    /// A core seat for the person.
    pub fn seat(&self) -> SeatSpec {
        self.seat_as(Standing::Core)
    }

    /// A seat for the person.
    pub fn seat_as(&self, standing: Standing) -> SeatSpec {
        SeatSpec {
            name: self.name.clone(),
            holder: Holder::person(vec![self.wallet()]),
            standing,
            weight: None,
        }
    }

    /// Signs a ballot for others to carry; who has an account votes by transaction and signs none.
    pub fn sign(
        &self,
        question: &Question,
        choice: Choice,
    ) -> Result<Option<SignedBallot>, HostError> {
        let Keys::Ethereum(signer) = &self.keys else {
            return Ok(None);
        };
        let (revision, expires) = (1, question.deadline);
        let fields = BallotFields {
            chain: &question.chain_id,
            group: &question.group,
            proposal: question.proposal,
            title: &question.title,
            content_hash: question.content_hash,
            choice: choice.as_str(),
            reason: "",
            revision,
            expires,
        };
        let signature = signer
            .sign_digest(&fields.eip712_digest())
            .map_err(broken)?;
        Ok(Some(SignedBallot {
            choice,
            reason: String::new(),
            revision,
            expires,
            signatures: vec![WalletSignature {
                wallet: self.wallet(),
                signature: signature.to_vec().into(),
            }],
        }))
    }
}

/// Gives everybody who has an account some coins, in one transaction.
pub async fn endow<'p>(
    host: &dyn Host,
    people: impl IntoIterator<Item = &'p Person>,
) -> StoryResult<()> {
    endow_with(host, people, 0).await
}

/// The same, and so much more for each.
pub async fn endow_with<'p>(
    host: &dyn Host,
    people: impl IntoIterator<Item = &'p Person>,
    more: u128,
) -> StoryResult<()> {
    let accounts = people.into_iter().filter_map(Person::account);
    let gift = |account: &Account| Message::Send {
        to: account.address.clone(),
        amount: host.setting().pocket_money.saturating_add(more),
    };
    let gifts = accounts.map(gift).collect();
    let result = host.submit(host.purse(), gifts).await;
    result.doing("endowing accounts").map(|_| ())
}

/// A key made of a name. Good for stories only: whoever knows the name and the edition has the key.
fn key_of(name: &str, edition: &str) -> Result<SigningKey, HostError> {
    let seed = Sha256::digest(format!("folkmoot story {edition}, key of {name}"));
    SigningKey::from_slice(&seed)
        .map_err(|error| HostError::Broken(format!("no key for {name}: {error}")))
}

fn broken(error: SignerError) -> HostError {
    HostError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use folkmoot_chain::Checksum;
    use folkmoot_rules::ethereum_address;
    use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};

    use super::super::time::TimeScale;
    use super::*;

    fn setting(edition: &str) -> Setting {
        Setting {
            chain_id: "folkmoot-local-1".to_owned(),
            prefix: "wasm".to_owned(),
            denom: "ustake".to_owned(),
            code_id: 1,
            checksum: Checksum([0; 32]),
            time: TimeScale::REAL,
            edition: edition.to_owned(),
            pocket_money: 100,
        }
    }

    #[test]
    fn a_name_always_makes_the_same_key_and_no_other_name_does() {
        let [joe, again] = [(); 2].map(|()| Person::cosmos("Joe", &setting("")).unwrap());
        assert_eq!(joe.wallet(), again.wallet());
        let bob = Person::cosmos("Bob", &setting("")).unwrap();
        assert_ne!(joe.wallet(), bob.wallet());
        let later = Person::cosmos("Joe", &setting("another telling")).unwrap();
        assert_ne!(joe.wallet(), later.wallet());
        assert!(joe.account().unwrap().address.starts_with("wasm1"));
        let stored = Account::secret("Joe", "").unwrap();
        let loaded = LocalSigner::from_hex(&stored).unwrap();
        assert_eq!(
            loaded.address("wasm").unwrap(),
            joe.account().unwrap().address
        );
    }

    #[test]
    fn a_signed_ballot_recovers_its_signer() {
        let bob = Person::ethereum("Bob", &setting("")).unwrap();
        let question = Question {
            chain_id: "folkmoot-local-1".to_owned(),
            group: "wasm1group".to_owned(),
            proposal: 7,
            title: "Barbecue".to_owned(),
            content_hash: [3; 32],
            deadline: 1_900_000_000,
        };
        let ballot = bob.sign(&question, Choice::No).unwrap().unwrap();
        let bytes = ballot.signatures[0].signature.as_slice();
        let digest = BallotFields {
            chain: "folkmoot-local-1",
            group: "wasm1group",
            proposal: 7,
            title: "Barbecue",
            content_hash: [3; 32],
            choice: "no",
            reason: "",
            revision: 1,
            expires: 1_900_000_000,
        }
        .eip712_digest();
        let signature = Signature::from_slice(&bytes[..64]).unwrap();
        let recovery = RecoveryId::from_byte(bytes[64] - 27).unwrap();
        let key = VerifyingKey::recover_from_prehash(&digest, &signature, recovery).unwrap();
        let address = ethereum_address(key.to_encoded_point(false).as_bytes()).unwrap();
        assert_eq!(
            bob.wallet(),
            Wallet::Ethereum(format!("0x{}", hex::encode(address)))
        );
        let joe = Person::cosmos("Joe", &setting("")).unwrap();
        assert_eq!(joe.sign(&question, Choice::Yes).unwrap(), None);
    }
}
