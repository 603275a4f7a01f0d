//! Actions about houses, as they are typed.

use clap::Args;
use folkmoot_group::action::{Action, Ground};
use folkmoot_presets::House;

use crate::parse;

/// What is done about houses, in this order.
#[derive(Args, Debug)]
#[command(next_help_heading = "Actions")]
pub struct HouseArgs {
    /// Ask a group to be the house of this one, with so long for each decision
    #[arg(long, value_name = "GROUP@DURATION", value_parser = parse::house)]
    appoint_house: Vec<House>,
    /// Take back the offer to a house, or do without one in which nobody has a vote any more
    #[arg(long, value_name = "GROUP", value_parser = parse::address)]
    dismiss_house: Vec<String>,
    /// Agree to be the house of a group, and to answer within so long
    #[arg(long, value_name = "GROUP@DURATION", value_parser = parse::house)]
    become_house: Vec<House>,
    /// End being the house of a group
    #[arg(long, value_name = "GROUP", value_parser = parse::address)]
    end_review: Vec<String>,
    /// As a house, stop a decision of a group that it reviews; alone in its proposal
    #[arg(long, value_name = "GROUP:PROPOSAL", value_parser = parse::proposal_of, requires = "ground")]
    veto: Option<(String, u64)>,
    /// Why it is stopped: misaligned-with-purpose, breach-of-agreement or capture-or-malice
    #[arg(long, value_name = "GROUND", value_parser = parse::ground, requires = "veto")]
    ground: Option<Ground>,
}

impl HouseArgs {
    /// As the contract takes them.
    pub fn actions(self) -> impl Iterator<Item = Action> {
        let appoint = self.appoint_house.into_iter().map(|house| {
            let House {
                address: group,
                response_time,
            } = house;
            Action::AppointHouse {
                group,
                response_time,
            }
        });
        let dismiss = self.dismiss_house.into_iter();
        let dismiss = dismiss.map(|group| Action::DismissHouse { group });
        let agree = self.become_house.into_iter().map(|reviewed| {
            let House {
                address: group,
                response_time,
            } = reviewed;
            Action::BecomeHouse {
                group,
                response_time,
            }
        });
        let end = self.end_review.into_iter();
        let end = end.map(|group| Action::EndReview { group });
        let veto = self.veto.zip(self.ground);
        let veto = veto.map(|((group, proposal), ground)| Action::Veto {
            group,
            proposal,
            ground,
        });
        appoint.chain(dismiss).chain(agree).chain(end).chain(veto)
    }
}
