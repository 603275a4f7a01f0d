//! Roles, and who may open a proposal: what a charter says of them, and what it may not say.

use cosmwasm_std::Coin;
use folkmoot_rules::{Seconds, check_line, check_lines};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::{check_coin, limit, period};
use super::{CharterError, CharterSpec, Covers, ElectorateKind, Procedure};
use crate::action::ActionKind;
use crate::limits::{MAX_COMMITMENT, MAX_DUTIES, MAX_NAME, MAX_PLACES, MAX_ROLES};
use crate::msg::Standing;

/// A role: what its holders do, for how long, and how they come to it. It is the charter that makes a role; who holds it
/// the group decides, nobody objects to, or the order of the seats tells.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Role {
    /// Its name, unique in the charter.
    pub name: String,
    /// What its holders do.
    #[serde(default)]
    pub duties: String,
    /// How much of their time it takes.
    #[serde(default)]
    pub commitment: String,
    /// How long one holds it; without end unless named. A term ends by itself.
    #[serde(default)]
    pub term: Option<Seconds>,
    /// How many hold it at a time.
    #[serde(default = "one_place")]
    pub places: u32,
    /// How a place is filled.
    #[serde(default)]
    pub filling: Filling,
    /// Whether a decision may add apprentices, who learn it and have none of its powers.
    #[serde(default)]
    pub apprentice: bool,
    /// What its holders may spend without a vote.
    #[serde(default)]
    pub allowance: Option<Allowance>,
}

const fn one_place() -> u32 {
    1
}

/// How a place of a role is filled. A decision may fill and empty it whatever stands here, so that no role waits.
#[derive(
    Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Copy, Debug, Default, PartialEq, Eq,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Filling {
    /// By a decision to appoint.
    #[default]
    Decision,
    /// Somebody is nominated, and nobody objects within the window.
    Acclamation {
        /// For how long objections are taken.
        window: Seconds,
    },
    /// The core seats take turns, in order of their numbers.
    Rotation,
}

impl Filling {
    /// As written in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Acclamation { .. } => "acclamation",
            Self::Rotation => "rotation",
        }
    }
}

/// What a role's holders may spend together, from the common fund and without a vote.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Allowance {
    /// At most so much a period. What is left of it lapses.
    pub amount: Coin,
    /// How long a period is; the first begins with the first spend, and each at the end of the one before.
    pub period: Seconds,
}

/// Who may open a proposal under a procedure. Amending the charter, admitting and appointing any core seat can propose
/// whatever stands here, and so it can taking a decision back.
#[derive(
    Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, Default, PartialEq, Eq,
)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Proposers {
    /// The core seats.
    #[default]
    CoreSeats,
    /// Seats of this standing or a closer one: observers are the farthest, core seats the closest.
    Standing(Standing),
    /// The representatives.
    Representatives,
    /// The holders of this role.
    Role(String),
    /// Core seats, and anybody else who leaves a deposit.
    Anybody {
        /// How much, exactly. It goes back when the proposal has ended, whatever its outcome.
        deposit: Coin,
    },
}

impl ElectorateKind {
    /// Whether those decide who hold an office: the representatives or a role.
    #[must_use]
    pub const fn is_office(&self) -> bool {
        matches!(self, Self::Representatives | Self::Role(_))
    }
}

impl CharterSpec {
    /// The role of that name.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }

    pub(super) fn check_roles(&self) -> Result<(), CharterError> {
        limit("roles", MAX_ROLES, self.roles.len())?;
        for (index, role) in self.roles.iter().enumerate() {
            let mut earlier = self.roles.iter().take(index);
            if earlier.any(|other| other.name == role.name) {
                return Err(role.wrong("stands twice in the charter"));
            }
            role.check()?;
        }
        if self.core_limit == Some(0) {
            return Err(CharterError::CoreLimit);
        }
        for procedure in &self.procedures {
            self.check_offices(procedure)?;
        }
        match self.procedures.last() {
            Some(last) if last.electorate.is_office() => Err(CharterError::OfficeDecides {
                name: last.name.clone(),
                what: "everything",
            }),
            _ => Ok(()),
        }
    }

    /// An office may have no holder: nobody must need one to fill it, or to change the rules.
    fn check_offices(&self, procedure: &Procedure) -> Result<(), CharterError> {
        for named in [role_of(&procedure.electorate), proposing(procedure)] {
            if let Some(name) = named
                && self.role(name).is_none()
            {
                return Err(CharterError::UnknownRole {
                    procedure: procedure.name.clone(),
                    role: name.into(),
                });
            }
        }
        if !procedure.electorate.is_office() {
            return Ok(());
        }
        let decides = |what| CharterError::OfficeDecides {
            name: procedure.name.clone(),
            what,
        };
        let own = [
            ActionKind::AmendCharter,
            ActionKind::Seats,
            ActionKind::Upgrade,
        ];
        if let Covers::Kinds(kinds) = &procedure.covers
            && let Some(kind) = own.into_iter().find(|kind| kinds.contains(kind))
        {
            return Err(decides(kind.as_str()));
        }
        // or a member alone, to whom nobody objected, would pay themselves, move the group's tokens, or bind it
        let acclaimed = role_of(&procedure.electorate)
            .and_then(|name| self.role(name))
            .is_some_and(|role| matches!(role.filling, Filling::Acclamation { .. }));
        match procedure.moves_value().filter(|_| acclaimed) {
            Some(what) => Err(CharterError::SpendsOnSilence {
                name: procedure.name.clone(),
                what,
            }),
            None => Ok(()),
        }
    }
}

const fn role_of(electorate: &ElectorateKind) -> Option<&String> {
    match electorate {
        ElectorateKind::Role(name) => Some(name),
        _ => None,
    }
}

const fn proposing(procedure: &Procedure) -> Option<&String> {
    match &procedure.proposers {
        Proposers::Role(name) => Some(name),
        _ => None,
    }
}

impl Procedure {
    /// What it covers that moves coins, tokens or stakes, or binds the group to others.
    fn moves_value(&self) -> Option<&'static str> {
        let moving = [
            ActionKind::Call,
            ActionKind::Subgroups,
            ActionKind::Links,
            ActionKind::Cycles,
        ];
        match &self.covers {
            Covers::Kinds(kinds) if !kinds.contains(&ActionKind::Spend) => {
                let found = moving.into_iter().find(|kind| kinds.contains(kind));
                found.map(ActionKind::as_str)
            }
            _ => Some("spends"),
        }
    }

    pub(super) fn check_proposers(&self) -> Result<(), CharterError> {
        match &self.proposers {
            Proposers::Anybody { deposit } if deposit.amount.is_zero() => {
                Err(CharterError::Deposit {
                    name: self.name.clone(),
                })
            }
            Proposers::Anybody { deposit } => check_coin(&self.name, deposit),
            _ => Ok(()),
        }
    }
}

impl Role {
    fn check(&self) -> Result<(), CharterError> {
        let texts = [
            ("name", MAX_NAME, &self.name),
            ("duties", MAX_DUTIES, &self.duties),
            ("commitment", MAX_COMMITMENT, &self.commitment),
        ];
        for (what, limit, text) in texts {
            if text.len() > limit || self.name.is_empty() {
                return Err(CharterError::RoleText {
                    what,
                    limit,
                    bytes: text.len(),
                });
            }
        }
        check_line("role's name", &self.name)?;
        check_lines("role's duties", &self.duties)?;
        check_line("role's commitment", &self.commitment)?;
        if self.places == 0 || self.places > MAX_PLACES {
            return Err(CharterError::Places {
                role: self.name.clone(),
                limit: MAX_PLACES,
                places: self.places,
            });
        }
        if let Some(term) = self.term {
            period(&self.name, term)?;
        }
        match self.filling {
            Filling::Acclamation { window } => period(&self.name, window)?,
            Filling::Rotation if self.term.is_none() => {
                return Err(self.wrong("takes turns, so it needs a term"));
            }
            Filling::Rotation | Filling::Decision => {}
        }
        let Some(allowance) = &self.allowance else {
            return Ok(());
        };
        if allowance.amount.amount.is_zero() {
            return Err(self.wrong("has an allowance of nothing"));
        }
        check_coin(&self.name, &allowance.amount)?;
        if matches!(self.filling, Filling::Acclamation { .. }) {
            return Err(self.wrong(
                "has an allowance, so it is not filled by acclamation: coins never move because nobody spoke",
            ));
        }
        period(&self.name, allowance.period)
    }

    fn wrong(&self, why: &'static str) -> CharterError {
        CharterError::Role {
            role: self.name.clone(),
            why,
        }
    }
}
