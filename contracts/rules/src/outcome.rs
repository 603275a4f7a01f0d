//! What a tally amounts to, at the deadline and before it.

use crate::rule::{Base, Count, Rule, Threshold};
use crate::tally::{Measure, Tally};
use crate::vocabulary::{Electorate, Outcome};

/// The outcome at the deadline: silent seats did not cast.
#[must_use]
pub fn outcome(rule: &Rule, electorate: &Electorate, tally: &Tally) -> Outcome {
    let threshold = match rule {
        Rule::Threshold(threshold) => threshold,
        Rule::Consent(consent) => return consent.outcome(electorate, tally),
    };
    let views = views(threshold, electorate, tally);
    if !views
        .iter()
        .all(|view| view.has_quorum(threshold, view.cast.present()))
    {
        Outcome::NoQuorum
    } else if views.iter().all(|view| view.passes(threshold, &view.cast)) {
        Outcome::Passed
    } else {
        Outcome::Rejected
    }
}

/// The outcome that every completion by the open seats gives, else [`Outcome::Undecided`]. Open are the silent seats, which
/// may make any choice or none, and those whose weight a delegate carries, which may make any choice.
///
/// A yes never lowers the share of yes and a no never raises it, in weight and in seats alike; so all open seats saying no
/// is the worst completion, all saying yes the best, and all silent ones staying silent the worst for the quorum.
#[must_use]
pub fn early_outcome(rule: &Rule, electorate: &Electorate, tally: &Tally) -> Outcome {
    let threshold = match rule {
        Rule::Threshold(threshold) => threshold,
        // somebody's silence, or a delegate's word for somebody, may always turn into a block
        Rule::Consent(_) if !tally.has_all(electorate) => return Outcome::Undecided,
        Rule::Consent(consent) => return consent.outcome(electorate, tally),
    };
    let views = views(threshold, electorate, tally);
    let all = |holds: &dyn Fn(&View) -> bool| views.iter().all(holds);
    if !all(&|view| view.has_quorum(threshold, view.cast.present().saturating_add(view.silent))) {
        Outcome::NoQuorum
    } else if !all(&|view| view.has_quorum(threshold, view.cast.present())) {
        Outcome::Undecided
    } else if all(&|view| view.passes(threshold, &view.if_open_say_no())) {
        Outcome::Passed
    } else if all(&|view| view.passes(threshold, &view.if_open_say_yes())) {
        Outcome::Undecided
    } else {
        Outcome::Rejected
    }
}

/// One of the measures that a rule counts.
pub(crate) struct View {
    cast: Measure,
    all: u128,
    silent: u128,
    /// What of the cast may still move.
    carried: Measure,
    base: Base,
}

pub(crate) fn views(rule: &Threshold, electorate: &Electorate, tally: &Tally) -> Vec<View> {
    let (silent_units, silent_seats) = tally.silent(electorate);
    let weight = View {
        cast: tally.weight,
        all: electorate.units(),
        silent: silent_units,
        carried: tally.carried.weight,
        base: rule.base,
    };
    let seats = |base| View {
        cast: tally.seats,
        all: electorate.seats.into(),
        silent: silent_seats,
        carried: tally.carried.seats,
        base,
    };
    match rule.count {
        Count::Weight => vec![weight],
        Count::Seats => vec![seats(rule.base)],
        Count::Both => vec![weight, seats(Base::Eligible)],
    }
}

impl View {
    /// An electorate of nobody has no quorum, whatever the ratio.
    fn has_quorum(&self, rule: &Threshold, present: u128) -> bool {
        present > 0 && rule.quorum.reached_by(present, self.all)
    }

    fn passes(&self, rule: &Threshold, cast: &Measure) -> bool {
        let base = match self.base {
            Base::Cast => cast.cast(),
            Base::Eligible => self.all,
        };
        let enough = if rule.strict {
            rule.threshold.exceeded_by(cast.yes, base)
        } else {
            rule.threshold.reached_by(cast.yes, base)
        };
        // Without a single yes nothing passes, also where 0 of 0 would reach any share.
        cast.yes > 0 && enough
    }

    pub(crate) fn if_open_say_yes(&self) -> Measure {
        let fixed = self.fixed();
        Measure {
            yes: fixed.yes.saturating_add(self.open()),
            ..fixed
        }
    }

    pub(crate) fn if_open_say_no(&self) -> Measure {
        let fixed = self.fixed();
        Measure {
            no: fixed.no.saturating_add(self.open()),
            ..fixed
        }
    }

    /// What no ballot can change any more.
    pub(crate) const fn fixed(&self) -> Measure {
        let Measure {
            yes, no, abstain, ..
        } = self.cast;
        Measure {
            yes: yes.saturating_sub(self.carried.yes),
            no: no.saturating_sub(self.carried.no),
            abstain: abstain.saturating_sub(self.carried.abstain),
            ..self.cast
        }
    }

    const fn open(&self) -> u128 {
        self.silent.saturating_add(self.carried.present())
    }
}
