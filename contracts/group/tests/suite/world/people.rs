//! People: accounts of the chain, and owners of Ethereum keys that sign ballots.

use cosmwasm_std::{Addr, Checksum, HexBinary, from_json};
use folkmoot_group::action::Action;
use folkmoot_group::msg::{
    BallotResult, ExecuteMsg, ProposalSpec, Resolution, SeatId, SeatSpec, SignedBallot, Standing,
    WalletSignature,
};
use folkmoot_group::wallet::{Holder, Wallet};
use folkmoot_rules::{BallotFields, Choice, Phase, ethereum_address, next_revision};
use k256::ecdsa::SigningKey;

use super::{Attempt, CHAIN, Group, Proposal, World};

/// The account of a name: 20 bytes, as accounts have.
pub fn account_address(name: &str) -> Addr {
    let digest = Checksum::generate(name.as_bytes());
    let prefix = bech32::Hrp::parse("wasm").unwrap();
    let text = bech32::encode::<bech32::Bech32>(prefix, digest.as_slice().split_at(20).0).unwrap();
    Addr::unchecked(text)
}

/// Somebody with a wallet.
#[derive(Clone)]
pub struct Person {
    world: World,
    /// The name.
    pub name: String,
    /// The account from which messages are sent.
    pub address: Addr,
    /// The Ethereum key, for people who vote by signed ballots.
    key: Option<SigningKey>,
}

impl World {
    /// A person who sends transactions.
    pub fn cosmos(&self, name: &str) -> Person {
        Person {
            world: self.clone(),
            name: name.into(),
            address: account_address(name),
            key: None,
        }
    }

    /// A person with an Ethereum wallet, who signs ballots that others carry.
    pub fn ethereum(&self, name: &str) -> Person {
        let seed = Checksum::generate(format!("key of {name}").as_bytes());
        let key = SigningKey::from_slice(seed.as_slice()).unwrap();
        Person {
            key: Some(key),
            ..self.cosmos(name)
        }
    }

    /// Many people who send transactions.
    pub fn crowd(&self, name: &str, count: usize) -> Vec<Person> {
        (1..=count)
            .map(|number| self.cosmos(&format!("{name} {number}")))
            .collect()
    }

    /// Carries ballots in one message.
    #[track_caller]
    pub fn carries(&self, proposal: &Proposal, ballots: Vec<SignedBallot>) -> Vec<BallotResult> {
        let response = self.try_carry(proposal, ballots).ok();
        from_json(response.data.expect("a result for each ballot")).unwrap()
    }

    /// Tries to carry ballots in one message.
    pub fn try_carry(&self, proposal: &Proposal, ballots: Vec<SignedBallot>) -> Attempt {
        let msg = ExecuteMsg::CastBallots {
            proposal: proposal.id,
            ballots,
        };
        self.attempt(&self.account("a carrier"), &proposal.group.address, &msg)
    }
}

impl Person {
    /// The person's wallet.
    pub fn wallet(&self) -> Wallet {
        match &self.key {
            None => Wallet::Cosmos(self.address.to_string()),
            Some(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                let address = ethereum_address(point.as_bytes()).unwrap();
                Wallet::Ethereum(format!("0x{}", hex::encode(address)))
            }
        }
    }

    /// A core seat for the person.
    pub fn seat(&self) -> SeatSpec {
        self.seat_as(Standing::Core)
    }

    /// A core seat of which any of several wallets signs: the person's, and these.
    pub fn seat_with(&self, others: &[&Self]) -> SeatSpec {
        let wallets = others.iter().map(|other| other.wallet());
        let wallets = std::iter::once(self.wallet()).chain(wallets);
        SeatSpec {
            holder: Holder::person(wallets.collect()),
            ..self.seat()
        }
    }

    /// A seat of this standing.
    pub fn seat_as(&self, standing: Standing) -> SeatSpec {
        SeatSpec {
            name: self.name.clone(),
            holder: Holder::person(vec![self.wallet()]),
            standing,
            weight: None,
        }
    }

    /// A core seat of this weight.
    pub fn seat_weighing(&self, weight: u64) -> SeatSpec {
        SeatSpec {
            weight: Some(weight),
            ..self.seat()
        }
    }

    /// The person's seat in a group.
    #[track_caller]
    pub fn seat_in(&self, group: &Group) -> SeatId {
        group
            .seat_of(self.wallet().key())
            .expect("a seat in the group")
            .seat
    }

    /// Sends a message to a group.
    pub fn sends(&self, group: &Group, msg: &ExecuteMsg) -> Attempt {
        self.world.attempt(&self.address, &group.address, msg)
    }

    /// Takes another wallet into the person's seat, by the word of both.
    #[track_caller]
    pub fn adds(&self, group: &Group, other: &Self) {
        let wallet = other.wallet();
        self.sends(group, &ExecuteMsg::AddWallet { wallet }).ok();
        other.confirms(group, self.seat_in(group)).ok();
    }

    /// Takes the place that a seat offers.
    pub fn confirms(&self, group: &Group, seat: SeatId) -> Attempt {
        self.sends(group, &ExecuteMsg::ConfirmWallet { seat })
    }

    /// Tries to open a proposal.
    pub fn tries_to_propose(&self, group: &Group, proposal: ProposalSpec) -> Attempt {
        self.sends(group, &ExecuteMsg::Propose { proposal })
    }

    /// Opens a proposal.
    #[track_caller]
    pub fn proposes(&self, group: &Group, title: &str, actions: Vec<Action>) -> Proposal {
        self.proposes_spec(group, super::spec(title, actions))
    }

    /// Opens a proposal.
    #[track_caller]
    pub fn proposes_spec(&self, group: &Group, proposal: ProposalSpec) -> Proposal {
        self.tries_to_propose(group, proposal).ok();
        group.newest()
    }

    /// As a representative, opens a proposal of the group in a group above.
    #[track_caller]
    pub fn proposes_upstream(
        &self,
        through: &Group,
        above: &Group,
        title: &str,
        actions: Vec<Action>,
    ) -> Proposal {
        self.tries_to_propose_upstream(through, above, super::spec(title, actions))
            .ok();
        above.newest()
    }

    /// As a representative, tries to open a proposal of the group in a group above.
    pub fn tries_to_propose_upstream(
        &self,
        through: &Group,
        above: &Group,
        proposal: ProposalSpec,
    ) -> Attempt {
        self.sends(
            through,
            &ExecuteMsg::ProposeUpstream {
                group: above.address.to_string(),
                proposal,
            },
        )
    }

    /// Casts a ballot, each with their own kind of wallet.
    #[track_caller]
    pub fn votes(&self, proposal: &Proposal, choice: Choice) {
        if self.key.is_none() {
            self.tries_to_vote(proposal, choice).ok();
        } else {
            let results = self
                .world
                .carries(proposal, vec![self.signs(proposal, choice)]);
            assert!(
                matches!(results.as_slice(), [BallotResult::Cast { .. }]),
                "{results:?}"
            );
        }
    }

    /// Blocks, or objects, and says why.
    #[track_caller]
    pub fn blocks(&self, proposal: &Proposal, reason: &str) {
        self.tries_to_vote_because(proposal, Choice::Block, reason)
            .ok();
    }

    /// Tries to cast a ballot with a reason by transaction.
    pub fn tries_to_vote_because(
        &self,
        proposal: &Proposal,
        choice: Choice,
        reason: &str,
    ) -> Attempt {
        self.sends(
            &proposal.group,
            &ExecuteMsg::Vote {
                proposal: proposal.id,
                choice,
                reason: Some(reason.into()),
            },
        )
    }

    /// Takes back the objection of the person's seat.
    pub fn resolves(&self, proposal: &Proposal, resolution: Resolution) -> Attempt {
        self.sends(
            &proposal.group,
            &ExecuteMsg::ResolveObjection {
                proposal: proposal.id,
                resolution,
            },
        )
    }

    /// Puts a new version in the place of a proposal.
    pub fn amends(&self, proposal: &Proposal, spec: ProposalSpec) -> Attempt {
        self.sends(
            &proposal.group,
            &ExecuteMsg::Amend {
                proposal: proposal.id,
                spec,
            },
        )
    }

    /// As a representative, puts a new version in the place of a proposal of the group in a group above.
    pub fn amends_upstream(
        &self,
        through: &Group,
        proposal: &Proposal,
        spec: ProposalSpec,
    ) -> Attempt {
        self.sends(
            through,
            &ExecuteMsg::AmendUpstream {
                group: proposal.group.address.to_string(),
                proposal: proposal.id,
                spec,
            },
        )
    }

    /// Tries to cast a ballot by transaction.
    pub fn tries_to_vote(&self, proposal: &Proposal, choice: Choice) -> Attempt {
        self.sends(
            &proposal.group,
            &ExecuteMsg::Vote {
                proposal: proposal.id,
                choice,
                reason: None,
            },
        )
    }

    /// Signs a ballot for others to carry.
    #[track_caller]
    pub fn signs(&self, proposal: &Proposal, choice: Choice) -> SignedBallot {
        self.draft(proposal, choice).signed_by(&[self])
    }

    /// A ballot before it is signed.
    #[track_caller]
    pub fn draft(&self, proposal: &Proposal, choice: Choice) -> Draft {
        let group = &proposal.group;
        let before = group
            .seat_of(self.wallet().key())
            .and_then(|seat| proposal.ballot_of(seat.seat));
        let view = proposal.view();
        let in_fallback = view
            .course
            .is_some_and(|course| course.phase == Phase::Fallback);
        let enters = in_fallback && before.as_ref().is_none_or(|ballot| ballot.lapsed);
        let last = before.map_or(0, |ballot| ballot.revision);
        Draft {
            chain: CHAIN.into(),
            group: group.address.to_string(),
            proposal: proposal.id,
            title: view.title,
            content_hash: view.content_hash.as_slice().try_into().unwrap(),
            choice,
            reason: String::new(),
            revision: next_revision(last, enters),
            expires: self.world.now() + 86_400,
        }
    }

    fn sign(&self, digest: &[u8; 32]) -> HexBinary {
        let key = self.key.as_ref().expect("an ethereum key");
        let (signature, recovery) = key.sign_prehash_recoverable(digest).unwrap();
        let mut bytes = signature.to_bytes().to_vec();
        bytes.push(27 + recovery.to_byte());
        bytes.into()
    }

    /// Gives coins to a group's common fund; they are made for it.
    #[track_caller]
    pub fn gives(&self, group: &Group, amount: u128) {
        self.world.mint(&self.address, amount);
        let coins = super::money(amount);
        self.world
            .attempt_raw(
                &self.address,
                &group.address,
                &ExecuteMsg::Contribute {},
                &coins,
            )
            .ok();
    }

    /// What the person's account holds.
    pub fn balance(&self) -> u128 {
        self.world.balance(&self.address)
    }
}

/// A ballot before it is signed: a test may spoil any part of it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The chain id.
    pub chain: String,
    /// The group's address.
    pub group: String,
    /// The proposal.
    pub proposal: u64,
    /// Its title.
    pub title: String,
    /// Its content.
    pub content_hash: [u8; 32],
    /// The choice.
    pub choice: Choice,
    /// Why.
    pub reason: String,
    /// Which ballot of the seat.
    pub revision: u32,
    /// Until when it may be carried.
    pub expires: u64,
}

impl Draft {
    /// With a reason.
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = reason.into();
        self
    }

    /// What the wallets sign as typed data.
    pub fn digest(&self) -> [u8; 32] {
        self.fields().eip712_digest()
    }

    /// What the wallets sign as a text.
    pub fn text(&self, group_name: &str) -> String {
        self.fields().text(group_name)
    }

    fn fields(&self) -> BallotFields<'_> {
        BallotFields {
            chain: &self.chain,
            group: &self.group,
            proposal: self.proposal,
            title: &self.title,
            content_hash: self.content_hash,
            choice: self.choice.as_str(),
            reason: &self.reason,
            revision: self.revision,
            expires: self.expires,
        }
    }

    /// Signs it with the Ethereum wallets of these people.
    pub fn signed_by(&self, people: &[&Person]) -> SignedBallot {
        let digest = self.digest();
        let sign = |person: &&Person| WalletSignature {
            wallet: person.wallet(),
            signature: person.sign(&digest).into(),
        };
        SignedBallot {
            choice: self.choice,
            reason: self.reason.clone(),
            revision: self.revision,
            expires: self.expires,
            signatures: people.iter().map(sign).collect(),
        }
    }
}
