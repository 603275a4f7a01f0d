//! What people who count on their fingers know of a review: nothing here asks a contract.

use anyhow::{Context, Result, ensure};
use folkmoot_group::msg::ProposalId;
use folkmoot_rules::HouseWord;

use super::{EXECUTION, RESPONSE, WINDOW};

/// A veto.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stop {
    pub(super) veto: ProposalId,
    /// When its ballots end.
    pub(super) decided: u64,
    /// Until when it holds the decision.
    pub(super) held_until: u64,
    /// Whether delivering it has failed before.
    pub(super) failed: bool,
    pub(super) votes: Vec<Option<bool>>,
}

/// The course of a review.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Count {
    ratifies: bool,
    /// When the house's turn began.
    pub(super) begun: u64,
    /// When the house took the notice.
    taken: Option<u64>,
    /// When the house first gave no answer.
    missed: Option<u64>,
    /// When it gave none in a later block.
    unanswered: Option<u64>,
    /// Whether somebody was concerned.
    pub(super) extended: bool,
    pub(super) stops: Vec<Stop>,
    /// Whether a veto was delivered.
    pub(super) vetoed: bool,
    /// On the mirror.
    votes: Vec<Option<bool>>,
    /// When the house's yes came.
    ratified: Option<u64>,
    /// Whether its answer was another.
    pub(super) refused: bool,
}

impl Stop {
    fn passes(&self) -> bool {
        passes(&self.votes)
    }

    /// Whether it can't pass any more.
    fn has_failed(&self, now: u64) -> bool {
        let all_yes: Vec<Option<bool>> = self
            .votes
            .iter()
            .map(|vote| Some(vote.unwrap_or(true)))
            .collect();
        !passes(&all_yes) || (now >= self.decided && !self.passes())
    }
}

impl Count {
    pub(super) fn new(ratifies: bool, members: u8, begun: u64) -> Self {
        Self {
            ratifies,
            begun,
            taken: None,
            missed: None,
            unanswered: None,
            extended: false,
            stops: vec![],
            vetoed: false,
            votes: vec![None; usize::from(members)],
            ratified: None,
            refused: false,
        }
    }

    /// Nobody has voted.
    pub(super) fn nobody(&self) -> Vec<Option<bool>> {
        vec![None; self.votes.len()]
    }

    fn voting(&mut self) -> &mut Vec<Option<bool>> {
        match self.stops.last_mut() {
            Some(stop) => &mut stop.votes,
            None => &mut self.votes,
        }
    }

    /// The first who has not voted on what is asked.
    pub(super) fn silent(&self) -> Option<u8> {
        let votes = self.stops.last().map_or(&self.votes, |stop| &stop.votes);
        let first = votes.iter().position(Option::is_none)?;
        u8::try_from(first).ok()
    }

    pub(super) fn voted(&mut self, member: u8, yes: bool) {
        if let Some(vote) = self.voting().get_mut(usize::from(member)) {
            *vote = Some(yes);
        }
    }

    pub(super) fn referred(&mut self, now: u64, answered: bool) {
        if self.taken.is_some() {
            return;
        }
        if answered {
            self.taken = Some(now);
        } else if !self.ratifies {
            match self.missed {
                None => self.missed = Some(now),
                Some(first) if first < now => {
                    self.unanswered = self.unanswered.or(Some(now));
                }
                Some(_) => {}
            }
        }
    }

    /// A veto was executed, with this result. One that fails again is no other state but for a count of attempts, which
    /// would never end.
    pub(super) fn delivered(&mut self, place: usize, told: bool) -> Result<()> {
        self.vetoed |= told;
        let stop = self.stops.get_mut(place).context("no veto")?;
        ensure!(told || !stop.failed, "it fails again");
        stop.failed = !told;
        Ok(())
    }

    /// The cell was told that a veto has failed. With the last one those before it hold nothing either: each had failed
    /// when the next was opened.
    pub(super) fn reported(&mut self, place: usize, now: u64) {
        if place + 1 == self.stops.len() {
            for stop in &mut self.stops {
                stop.held_until = stop.held_until.min(now);
            }
        }
    }

    /// The mirror's outcome was carried.
    pub(super) fn answered(&mut self, now: u64) {
        if self.ratified.is_some() || self.refused || now >= WINDOW.after(self.begun) {
            return;
        }
        if passes(&self.votes) {
            self.ratified = Some(now);
        } else {
            self.refused = true;
        }
    }

    /// When the window of a notice ends.
    fn window_end(&self) -> Option<u64> {
        let end = match (self.taken, self.unanswered) {
            (Some(taken), _) => WINDOW.after(taken),
            (None, Some(unanswered)) => WINDOW.after(WINDOW.after(unanswered)),
            (None, None) => return None,
        };
        Some(if self.extended {
            RESPONSE.after(end)
        } else {
            end
        })
    }

    /// Whether executing it now harms nobody.
    pub(super) fn may_go_on(&self, now: u64) -> bool {
        if self.ratifies {
            return self.ratified.is_some();
        }
        let is_stopped = |stop: &Stop| now < stop.held_until && !stop.has_failed(now);
        let over = self.window_end().is_some_and(|end| now >= end);
        over && !self.vetoed && !self.stops.iter().any(is_stopped)
    }

    /// Whether executing it now must be possible.
    pub(super) fn is_free(&self, now: u64) -> bool {
        let from = if self.ratifies {
            self.ratified
        } else {
            let held = self.stops.iter().map(|stop| stop.held_until).max();
            let end = self.window_end().filter(|_| !self.vetoed);
            end.map(|end| end.max(held.unwrap_or_default()))
        };
        from.is_some_and(|from| now >= from && now < EXECUTION.after(from))
    }

    /// Whether the window of a notice runs.
    pub(super) fn could_be_stopped(&self, now: u64) -> bool {
        let runs = self.window_end().is_some_and(|end| now < end);
        !self.ratifies && runs && self.taken.is_some() && !self.vetoed
    }

    /// A veto that passed, holds, and was not delivered.
    pub(super) fn to_deliver(&self, now: u64) -> Option<usize> {
        let stops = self.stops.iter();
        let holds = |stop: &Stop| stop.passes() && now < stop.held_until && self.counts(stop, now);
        let found = stops.enumerate().find(|(_, stop)| holds(stop));
        found.filter(|_| !self.vetoed).map(|(place, _)| place)
    }

    /// Whether what was said of a veto is all that will be, or decides it already.
    fn counts(&self, stop: &Stop, now: u64) -> bool {
        let all_no: Vec<Option<bool>> = stop
            .votes
            .iter()
            .map(|vote| Some(vote.unwrap_or(false)))
            .collect();
        now >= stop.decided || passes(&all_no)
    }

    /// Whether a yes of the house waits to be carried.
    pub(super) fn to_carry(&self, now: u64) -> bool {
        let open = self.ratified.is_none() && !self.refused && now < WINDOW.after(self.begun);
        let decided = self.taken.is_some_and(|taken| {
            let all_no: Vec<Option<bool>> = self
                .votes
                .iter()
                .map(|vote| Some(vote.unwrap_or(false)))
                .collect();
            passes(&all_no) || (now >= RESPONSE.after(taken) && passes(&self.votes))
        });
        self.ratifies && open && decided
    }

    /// Whether the cell's belief of what the house said is what it said.
    pub(super) fn explains(&self, word: Option<HouseWord>) -> bool {
        match word {
            None => !self.vetoed && self.ratified.is_none() && !self.refused,
            Some(HouseWord::Vetoed) => self.vetoed,
            Some(HouseWord::Yes { at }) => self.ratified == Some(at),
            Some(HouseWord::No | HouseWord::Silent) => self.refused,
            Some(HouseWord::Released { .. }) => false,
        }
    }
}

/// A majority with a quorum of one half.
fn passes(votes: &[Option<bool>]) -> bool {
    let yes = votes.iter().filter(|vote| **vote == Some(true)).count();
    let no = votes.iter().filter(|vote| **vote == Some(false)).count();
    yes > no && 2 * (yes + no) >= votes.len()
}
