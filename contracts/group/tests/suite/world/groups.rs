//! Groups and their proposals, in verbs.

use cosmwasm_std::{
    Addr, Api, Binary, Checksum, Coin, Storage, WasmMsg, instantiate2_address, to_json_binary,
};
use folkmoot_group::action::Action;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::*;
use folkmoot_group::wallet::Holder;
use folkmoot_rules::{Choice, Outcome, Seconds, Status, UpstreamBallot};
use serde::de::DeserializeOwned;

use super::{Attempt, CODE, CharterBuilder, DENOM, Person, World, charter};

/// A proposal with these actions.
pub fn spec(title: &str, actions: Vec<Action>) -> ProposalSpec {
    ProposalSpec {
        title: title.into(),
        text: Text::None,
        actions,
        parties: vec![],
    }
}

/// Actions in a few words.
pub mod actions {
    use cosmwasm_std::{Addr, to_json_binary};
    use folkmoot_group::action::Action;
    use folkmoot_group::charter::CharterSpec;
    use folkmoot_group::document::{DocumentKind, DocumentSpec};
    use folkmoot_group::msg::{SeatSpec, SubgroupSpec};
    use folkmoot_rules::Seconds;
    use serde::Serialize;

    use crate::world::{Group, checksum, money};

    /// Pays somebody.
    pub fn spend(to: &Addr, amount: u128) -> Action {
        Action::Spend {
            to: to.to_string(),
            amount: money(amount),
            cycle: None,
        }
    }

    /// Gives to another group.
    pub fn contribute(group: &Group, amount: u128) -> Action {
        Action::Contribute {
            group: group.address.to_string(),
            amount: money(amount),
            cycle: None,
        }
    }

    /// Takes a seat in a group above.
    pub fn join(above: &Group, lead_time: Seconds) -> Action {
        Action::Join {
            group: above.address.to_string(),
            lead_time,
        }
    }

    /// Gives up the seat in a group above.
    pub fn leave(above: &Group) -> Action {
        Action::Leave {
            group: above.address.to_string(),
        }
    }

    /// Adopts a document of this title, whose hash is the title's.
    pub fn adopt(kind: DocumentKind, title: &str) -> Action {
        Action::AdoptDocument(Box::new(DocumentSpec {
            kind,
            title: title.into(),
            uri: format!("https://example.org/{}", title.len()),
            sha256: checksum(title.as_bytes()),
            answers: vec![],
        }))
    }

    /// Founds a group below.
    pub fn found_subgroup(
        name: &str,
        charter: CharterSpec,
        seats: Vec<SeatSpec>,
        coins: u128,
    ) -> Action {
        Action::FoundSubgroup(Box::new(SubgroupSpec {
            name: name.into(),
            charter,
            seats,
            funds: if coins == 0 { vec![] } else { money(coins) },
        }))
    }

    /// Admits a seat.
    pub fn admit(seat: SeatSpec) -> Action {
        Action::AdmitSeat { seat }
    }

    /// Replaces the charter that is in force.
    pub fn amend(version: u32, charter: CharterSpec) -> Action {
        Action::AmendCharter {
            version,
            charter: Box::new(charter),
        }
    }

    /// Calls a contract.
    pub fn call(contract: &Addr, msg: &impl Serialize, coins: u128) -> Action {
        let funds = if coins == 0 { vec![] } else { money(coins) };
        Action::Call {
            contract: contract.to_string(),
            msg: to_json_binary(msg).unwrap(),
            funds,
        }
    }
}

/// A group in the making.
pub struct Founding {
    world: World,
    name: String,
    charter: CharterSpec,
    seats: Vec<SeatSpec>,
    admin: Admin,
    founded: bool,
    label: Option<String>,
    code: (u64, Vec<u8>),
}

enum Admin {
    Itself,
    Nobody,
    Other(Addr),
}

impl World {
    /// Begins to found a group: with a plain charter and without seats unless told.
    pub fn group(&self, name: &str) -> Founding {
        Founding {
            world: self.clone(),
            name: name.into(),
            charter: charter().spec(),
            seats: vec![],
            admin: Admin::Itself,
            founded: true,
            label: None,
            code: (self.code(), CODE.to_vec()),
        }
    }
}

impl World {
    /// The group at an address.
    pub fn group_at(&self, name: &str, address: &str) -> Group {
        Group {
            world: self.clone(),
            name: name.into(),
            address: Addr::unchecked(address),
        }
    }
}

impl Founding {
    /// With this charter.
    pub fn charter(mut self, charter: &CharterBuilder) -> Self {
        self.charter = charter.spec();
        self
    }

    /// With this charter, written out.
    pub fn charter_spec(mut self, charter: CharterSpec) -> Self {
        self.charter = charter;
        self
    }

    /// With core seats for these people.
    pub fn people<'a>(mut self, people: impl IntoIterator<Item = &'a Person>) -> Self {
        self.seats.extend(people.into_iter().map(Person::seat));
        self
    }

    /// With these seats.
    pub fn seats(mut self, seats: impl IntoIterator<Item = SeatSpec>) -> Self {
        self.seats.extend(seats);
        self
    }

    /// With a seat for a group, once it has decided to join.
    pub fn group_seat(mut self, group: &Group, lead_time: Seconds) -> Self {
        self.seats.push(group.seat_spec(lead_time));
        self
    }

    /// With somebody else as its admin: unsealed.
    pub fn admin(mut self, admin: &Addr) -> Self {
        self.admin = Admin::Other(admin.clone());
        self
    }

    /// Without an admin.
    pub fn without_admin(mut self) -> Self {
        self.admin = Admin::Nobody;
        self
    }

    /// Leaves the founding open for more seats.
    pub fn unfinished(mut self) -> Self {
        self.founded = false;
        self
    }

    /// Under another label than its name.
    pub fn label(mut self, label: &str) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Running this code, whose checksum is made of these bytes.
    pub fn code(mut self, code: u64, checksum_of: &[u8]) -> Self {
        self.code = (code, checksum_of.to_vec());
        self
    }

    /// Who founds.
    pub fn founder(&self) -> Addr {
        self.world.account(&format!("founder of {}", self.name))
    }

    /// Founds it.
    #[track_caller]
    pub fn found(self) -> Group {
        let (group, attempt) = self.try_found();
        attempt.ok();
        group
    }

    /// Tries to found it.
    pub fn try_found(self) -> (Group, Attempt) {
        let founder = self.founder();
        let salt = Binary::from(self.world.next_salt().to_be_bytes());
        let address = predicted(&self.world, &self.code.1, &founder, &salt);
        let admin = match self.admin {
            Admin::Itself => Some(address.to_string()),
            Admin::Nobody => None,
            Admin::Other(other) => Some(other.to_string()),
        };
        let msg = InstantiateMsg {
            name: self.name.clone(),
            charter: self.charter,
            seats: self.seats,
            founded: self.founded,
        };
        let msg = WasmMsg::Instantiate2 {
            admin,
            code_id: self.code.0,
            label: self.label.unwrap_or_else(|| self.name.clone()),
            msg: to_json_binary(&msg).unwrap(),
            funds: vec![],
            salt,
        };
        let attempt = self.world.attempt_msg(&founder, msg.into());
        (
            Group {
                world: self.world,
                name: self.name,
                address,
            },
            attempt,
        )
    }
}

fn predicted(world: &World, code: &[u8], founder: &Addr, salt: &[u8]) -> Addr {
    world.app(|app| {
        let creator = app.api().addr_canonicalize(founder.as_str()).unwrap();
        let address =
            instantiate2_address(Checksum::generate(code).as_slice(), &creator, salt).unwrap();
        app.api().addr_humanize(&address).unwrap()
    })
}

/// A group.
#[derive(Clone)]
pub struct Group {
    world: World,
    /// Its name.
    pub name: String,
    /// Its contract.
    pub address: Addr,
}

impl Group {
    /// Asks the contract.
    #[track_caller]
    pub fn ask<T: DeserializeOwned>(&self, query: &QueryMsg) -> T {
        self.try_ask(query).unwrap()
    }

    /// Asks the contract something that it may refuse.
    pub fn try_ask<T: DeserializeOwned>(&self, query: &QueryMsg) -> Result<T, String> {
        let answer = self
            .world
            .app(|app| app.wrap().query_wasm_smart(&self.address, query));
        answer.map_err(|error| error.to_string())
    }

    /// The chain that it is on.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The group.
    pub fn view(&self) -> GroupView {
        self.ask(&QueryMsg::Group {})
    }

    /// The charter in force.
    pub fn charter(&self) -> CharterView {
        self.ask(&QueryMsg::Charter { version: None })
    }

    /// A seat.
    #[track_caller]
    pub fn seat(&self, seat: SeatId) -> SeatView {
        self.ask(&QueryMsg::Seat { seat })
    }

    /// The seat of a wallet or contract.
    pub fn seat_of(&self, holder: &str) -> Option<SeatView> {
        self.ask(&QueryMsg::SeatOf {
            holder: holder.into(),
        })
    }

    /// A seat of another group in this one.
    #[track_caller]
    pub fn seat_of_group(&self, group: &Group) -> SeatView {
        self.seat_of(group.address.as_str())
            .expect("a seat of that group")
    }

    /// A seat for this group in another.
    pub fn seat_spec(&self, lead_time: Seconds) -> SeatSpec {
        SeatSpec {
            name: self.name.clone(),
            holder: Holder::Group {
                address: self.address.to_string(),
                lead_time,
            },
            standing: Standing::Core,
            weight: None,
        }
    }

    /// A handle of a proposal.
    pub fn proposal(&self, id: ProposalId) -> Proposal {
        Proposal {
            group: self.clone(),
            id,
        }
    }

    /// The proposal that was opened last.
    pub fn newest(&self) -> Proposal {
        self.proposal(self.view().proposals)
    }

    /// The mirror of a joint proposal.
    #[track_caller]
    pub fn mirror_of(&self, joint: &Proposal) -> Proposal {
        self.mirror(joint).expect("a mirror of the joint proposal")
    }

    /// The mirror of a joint proposal, if there is one.
    pub fn mirror(&self, joint: &Proposal) -> Option<Proposal> {
        let query = QueryMsg::MirrorOf {
            group: joint.group.address.to_string(),
            proposal: joint.id,
        };
        self.ask::<Option<ProposalView>>(&query)
            .map(|view| self.proposal(view.proposal))
    }

    /// Loses all that it stored: from here on it neither answers nor does anything.
    pub fn breaks(&self) {
        let of_it = [b"contract_data/", self.address.as_bytes()].concat();
        for (key, _) in self.world.dump() {
            if key.windows(of_it.len()).any(|part| part == of_it) {
                self.world.app(|app| app.storage_mut().remove(&key));
            }
        }
        assert!(self.try_ask::<GroupView>(&QueryMsg::Group {}).is_err());
    }

    /// Is out of reach as long as this takes: every call to it fails, and then it is as it was.
    pub fn out_of_reach<T>(&self, story: impl FnOnce() -> T) -> T {
        let records = |app: &cw_multi_test::App| -> Vec<_> {
            let storage = app.contract_storage(&self.address);
            let all = storage.range(None, None, cosmwasm_std::Order::Ascending);
            all.collect()
        };
        let before = self.world.app(|app| records(app));
        self.breaks();
        let told = story();
        self.world.app(|app| {
            let mut storage = app.contract_storage_mut(&self.address);
            for (key, value) in &before {
                storage.set(key, value);
            }
        });
        told
    }

    /// What it holds.
    pub fn balance(&self) -> u128 {
        self.world.balance(&self.address)
    }

    /// What its treasury says of the chain's coin: balance, given, paid.
    pub fn treasury(&self) -> (u128, u128, u128) {
        let treasury: TreasuryView = self.ask(&QueryMsg::Treasury {});
        let amount = |coin: &Coin| super::units(coin);
        let sum = treasury.sums.iter().find(|sum| sum.balance.denom == DENOM);
        sum.map_or((0, 0, 0), |sum| {
            (amount(&sum.balance), amount(&sum.given), amount(&sum.paid))
        })
    }

    /// Puts coins into the common fund.
    #[track_caller]
    pub fn receives(&self, amount: u128) {
        self.world.cosmos("a donor").gives(self, amount);
    }

    /// Decides something: the first proposes, all vote yes in turn until it is decided, and it is executed.
    #[track_caller]
    pub fn decides(&self, people: &[&Person], title: &str, actions: Vec<Action>) -> Proposal {
        let proposal = self.passes(people, title, actions);
        proposal.executes();
        assert_eq!(
            proposal.status(),
            Status::Executed,
            "{:?}",
            proposal.view().failure
        );
        proposal
    }

    /// Will not do this: it is refused at its opening, or everybody agrees and the execution fails for this reason.
    #[track_caller]
    pub fn can_not_do(&self, people: &[&Person], actions: Vec<Action>, reason: &str) {
        let first = people.first().unwrap();
        let opened = first
            .tries_to_propose(self, spec("What can't be done", actions))
            .outcome();
        if let Err(error) = opened {
            assert!(
                error.contains(reason),
                "refused for another reason\n  expected: {reason}\n  told: {error}"
            );
            return;
        }
        let proposal = self.newest();
        proposal.is_voted(people.iter().copied(), []);
        let before = self.view();
        proposal.executes();
        let told = self.world.meter().refusals();
        assert_eq!(proposal.status(), Status::ExecutionFailed, "was done");
        assert!(
            proposal.view().failure.is_some(),
            "a failure leaves its reason"
        );
        let names_it = reason.is_empty() || told.iter().any(|refusal| refusal.contains(reason));
        assert!(
            names_it,
            "failed for another reason\n  expected: {reason}\n  told: {told:?}"
        );
        assert_eq!(self.view(), before, "a failed execution changes nothing");
    }

    /// Decides something and leaves it there: the first proposes, all vote yes in turn until it is decided.
    #[track_caller]
    pub fn passes(&self, people: &[&Person], title: &str, actions: Vec<Action>) -> Proposal {
        let proposal = people.first().unwrap().proposes(self, title, actions);
        for person in people {
            if proposal.view().outcome == Outcome::Undecided {
                person.votes(&proposal, Choice::Yes);
            }
        }
        if proposal.status() == Status::Open && proposal.view().early_finish {
            proposal.moves_on().ok();
        }
        if proposal.status() == Status::Open {
            self.world.advance_to(proposal.view().deadline);
        }
        proposal
    }
}

/// A proposal.
#[derive(Clone)]
pub struct Proposal {
    /// Whose it is.
    pub group: Group,
    /// Its number.
    pub id: ProposalId,
}

impl Proposal {
    fn sent(&self, msg: &ExecuteMsg) -> Attempt {
        let world = &self.group.world;
        world.attempt(&world.account("anybody"), &self.group.address, msg)
    }

    /// As the contract shows it.
    #[track_caller]
    pub fn view(&self) -> ProposalView {
        self.group
            .ask(&QueryMsg::ProposalView { proposal: self.id })
    }

    /// Where it stands.
    #[track_caller]
    pub fn status(&self) -> Status {
        self.view().status
    }

    /// The objections to it: seat, version and what became of each.
    pub fn objections(&self) -> Vec<(SeatId, u32, ObjectionState)> {
        self.objection_views()
            .iter()
            .map(|one| (one.seat, one.version, one.state))
            .collect()
    }

    /// The objections to it.
    pub fn objection_views(&self) -> Vec<ObjectionView> {
        self.group.ask(&QueryMsg::Objections {
            proposal: self.id,
            start_after: None,
            limit: None,
        })
    }

    /// What its earlier versions were.
    pub fn versions(&self) -> Vec<VersionView> {
        self.group.ask(&QueryMsg::Versions { proposal: self.id })
    }

    /// Its content.
    pub fn content(&self) -> ContentView {
        self.group.ask(&QueryMsg::Content { proposal: self.id })
    }

    /// Its receipt.
    #[track_caller]
    pub fn receipt(&self) -> Receipt {
        self.group.ask(&QueryMsg::Receipt { proposal: self.id })
    }

    /// Yes, no, abstaining and not cast, in weight.
    pub fn weights(&self) -> [u128; 4] {
        let cast = self.view().tally.weight;
        let unit = folkmoot_rules::UNITS_PER_WEIGHT;
        [cast.yes, cast.no, cast.abstain, cast.not_cast].map(|part| part / unit)
    }

    /// A seat's ballot.
    pub fn ballot_of(&self, seat: SeatId) -> Option<BallotView> {
        self.group.ask(&QueryMsg::Ballot {
            proposal: self.id,
            seat,
        })
    }

    /// What a seat weighs in its electorate.
    pub fn weight_of(&self, seat: SeatId) -> u64 {
        self.group
            .ask::<WeightView>(&QueryMsg::Weight {
                proposal: self.id,
                seat,
            })
            .weight
    }

    /// How its group seats were asked.
    pub fn asks(&self) -> Vec<AskView> {
        self.group.ask(&QueryMsg::Asks {
            proposal: self.id,
            start_after: None,
            limit: Some(100),
        })
    }

    /// Anybody asks all its group seats.
    pub fn fan_out(&self) -> Attempt {
        self.sent(&ExecuteMsg::FanOut {
            proposal: self.id,
            seats: None,
        })
    }

    /// Anybody asks some of its group seats.
    pub fn fan_out_to(&self, groups: &[&Group]) -> Attempt {
        let seats = groups
            .iter()
            .map(|group| self.group.seat_of_group(group).seat)
            .collect();
        self.sent(&ExecuteMsg::FanOut {
            proposal: self.id,
            seats: Some(seats),
        })
    }

    /// Anybody casts the mirror's vote above.
    pub fn roll_up(&self) -> Attempt {
        self.sent(&ExecuteMsg::RollUp { mirror: self.id })
    }

    /// Somebody casts the mirror's vote above.
    pub fn roll_up_by(&self, account: &Addr) -> Attempt {
        self.group.world.attempt(
            account,
            &self.group.address,
            &ExecuteMsg::RollUp { mirror: self.id },
        )
    }

    /// The mirror's vote and what became of it.
    #[track_caller]
    pub fn rolled_up(&self) -> (UpstreamBallot, Verdict) {
        let roll_up = self.view().roll_up.expect("a mirror that was rolled up");
        (roll_up.ballot, roll_up.verdict)
    }

    /// Anybody moves it on.
    pub fn moves_on(&self) -> Attempt {
        self.sent(&ExecuteMsg::MoveOn { proposal: self.id })
    }

    /// Anybody tries to execute it.
    pub fn execution(&self) -> Attempt {
        self.sent(&ExecuteMsg::Execute { proposal: self.id })
    }

    /// Anybody executes it.
    #[track_caller]
    pub fn executes(&self) {
        self.execution().ok();
    }

    /// These people vote yes, and these no.
    #[track_caller]
    pub fn is_voted<'a>(
        &self,
        yes: impl IntoIterator<Item = &'a Person>,
        no: impl IntoIterator<Item = &'a Person>,
    ) {
        yes.into_iter()
            .for_each(|person| person.votes(self, Choice::Yes));
        no.into_iter()
            .for_each(|person| person.votes(self, Choice::No));
    }

    /// When its ballots end.
    pub fn deadline(&self) -> u64 {
        self.view().deadline
    }
}
