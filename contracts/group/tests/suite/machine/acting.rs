//! Moving on, executing, withdrawing, leaving, giving, and what strangers try.

use folkmoot_group::msg::*;
use folkmoot_rules::{Choice, Ended, Outcome, Status};

use super::model::{From, GroupIndex, Who};
use super::play::Play;
use crate::world::spec;

impl Play {
    pub fn move_on(&mut self, group: GroupIndex, id: ProposalId) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let outcome = decision.outcome(now);
        let expected = match decision.status(now) {
            _ if decision.is_mirror() => Err("a mirror"),
            Status::Open if outcome == Outcome::Undecided => Err("undecided"),
            Status::Open => Ok(()),
            _ => Err("not open"),
        };
        let told = self.by_anybody(group, &ExecuteMsg::MoveOn { proposal: id });
        if self.agree("moved on", told, expected) {
            self.decision_mut(group, id).moved = Some((now, outcome));
        }
    }

    pub fn execute(&mut self, group: GroupIndex, id: ProposalId) {
        let (now, height) = (self.world.now(), self.world.height());
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let mut moved = decision.clone();
        if moved.status(now) == Status::Open {
            moved.moved = Some((now, moved.outcome(now)));
        }
        let expected = match moved.status(now) {
            _ if decision.is_mirror() => Err("a mirror"),
            Status::Passed | Status::ExecutionFailed => Ok(()),
            _ => Err("not to be executed"),
        };
        let told = self.by_anybody(group, &ExecuteMsg::Execute { proposal: id });
        if !self.agree("tried to execute", told, expected) {
            return;
        }
        // the record says executed before the first act, so that no act can reach it
        let before = self.model.clone();
        moved.ended = Some(Ended::Executed);
        let acts = moved.acts.clone();
        *self.decision_mut(group, id) = moved;
        let performed = self.model.perform(group, &acts, now, height);
        let told = self.proposal(group, id).status();
        let status = if performed.is_ok() {
            Status::Executed
        } else {
            Status::ExecutionFailed
        };
        assert_eq!(
            told, status,
            "executing {acts:?}: the model says {performed:?}"
        );
        if performed.is_ok() {
            self.count("executed");
        } else {
            self.count("failed to execute");
            let mut failed = self.decision(group, id).unwrap().clone();
            self.model = before;
            (failed.ended, failed.failed) = (None, failed.failed + 1);
            *self.decision_mut(group, id) = failed;
        }
    }

    pub fn withdraw(&mut self, group: GroupIndex, id: ProposalId, person: usize) {
        let now = self.world.now();
        let Some(decision) = self.decision(group, id) else {
            return;
        };
        let seat = self.model.groups[group].seat_of(Who::Person(person));
        let core = seat
            .and_then(|id| self.model.groups[group].seat(id))
            .is_some_and(|seat| seat.standing == Standing::Core);
        let expected = match (&decision.from, seat) {
            (_, None) => Err("no seat"),
            _ if !core => Err("not core"),
            (From::Mirror { .. }, _) => Err("a mirror"),
            (From::Own { seat, .. }, Some(by)) if *seat != by => Err("another's"),
            _ if decision.status(now) != Status::Open => Err("not open"),
            _ if decision.outcome(now) != Outcome::Undecided => Err("decided"),
            _ => Ok(()),
        };
        let told =
            self.people[person].sends(&self.groups[group], &ExecuteMsg::Withdraw { proposal: id });
        if self.agree("withdrawn", told, expected) {
            self.decision_mut(group, id).ended = Some(Ended::Withdrawn);
        }
    }

    /// Somebody leaves: nobody and nothing keeps them.
    pub fn leave(&mut self, group: GroupIndex, person: usize) {
        let height = self.world.height();
        let seat = self.model.groups[group].seat_of(Who::Person(person));
        let told = self.people[person].sends(&self.groups[group], &ExecuteMsg::Leave {});
        if self.agree("left", told, seat.map(|_| ()).ok_or("no seat")) {
            self.model.end(group, seat.unwrap());
            self.settle(height);
        }
    }

    pub fn refresh(&mut self, group: GroupIndex, seat: SeatId) {
        let (now, height) = (self.world.now(), self.world.height());
        let mut next = self.model.clone();
        let expected = next.refresh(group, seat, now);
        let told = self.by_anybody(group, &ExecuteMsg::RefreshWeight { seat });
        if self.agree("refreshed", told, expected) {
            self.model = next;
            self.settle(height);
        }
    }

    /// Somebody gives to a group, or just sends it coins.
    pub fn give(&mut self, group: GroupIndex, amount: u128) {
        let donor = self.world.account("a donor");
        self.world.mint(&donor, amount);
        self.minted += amount;
        let group_address = self.groups[group].address.clone();
        if amount.is_multiple_of(2) {
            let coins = crate::world::money(amount);
            self.world
                .attempt_raw(&donor, &group_address, &ExecuteMsg::Contribute {}, &coins)
                .ok();
        } else {
            self.world.send_coins(&donor, &group_address, amount).ok();
        }
        self.model.groups[group].balance += amount;
        self.count("given");
    }

    /// Somebody outside tries what only the group, or a linked one, may do.
    pub fn stranger(&mut self, group: GroupIndex, id: ProposalId, what: u8) {
        let ballot = folkmoot_rules::UpstreamBallot::Signal(folkmoot_rules::Signal::Yes);
        let signal = SignalSpec {
            fallback: false,
            proposal: id,
            version: 1,
            mirror: 1,
            ballot,
            by_group_account: true,
        };
        let msg = match what % 5 {
            0 => ExecuteMsg::CountSignal(signal),
            1 => ExecuteMsg::PerformActions { proposal: id },
            2 => ExecuteMsg::OpenMirror(MirrorSpec {
                fallback: false,
                proposal: id,
                version: 1,
                title: "Vote for us".into(),
                content_hash: [3; 32].into(),
                deadline: u64::MAX,
                origin_height: self.world.height(),
                depth: 1,
            }),
            3 => ExecuteMsg::Vote {
                proposal: id,
                choice: Choice::Yes,
                reason: None,
            },
            _ => ExecuteMsg::Propose {
                proposal: spec("From outside", vec![]),
            },
        };
        // a group's own relayer is a stranger to all of this as well
        let sender = if what.is_multiple_of(2) {
            self.account(group)
        } else {
            self.world.account("a stranger")
        };
        let told = self.sent(&sender, group, &msg);
        self.agree("forged", told, Err("a stranger"));
    }
}
