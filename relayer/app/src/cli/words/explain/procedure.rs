//! A procedure: what it decides, who, how, and how long it takes.

use folkmoot_group::charter::{Covers, ElectorateKind, Procedure, Round, Stage};
use folkmoot_rules::Rule;

use super::kinds::covered;
use super::{Seated, Section, consent, figures, house, time};

pub fn section(number: usize, procedure: &Procedure, seated: Option<Seated>) -> Section {
    let Procedure {
        name,
        covers,
        electorate,
        stages,
    } = procedure;
    let mut lines: Vec<String> = covering(covers).into_iter().collect();
    lines.push("Any core seat may propose.".to_owned());
    lines.push(electorate_of(*electorate).to_owned());
    let electorate = seated.map(|seated| match electorate {
        ElectorateKind::CoreSeats => seated.all,
        ElectorateKind::GroupSeats => seated.groups,
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

const fn electorate_of(electorate: ElectorateKind) -> &'static str {
    match electorate {
        ElectorateKind::CoreSeats => "All core seats decide, as they are when the proposal opens.",
        ElectorateKind::GroupSeats => {
            "Only the groups among the core seats decide, as they are when the proposal opens."
        }
    }
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
