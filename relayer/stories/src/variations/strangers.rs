//! m) Strangers.

use cosmwasm_std::to_json_binary;
use folkmoot_group::action::Action;
use folkmoot_group::msg::{
    ExecuteMsg, Handshake, LinkSide, LinkState, MirrorSpec, QueryMsg, UplinkView,
};
use folkmoot_rules::{Choice, Rule, Seconds};

use crate::cast::Venture;
use crate::charters::{INTERNAL, JOINT, Terms, joint};
use crate::error::{Doing, StoryError, StoryResult, expect, expect_refused};
use crate::group::{Group, spec};
use crate::host::Host;
use crate::people::{Account, Person, endow};
use crate::proposal::Proposal;

/// A group of one that nobody asked: it seats OEM without OEM's word.
struct Stranger<'h> {
    person: Person,
    group: Group<'h>,
}

impl<'h> Stranger<'h> {
    async fn beside(venture: &Venture<'h>) -> StoryResult<Self> {
        let host = venture.host;
        let person = Person::cosmos("a stranger", host.setting()).doing("a stranger")?;
        endow(host, [&person]).await?;
        let seats = vec![person.seat(), venture.oem.seat(INTERNAL)];
        let charter = joint(Rule::majority(), JOINT);
        let group = Group::found(host, "Strangers", charter, seats).await?;
        Ok(Self { person, group })
    }

    fn account(&self) -> StoryResult<&Account> {
        self.person.account().ok_or_else(|| StoryError::Missing {
            what: "account of a stranger".to_owned(),
        })
    }

    /// The strangers decide to call another contract, and try.
    async fn calls(&self, contract: &str, msg: &ExecuteMsg) -> StoryResult<Proposal<'h>> {
        let unread = |error: cosmwasm_std::StdError| StoryError::Answer {
            what: "a stranger's call".to_owned(),
            reason: error.to_string(),
        };
        let call = Action::Call {
            contract: contract.to_owned(),
            msg: to_json_binary(msg).map_err(unread)?,
            funds: vec![],
        };
        let account = self.account()?;
        let proposal = self
            .group
            .proposed(account, spec("Call OEM", vec![call]))
            .await?;
        proposal.voted(&[(&self.person, Choice::Yes)]).await?;
        let execute = ExecuteMsg::Execute {
            proposal: proposal.id,
        };
        self.group
            .call(account, execute)
            .await
            .doing("m) a stranger's call")?;
        Ok(proposal)
    }
}

/// m) A stranger's contract asks OEM to open a mirror, or claims a seat for it.
pub async fn strangers_can_neither_ask_a_group_nor_seat_it(host: &dyn Host) -> StoryResult<()> {
    let venture = Venture::joined(host, Terms::of_the_story(&host.setting().denom)).await?;
    host.set_relaying(false)
        .await
        .doing("stopping the relayer")?;
    let stranger = Stranger::beside(&venture).await?;
    let before = venture.oem.view().await?;

    let now = host.now().await.doing("reading the time")?;
    let mirror = ExecuteMsg::OpenMirror(MirrorSpec {
        proposal: 1,
        version: 1,
        title: "Vote on our behalf".to_owned(),
        content_hash: [7; 32].into(),
        deadline: venture.later(now, Seconds::days(30)),
        origin_height: 1,
        depth: 1,
        fallback: false,
    });
    let asked = venture.oem.call(stranger.account()?, mirror.clone()).await;
    expect_refused(
        "m) asking OEM from an account",
        asked,
        "there is no link with",
    )?;
    let asked = stranger.calls(&venture.oem.address, &mirror).await?;
    asked.expect_in_vain("Call OEM").await?;

    // one side's word for a link is stored nowhere
    for sender in [LinkSide::Above, LinkSide::Below] {
        let members = 9;
        let lead_time = host.setting().time.on_chain(INTERNAL);
        let link = ExecuteMsg::Link(Handshake {
            sender,
            figure: lead_time,
            members,
        });
        stranger.calls(&venture.oem.address, &link).await?;
    }
    expect("m) OEM after all that", &venture.oem.view().await?, &before)?;
    let seat = venture
        .oem
        .seat_of(&stranger.group.address)
        .await?
        .is_some();
    expect("m) whether the strangers sit in OEM", &seat, &false)?;
    let uplinks = QueryMsg::Uplinks {
        start_after: None,
        limit: None,
    };
    let uplinks: Vec<UplinkView> = venture.oem.ask(&uplinks).await?;
    expect("m) the groups above OEM", &uplinks.len(), &1)?;
    only_an_offer(&venture, &stranger).await
}

/// The seat that the strangers claim for OEM is an offer: it has no vote, and nobody is asked through it.
async fn only_an_offer(venture: &Venture<'_>, stranger: &Stranger<'_>) -> StoryResult<()> {
    let (group, oem) = (&stranger.group, &venture.oem.address);
    let link = group.seat_of(oem).await?.and_then(|seat| seat.link);
    expect(
        "m) OEM's seat among the strangers",
        &link,
        &Some(LinkState::Offered),
    )?;
    expect(
        "m) who votes among the strangers",
        &group.view().await?.electorate.seats,
        &1,
    )?;
    let account = stranger.account()?;
    let joint = group.proposed(account, spec("Vote for us", vec![])).await?;
    let seats = Some(vec![group.seat_id_of(oem).await?]);
    let fan_out = ExecuteMsg::FanOut {
        proposal: joint.id,
        seats,
    };
    let asked = group.call(account, fan_out).await;
    expect_refused(
        "m) asking through an offered seat",
        asked,
        "has no group seat left to ask",
    )?;
    let mirror = venture.oem.mirror(&joint).await?.is_some();
    expect(
        "m) whether OEM has a mirror of the strangers'",
        &mirror,
        &false,
    )?;
    expect(
        "m) OEM's own proposals",
        &venture.oem.view().await?.proposals,
        &2,
    )
}
