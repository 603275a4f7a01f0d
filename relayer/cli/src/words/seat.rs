//! Seats, who sits in them, and how a group votes above.

use folkmoot_group::msg::{Cast, LinkState, SeatView, Standing, UplinkView};
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Shares, UpstreamBallot};

use super::figure::{instant, list, percent};

/// Who sits there.
pub fn holder(holder: &Holder) -> String {
    match holder {
        Holder::Keys {
            wallets,
            signatures,
        } => {
            let keys: Vec<String> = wallets.iter().map(ToString::to_string).collect();
            match (keys.len(), *signatures) {
                (1, _) => list(&keys, ""),
                (_, 1) => format!("any of {}", list(&keys, "")),
                (_, needed) => format!("{needed} of {}", list(&keys, "")),
            }
        }
        Holder::Group { address, lead_time } => {
            format!("group {address}, which decides within {lead_time}")
        }
        Holder::Contract { address } => format!("contract {address}"),
    }
}

/// A seat on one line.
pub fn seat(seat: &SeatView) -> String {
    let seat = &super::shown(seat);
    let mut text = format!("{} {}: {}", seat.seat, seat.name, holder(&seat.holder));
    match (seat.standing, seat.left_at) {
        (_, Some(at)) => text.push_str(&format!("; left on {}", instant(at))),
        (Standing::Core, None) if seat.weight == 1 => {}
        (Standing::Core, None) => text.push_str(&format!("; weighs {}", seat.weight)),
        (standing, None) => text.push_str(&format!("; {}, without a vote", standing.as_str())),
    }
    if seat.link == Some(LinkState::Offered) {
        text.push_str("; waits for that group to join");
    }
    if let Some(rise) = seat.announced_weight {
        let from = instant(rise.from);
        text.push_str(&format!("; may weigh {} from {from}", rise.weight));
    }
    for offered in &seat.offered {
        text.push_str(&format!("; offers {offered} a place"));
    }
    for dropping in &seat.dropping {
        let from = instant(dropping.from);
        text.push_str(&format!(
            "; wallet {} is dropped on {from}",
            dropping.wallet
        ));
    }
    text
}

/// A group's vote above; of a split one also what the group decided, where its members' shares don't show it.
pub fn upstream_ballot(ballot: &UpstreamBallot) -> String {
    match ballot {
        UpstreamBallot::Signal(signal) => signal.as_str().replace('_', " "),
        UpstreamBallot::Split(shares) => split(shares),
        UpstreamBallot::SplitAs { word, shares } => format!(
            "{}; it decided: {}",
            split(shares),
            word.as_str().replace('_', " ")
        ),
    }
}

fn split(shares: &Shares) -> String {
    let of = |part| percent(part, shares.of);
    format!(
        "split: yes {}, no {}, abstain {}, not cast {}",
        of(shares.yes),
        of(shares.no),
        of(shares.abstain),
        of(shares.not_cast)
    )
}

/// What a seat cast.
pub fn cast(cast: &Cast) -> String {
    match cast {
        Cast::Choice(choice) => choice.as_str().replace('_', " "),
        Cast::Upstream {
            ballot,
            mirror,
            by_group_account,
        } => format!(
            "{}, by its own decision #{mirror}{}",
            upstream_ballot(ballot),
            if *by_group_account {
                ", signed by its group account"
            } else {
                ""
            }
        ),
        Cast::Absent {} => "not cast: it left".to_owned(),
        Cast::Carried { choice, delegate } => {
            let choice = choice.as_str().replace('_', " ");
            format!("{choice}, carried by seat {delegate}")
        }
    }
}

/// A link to a group above.
pub fn uplink(link: &UplinkView) -> String {
    let state = match link.state {
        LinkState::Offered => "offered, and not admitted there yet",
        LinkState::Linked => "linked",
    };
    format!("{}: {state}; decides within {}", link.group, link.lead_time)
}
