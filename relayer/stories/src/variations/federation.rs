//! g) The committee sits in a National Park Federation: three levels.

use folkmoot_group::action::Action;
use folkmoot_group::msg::Verdict;
use folkmoot_rules::{Choice, Rule, Seconds, Signal, Status, UpstreamBallot};

use crate::cast::Venture;
use crate::charters::{INTERNAL, JOINT, Terms, joint, simple};
use crate::error::{Doing, StoryError, StoryResult, expect};
use crate::group::{Group, spec};
use crate::host::Host;
use crate::people::{Account, Person, endow};
use crate::proposal::Proposal;

/// The committee's upstream period and the federation's buffer.
const FEDERAL: Seconds = Seconds::days(11);

/// The joint venture in its federation, beside another group.
struct Federation<'h> {
    venture: Venture<'h>,
    federation: Group<'h>,
    ranger: Person,
    rangers: Group<'h>,
}

impl<'h> Federation<'h> {
    /// Founds the federation; the rangers and the committee decide to join it.
    async fn joined(host: &'h dyn Host) -> StoryResult<Self> {
        let venture = Venture::joined(host, Terms::of_the_story(&host.setting().denom)).await?;
        let ranger = Person::cosmos("the ranger", host.setting()).doing("the ranger")?;
        endow(host, [&ranger]).await?;
        let charter = simple(Rule::majority(), INTERNAL);
        let rangers = Group::found(host, "Park Rangers", charter, vec![ranger.seat()]).await?;
        let offers = vec![venture.committee.seat(JOINT), rangers.seat(INTERNAL)];
        let charter = joint(Rule::majority_of_all(), FEDERAL);
        let federation = Group::found(host, "National Park Federation", charter, offers).await?;

        let seat = rangers.seat_id_of(ranger.wallet().key()).await?;
        let join = vec![
            rangers.joining(&federation, INTERNAL),
            Action::appoint(seat),
        ];
        rangers
            .decides(&[&ranger], "Join the federation", join)
            .await?;
        let join = vec![venture.committee.joining(&federation, JOINT)];
        let joint = venture.proposed("Join the federation", join).await?;
        let [in_oem, in_buddies] = venture.fanned_out(&joint).await?;
        venture.buddies_vote(&in_buddies, &[Choice::Yes; 4]).await?;
        venture.oem_votes(&in_oem, 26, 0).await?;
        host.settle().await.doing("joining the federation")?;
        joint.expect_status(Status::Executed).await?;
        expect(
            "g) the federation's seats",
            &federation.view().await?.electorate.seats,
            &2,
        )?;
        Ok(Self {
            venture,
            federation,
            ranger,
            rangers,
        })
    }

    fn rangers_account(&self) -> StoryResult<&Account> {
        self.ranger.account().ok_or_else(|| StoryError::Missing {
            what: "account of the ranger".to_owned(),
        })
    }

    /// The ranger opens a proposal in the federation.
    async fn proposed(&self, title: &str) -> StoryResult<Proposal<'h>> {
        let account = self.rangers_account()?;
        let spec = spec(title, vec![]);
        let opened = self
            .rangers
            .propose_upstream(account, &self.federation, spec)
            .await;
        opened.doing(format!("the ranger proposes \"{title}\""))?;
        self.federation.newest().await
    }
}

/// g) The federation asks the committee, the committee its groups; the members decide, and their signals are carried up
/// level by level.
pub async fn signals_are_carried_through_three_levels(host: &dyn Host) -> StoryResult<()> {
    let told = Federation::joined(host).await?;
    let (venture, rangers) = (&told.venture, &told.rangers);
    let trail = told.proposed("Close the north trail").await?;
    host.settle()
        .await
        .doing("fanning out through the levels")?;
    let in_committee = venture.committee.mirror_of(&trail).await?;
    let [in_oem, in_buddies] = venture.mirrors(&in_committee).await?;
    asked_on_every_level(&[
        (&trail, FEDERAL),
        (&in_committee, JOINT),
        (&in_oem, INTERNAL),
        (&in_buddies, INTERNAL),
    ])
    .await?;

    let in_rangers = rangers.mirror_of(&trail).await?;
    in_rangers.voted(&[(&told.ranger, Choice::Yes)]).await?;
    let as_told = [Choice::Yes, Choice::No, Choice::Yes, Choice::Yes];
    venture.buddies_vote(&in_buddies, &as_told).await?;
    venture.oem_votes(&in_oem, 24, 16).await?;
    host.settle()
        .await
        .doing("settling before OEM's deadline")?;
    let undecided = in_committee.view().await?.roll_up.is_none();
    expect("g) whether the committee waits for OEM", &undecided, &true)?;
    venture.advance_to(in_oem.deadline().await?).await?;
    host.settle()
        .await
        .doing("carrying votes up through the levels")?;

    let yes = UpstreamBallot::Signal(Signal::Yes);
    in_committee.expect_weights([2, 0, 0, 0]).await?;
    let roll_up = in_committee.rolled_up().await?;
    expect(
        "g) the committee's vote",
        &(roll_up.ballot, roll_up.verdict),
        &(yes, Verdict::Counted),
    )?;
    for group in [&venture.committee, rangers] {
        trail.expect_vote_of(group, Some((yes, true))).await?;
    }
    trail.expect_weights([2, 0, 0, 0]).await?;
    trail.expect_status(Status::Executed).await
}

/// The same content is asked for on each level, in the period that this level has.
async fn asked_on_every_level(levels: &[(&Proposal<'_>, Seconds)]) -> StoryResult<()> {
    let mut content = None;
    for (proposal, period) in levels {
        let view = proposal.view().await?;
        let name = &proposal.group.name;
        let time = proposal.group.host.setting().time;
        let found = time.in_story(Seconds(view.deadline - view.opened_at));
        expect(format!("g) the period in {name}"), &found, period)?;
        let first = content.get_or_insert_with(|| view.content_hash.clone());
        expect(
            format!("g) what is asked in {name}"),
            &view.content_hash,
            first,
        )?;
    }
    Ok(())
}

/// g) Swim Buddies can't take the federation in which they sit, two levels up, for a member of theirs: periods grow
/// going up, so there is no circle.
pub async fn a_circle_of_groups_is_refused(host: &dyn Host) -> StoryResult<()> {
    let told = Federation::joined(host).await?;
    let buddies = &told.venture.buddies;
    let seat = told.federation.seat(FEDERAL);
    let [joe, _, sam, tony] = &told.venture.buddies_people;
    let circle = vec![Action::AdmitSeat { seat }];
    buddies
        .decides_in_vain(&[joe, sam, tony], "Take the federation in", circle)
        .await?;
    let seated = buddies.seat_of(&told.federation.address).await?.is_some();
    expect("g) whether the circle is closed", &seated, &false)
}
