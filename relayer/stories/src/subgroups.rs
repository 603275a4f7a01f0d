//! Groups that a group founds by a decision, in verbs.

use cosmwasm_std::Coin;
use folkmoot_group::charter::CharterSpec;
use folkmoot_group::msg::{QueryMsg, SeatSpec, SubgroupSpec, SubgroupView};

use super::error::{Doing, StoryError, StoryResult};
use super::group::{Group, on_chain};
use super::host::{Host, Message};
use super::people::Account;

/// A group that is to be founded, and the account that a relayer will operate for it.
pub struct Planned {
    name: String,
    account: Account,
}

impl Planned {
    /// Plans a group, and gives its account the coins that it needs.
    pub async fn new(host: &dyn Host, name: &str) -> StoryResult<Self> {
        let what = format!("planning {name}");
        let account = Account::named(&format!("{name}, account"), host.setting()).doing(&what)?;
        let gift = Message::Send {
            to: account.address.clone(),
            amount: host.setting().pocket_money,
        };
        host.submit(host.purse(), vec![gift]).await.doing(what)?;
        Ok(Self {
            name: name.to_owned(),
            account,
        })
    }

    /// What a decision founds.
    pub fn spec(
        &self,
        host: &dyn Host,
        charter: CharterSpec,
        seats: Vec<SeatSpec>,
        funds: Vec<Coin>,
    ) -> SubgroupSpec {
        SubgroupSpec {
            name: self.name.clone(),
            charter: on_chain(charter, &self.account, host.setting()),
            seats,
            funds,
        }
    }

    /// The group, once it is the last that another has founded.
    pub async fn founded<'h>(self, by: &Group<'h>) -> StoryResult<Group<'h>> {
        let query = QueryMsg::Subgroups {
            start_after: None,
            limit: None,
        };
        let founded: Vec<SubgroupView> = by.ask(&query).await?;
        let last = founded.into_iter().last();
        let found = last.filter(|found| found.name == self.name);
        let found = found.ok_or_else(|| StoryError::Missing {
            what: format!("{} founded by {}", self.name, by.name),
        })?;
        let what = format!("working for {}", self.name);
        by.host
            .relay_for(&found.group, &self.account)
            .await
            .doing(what)?;
        Ok(Group {
            host: by.host,
            name: self.name,
            address: found.group,
            account: self.account,
        })
    }
}
