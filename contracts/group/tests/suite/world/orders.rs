//! Keys of every kind, and orders that they sign.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use cosmwasm_std::{Api, Checksum, HexBinary};
use folkmoot_group::msg::{
    ExecuteMsg, OrderPlace, SeatId, SeatSpec, SignedOrder, Standing, Subject, WalletSignature,
};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::adr036_sign_bytes;
use folkmoot_rules::ethereum_address;
use folkmoot_rules::wallet_formats::{adr036_proof, passkey_proof, text_proof};
use k256::ecdsa::{SigningKey, signature::hazmat::PrehashSigner};
use ripemd::{Digest as _, Ripemd160};
use sha3::Keccak256;

use super::{Attempt, CHAIN, Draft, Group, World};

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// EIP-712.
    Typed,
    /// EIP-191.
    Text,
    /// ADR-036.
    Amino,
    /// A passkey.
    Passkey,
}

/// All of them.
pub const KINDS: [Kind; 4] = [Kind::Typed, Kind::Text, Kind::Amino, Kind::Passkey];

/// A key that signs in one way.
#[derive(Clone)]
pub struct Key {
    kind: Kind,
    seed: [u8; 32],
}

impl Key {
    /// A key of a name.
    pub fn new(kind: Kind, name: &str) -> Self {
        let seed = Checksum::generate(format!("{kind:?} of {name}").as_bytes());
        Self {
            kind,
            seed: seed.as_slice().try_into().unwrap(),
        }
    }

    fn k256(&self) -> SigningKey {
        SigningKey::from_slice(&self.seed).unwrap()
    }

    fn p256(&self) -> p256::ecdsa::SigningKey {
        p256::ecdsa::SigningKey::from_slice(&self.seed).unwrap()
    }

    /// Its wallet.
    pub fn wallet(&self) -> Wallet {
        match self.kind {
            Kind::Typed | Kind::Text => {
                let point = self.k256().verifying_key().to_encoded_point(false);
                let address = ethereum_address(point.as_bytes()).unwrap();
                Wallet::Ethereum(format!("0x{}", hex::encode(address)))
            }
            Kind::Amino => {
                let account = Ripemd160::digest(Checksum::generate(&self.compressed()).as_slice());
                let prefix = bech32::Hrp::parse("wasm").unwrap();
                Wallet::Cosmos(bech32::encode::<bech32::Bech32>(prefix, &account).unwrap())
            }
            Kind::Passkey => {
                let point = self.p256().verifying_key().to_encoded_point(true);
                Wallet::Passkey(hex::encode(point.as_bytes()))
            }
        }
    }

    fn compressed(&self) -> Vec<u8> {
        let point = self.k256().verifying_key().to_encoded_point(true);
        point.as_bytes().to_vec()
    }

    /// A seat for it alone.
    pub fn seat(&self) -> SeatSpec {
        seat_of(&[self], 1)
    }

    /// What its wallet makes of something to be signed.
    pub fn signs(&self, typed: &[u8; 32], text: &str) -> WalletSignature {
        let proof = match self.kind {
            Kind::Typed => self.recoverable(typed),
            Kind::Text => {
                let mut message = format!("\u{19}Ethereum Signed Message:\n{}", text.len());
                message.push_str(text);
                text_proof(&self.recoverable(&Keccak256::digest(message).into())).unwrap()
            }
            Kind::Amino => {
                let bytes = adr036_sign_bytes(self.wallet().key(), text.as_bytes());
                let digest = Checksum::generate(&bytes);
                let rs: k256::ecdsa::Signature =
                    self.k256().sign_prehash(digest.as_slice()).unwrap();
                adr036_proof(&self.compressed(), &rs.to_bytes())
            }
            Kind::Passkey => self.asserts(text, 0x05),
        };
        WalletSignature {
            wallet: self.wallet(),
            signature: proof.into(),
        }
    }

    fn recoverable(&self, digest: &[u8; 32]) -> Vec<u8> {
        let (signature, recovery) = self.k256().sign_prehash_recoverable(digest).unwrap();
        let mut bytes = signature.to_bytes().to_vec();
        bytes.push(27 + recovery.to_byte());
        bytes
    }

    /// What a passkey answers with these flags set.
    pub fn asserts(&self, text: &str, flags: u8) -> Vec<u8> {
        let challenge = URL_SAFE_NO_PAD.encode(Checksum::generate(text.as_bytes()).as_slice());
        let client_data = format!(
            r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://vote.example","crossOrigin":false}}"#
        );
        let mut authenticator = Checksum::generate(b"vote.example").as_slice().to_vec();
        authenticator.extend([flags, 0, 0, 0, 0]);
        let hash = Checksum::generate(client_data.as_bytes());
        let signed = [authenticator.as_slice(), hash.as_slice()].concat();
        let digest = Checksum::generate(&signed);
        let rs: p256::ecdsa::Signature = self.p256().sign_prehash(digest.as_slice()).unwrap();
        let rs = rs.normalize_s().unwrap_or(rs);
        passkey_proof(&rs.to_bytes(), &authenticator, client_data.as_bytes()).unwrap()
    }
}

/// A core seat of several keys, so many of which must sign.
pub fn seat_of(keys: &[&Key], signatures: u8) -> SeatSpec {
    SeatSpec {
        name: "Keys".into(),
        holder: Holder::Keys {
            wallets: keys.iter().map(|key| key.wallet()).collect(),
            signatures,
        },
        standing: Standing::Core,
        weight: None,
    }
}

/// An order before it is signed: a test may spoil any part of it.
#[derive(Clone, Debug)]
pub struct OrderDraft {
    /// The chain id.
    pub chain: String,
    /// The group's address.
    pub group: String,
    /// The group's name.
    pub group_name: String,
    /// The title of what it is about.
    pub subject: String,
    /// The order, without signatures.
    pub order: SignedOrder,
}

impl OrderDraft {
    /// Signs it with these keys.
    pub fn signed_by(&self, keys: &[&Key]) -> SignedOrder {
        let json = self.order.act_json().unwrap();
        let place = OrderPlace {
            chain: &self.chain,
            group: &self.group,
            group_name: &self.group_name,
            subject: &self.subject,
        };
        let fields = self.order.fields(&json, &place).expect("an act of a seat");
        let (typed, text) = (fields.eip712_digest(), fields.text());
        assert!(
            text.bytes()
                .all(|byte| byte == b'\n' || (0x20..0x7f).contains(&byte)),
            "{text}"
        );
        SignedOrder {
            signatures: keys.iter().map(|key| key.signs(&typed, &text)).collect(),
            ..self.order.clone()
        }
    }
}

impl Group {
    /// An order of a seat, about the version in force of what it is about, good for a day.
    #[track_caller]
    pub fn order(&self, seat: SeatId, number: u64, act: ExecuteMsg) -> OrderDraft {
        let (subject, content_hash) = match act.ordered().expect("an act of a seat").subject {
            Subject::None => (String::new(), None),
            Subject::New(title) => (title.to_owned(), None),
            Subject::Proposal(id) => {
                let view = self.proposal(id).view();
                (view.title, Some(view.content_hash))
            }
            Subject::Notice(group, id) | Subject::Above(group, id) => {
                let view = self.world().group_at("Another", group).proposal(id).view();
                (view.title, Some(view.content_hash))
            }
        };
        OrderDraft {
            chain: CHAIN.into(),
            group: self.address.to_string(),
            group_name: self.view().name,
            subject,
            order: SignedOrder {
                seat,
                act: Box::new(act),
                content_hash,
                number,
                expires: self.world().now() + 86_400,
                signatures: vec![],
            },
        }
    }

    /// Somebody carries orders. What was said of each that was refused, by its place.
    #[track_caller]
    pub fn carry_orders(&self, orders: Vec<SignedOrder>) -> Vec<(usize, String)> {
        let response = self.try_carry_orders(orders).ok();
        let refused = response
            .events
            .iter()
            .filter(|event| event.ty == "wasm-order_refused");
        refused
            .map(|event| {
                let told = |key: &str| {
                    let mut attributes = event.attributes.iter();
                    attributes.find(|one| one.key == key).unwrap().value.clone()
                };
                (told("index").parse().unwrap(), told("reason"))
            })
            .collect()
    }

    /// Somebody tries to carry orders.
    pub fn try_carry_orders(&self, orders: Vec<SignedOrder>) -> Attempt {
        let carrier = self.world().account("a carrier");
        let msg = ExecuteMsg::CarryOrders { orders };
        self.world().attempt(&carrier, &self.address, &msg)
    }

    /// A key's seat does something by an order, which goes well.
    #[track_caller]
    pub fn by_order(&self, key: &Key, number: u64, act: ExecuteMsg) {
        let seat = self.seat_of(key.wallet().key()).expect("a seat").seat;
        let order = self.order(seat, number, act).signed_by(&[key]);
        assert_eq!(self.carry_orders(vec![order]), []);
    }

    /// An order is refused for this reason and leaves no trace.
    #[track_caller]
    pub fn refuses_order(&self, order: SignedOrder, reason: &str) {
        let carrier = self.world().account("a carrier");
        let msg = ExecuteMsg::CarryOrders {
            orders: vec![order],
        };
        let response = self
            .world()
            .attempt(&carrier, &self.address, &msg)
            .ok_without_change();
        let event = response
            .events
            .iter()
            .find(|event| event.ty == "wasm-order_refused");
        let told = event
            .expect("a refusal")
            .attributes
            .iter()
            .find(|one| one.key == "reason");
        let told = &told.unwrap().value;
        assert!(
            told.contains(reason),
            "refused for another reason\n  expected: {reason}\n  told: {told}"
        );
    }
}

impl Draft {
    /// A ballot signed by these keys.
    pub fn signed_by_keys(
        &self,
        world: &World,
        keys: &[&Key],
    ) -> folkmoot_group::msg::SignedBallot {
        let address = world
            .app(|app| app.api().addr_validate(&self.group))
            .unwrap();
        let group = world.group_at("", address.as_str());
        let name = group.view().name;
        let (typed, text) = (self.digest(), self.text(&name));
        folkmoot_group::msg::SignedBallot {
            choice: self.choice,
            reason: self.reason.clone(),
            revision: self.revision,
            expires: self.expires,
            signatures: keys.iter().map(|key| key.signs(&typed, &text)).collect(),
        }
    }
}

/// The content hash of nothing that anybody proposed.
pub fn another_content() -> HexBinary {
    HexBinary::from([9; 32])
}
