//! What a decision does, in words.

use folkmoot_group::action::Action;
use folkmoot_group::document::{Answer, DocumentKind, DocumentSpec};
use folkmoot_group::msg::{DocumentView, SeatSpec, Standing, SubgroupSpec};
use folkmoot_group::wallet::Holder;

use super::{charter, coins, holder};

/// What an action does; several lines where it is a whole charter or proposal.
pub fn action(action: &Action) -> String {
    match &super::shown(action) {
        Action::Spend { to, amount, cycle } => {
            format!("pay {}{} to {to}", coins(amount), pool(*cycle))
        }
        Action::Contribute {
            group,
            amount,
            cycle,
        } => format!("give {}{} to group {group}", coins(amount), pool(*cycle)),
        Action::Stake { group, amount } => {
            format!("put {} as a stake into group {group}", coins(amount))
        }
        Action::Pledge { group, amount } => {
            format!("pledge {amount} of the stake in group {group} for its next cycle")
        }
        Action::TakeStake { group, amount } => {
            format!("take {amount} of the stake in group {group} back")
        }
        Action::OpenCycle { denom, ends_at } => format!(
            "open a cycle with all {denom} that is pledged, until {}",
            super::instant(*ends_at)
        ),
        Action::AdmitSeat { seat } => admit(seat),
        Action::RemoveSeat { seat } => format!("remove seat {seat}"),
        Action::ChangeSeat {
            seat,
            revision,
            name,
            standing,
            holder: next,
            weight,
        } => {
            let changes = [
                name.as_ref().map(|name| format!("name it {name}")),
                standing.map(|standing| format!("give it {} standing", standing.as_str())),
                next.as_ref()
                    .map(|next| format!("give it to {}", holder(next))),
                weight.map(|weight| format!("let it weigh {weight}")),
            ];
            let changes: Vec<String> = changes.into_iter().flatten().collect();
            let changes = super::figure::list(&changes, "leave it as it is");
            format!("change seat {seat} as of its revision {revision}: {changes}")
        }
        Action::Join { group, lead_time } => {
            format!("join group {group}, and decide within {lead_time} whatever it asks")
        }
        Action::Leave { group } => format!("leave group {group}"),
        Action::AmendCharter {
            version,
            charter: next,
        } => {
            let next = super::indented(&charter(next));
            format!("replace version {version} of the charter by:\n{next}")
        }
        Action::Appoint {
            seat,
            role: None,
            apprentice: _,
        } => {
            format!("make the holder of seat {seat} a representative, who may propose upstream")
        }
        Action::Appoint {
            seat,
            role: Some(role),
            apprentice,
        } => match apprentice {
            true => format!("let the holder of seat {seat} learn the role {role}"),
            false => format!("give the role {role} to the holder of seat {seat}"),
        },
        Action::Release { seat, role: None } => {
            format!("end the appointment of seat {seat} as a representative")
        }
        Action::Release {
            seat,
            role: Some(role),
        } => format!("take the role {role} from the holder of seat {seat}"),
        Action::ProposeUpstream { group, proposal } => {
            let actions: Vec<String> = proposal.actions.iter().map(self::action).collect();
            let actions = super::figure::list(&actions, "a statement, without actions");
            format!("propose {:?} in group {group}: {actions}", proposal.title)
        }
        Action::WithdrawUpstream { group, proposal } => {
            format!("take back the group's proposal {proposal} in group {group}")
        }
        Action::Rescind { proposal } => format!("take back the passed proposal {proposal}"),
        Action::Upgrade { code_id } => format!("upgrade the group to code {code_id}"),
        Action::Call {
            contract,
            msg,
            funds,
        } => {
            let msg = super::line(&String::from_utf8_lossy(msg.as_slice()));
            let with = match funds.as_slice() {
                [] => String::new(),
                funds => format!(" with {}", coins(funds)),
            };
            format!("call contract {contract}{with}: {msg}")
        }
        Action::AppointHouse {
            group,
            response_time,
        } => format!("ask group {group} to be its house, with {response_time} for each decision"),
        Action::DismissHouse { group } => {
            format!("do without group {group} as its house, if that has nobody left with a vote")
        }
        Action::BecomeHouse {
            group,
            response_time,
        } => format!("be the house of group {group}, and decide within {response_time}"),
        Action::EndReview { group } => format!("no longer be the house of group {group}"),
        Action::AnswerConcern {
            house,
            proposal,
            seat,
            text,
        } => format!(
            "answer the concern of seat {seat} of house {house} about proposal {proposal}: {text}"
        ),
        Action::Veto {
            group,
            proposal,
            ground,
        } => format!(
            "stop proposal {proposal} of group {group}: {}",
            super::house::ground(*ground)
        ),
        Action::AdoptDocument(document) => adopt(document),
        Action::FoundSubgroup(subgroup) => found(subgroup),
    }
}

/// Where coins come from, unless from the common fund.
fn pool(cycle: Option<u32>) -> String {
    cycle
        .map(|cycle| format!(" from the pool of cycle {cycle}"))
        .unwrap_or_default()
}

/// A kind of document as people call it.
pub fn document(kind: &DocumentKind) -> String {
    match kind {
        DocumentKind::Purpose => "the purpose".to_owned(),
        DocumentKind::Requirements => "the requirements".to_owned(),
        DocumentKind::CellState => "the cell state".to_owned(),
        DocumentKind::Other(name) => format!("the document {name:?}"),
    }
}

fn adopt(spec: &DocumentSpec) -> String {
    let mut lines = vec![format!(
        "adopt {:?} as {}: {}, sha-256 {}",
        spec.title,
        document(&spec.kind),
        spec.uri,
        spec.sha256
    )];
    lines.extend(spec.answers.iter().map(answer));
    lines.join("\n")
}

/// A version of a document, and the decision that adopted it.
pub fn adopted(view: &DocumentView) -> String {
    let view = &super::shown(view);
    let between = match view.parties.as_slice() {
        [] => String::new(),
        seats => {
            let seats: Vec<String> = seats.iter().map(ToString::to_string).collect();
            format!(" between seats {}", super::figure::list(&seats, ""))
        }
    };
    let mut lines = vec![
        format!(
            "{}, version {}: {}",
            document(&view.kind),
            view.version,
            view.title
        ),
        format!("  {}", view.uri),
        format!("  sha-256 {}", view.sha256),
        format!(
            "  adopted by proposal {}{between} on {}",
            view.proposal,
            super::instant(view.at)
        ),
    ];
    lines.extend(view.answers.iter().map(answer));
    lines.join("\n")
}

/// Which agreement answers a requirement.
fn answer(answer: &Answer) -> String {
    format!(
        "  requirement {} is answered by {}",
        answer.requirement, answer.agreement
    )
}

fn found(subgroup: &SubgroupSpec) -> String {
    let gift = match subgroup.funds.as_slice() {
        [] => String::new(),
        funds => format!(" and give it {}", coins(funds)),
    };
    let mut lines = vec![format!(
        "found the group {:?}, which nobody but itself can change,{gift} with the seats",
        subgroup.name
    )];
    let seats = subgroup.seats.iter().map(seat_of_subgroup);
    lines.extend(seats.map(|seat| super::indented(&seat)));
    lines.push("and the charter".to_owned());
    lines.push(super::indented(&charter(&subgroup.charter)));
    lines.join("\n")
}

fn seat_of_subgroup(seat: &SeatSpec) -> String {
    let without_a_vote = match seat.standing {
        Standing::Core => "",
        Standing::Contributor | Standing::Observer => ", without a vote",
    };
    format!("{}, {}{without_a_vote}", seat.name, holder(&seat.holder))
}

fn admit(seat: &SeatSpec) -> String {
    let who = match &seat.holder {
        Holder::Group { address, lead_time } => format!(
            "the group {address}, once it has joined and promised to decide within {lead_time},"
        ),
        other => holder(other),
    };
    let weight = seat
        .weight
        .map(|weight| format!(", weighing {weight}"))
        .unwrap_or_default();
    let standing = match seat.standing {
        Standing::Core => "to a core seat",
        Standing::Contributor => "as a contributor, without a vote",
        Standing::Observer => "as an observer, without a vote",
    };
    format!("admit {}, {who} {standing}{weight}", seat.name)
}
