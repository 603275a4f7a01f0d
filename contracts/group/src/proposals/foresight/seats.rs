//! What admissions, changes of seats and appointments would find.

use crate::action::{Action, ActionError};
use crate::checks::{check_core_limit, check_weight};
use crate::error::{LinkError, RoleError, SeatError};
use crate::joint::kin::check_contract;
use crate::msg::{Hindrance, SeatId, SeatSpec, Standing};
use crate::proposals::foresight::{Obstacle, Outlook, Seen, never, today};
use crate::roles::filling::check_place;
use crate::roles::roster::Roster;
use crate::seats::registry::{self, Seat};
use crate::wallet::Holder;

impl Outlook<'_> {
    /// A seat that is there; none if the proposal admits it first, or it has gone.
    pub(crate) fn seat(&self, place: usize, id: SeatId) -> Result<Option<Seat>, Obstacle> {
        let storage = self.deps.storage;
        let last = registry::totals(storage).map_err(never)?.last_seat;
        let admitted = self
            .earlier(place)
            .filter(|action| matches!(action, Action::AdmitSeat { .. }));
        let after = id.saturating_sub(last);
        if after > 0 && usize::try_from(after).is_ok_and(|after| after <= admitted.count()) {
            return Ok(None);
        }
        let seat = registry::load(storage, id).map_err(never)?;
        // that a seat has gone is told at the door, and does no harm later
        Ok(Some(seat).filter(|seat| seat.left_at.is_none()))
    }

    pub(crate) fn admission(&self, place: usize, spec: &SeatSpec) -> Seen {
        check_weight(spec.weight.unwrap_or(1)).map_err(never)?;
        self.holder(place, &spec.holder, None)?;
        match spec.standing == Standing::Core && !spec.holder.is_group() {
            true => self.core_place(place),
            false => Ok(()),
        }
    }

    /// A holder whose keys are free, and who could sit here.
    fn holder(&self, place: usize, holder: &Holder, own: Option<SeatId>) -> Seen {
        let checked = holder.clone().checked(self.deps.api).map_err(never)?;
        for key in checked.keys() {
            if key == self.own() {
                return Err(never(LinkError::Itself));
            }
            let taken = registry::taken(self.deps.storage, key, self.now()).map_err(never)?;
            let freed = |id: SeatId| {
                self.earlier(place).any(|action| {
                    matches!(action,
                        Action::RemoveSeat { seat } | Action::ChangeSeat { seat, holder: Some(_), .. }
                        if *seat == id)
                })
            };
            if let Some(seat) = taken.filter(|id| Some(*id) != own && !freed(*id)) {
                return Err(never(SeatError::Taken {
                    holder: key.into(),
                    seat,
                }));
            }
        }
        match &checked {
            Holder::Keys { .. } => Ok(()),
            Holder::Contract { address } => {
                check_contract(self.deps, address).map_err(today(Hindrance::Contract))
            }
            Holder::Group { address, .. } => self.kin(address),
        }
    }

    /// Room for one more core seat.
    fn core_place(&self, place: usize) -> Seen {
        let Some(limit) = self.charter_now()?.spec().core_limit else {
            return Ok(());
        };
        let goes = |action: &Action| {
            matches!(
                action,
                Action::RemoveSeat { .. } | Action::ChangeSeat { .. } | Action::AmendCharter { .. }
            )
        };
        if self.earlier(place).any(goes) {
            return Ok(());
        }
        let core = registry::totals(self.deps.storage).map_err(never)?.core;
        check_core_limit(limit, core).map_err(today(Hindrance::Full))
    }

    pub(crate) fn change(&self, place: usize, action: &Action) -> Seen {
        let Action::ChangeSeat {
            seat: id,
            revision,
            standing,
            holder,
            weight,
            ..
        } = action
        else {
            return Ok(());
        };
        if let Some(weight) = weight {
            check_weight(*weight).map_err(never)?;
        }
        let Some(seat) = self.seat(place, *id)? else {
            return Ok(());
        };
        if *revision < seat.revision {
            return Err(never(ActionError::Outdated {
                what: "revision",
                written: *revision,
                current: seat.revision,
            }));
        }
        if let Some(holder) = holder {
            if seat.holder.is_group() || holder.is_group() {
                return Err(never(SeatError::Change {
                    seat: *id,
                    why: "a group comes and goes by its link: remove the seat and admit another",
                }));
            }
            self.holder(place, holder, Some(*id))?;
        }
        let raised = *standing == Some(Standing::Core) && !seat.is_core();
        match raised && (seat.linked || !seat.holder.is_group()) {
            true => self.core_place(place),
            false => Ok(()),
        }
    }

    /// A person's seat, and a role of the charter in force or of one that the proposal brings.
    pub(crate) fn office(&self, place: usize, id: SeatId, role: Option<&str>) -> Seen {
        let seat = self.seat(place, id)?;
        if seat.is_some_and(|seat| seat.holder.is_group()) {
            return Err(never(RoleError::GroupSeat { seat: id }));
        }
        match role {
            Some(name) if !self.amends() && self.charter_now()?.spec().role(name).is_none() => {
                Err(never(RoleError::Unknown { role: name.into() }))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn appointment(
        &self,
        place: usize,
        id: SeatId,
        role: Option<&str>,
        apprentice: bool,
    ) -> Seen {
        self.office(place, id, role)?;
        let Some(name) = role.filter(|_| !apprentice && !self.turns_over(place, role)) else {
            return Ok(());
        };
        let charter = self.charter_now()?;
        let Some(role) = charter.spec().role(name) else {
            return Ok(());
        };
        let roster = Roster::load(self.deps.storage, Some(name)).map_err(never)?;
        check_place(&roster, role, id, self.now()).map_err(today(Hindrance::Full))
    }

    /// Whether the proposal itself fills or empties the role before.
    fn turns_over(&self, place: usize, role: Option<&str>) -> bool {
        self.earlier(place).any(|action| match action {
            Action::Appoint { role: other, .. } | Action::Release { role: other, .. } => {
                other.as_deref() == role
            }
            Action::RemoveSeat { .. } | Action::AmendCharter { .. } => true,
            _ => false,
        })
    }
}
