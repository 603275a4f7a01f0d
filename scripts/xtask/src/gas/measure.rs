//! The whole measurement: accounts, code, groups, and every operation without and with the code pinned.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use folkmoot_api::msg::SeatSpec;
use folkmoot_chain::{attribute, coin, send, store_code};

use super::chain::{Chain, Sender};
use super::family::{self, Family};
use super::groups::{Code, Founder, Group, INTERNAL, charter};
use super::lives::{Assembly, Member, Surroundings};
use super::network::Network;
use super::operation::{Operation, Way};
use super::rights::{Members, Rights};
use super::rows::Rows;
use super::turns::turn;
use super::{orders, people, pin};

/// The groups whose own proposals are measured, by their number of members.
const MEMBERS: [usize; 3] = [3, 50, 1_000];
/// Groups up to this size are founded in one message, which is measured.
const FOUNDED_AT_ONCE: usize = 50;
/// What each group's treasury gets.
const TREASURY: u128 = 100_000;

/// Members of the group whose decisions a house looks at, one of whom leaves, and of the house.
const OPERATING: usize = 4;
const HOUSE: usize = 3;

/// Everybody who takes part.
struct People {
    purse: Sender,
    validator: Sender,
    payee: String,
    assemblies: Vec<Vec<Member>>,
    voters: Vec<Vec<family::Member>>,
    signers: Vec<Vec<family::Member>>,
    houses: Members,
    /// Who open proposals in the groups of signing wallets.
    openers: Vec<Sender>,
}

/// Measures everything on a network whose code is this wasm.
pub async fn measure(network: &Network, wasm: &Path) -> Result<Rows> {
    let mut rows = Rows::default();
    let chain = Chain::connect(network).await?;
    let people = People::introduced(&chain, network).await?;
    send_coins(&chain, &people, &mut rows).await?;
    let code = store(&chain, &people.purse, wasm, &mut rows).await?;
    round(&chain, &code, &people, &mut rows).await?;
    pin::pin(&chain, &people.validator, code.id).await?;
    rows.pinned = true;
    round(&chain, &code, &people, &mut rows).await?;
    Ok(rows)
}

impl People {
    async fn introduced(chain: &Chain, network: &Network) -> Result<Self> {
        let purse = chain.sender(network.purse()?).await?;
        let mut signers = vec![people::account("payee", 0)?];
        for members in MEMBERS {
            for number in accounts(members) {
                signers.push(people::account(&format!("group of {members}"), number)?);
            }
        }
        for group in 0..3 {
            signers.push(people::account(&format!("ballots {group}"), 0)?);
            for number in 0..3 {
                signers.push(people::account(&format!("votes {group}"), number)?);
            }
        }
        for number in 0..OPERATING {
            signers.push(people::account("operation", number)?);
        }
        for number in 0..HOUSE {
            signers.push(people::account("house", number)?);
        }
        for name in orders::openers() {
            signers.push(people::account(&name, 0)?);
        }
        let mut senders = people::introduced(chain, &purse, signers)
            .await?
            .into_iter();
        let mut next = || senders.next().context("an account too few");
        let payee = next()?.address;
        let mut assemblies = vec![];
        for members in MEMBERS {
            assemblies.push(assembly(members, &mut next)?);
        }
        let (mut voters, mut signers) = (vec![], vec![]);
        for group in 0..3 {
            signers.push(carried(group, next()?)?);
            voters.push(vec![voter(next()?), voter(next()?), voter(next()?)]);
        }
        let operation = (0..OPERATING).map(|_| next()).collect::<Result<_>>()?;
        let house = (0..HOUSE).map(|_| next()).collect::<Result<_>>()?;
        let openers = orders::openers().map(|_| next()).collect::<Result<_>>()?;
        Ok(Self {
            purse,
            houses: Members { operation, house },
            openers,
            validator: chain.sender(network.validator()?).await?,
            payee,
            assemblies,
            voters,
            signers,
        })
    }
}

/// The places, from 0, of those members of a group who have accounts: all, or in a large group who is measured.
fn accounts(members: usize) -> impl Iterator<Item = usize> {
    (0..members).filter(move |place| members <= FOUNDED_AT_ONCE || turn(*place, members).is_some())
}

fn assembly(members: usize, next: &mut impl FnMut() -> Result<Sender>) -> Result<Vec<Member>> {
    let with_account: Vec<usize> = accounts(members).collect();
    let member = |place| {
        Ok(if with_account.contains(&place) {
            Member::Account(next()?)
        } else {
            Member::Wallet(people::ethereum(&format!("group of {members}"), place)?)
        })
    };
    (0..members).map(member).collect()
}

fn voter(account: Sender) -> family::Member {
    family::Member {
        account: Some(account),
        wallet: None,
    }
}

/// Three with Ethereum wallets, but one who opens proposals with an account: in the first group, which also opens the
/// joint proposal, one of the two who act, with both; else the third.
fn carried(group: usize, account: Sender) -> Result<Vec<family::Member>> {
    let wallet = |number| people::ethereum(&format!("ballots {group}"), number);
    let signer = |number| -> Result<family::Member> {
        Ok(family::Member {
            account: None,
            wallet: Some(wallet(number)?),
        })
    };
    if group == 0 {
        let opener = family::Member {
            wallet: Some(wallet(0)?),
            ..voter(account)
        };
        return Ok(vec![opener, signer(1)?, signer(2)?]);
    }
    Ok(vec![signer(0)?, signer(1)?, voter(account)])
}

async fn send_coins(chain: &Chain, people: &People, rows: &mut Rows) -> Result<()> {
    let from = &people.purse;
    let coins = send(&from.address, &people.payee, vec![coin(500, &chain.denom)]);
    let result = chain.done(from, "sending coins", vec![coins]).await?;
    rows.note(Operation::BankSend, &result);
    Ok(())
}

async fn store(chain: &Chain, by: &Sender, wasm: &Path, rows: &mut Rows) -> Result<Code> {
    let bytes = std::fs::read(wasm)
        .with_context(|| format!("{}; build it with scripts/build-wasm", wasm.display()))?;
    let mut packed = GzEncoder::new(vec![], Compression::best());
    packed.write_all(&bytes)?;
    let store_code = store_code(&by.address, packed.finish()?);
    let sent = chain
        .send_large(by, "storing the code", vec![store_code])
        .await?;
    let result = chain.included(&sent).await?;
    rows.note(Operation::Store, &result);
    let id = attribute(&result.events, "store_code", "code_id");
    let id = id.context("a code without number")?.parse()?;
    let info = chain.client.code_info(id).await?;
    let checksum = info
        .context("the code that was stored is not there")?
        .checksum
        .0;
    Ok(Code { id, checksum })
}

/// Every operation once, in groups of their own.
async fn round(chain: &Chain, code: &Code, people: &People, rows: &mut Rows) -> Result<()> {
    let founder = Founder {
        chain,
        code,
        purse: &people.purse,
        pinned: rows.pinned,
    };
    let around = Surroundings {
        chain,
        relayer: &people.purse,
        payee: &people.payee,
    };
    let mut assemblies = vec![];
    for members in &people.assemblies {
        let group = founded(&founder, members, rows).await?;
        assemblies.push(Assembly { group, members });
    }
    around.lives(&assemblies, rows).await?;
    if let Some(first) = assemblies.first() {
        around.carried(first, rows).await?;
    }
    let voters = Family::founded("votes", &founder, &around, &people.voters).await?;
    voters.decide(Way::StepByStep, &around, rows).await?;
    voters.decide(Way::Votes, &around, rows).await?;
    let signers = Family::founded("ballots", &founder, &around, &people.signers).await?;
    signers.decide(Way::Ballots, &around, rows).await?;
    let rights = Rights::founded(&founder, &around, &people.houses).await?;
    rights.measured(rows).await?;
    orders::measured(&founder, &around, &people.openers, rows).await
}

/// A group of these members with a treasury.
async fn founded(founder: &Founder<'_>, members: &[Member], rows: &mut Rows) -> Result<Group> {
    let purse = founder.purse;
    let count = members.len();
    let name = format!("group of {count}");
    let seats = members.iter().enumerate();
    let seats: Vec<SeatSpec> = seats
        .map(|(place, member)| member.seat(place + 1))
        .collect();
    let charter = charter(INTERNAL, &purse.address);
    let group = if count <= FOUNDED_AT_ONCE {
        let (group, result) = founder.found(&name, charter, seats).await?;
        rows.note(Operation::Instantiate(count), &result);
        group
    } else {
        founder.found_large(&name, charter, seats).await?
    };
    let gift = group.gift(&purse.address, TREASURY, &founder.chain.denom)?;
    founder
        .chain
        .done(purse, "filling a treasury", vec![gift])
        .await?;
    Ok(group)
}
