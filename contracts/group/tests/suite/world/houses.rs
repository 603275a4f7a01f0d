//! Houses in verbs: asking, being concerned, stopping.

use folkmoot_group::action::{Action, Ground};
use folkmoot_group::charter::{Refer, Stage};
use folkmoot_group::msg::{ConcernView, ExecuteMsg, HouseView, NoticeView, QueryMsg};
use folkmoot_rules::{ReviewFacts, ReviewMode, Seconds};

use super::{Attempt, CharterBuilder, Group, Person, Proposal};

/// Asks a group to be the house.
pub fn appoint_house(house: &Group, response_time: Seconds) -> Action {
    Action::AppointHouse {
        group: house.address.to_string(),
        response_time,
    }
}

/// Does without a house.
pub fn dismiss_house(house: &Group) -> Action {
    Action::DismissHouse {
        group: house.address.to_string(),
    }
}

/// Agrees to be a group's house.
pub fn become_house(reviewed: &Group, response_time: Seconds) -> Action {
    Action::BecomeHouse {
        group: reviewed.address.to_string(),
        response_time,
    }
}

/// Ends reviewing a group.
pub fn end_review(reviewed: &Group) -> Action {
    Action::EndReview {
        group: reviewed.address.to_string(),
    }
}

/// Stops a decision of a reviewed group.
pub fn veto(reviewed: &Proposal, ground: Ground) -> Action {
    Action::Veto {
        group: reviewed.group.address.to_string(),
        proposal: reviewed.id,
        ground,
    }
}

/// A stage in which a house looks at a decision.
pub fn refer(house: &Group, mode: ReviewMode, window: Seconds) -> Stage {
    Stage::Refer(Refer {
        house: house.address.to_string(),
        mode,
        window,
        least_blocks: 0,
    })
}

impl CharterBuilder {
    /// Lets a stage follow on what this procedure decides.
    pub fn then(self, name: &str, stage: Stage) -> Self {
        self.with(|charter| {
            let mut procedures = charter.procedures.iter_mut();
            let procedure = procedures.find(|procedure| procedure.name == name);
            procedure.unwrap().stages.push(stage);
        })
    }
}

impl Proposal {
    /// Anybody refers it to the house whose stage it is in.
    pub fn refer(&self) -> Attempt {
        let world = self.group.world();
        let msg = ExecuteMsg::Refer { proposal: self.id };
        world.attempt(&world.account("anybody"), &self.group.address, &msg)
    }

    /// Anybody reports that it failed as a veto.
    pub fn report_veto(&self) -> Attempt {
        let world = self.group.world();
        let msg = ExecuteMsg::ReportVeto { proposal: self.id };
        world.attempt(&world.account("anybody"), &self.group.address, &msg)
    }

    /// The course of its only review.
    #[track_caller]
    pub fn review(&self) -> ReviewFacts {
        let mut reviews = self.reviews();
        assert_eq!(reviews.len(), 1, "{reviews:?}");
        reviews.remove(0)
    }

    /// The courses of its reviews.
    pub fn reviews(&self) -> Vec<ReviewFacts> {
        let stages = self.view().stages;
        stages
            .into_iter()
            .filter_map(|stage| stage.review)
            .collect()
    }
}

impl Group {
    /// The groups that look at this one's decisions.
    pub fn houses(&self) -> Vec<HouseView> {
        self.ask(&QueryMsg::Houses {})
    }

    /// The groups that this one reviews.
    pub fn reviewed(&self) -> Vec<HouseView> {
        self.ask(&QueryMsg::Reviewed {
            start_after: None,
            limit: None,
        })
    }

    /// The notice of a reviewed group's proposal, if one was taken.
    pub fn notice(&self, of: &Proposal) -> Option<NoticeView> {
        self.ask(&QueryMsg::Notice {
            group: of.group.address.to_string(),
            proposal: of.id,
        })
    }

    /// The notice of a reviewed group's proposal.
    #[track_caller]
    pub fn notice_of(&self, of: &Proposal) -> NoticeView {
        self.notice(of).expect("a notice that was taken")
    }

    /// The mirror in which a reviewed group's proposal is ratified.
    #[track_caller]
    pub fn ratification_of(&self, of: &Proposal) -> Proposal {
        self.proposal(self.notice_of(of).mirror.expect("a mirror"))
    }

    /// The concerns about a reviewed group's proposal.
    pub fn concerns(&self, about: &Proposal) -> Vec<ConcernView> {
        self.ask(&QueryMsg::Concerns {
            group: about.group.address.to_string(),
            proposal: about.id,
            start_after: None,
            limit: None,
        })
    }
}

impl Person {
    /// In a house, raises a concern about a reviewed group's proposal.
    pub fn raises_concern(&self, house: &Group, about: &Proposal, text: &str) -> Attempt {
        self.sends(
            house,
            &ExecuteMsg::RaiseConcern {
                group: about.group.address.to_string(),
                proposal: about.id,
                text: text.into(),
            },
        )
    }

    /// In a house, takes the concern back.
    pub fn withdraws_concern(&self, house: &Group, about: &Proposal) -> Attempt {
        self.sends(
            house,
            &ExecuteMsg::WithdrawConcern {
                group: about.group.address.to_string(),
                proposal: about.id,
            },
        )
    }

    /// In a house, opens a veto.
    #[track_caller]
    pub fn vetoes(&self, house: &Group, reviewed: &Proposal, ground: Ground) -> Proposal {
        self.proposes(house, "Stop it", vec![veto(reviewed, ground)])
    }

    /// In a house, tries to open a veto.
    pub fn tries_to_veto(&self, house: &Group, reviewed: &Proposal) -> Attempt {
        let action = veto(reviewed, Ground::BreachOfAgreement);
        self.tries_to_propose(house, super::spec("Stop it", vec![action]))
    }
}
