//! Delegation, in verbs.

use folkmoot_group::charter::Delegating;
use folkmoot_group::msg::{Cast, DelegationView, ExecuteMsg, QueryMsg, SeatId};
use folkmoot_rules::Choice;

use super::{Attempt, CharterBuilder, Group, Person, Proposal};

/// Thirty days, in seconds.
const MONTH: u64 = 30 * 24 * 60 * 60;

impl CharterBuilder {
    /// Lets seats carry each other's weight.
    pub fn delegation(self, where_allowed: Delegating) -> Self {
        self.with(|charter| charter.delegation = where_allowed)
    }
}

impl Person {
    /// Lets a seat carry the person's weight for a month, in whatever a delegation covers without naming it.
    #[track_caller]
    pub fn delegates(&self, group: &Group, to: &Self) {
        self.tries_to_delegate(group, to.seat_in(group), &[], MONTH)
            .ok();
    }

    /// The same, for these procedures.
    #[track_caller]
    pub fn delegates_for(&self, group: &Group, to: &Self, procedures: &[&str]) {
        self.tries_to_delegate(group, to.seat_in(group), procedures, MONTH)
            .ok();
    }

    /// Tries to let a seat carry the person's weight for so many seconds.
    pub fn tries_to_delegate(
        &self,
        group: &Group,
        to: SeatId,
        procedures: &[&str],
        seconds: u64,
    ) -> Attempt {
        let msg = ExecuteMsg::Delegate {
            to: Some(to),
            procedures: procedures.iter().map(ToString::to_string).collect(),
            until: group.world().now() + seconds,
        };
        self.sends(group, &msg)
    }

    /// Takes the delegation back.
    pub fn ends_delegation(&self, group: &Group) -> Attempt {
        let msg = ExecuteMsg::Delegate {
            to: None,
            procedures: vec![],
            until: 0,
        };
        self.sends(group, &msg)
    }
}

impl Group {
    /// The public graph: (who, to whom).
    pub fn delegations(&self) -> Vec<(SeatId, SeatId)> {
        let all: Vec<DelegationView> = self.ask(&QueryMsg::Delegations {
            start_after: None,
            limit: None,
        });
        all.iter().map(|one| (one.seat, one.to)).collect()
    }
}

impl Proposal {
    /// What a delegate chose for a person's seat, and the delegate's seat.
    pub fn carried_for(&self, person: &Person) -> Option<(Choice, SeatId)> {
        match self.ballot_of(person.seat_in(&self.group))?.cast {
            Cast::Carried { choice, delegate } => Some((choice, delegate)),
            _ => None,
        }
    }
}
