//! What links, and what goes through them, would find.

use folkmoot_rules::Seconds;

use crate::action::Action;
use crate::error::LinkError;
use crate::joint::uplinks;
use crate::msg::Hindrance;
use crate::proposals::foresight::{Obstacle, Outlook, Seen, never, no_link, today};
use crate::reviews::houses;

impl Outlook<'_> {
    /// A group above, where this one sits: else nothing can be said there. What is only offered may be complete by then.
    pub(crate) fn above(&self, group: &str) -> Seen {
        let link = uplinks::load(self.deps.storage, group).map_err(never)?;
        let link = link.ok_or_else(|| never(no_link(group)))?;
        match link.since_height {
            Some(_) => Ok(()),
            None => Err(today(Hindrance::Link)(LinkError::Offered {
                group: group.into(),
            })),
        }
    }

    pub(crate) fn join(&self, place: usize, group: &str, lead_time: Seconds) -> Seen {
        if group == self.own() {
            return Err(never(LinkError::Itself));
        }
        let leaves =
            |action: &Action| matches!(action, Action::Leave { group: left } if left == group);
        let linked = uplinks::load(self.deps.storage, group).map_err(never)?;
        if linked.is_some() && !self.earlier(place).any(leaves) {
            return Err(exists(group));
        }
        let needed = self.charter_now()?.lead_time();
        if lead_time < needed && !self.amends() {
            return Err(today(Hindrance::Rules)(LinkError::LeadTime {
                lead_time,
                needed,
            }));
        }
        self.kin(group)
    }

    /// Asking for a house, or becoming one.
    pub(crate) fn house(&self, group: &str, action: &Action) -> Seen {
        if group == self.own() {
            return Err(never(LinkError::OwnHouse));
        }
        match self.is_linked(group, action)? {
            true => Err(exists(group)),
            false => self.kin(group),
        }
    }

    fn is_linked(&self, group: &str, action: &Action) -> Result<bool, Obstacle> {
        let storage = self.deps.storage;
        let reviews = matches!(action, Action::BecomeHouse { .. });
        match reviews {
            true => houses::reviewed(storage, group).map(|found| found.is_some()),
            false => houses::house(storage, group).map(|found| found.is_some()),
        }
        .map_err(never)
    }
}

fn exists(group: &str) -> Obstacle {
    today(Hindrance::Link)(LinkError::Exists {
        group: group.into(),
    })
}
