//! The invariants of the domain, each asked of the real contract and answered by the model.

use std::collections::BTreeSet;

use folkmoot_group::msg::*;
use folkmoot_rules::{Electorate, Seconds, Status};

use super::count;
use super::model::{Decision, From, GroupIndex, Votes, Who};
use super::play::Play;

impl Play {
    /// What holds of a proposal at any time.
    pub fn check_decision(&self, group: GroupIndex, id: ProposalId) {
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let now = self.world.now();
        let view = self.proposal(group, id).view();
        let at = format!("proposal {id} of group {group}: {decision:?}");
        // no change of content, no bar moved by a later charter
        let (hash, title, _) = &decision.content;
        assert_eq!(
            (view.content_hash.as_slice(), &view.title, view.version),
            (hash.as_slice(), title, 1),
            "{at}"
        );
        assert_eq!(
            (view.rule, view.early_finish, view.revoting),
            (
                decision.round.rule,
                decision.round.early_finish,
                decision.round.revoting
            ),
            "{at}"
        );
        assert_eq!(
            (view.deadline, view.delay, view.execution_window),
            (decision.deadline(), decision.delay, decision.window),
            "{at}"
        );
        assert_eq!(
            (view.opened_at, view.ask_until),
            (decision.opened_at, decision.ask_until),
            "{at}"
        );
        // no weight counted that was not there at the opening
        assert_eq!(view.electorate, total(&decision.electorate), "{at}");
        let asked = decision
            .asked
            .iter()
            .map(|seat| (*seat, (decision.groups[seat], true)))
            .collect();
        assert_eq!(view.asked, total(&asked), "{at}");
        // no vote twice, none after the deadline: the tally is that of the ballots that were taken
        if !decision.is_withdrawn() {
            let sums = count::tally(decision, now);
            let told = [view.tally.weight, view.tally.seats];
            let told = told.map(|sum| [sum.yes, sum.no, sum.abstain, sum.not_cast]);
            assert_eq!(told, [sums.weight, sums.seats], "{at}");
            assert_eq!(view.outcome, decision.outcome(now), "{at}");
        }
        assert_eq!(view.status, decision.status(now), "{at}");
        assert_eq!(
            view.roll_up
                .map(|roll_up| (roll_up.ballot, roll_up.verdict)),
            decision.rolled,
            "{at}"
        );
        self.check_origin(decision, &view.origin, &at);
    }

    fn check_origin(&self, decision: &Decision, told: &Origin, at: &str) {
        let expected = match &decision.from {
            From::Own { seat, .. } => Origin::Own { seat: *seat },
            From::Mirror {
                above,
                proposal,
                deadline,
                depth,
            } => Origin::Mirror {
                group: self.groups[*above].address.to_string(),
                proposal: *proposal,
                version: 1,
                deadline: *deadline,
                depth: *depth,
                fallback: false,
            },
        };
        assert_eq!(*told, expected, "{at}");
    }

    /// The ballots, weights and content of a proposal, one by one.
    pub fn check_ballots(&self, group: GroupIndex, id: ProposalId) {
        let decision = self.decision(group, id).unwrap();
        let proposal = self.proposal(group, id);
        assert_eq!(proposal.view().electorate_kind, decision.kind);
        assert_eq!(proposal.content(), decision.content.2);
        for seat in 1..=SeatId::try_from(self.model.groups[group].seats.len()).unwrap() {
            let weight = decision
                .electorate
                .get(&seat)
                .map_or(0, |(weight, _)| *weight);
            assert_eq!(
                proposal.weight_of(seat),
                weight,
                "seat {seat} in proposal {id} of group {group}"
            );
        }
        let query = QueryMsg::Ballots {
            proposal: id,
            start_after: None,
            limit: Some(100),
        };
        let told: Vec<BallotView> = proposal.group.ask(&query);
        let told: Vec<_> = told
            .into_iter()
            .map(|ballot| (ballot.seat, (ballot.cast, ballot.revision)))
            .collect();
        let expected: Vec<_> = decision
            .ballots
            .iter()
            .map(|(seat, ballot)| (*seat, ballot.clone()))
            .collect();
        assert_eq!(told, expected, "ballots of proposal {id} of group {group}");
    }

    /// No coins move but by decisions, so a joint group never reaches its members' treasuries; none are made or lost.
    pub fn check_coins(&self) {
        let mut held = 0;
        for (index, (model, group)) in self.model.groups.iter().zip(&self.groups).enumerate() {
            assert_eq!(
                group.balance(),
                model.balance,
                "the balance of group {index}"
            );
            held += model.balance;
        }
        assert_eq!(self.world.balance(&self.payee), self.model.paid_out);
        assert_eq!(held + self.model.paid_out, self.minted);
    }

    /// What holds of all groups at any time.
    pub fn check_groups(&self) {
        self.check_coins();
        for (index, (model, group)) in self.model.groups.iter().zip(&self.groups).enumerate() {
            let view = group.view();
            assert_eq!(
                view.electorate,
                total(&model.weights()),
                "who votes in group {index}"
            );
            assert_eq!(
                view.core_seats,
                model.core_seats(),
                "core seats of group {index}"
            );
            assert_eq!(
                view.proposals,
                u64::try_from(model.decisions.len()).unwrap(),
                "proposals of group {index}"
            );
            assert_eq!(
                usize::try_from(view.charter_version).unwrap(),
                model.charters.len(),
                "charters of group {index}"
            );
        }
    }

    /// Links have two sides that both decided, and make no circle.
    pub fn check_links(&self) {
        let mut above: Vec<BTreeSet<GroupIndex>> = vec![];
        for (index, (model, group)) in self.model.groups.iter().zip(&self.groups).enumerate() {
            let told: Vec<UplinkView> = group.ask(&QueryMsg::Uplinks {
                start_after: None,
                limit: Some(100),
            });
            assert_eq!(told.len(), model.uplinks.len(), "links of group {index}");
            let mut linked = BTreeSet::new();
            for (other, uplink) in &model.uplinks {
                let address = self.groups[*other].address.as_str();
                let view = told
                    .iter()
                    .find(|view| view.group == address)
                    .expect("a link that was decided");
                assert_eq!(
                    (view.lead_time, view.since_height),
                    (uplink.lead, uplink.since)
                );
                let seat = self.groups[*other].seat_of(group.address.as_str());
                let seated = seat.is_some_and(|seat| seat.link == Some(LinkState::Linked));
                assert_eq!(seated, uplink.since.is_some(), "a link has two sides");
                if seated {
                    linked.insert(*other);
                }
            }
            above.push(linked);
        }
        for start in 0..above.len() {
            let (mut reached, mut edge) = (BTreeSet::new(), vec![start]);
            while let Some(group) = edge.pop() {
                edge.extend(
                    above[group]
                        .iter()
                        .copied()
                        .filter(|next| reached.insert(*next)),
                );
            }
            assert!(!reached.contains(&start), "group {start} sits above itself");
        }
        for (index, model) in self.model.groups.iter().enumerate() {
            let told: Vec<SeatView> = self.groups[index].ask(&QueryMsg::Representatives {});
            let told: BTreeSet<SeatId> = told.into_iter().map(|seat| seat.seat).collect();
            assert_eq!(
                told, model.representatives,
                "representatives of group {index}"
            );
            for (seat, held) in model.live() {
                let view = self.groups[index].seat(seat);
                assert_eq!(
                    (view.standing, view.revision, view.left_at),
                    (held.standing, held.revision, None),
                    "seat {seat} of {index}"
                );
                let announced = view.announced_weight.map(|rise| (rise.weight, rise.from));
                assert_eq!(announced, held.announced, "seat {seat} of {index}");
                assert!(matches!(
                    (held.who, view.link),
                    (Who::Person(_), None) | (Who::Group(_), Some(_))
                ));
            }
        }
    }

    /// Everything, one by one.
    pub fn check_all(&self) {
        self.check_groups();
        self.check_links();
        for group in 0..self.groups.len() {
            for id in 1..=u64::try_from(self.model.groups[group].decisions.len()).unwrap() {
                self.check_decision(group, id);
                self.check_ballots(group, id);
            }
        }
    }

    /// Time passes over everything: every proposal has ended, every mirror has its vote recorded, nobody is kept.
    pub fn ends_well(&mut self) {
        self.world.advance(Seconds::days(60));
        let now = self.world.now();
        for group in 0..self.groups.len() {
            for id in 1..=u64::try_from(self.model.groups[group].decisions.len()).unwrap() {
                self.roll_up(group, id, false);
                let decision = self.decision(group, id).unwrap();
                let status = decision.status(now);
                assert!(
                    status.is_final() || (decision.is_mirror() && status == Status::Passed),
                    "{decision:?}"
                );
                assert_eq!(
                    decision.is_mirror(),
                    decision.rolled.is_some(),
                    "a vote without record: {decision:?}"
                );
            }
        }
        self.check_all();
        for group in 0..self.groups.len() {
            let people: Vec<Who> = self.model.groups[group]
                .live()
                .map(|(_, seat)| seat.who)
                .collect();
            for who in people {
                if let Who::Person(person) = who
                    && self.sends_transactions(person)
                {
                    self.leave(group, person);
                }
            }
        }
        self.check_groups();
    }
}

fn total(votes: &Votes) -> Electorate {
    Electorate {
        weight: votes.values().map(|(weight, _)| weight).sum(),
        seats: u32::try_from(votes.len()).unwrap(),
    }
}
