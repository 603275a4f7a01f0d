//! A procedure: what it decides, who, how, and how long it takes.

use folkmoot_group::action::ActionKind;
use folkmoot_group::charter::{Covers, ElectorateKind, Procedure, Proposers, Round, Stage};
use folkmoot_rules::Rule;

use super::kinds::{covered, may_cover};
use super::{Seated, Section, consent, figures, house, time};
use crate::words::coins;

pub fn section(number: usize, procedure: &Procedure, seated: Option<Seated>) -> Section {
    let Procedure {
        name,
        covers,
        electorate,
        stages,
        proposers,
    } = procedure;
    let mut lines: Vec<String> = covering(covers).into_iter().collect();
    lines.push(proposers_of(proposers, covers));
    lines.push(electorate_of(electorate));
    let electorate = seated.and_then(|seated| match electorate {
        ElectorateKind::CoreSeats => Some(seated.all),
        ElectorateKind::GroupSeats => Some(seated.groups),
        ElectorateKind::Representatives | ElectorateKind::Role(_) => None,
    });
    for stage in stages {
        match stage {
            Stage::Decide(decide) => {
                lines.extend(round(decide));
                lines.extend(electorate.and_then(|seats| figures::of(&decide.rule, &seats)));
            }
            Stage::Delay { duration } => lines.push(format!(
                "A decision then rests for {}: so long it can be taken back by another decision.",
                time(*duration)
            )),
            Stage::Refer(refer) => lines.extend(house::stage(refer)),
        }
    }
    // the first procedure that decides everything is the only one where nothing comes before it
    let title = format!("{number}. {name}: {}", covered(covers, number == 1));
    Section::new(title, lines)
}

fn covering(covers: &Covers) -> Option<String> {
    matches!(covers, Covers::SpendsAbove(_)).then(|| {
        "The payments of a proposal count together: ten small ones weigh as one large one. Coins of any other kind count \
         from the first."
            .to_owned()
    })
}

fn electorate_of(electorate: &ElectorateKind) -> String {
    let who = match electorate {
        ElectorateKind::CoreSeats => "All core seats decide",
        ElectorateKind::GroupSeats => "Only the groups among the core seats decide",
        ElectorateKind::Representatives => "Only the representatives decide, with one vote each",
        ElectorateKind::Role(name) => {
            return format!(
                "Only the holders of “{name}” decide, with one vote each, as they are when the proposal opens."
            );
        }
    };
    format!("{who}, as they are when the proposal opens.")
}

fn proposers_of(proposers: &Proposers, covers: &Covers) -> String {
    let who = match proposers {
        Proposers::CoreSeats => return "Any core seat may propose.".to_owned(),
        Proposers::Standing(standing) => {
            let standing = standing.as_str();
            format!("Any seat whose standing is {standing} or closer may propose")
        }
        Proposers::Representatives => "Only representatives may propose".to_owned(),
        Proposers::Role(name) => format!("Only the holders of “{name}” may propose"),
        Proposers::Anybody { deposit } => format!(
            "Any core seat may propose, and anybody else who leaves {}, which comes back when the proposal has ended",
            coins(std::slice::from_ref(deposit))
        ),
    };
    let own = [ActionKind::AmendCharter, ActionKind::Seats];
    let open = own.into_iter().any(|kind| may_cover(covers, kind));
    let but = "; changes of this charter and of who belongs any core seat may propose";
    format!("{who}{}.", if open { but } else { "" })
}

/// A deciding round: its rule, its time, and what follows if somebody is in the way.
pub fn round(round: &Round) -> Vec<String> {
    let Round {
        rule,
        period,
        early_finish,
        revoting,
        resolving: _,
    } = round;
    let end = match (early_finish, revoting, rule) {
        (true, _, Rule::Threshold(_)) => {
            "It ends sooner when no missing ballot could change the outcome."
        }
        (true, _, Rule::Consent(_)) => "It ends sooner when all have answered.",
        (false, true, _) => "It never ends sooner, and a seat may change its ballot until then.",
        (false, false, _) => "It never ends sooner.",
    };
    let mut lines = vec![rule.describe()];
    lines.extend(consent::ballots(rule));
    lines.push(format!("Ballots are taken for {}. {end}", time(*period)));
    lines.extend(consent::resolving(round));
    lines
}
