//! What must hold whatever happened.

use std::collections::BTreeSet;

use folkmoot_group::action::Action;
use folkmoot_group::charter::LaterStage;
use folkmoot_group::msg::{BallotView, Origin, ProposalView, QueryMsg, SeatId};
use folkmoot_rules::{HouseWord, Outcome, ReviewMode, Seconds};

use super::founding::{ALLOWANCE, ALLOWED_EVERY};
use super::proposing::{is_linked, name_of, sent_by};
use super::*;

/// What is seen at least once.
pub(super) const REACHED: [&str; 12] = [
    "a second version",
    "blocked",
    "carried by a delegate",
    "executed after a window",
    "executed with the house's yes",
    "expired",
    "lapsed",
    "let go by its house",
    "over at the sunset",
    "paid",
    "parties agreed",
    "vetoed",
];

impl Lives {
    /// Before the first step: what was decided to get this far is not part of the life.
    pub(super) fn begin(&mut self) {
        self.check();
        self.tale.clear();
    }

    /// After each step.
    pub(super) fn check(&mut self) {
        let had_a_house = self.linked;
        for group in 0..self.groups.len() {
            for id in 1..=self.groups[group].view().proposals {
                if !self.ended.contains_key(&(group, id)) {
                    self.check_proposal(group, id);
                }
            }
        }
        self.linked = is_linked(&self.groups[CELL]);
        // what a step executed has said so by now
        let let_go = std::mem::take(&mut self.let_go);
        assert!(self.linked || !had_a_house || let_go, "a house vanished");
        self.check_payments();
        self.check_code();
        self.check_offices();
    }

    /// Nobody does anything any more: all ends, and nothing that had ended has changed.
    pub(super) fn check_the_end(&mut self) {
        self.world.advance(Seconds::days(400));
        self.check();
        for group in 0..self.groups.len() {
            for id in 1..=self.groups[group].view().proposals {
                let view = self.groups[group].proposal(id).view();
                if let Some(status) = self.ended.get(&(group, id)) {
                    assert_eq!(&view.status, status, "{view:?}");
                } else {
                    assert!(is_mirror(&view), "without an end: {view:?}");
                    assert_ne!(view.outcome, Outcome::Undecided, "{view:?}");
                }
            }
        }
    }

    fn check_proposal(&mut self, group: usize, id: ProposalId) {
        let view = self.groups[group].proposal(id).view();
        assert!(view.version <= 3, "{view:?}");
        self.check_ballots(group, &view);
        self.check_sunset(group, &view);
        self.check_reviews(group, &view);
        if view.version > 1 {
            self.note("a second version");
        }
        if view.status.is_final() {
            self.ended.insert((group, id), view.status);
            self.note(view.status.as_str());
            if view.status == Status::Executed {
                self.check_deeds(group, &view);
            }
        }
    }

    /// What an execution did, once.
    fn check_deeds(&mut self, group: usize, view: &ProposalView) {
        if !view.parties.is_empty() {
            self.note("parties agreed");
        }
        let acts = self.groups[group].proposal(view.proposal).content().actions;
        for action in &acts {
            self.note(&did(&name_of(action)));
            match action {
                Action::Upgrade { code_id } if group == CELL => self.code = *code_id,
                Action::EndReview { .. } => self.let_go = true,
                Action::DismissHouse { .. } => {
                    // whoever is left in a house has a say in it
                    let electorate = self.groups[HOUSE].view().electorate;
                    assert!(!self.linked || electorate.seats == 0, "{electorate:?}");
                    self.let_go = true;
                }
                _ => {}
            }
        }
        self.sent += sent_by(&acts);
        let ratified = view.stages.iter().filter_map(|stage| stage.review);
        let mut words = ratified.filter_map(|facts| facts.word);
        if words.any(|word| matches!(word, HouseWord::Released { .. })) {
            self.note("let go by its house");
        }
    }

    /// The cell runs the code that it decided on last, and nobody else has moved it.
    fn check_code(&self) {
        let address = &self.groups[CELL].address;
        let data = self.world.app(|app| app.contract_data(address)).unwrap();
        assert_eq!(data.code_id, self.code);
    }

    /// The tally is its ballots, one a seat, whoever carried them; there is no more of them than of the electorate.
    fn check_ballots(&mut self, group: usize, view: &ProposalView) {
        let cast = view.tally.weight.answered();
        let whole = u128::from(view.electorate.weight) * folkmoot_rules::UNITS_PER_WEIGHT;
        assert!(cast <= whole, "more ballots than weight: {view:?}");
        assert!(view.tally.seats.answered() <= u128::from(view.electorate.seats));
        if group == UNION {
            // seats that can't be asked any more are counted without a ballot
            return;
        }
        let ballots: Vec<BallotView> = self.groups[group].ask(&QueryMsg::Ballots {
            proposal: view.proposal,
            start_after: None,
            limit: None,
        });
        let seats: BTreeSet<SeatId> = ballots.iter().map(|ballot| ballot.seat).collect();
        assert_eq!(seats.len(), ballots.len(), "two ballots of a seat");
        let live = ballots.iter().filter(|ballot| !ballot.lapsed);
        let sum: u64 = live.map(|ballot| ballot.weight).sum();
        let sum = u128::from(sum) * folkmoot_rules::UNITS_PER_WEIGHT;
        assert_eq!(sum, cast, "{view:?} {ballots:?}");
        if !view.tally.carried.is_nothing() {
            self.note("carried by a delegate");
        }
    }

    /// From its sunset on nothing of a group is open but its vote for a group above.
    fn check_sunset(&mut self, group: usize, view: &ProposalView) {
        let over = self.sunset.is_some_and(|sunset| self.world.now() >= sunset);
        let ends = self.groups[CELL].charter().charter.sunset == self.sunset;
        if group == CELL && over && ends && !is_mirror(view) {
            assert!(view.status.is_final(), "{view:?}");
            self.note("over at the sunset");
        }
    }

    /// What was executed had each of its reviews: silent for the whole window, or with a yes. What a house stopped is
    /// stopped, and nobody takes the house away without its word.
    fn check_reviews(&mut self, group: usize, view: &ProposalView) {
        let now = self.world.now();
        let executed = view.status == Status::Executed;
        let mut ratified = false;
        for stage in &view.stages {
            let (LaterStage::Refer(refer), Some(facts)) = (&stage.stage, stage.review) else {
                continue;
            };
            if facts.word == Some(HouseWord::Vetoed) {
                assert_eq!(view.status, Status::Vetoed, "{view:?}");
            }
            if !executed {
                continue;
            }
            let yes = matches!(
                facts.word,
                Some(HouseWord::Yes { .. } | HouseWord::Released { .. })
            );
            let waited = match (facts.asked, facts.unanswered) {
                (Some(asked), _) => Some(asked.at),
                (None, Some(unanswered)) => Some(refer.window.after(unanswered.at)),
                (None, None) => None,
            };
            let windows = if facts.asleep { 3 } else { 1 };
            let silent = waited.is_some_and(|from| {
                let end = from + windows * refer.window.0 + facts.extension.0;
                now >= end && now >= facts.held_until
            });
            let by_notice = refer.mode == ReviewMode::Optimistic || facts.asleep;
            assert!(yes || (by_notice && silent), "executed too early: {view:?}");
            ratified |= !by_notice || facts.asleep || yes;
            let what = match yes {
                true => "executed with the house's yes",
                false => "executed after a window",
            };
            self.note(what);
        }
        if executed && group == CELL && self.unguarding.contains(&view.proposal) {
            // an amended version does something else
            let acts = self.groups[CELL].proposal(view.proposal).content().actions;
            assert!(ratified || acts.is_empty(), "without a guard: {view:?}");
        }
    }

    /// Each payment is made once, by an execution; no coin is made or lost.
    fn check_payments(&mut self) {
        let mut paid_now = 0;
        for payment in &self.payments {
            let Payment {
                group,
                proposal,
                to,
                amount,
            } = payment;
            let held = self.world.balance(to);
            if held > 0 {
                assert_eq!(held, *amount, "paid twice");
                let status = self.groups[*group].proposal(*proposal).status();
                assert_eq!(status, Status::Executed);
                paid_now += 1;
            }
        }
        if paid_now > 0 {
            self.tale.insert("paid".into(), paid_now);
        }
        let of = |address: &Addr| self.world.balance(address);
        let in_groups: u128 = self.groups.iter().map(Group::balance).sum();
        let paid: u128 = self.payments.iter().map(|payment| of(&payment.to)).sum();
        assert_eq!(of(&self.shop), self.sent);
        let held = in_groups + paid + of(&self.soup) + of(&self.heir) + of(&self.shop);
        assert_eq!(held, self.minted);
        // the parts of each treasury are the whole
        for group in &self.groups {
            let _ = group.funds();
        }
        // two periods may touch, and no more than two
        for (from, _) in &self.allowed {
            let until = ALLOWED_EVERY.after(*from);
            let within = self
                .allowed
                .iter()
                .filter(|(at, _)| at >= from && *at < until);
            let spent: u128 = within.map(|(_, amount)| amount).sum();
            assert!(spent <= 2 * ALLOWANCE, "{:?}", self.allowed);
        }
        let spent: u128 = self.allowed.iter().map(|(_, amount)| amount).sum();
        assert_eq!(spent, of(&self.soup));
    }

    /// Offices are held by seats that are there, no more of them than there are places.
    fn check_offices(&self) {
        let cell = &self.groups[CELL];
        for held in cell.roles() {
            let places = usize::try_from(held.role.places).unwrap();
            assert!(held.holders.len() <= places, "{held:?}");
            for holder in &held.holders {
                assert_eq!(cell.seat(holder.seat).left_at, None, "{held:?}");
            }
        }
    }
}

pub(super) fn is_mirror(view: &ProposalView) -> bool {
    !matches!(view.origin, Origin::Own { .. })
}
