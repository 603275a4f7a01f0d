//! Roles, in verbs.

use cosmwasm_std::Addr;
use folkmoot_group::action::Action;
use folkmoot_group::charter::{Allowance, ElectorateKind, Filling, Procedure, Proposers, Role};
use folkmoot_group::msg::{ExecuteMsg, QueryMsg, RoleView, SeatId};
use folkmoot_rules::Seconds;

use super::{Attempt, CharterBuilder, DENOM, Group, Person};

/// A role with one place that a decision fills, held without end.
pub fn role(name: &str) -> Role {
    Role {
        name: name.into(),
        duties: String::new(),
        commitment: String::new(),
        term: None,
        places: 1,
        filling: Filling::Decision,
        apprentice: false,
        allowance: None,
    }
}

/// A role to which nobody objects within a window.
pub fn acclaimed(name: &str, window: Seconds) -> Role {
    Role {
        filling: Filling::Acclamation { window },
        ..role(name)
    }
}

/// A role in which the core seats take turns.
pub fn rotating(name: &str, term: Seconds) -> Role {
    Role {
        filling: Filling::Rotation,
        term: Some(term),
        ..role(name)
    }
}

/// An allowance.
pub fn allowance(amount: u128, period: Seconds) -> Option<Allowance> {
    Some(Allowance {
        amount: cosmwasm_std::coin(amount, DENOM),
        period,
    })
}

/// Puts a seat into a role.
pub fn appoint(seat: SeatId, role: &str) -> Action {
    Action::Appoint {
        seat,
        role: Some(role.into()),
        apprentice: false,
    }
}

/// Lets a seat learn a role.
pub fn teach(seat: SeatId, role: &str) -> Action {
    Action::Appoint {
        seat,
        role: Some(role.into()),
        apprentice: true,
    }
}

/// Takes a seat out of a role.
pub fn release(seat: SeatId, role: &str) -> Action {
    Action::Release {
        seat,
        role: Some(role.into()),
    }
}

impl CharterBuilder {
    /// With this role.
    pub fn role(self, role: Role) -> Self {
        self.with(|charter| charter.roles.push(role))
    }

    /// With at most so many core seats.
    pub fn core_limit(self, limit: u32) -> Self {
        self.with(|charter| charter.core_limit = Some(limit))
    }

    fn procedure_named(self, name: &str, change: impl FnOnce(&mut Procedure)) -> Self {
        self.with(|charter| {
            let mut procedures = charter.procedures.iter_mut();
            change(procedures.find(|one| one.name == name).unwrap());
        })
    }

    /// Whose seats decide by this procedure.
    pub fn electorate(self, procedure: &str, kind: ElectorateKind) -> Self {
        self.procedure_named(procedure, |one| one.electorate = kind)
    }

    /// Who opens proposals by this procedure.
    pub fn proposers(self, procedure: &str, proposers: Proposers) -> Self {
        self.procedure_named(procedure, |one| one.proposers = proposers)
    }
}

impl Group {
    /// All roles.
    pub fn roles(&self) -> Vec<RoleView> {
        self.ask(&QueryMsg::Roles {})
    }

    /// A role.
    #[track_caller]
    pub fn role(&self, name: &str) -> RoleView {
        let mut roles = self.roles().into_iter();
        roles.find(|one| one.role.name == name).expect("that role")
    }

    /// The seats that hold a role now.
    #[track_caller]
    pub fn holders(&self, name: &str) -> Vec<SeatId> {
        let holders = self.role(name).holders.into_iter();
        holders.map(|holder| holder.seat).collect()
    }

    fn told(&self, msg: &ExecuteMsg) -> Attempt {
        let anybody = self.world().account("anybody");
        self.world().attempt(&anybody, &self.address, msg)
    }

    /// Anybody says that nobody has objected.
    pub fn acclaims(&self, role: &str, seat: SeatId) -> Attempt {
        self.told(&ExecuteMsg::Acclaim {
            role: role.into(),
            seat,
        })
    }

    /// Anybody gives a free place to whom it is next in turn.
    pub fn rotates(&self, role: &str) -> Attempt {
        self.told(&ExecuteMsg::Rotate { role: role.into() })
    }
}

impl Person {
    /// Nominates a seat.
    pub fn nominates(&self, group: &Group, role: &str, seat: SeatId) -> Attempt {
        let role = role.into();
        self.sends(group, &ExecuteMsg::Nominate { role, seat })
    }

    /// Objects to a nomination.
    pub fn objects(&self, group: &Group, role: &str, seat: SeatId, reason: &str) -> Attempt {
        let msg = ExecuteMsg::ObjectNomination {
            role: role.into(),
            seat,
            reason: reason.into(),
        };
        self.sends(group, &msg)
    }

    /// Gives up a role, or passes a turn.
    pub fn resigns(&self, group: &Group, role: &str) -> Attempt {
        let role = Some(role.into());
        self.sends(group, &ExecuteMsg::Resign { role })
    }

    /// Spends out of a role's allowance.
    pub fn spends(&self, group: &Group, role: &str, to: &Addr, amount: u128) -> Attempt {
        let msg = ExecuteMsg::SpendAllowance {
            role: role.into(),
            to: to.to_string(),
            amount: cosmwasm_std::coin(amount, DENOM),
            reason: "soup for all".into(),
        };
        self.sends(group, &msg)
    }
}
