//! Orders and ballots of every form in which wallets sign, in a group of such wallets for each form.

use anyhow::{Context, Result, ensure};
use folkmoot_api::msg::{
    ExecuteMsg, GroupView, OrderPlace, ProposalView, QueryMsg, SeatId, SeatSpec, SignedBallot,
    SignedOrder, Text,
};
use folkmoot_api::wallet::Wallet;
use folkmoot_chain::{Node, TxResult, attribute};
use folkmoot_rules::{BallotFields, Choice};

use super::chain::Sender;
use super::groups::{Founder, Group, INTERNAL, charter};
use super::lives::Surroundings;
use super::operation::Operation;
use super::people;
use super::rows::Rows;
use crate::key::{FORMS, Form, Key};

/// Members beside the one who opens a proposal: so many that a batch of ballots decides nothing.
const MEMBERS: usize = 100;
/// Ballots in a batch.
const BALLOTS: usize = 50;
/// Orders in a batch.
const ORDERS: usize = 20;
const DAY: u64 = 86_400;

/// A group whose members sign in one form.
struct Signing<'a> {
    around: &'a Surroundings<'a>,
    form: Form,
    group: Group,
    name: String,
    keys: Vec<Key>,
}

/// The accounts that open proposals, one for each form.
pub fn openers() -> impl Iterator<Item = String> {
    FORMS.iter().map(|form| format!("orders {}", form.as_str()))
}

/// Measures ballots and orders of every form; the accounts are those of [`openers`].
pub async fn measured(
    founder: &Founder<'_>,
    around: &Surroundings<'_>,
    accounts: &[Sender],
    rows: &mut Rows,
) -> Result<()> {
    for (form, opener) in FORMS.into_iter().zip(accounts) {
        let signing = Signing::founded(founder, around, form, opener).await?;
        signing.ballots(opener, rows).await?;
        signing.orders(rows).await?;
    }
    Ok(())
}

impl<'a> Signing<'a> {
    async fn founded(
        founder: &Founder<'_>,
        around: &'a Surroundings<'a>,
        form: Form,
        opener: &Sender,
    ) -> Result<Self> {
        let name = format!("signing {}", form.as_str());
        let key = |number| Key::new(form, &format!("folkmoot gas, {name} {number}"));
        let keys: Vec<Key> = (0..MEMBERS).map(key).collect();
        let mut seats: Vec<SeatSpec> = vec![people::seat(
            1,
            vec![Wallet::Cosmos(opener.address.clone())],
        )];
        for (place, key) in keys.iter().enumerate() {
            seats.push(people::seat(
                place + 2,
                vec![key.wallet(&around.chain.prefix)?],
            ));
        }
        let charter = charter(INTERNAL, &around.relayer.address);
        let group = founder.found_large(&name, charter, seats).await?;
        let view: GroupView = group.ask(around.chain, &QueryMsg::Group {}).await?;
        Ok(Self {
            around,
            form,
            name: view.name,
            group,
            keys,
        })
    }

    /// A batch of ballots on a proposal that they don't decide.
    async fn ballots(&self, opener: &Sender, rows: &mut Rows) -> Result<()> {
        let propose = ExecuteMsg::Propose {
            proposal: self.around.proposal(Text::None),
        };
        let done = self.call(opener, "opening a proposal", &propose).await?;
        let number = attribute(&done.events, "wasm-proposal_opened", "proposal");
        let number = number.context("a proposal without number")?.parse()?;
        let question = self.group.proposal(self.around.chain, number).await?;
        let mut ballots = vec![];
        for key in self.keys.iter().take(BALLOTS) {
            ballots.push(self.ballot(key, &question).await?);
        }
        let cast = ExecuteMsg::CastBallots {
            proposal: number,
            ballots,
        };
        let done = self
            .call(self.around.relayer, "carrying ballots", &cast)
            .await?;
        self.note(
            Operation::SignedBallot(self.form, BALLOTS),
            BALLOTS,
            &done,
            rows,
        )?;
        let view = self.group.proposal(self.around.chain, number).await?;
        let counted = view.tally.seats.yes;
        ensure!(
            counted == u128::try_from(BALLOTS)?,
            "{counted} of {BALLOTS} ballots were counted in {}",
            self.name
        );
        Ok(())
    }

    async fn ballot(&self, key: &Key, question: &ProposalView) -> Result<SignedBallot> {
        let (choice, revision, expires) = (Choice::Yes, 1, question.deadline);
        let fields = BallotFields {
            chain: self.around.chain.client.chain_id(),
            group: &self.group.address,
            proposal: question.proposal,
            title: &question.title,
            content_hash: question.content_hash.as_slice().try_into()?,
            choice: choice.as_str(),
            reason: "",
            revision,
            expires,
        };
        let (digest, text) = (fields.eip712_digest(), fields.text(&self.name));
        let prefix = &self.around.chain.prefix;
        Ok(SignedBallot {
            choice,
            reason: String::new(),
            revision,
            expires,
            signatures: vec![key.signs(prefix, &digest, &text).await?],
        })
    }

    /// An order alone, and a batch of them: each opens the proposal that is also opened by transaction.
    async fn orders(&self, rows: &mut Rows) -> Result<()> {
        let expires = self.around.chain.client.status().await?.time + DAY;
        let mut signed = vec![];
        for (place, key) in self.keys.iter().enumerate().take(ORDERS + 1) {
            signed.push(self.order(place, key, expires).await?);
        }
        let rest = signed.split_off(1);
        for orders in [signed, rest] {
            let count = orders.len();
            let carry = ExecuteMsg::CarryOrders { orders };
            let done = self
                .call(self.around.relayer, "carrying orders", &carry)
                .await?;
            let refused = attribute(&done.events, "wasm-order_refused", "reason");
            ensure!(refused.is_none(), "an order was refused: {refused:?}");
            self.note(Operation::Order(self.form, count), count, &done, rows)?;
        }
        Ok(())
    }

    async fn order(&self, place: usize, key: &Key, expires: u64) -> Result<SignedOrder> {
        let proposal = self.around.proposal(Text::None);
        let title = proposal.title.clone();
        let order = SignedOrder {
            seat: SeatId::try_from(place + 2)?,
            act: Box::new(ExecuteMsg::Propose { proposal }),
            content_hash: None,
            number: u64::try_from(place)?,
            expires,
            signatures: vec![],
        };
        let json = order.act_json()?;
        let at = OrderPlace {
            chain: self.around.chain.client.chain_id(),
            group: &self.group.address,
            group_name: &self.name,
            subject: &title,
        };
        let fields = order.fields(&json, &at).context("no act")?;
        let (digest, text) = (fields.eip712_digest(), fields.text());
        let prefix = &self.around.chain.prefix;
        let signatures = vec![key.signs(prefix, &digest, &text).await?];
        Ok(SignedOrder {
            signatures,
            ..order
        })
    }

    async fn call(&self, by: &Sender, what: &str, msg: &ExecuteMsg) -> Result<TxResult> {
        let call = self.group.call(&by.address, msg)?;
        self.around.chain.done(by, what, vec![call]).await
    }

    /// Notes each one's share of a transaction.
    fn note(
        &self,
        operation: Operation,
        count: usize,
        done: &TxResult,
        rows: &mut Rows,
    ) -> Result<()> {
        let gas = done.gas_used.div_ceil(u64::try_from(count)?);
        rows.note_all(operation, gas, vec![done.hash]);
        Ok(())
    }
}
