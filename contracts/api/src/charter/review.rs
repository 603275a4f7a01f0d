//! What a charter says of houses: the stages in which a decision is referred to one, and that the guarded can't drop its
//! guard.

use folkmoot_rules::{ReviewMode, Seconds};
use folkmoot_wire::{Decode, Encode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AgreedFigures, Charter, CharterError, CharterSpec, Procedure, Stage};
use crate::action::{Action, ActionKind, Bill};

/// A stage in which a house looks at a decision.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct Refer {
    /// The house's contract. It has agreed to review this group.
    pub house: String,
    /// Whether it must agree, may stop, or decides what stayed blocked. The last goes with the fallback `escalate` of the
    /// deciding round, and stands right behind it.
    pub mode: ReviewMode,
    /// How long it has: at least its agreed response time; where it must say yes, the relay buffer more.
    pub window: Seconds,
    /// How many blocks must have passed as well, so that a chain that stood still takes nothing from the window.
    #[serde(default)]
    pub least_blocks: u64,
}

/// A stage behind the deciding round, as a proposal keeps it.
#[derive(Serialize, Encode, Deserialize, Decode, JsonSchema, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LaterStage {
    /// The decision rests before it may be executed.
    Delay {
        /// For this long.
        duration: Seconds,
    },
    /// A house looks at it.
    Refer(Refer),
}

impl Refer {
    /// Whether this stage guards no less than another of the same house.
    pub fn keeps(&self, other: &Self) -> bool {
        self.house == other.house
            && self.window >= other.window
            && self.least_blocks >= other.least_blocks
            && (self.mode == other.mode || self.mode == ReviewMode::Ratify)
    }

    /// Takes over what is stronger in another stage of the same house.
    fn strengthen(&mut self, other: &Self) {
        self.window = self.window.max(other.window);
        self.least_blocks = self.least_blocks.max(other.least_blocks);
        // who guards a decision is not the one that what is blocked is escalated to
        if other.mode == ReviewMode::Ratify || self.mode == ReviewMode::Escalate {
            self.mode = other.mode;
        }
    }
}

impl Procedure {
    /// The stages behind the deciding round.
    #[must_use]
    pub fn later(&self) -> Vec<LaterStage> {
        let later = self.stages.iter().filter_map(|stage| match stage {
            Stage::Decide(_) => None,
            Stage::Delay { duration } => Some(LaterStage::Delay {
                duration: *duration,
            }),
            Stage::Refer(refer) => Some(LaterStage::Refer(refer.clone())),
        });
        later.collect()
    }

    /// The stages in which a house looks at its decisions.
    pub fn refers(&self) -> impl Iterator<Item = &Refer> {
        self.stages.iter().filter_map(|stage| match stage {
            Stage::Refer(refer) => Some(refer),
            Stage::Decide(_) | Stage::Delay { .. } => None,
        })
    }

    /// The longest that a decision of one version takes from its opening to its execution, houses aside.
    #[must_use]
    pub fn whole_time(&self) -> Seconds {
        let round = self.round().map_or(Seconds::ZERO, |round| round.longest(1));
        round.saturating_add(self.delay())
    }
}

impl CharterSpec {
    /// Every house that a stage names has agreed to review this group.
    pub(super) fn check_houses(&self, agreed: &AgreedFigures) -> Result<(), CharterError> {
        for procedure in &self.procedures {
            for refer in procedure.refers() {
                if agreed.response_of(&refer.house).is_none() {
                    return Err(CharterError::NoHouse {
                        name: procedure.name.clone(),
                        house: refer.house.clone(),
                    });
                }
            }
        }
        Ok(())
    }
}

impl AgreedFigures {
    /// The response time of a house.
    #[must_use]
    pub fn response_of(&self, house: &str) -> Option<Seconds> {
        let mut houses = self.houses.iter();
        let found = houses.find(|(address, _)| address == house);
        found.map(|(_, response_time)| *response_time)
    }
}

impl CharterSpec {
    /// The procedure that decides whether to veto.
    #[must_use]
    pub fn veto_procedure(&self) -> Option<&Procedure> {
        self.procedure_for(Some(ActionKind::Veto), &Bill::default())
            .map(|(_, procedure)| procedure)
    }

    /// Whether windows leave houses their response time, and this group, as a house, can keep its own.
    pub(super) fn fits_houses(&self, agreed: &AgreedFigures) -> Result<(), CharterError> {
        for procedure in &self.procedures {
            for refer in procedure.refers() {
                let Some(response_time) = agreed.response_of(&refer.house) else {
                    continue;
                };
                let least = least_window(refer.mode, response_time, self.relay_buffer);
                if refer.window < least {
                    return Err(CharterError::Window {
                        name: procedure.name.clone(),
                        window: refer.window,
                        least,
                    });
                }
            }
        }
        match agreed.shortest_response {
            Some(promised) => self.answers_within(promised),
            None => Ok(()),
        }
    }

    /// Whether this group, as a house, decides a veto and a ratification within this time.
    fn answers_within(&self, promised: Seconds) -> Result<(), CharterError> {
        let refused = |what, own| CharterError::ResponseTime {
            what,
            own,
            promised,
        };
        if let Some(veto) = self.veto_procedure() {
            if veto.refers().next().is_some() {
                return Err(CharterError::VetoReferred {
                    name: veto.name.clone(),
                });
            }
            if veto.whole_time() > promised {
                return Err(refused("a veto", veto.whole_time()));
            }
        }
        if self.lead_time() > promised {
            return Err(refused("a ratification", self.lead_time()));
        }
        Ok(())
    }
}

impl Charter {
    /// The procedure that decides whether to veto.
    #[must_use]
    pub fn veto_procedure(&self) -> Option<&Procedure> {
        self.spec().veto_procedure()
    }

    /// Whether it names a house.
    pub fn has_houses(&self) -> bool {
        let mut procedures = self.spec().procedures.iter();
        procedures.any(|procedure| procedure.refers().next().is_some())
    }

    /// The stages behind the deciding round where they are not the procedure's own: of a proposal that amends the
    /// charter or upgrades the code, because it passes every house that the charter names, each once.
    #[must_use]
    pub fn guarded_path(
        &self,
        procedure: &Procedure,
        actions: &[Action],
        agreed: &AgreedFigures,
    ) -> Option<Vec<LaterStage>> {
        let guards = self.guards_of(actions, agreed);
        (!guards.is_empty()).then(|| reviewed_by(procedure.later(), guards))
    }

    /// The houses that guard this charter against these actions: all that it names, where the charter is amended or the
    /// code upgraded.
    ///
    /// A house whose link has ended is not asked. If the actions could weaken the guard, every house must ratify them.
    #[must_use]
    pub fn guards_of(&self, actions: &[Action], agreed: &AgreedFigures) -> Vec<Refer> {
        if !actions.iter().any(Action::touches_rules) {
            return Vec::new();
        }
        let must_ratify = actions.iter().any(|action| self.is_weakened_by(action));
        let mut guards = Vec::new();
        for mut guard in self.guards() {
            let Some(response_time) = agreed.response_of(&guard.house) else {
                continue;
            };
            if must_ratify {
                guard.mode = ReviewMode::Ratify;
            }
            let least = least_window(guard.mode, response_time, self.spec().relay_buffer);
            guard.window = guard.window.max(least);
            guards.push(guard);
        }
        guards
    }

    /// The houses that look at these actions under this charter, each with the strongest of its stages: those of the
    /// procedures that cover them, and those that guard the charter.
    #[must_use]
    pub fn reviews_of(
        &self,
        actions: &[Action],
        bill: &Bill,
        agreed: &AgreedFigures,
    ) -> Vec<Refer> {
        let mut found = self.guards_of(actions, agreed);
        let kinds = actions.iter().map(Action::kind);
        for kind in kinds.chain(actions.is_empty().then_some(None)) {
            let covering = self.procedure_for(kind, bill);
            let refers = covering.into_iter().flat_map(|(_, one)| one.refers());
            let linked = refers.filter(|refer| agreed.response_of(&refer.house).is_some());
            gather(&mut found, linked);
        }
        found
    }

    /// Every house that looks at what has passed, each once with the strongest of its stages.
    fn guards(&self) -> Vec<Refer> {
        let mut guards = Vec::new();
        let refers = self.spec().procedures.iter().flat_map(Procedure::refers);
        gather(&mut guards, refers);
        guards
    }

    /// Whether an action could remove or shorten a review, or go round it: new code could do anything, and a charter
    /// may only unless it keeps every stage in the same list of procedures.
    fn is_weakened_by(&self, action: &Action) -> bool {
        match action {
            Action::Upgrade { .. } => true,
            Action::AmendCharter { charter, .. } => !self.is_kept_by(charter),
            _ => false,
        }
    }

    /// Whether a charter keeps every review, for the same actions and deciders in the same order, and changes nothing
    /// besides but what is known to be no way round one.
    fn is_kept_by(&self, next: &CharterSpec) -> bool {
        let before = self.spec();
        let kept = |(old, new): (&Procedure, &Procedure)| {
            old.covers == new.covers
                && old.electorate == new.electorate
                && old
                    .refers()
                    .all(|stage| new.refers().any(|other| other.keeps(stage)))
        };
        let same_list = before.procedures.len() == next.procedures.len();
        // what is not known to be harmless must stay as it is
        let CharterSpec {
            procedures,
            weighting: _,
            upstream: _,
            execution_window: _,
            group_accounts: _,
            key_notice: _,
            weight_notice: _,
            admission: _,
            contribution_denom: _,
            concerns_to_extend: _,
            relay_buffer,
            trusted_code,
            sunset,
            heir,
            roles,
            core_limit,
            delegation,
        } = next;
        let rest = *trusted_code == before.trusted_code
            && *sunset == before.sunset
            && *heir == before.heir
            && *roles == before.roles
            && *core_limit == before.core_limit
            && *delegation == before.delegation
            // a veto is delivered within the buffer
            && *relay_buffer >= before.relay_buffer;
        same_list && before.procedures.iter().zip(procedures).all(kept) && rest
    }
}

/// Adds houses that look at what has passed; of each its strongest stage is kept.
fn gather<'a>(found: &mut Vec<Refer>, refers: impl Iterator<Item = &'a Refer>) {
    for refer in refers.filter(|refer| refer.mode != ReviewMode::Escalate) {
        match found.iter_mut().find(|known| known.house == refer.house) {
            Some(known) => known.strengthen(refer),
            None => found.push(refer.clone()),
        }
    }
}

/// A path on which these houses look at the decision as well, each once and with the stronger stage.
#[must_use]
pub fn reviewed_by(mut path: Vec<LaterStage>, reviews: Vec<Refer>) -> Vec<LaterStage> {
    for review in reviews {
        let own = path.iter_mut().find_map(|stage| match stage {
            LaterStage::Refer(own) if own.house == review.house => Some(own),
            _ => None,
        });
        match own {
            Some(own) => own.strengthen(&review),
            None => path.push(LaterStage::Refer(review)),
        }
    }
    path
}

/// What a house needs at least: its response time, and where it must agree the time to ask it and to hear it.
fn least_window(mode: ReviewMode, response_time: Seconds, relay_buffer: Seconds) -> Seconds {
    match mode {
        ReviewMode::Ratify | ReviewMode::Escalate => response_time.saturating_add(relay_buffer),
        ReviewMode::Optimistic => response_time,
    }
}
