//! What one asks a chain about accounts, coins and contracts.

use cosmos_sdk_proto::Any;
use cosmos_sdk_proto::cosmos::auth::v1beta1::{
    BaseAccount, QueryAccountRequest, QueryAccountResponse,
};
use cosmos_sdk_proto::cosmos::bank::v1beta1::{
    QueryAllBalancesRequest, QueryAllBalancesResponse, QueryBalanceRequest, QueryBalanceResponse,
};
use cosmos_sdk_proto::cosmos::base::node::v1beta1::{ConfigRequest, ConfigResponse};
use cosmos_sdk_proto::cosmos::base::query::v1beta1::{PageRequest, PageResponse};
use cosmos_sdk_proto::cosmos::base::v1beta1::Coin;
use cosmos_sdk_proto::cosmwasm::wasm::v1::{
    QueryCodeRequest, QueryCodeResponse, QueryCodesRequest, QueryCodesResponse,
    QueryContractInfoRequest, QueryContractInfoResponse, QueryContractsByCodeRequest,
    QueryContractsByCodeResponse, QueryRawContractStateRequest, QueryRawContractStateResponse,
    QuerySmartContractStateRequest, QuerySmartContractStateResponse,
};
use prost::{Message, Name};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Account, ChainError, Checksum, Client, CodeInfo, ContractInfo, GasPrice, Refusal};

/// Entries asked for at once where an answer comes in pages.
const PAGE: u64 = 100;
/// Pages read of one list: a node that always says "there is more" is cut off.
const MAX_PAGES: usize = 10_000;

/// Accounts that only wrap a base account around other things (vesting) have it as their first field.
#[derive(Clone, PartialEq, Message)]
struct Wrapped {
    #[prost(message, optional, tag = "1")]
    base: Option<BaseAccount>,
}

impl Client {
    /// Asks a contract, JSON in and JSON out.
    pub async fn smart<Q: Serialize + Sync, R: DeserializeOwned>(
        &self,
        contract: &str,
        message: &Q,
    ) -> Result<R, ChainError> {
        let query_data = serde_json::to_vec(message).map_err(|error| ChainError::Encode {
            what: format!("a query to contract {contract}"),
            reason: error.to_string(),
        })?;
        let request = QuerySmartContractStateRequest {
            address: contract.to_owned(),
            query_data,
        };
        let path = "/cosmwasm.wasm.v1.Query/SmartContractState";
        let answer: QuerySmartContractStateResponse = self.query(path, &request).await?;
        serde_json::from_slice(&answer.data).map_err(|error| ChainError::Decode {
            what: format!("a query to contract {contract}"),
            reason: error.to_string(),
        })
    }

    /// A stored value of a contract, by its raw key; `None` if there is nothing.
    pub async fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, ChainError> {
        let request = QueryRawContractStateRequest {
            address: contract.to_owned(),
            query_data: key.to_vec(),
        };
        let path = "/cosmwasm.wasm.v1.Query/RawContractState";
        let answer: QueryRawContractStateResponse = self.query(path, &request).await?;
        Ok((!answer.data.is_empty()).then_some(answer.data))
    }

    /// What the chain knows of a contract; `None` if there is none of that address.
    pub async fn contract_info(&self, contract: &str) -> Result<Option<ContractInfo>, ChainError> {
        const PATH: &str = "/cosmwasm.wasm.v1.Query/ContractInfo";
        let request = QueryContractInfoRequest {
            address: contract.to_owned(),
        };
        let Some(answer) = known(
            self.query::<_, QueryContractInfoResponse>(PATH, &request)
                .await,
        )?
        else {
            return Ok(None);
        };
        let Some(info) = answer.contract_info else {
            return Ok(None);
        };
        Ok(Some(ContractInfo {
            address: answer.address,
            code_id: info.code_id,
            creator: info.creator,
            admin: (!info.admin.is_empty()).then_some(info.admin),
            label: info.label,
            created: info.created.map(|position| position.block_height),
        }))
    }

    /// What the chain knows of a code; `None` if there is none of that number.
    pub async fn code_info(&self, id: u64) -> Result<Option<CodeInfo>, ChainError> {
        const PATH: &str = "/cosmwasm.wasm.v1.Query/Code";
        let request = QueryCodeRequest { code_id: id };
        let Some(answer) = known(self.query::<_, QueryCodeResponse>(PATH, &request).await)? else {
            return Ok(None);
        };
        let Some(info) = answer.code_info else {
            return Ok(None);
        };
        Ok(Some(CodeInfo {
            id: info.code_id,
            creator: info.creator,
            checksum: checksum(PATH, &info.data_hash)?,
        }))
    }

    /// All codes on the chain.
    pub async fn codes(&self) -> Result<Vec<CodeInfo>, ChainError> {
        const PATH: &str = "/cosmwasm.wasm.v1.Query/Codes";
        let mut codes = Vec::new();
        let mut pages = Pages::new();
        while let Some(page) = pages.next() {
            let request = QueryCodesRequest {
                pagination: Some(page),
            };
            let answer: QueryCodesResponse = self.query(PATH, &request).await?;
            for info in answer.code_infos {
                codes.push(CodeInfo {
                    id: info.code_id,
                    creator: info.creator,
                    checksum: checksum(PATH, &info.data_hash)?,
                });
            }
            pages.turn(answer.pagination);
        }
        Ok(codes)
    }

    /// The addresses of all contracts that run a code.
    pub async fn contracts_by_code(&self, id: u64) -> Result<Vec<String>, ChainError> {
        const PATH: &str = "/cosmwasm.wasm.v1.Query/ContractsByCode";
        let mut contracts = Vec::new();
        let mut pages = Pages::new();
        while let Some(page) = pages.next() {
            let request = QueryContractsByCodeRequest {
                code_id: id,
                pagination: Some(page),
            };
            let answer: QueryContractsByCodeResponse = self.query(PATH, &request).await?;
            contracts.extend(answer.contracts);
            pages.turn(answer.pagination);
        }
        Ok(contracts)
    }

    /// What an address has of a denomination.
    pub async fn balance(&self, address: &str, denom: &str) -> Result<u128, ChainError> {
        const PATH: &str = "/cosmos.bank.v1beta1.Query/Balance";
        let request = QueryBalanceRequest {
            address: address.to_owned(),
            denom: denom.to_owned(),
        };
        let answer: QueryBalanceResponse = self.query(PATH, &request).await?;
        answer.balance.map_or(Ok(0), |coin| amount(PATH, &coin))
    }

    /// All that an address has, by denomination.
    pub async fn balances(&self, address: &str) -> Result<Vec<(String, u128)>, ChainError> {
        const PATH: &str = "/cosmos.bank.v1beta1.Query/AllBalances";
        let mut balances = Vec::new();
        let mut pages = Pages::new();
        while let Some(page) = pages.next() {
            let request = QueryAllBalancesRequest {
                address: address.to_owned(),
                pagination: Some(page),
                resolve_denom: false,
            };
            let answer: QueryAllBalancesResponse = self.query(PATH, &request).await?;
            for coin in answer.balances {
                let amount = amount(PATH, &coin)?;
                balances.push((coin.denom, amount));
            }
            pages.turn(answer.pagination);
        }
        Ok(balances)
    }

    /// The least that the node takes for a unit of gas, in a denomination; `None` if it names none above 0.
    pub async fn minimum_gas_price(&self, denom: &str) -> Result<Option<GasPrice>, ChainError> {
        const PATH: &str = "/cosmos.base.node.v1beta1.Service/Config";
        let answer: ConfigResponse = match self.query(PATH, &ConfigRequest {}).await {
            Ok(answer) => answer,
            // not every chain tells it
            Err(ChainError::Refused { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(price_in(&answer.minimum_gas_price, denom))
    }

    pub(super) async fn account_of(&self, address: &str) -> Result<Option<Account>, ChainError> {
        const PATH: &str = "/cosmos.auth.v1beta1.Query/Account";
        let request = QueryAccountRequest {
            address: address.to_owned(),
        };
        let Some(answer) = known(self.query::<_, QueryAccountResponse>(PATH, &request).await)?
        else {
            return Ok(None);
        };
        let Some(account) = answer.account else {
            return Ok(None);
        };
        let base = base_account(&account).map_err(|reason| ChainError::Decode {
            what: format!("account {address}"),
            reason,
        })?;
        Ok(Some(Account {
            number: base.account_number,
            sequence: base.sequence,
        }))
    }
}

fn base_account(account: &Any) -> Result<BaseAccount, String> {
    if account.type_url == BaseAccount::type_url() {
        return BaseAccount::decode(account.value.as_slice()).map_err(|error| error.to_string());
    }
    let unknown = || format!("its type {} is unknown", account.type_url);
    // a vesting account wraps a base vesting account, which wraps a base account
    let mut value = account.value.clone();
    for _ in 0..3 {
        let wrapped = Wrapped::decode(value.as_slice()).map_err(|_| unknown())?;
        match wrapped.base {
            Some(base)
                if !base.address.is_empty()
                    && base.address.is_ascii()
                    && base.address.contains('1') =>
            {
                return Ok(base);
            }
            Some(base) => value = base.encode_to_vec(),
            None => break,
        }
    }
    Err(unknown())
}

/// "There is none" is an answer, not an error.
fn known<R>(answer: Result<R, ChainError>) -> Result<Option<R>, ChainError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(ChainError::Refused { refusal, .. }) if is_absence(&refusal) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_absence(refusal: &Refusal) -> bool {
    let code = matches!(
        (refusal.codespace.as_str(), refusal.code),
        ("sdk", 22) | ("wasm", 22 | 28)
    );
    // over ABCI wasmd's own error keeps its words and loses its code
    let words = ["code = NotFound", "no such contract", "no such code"];
    code || words.iter().any(|words| refusal.log.contains(words))
}

fn checksum(path: &str, bytes: &[u8]) -> Result<Checksum, ChainError> {
    bytes
        .try_into()
        .map(Checksum)
        .map_err(|_| ChainError::Decode {
            what: path.to_owned(),
            reason: format!("a checksum has {} bytes instead of 32", bytes.len()),
        })
}

/// The price in one denomination of a list such as `0.025000000000000000ustake,0.1uatom`.
fn price_in(prices: &str, denom: &str) -> Option<GasPrice> {
    let number = prices.split(',').find_map(|price| {
        let number = price.strip_suffix(denom)?;
        number
            .ends_with(|c: char| c.is_ascii_digit())
            .then_some(number)
    })?;
    let short = match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.'),
        false => number,
    };
    let is_free = short.chars().all(|c| c == '0');
    (!is_free).then(|| format!("{short}{denom}").parse().ok())?
}

fn amount(path: &str, coin: &Coin) -> Result<u128, ChainError> {
    coin.amount.parse().map_err(|_| ChainError::Decode {
        what: path.to_owned(),
        reason: format!("an amount of {} is {}", coin.denom, coin.amount),
    })
}

/// The pages of a list that a node gives out bit by bit.
struct Pages {
    next: Option<PageRequest>,
    left: usize,
}

impl Pages {
    fn new() -> Self {
        Self {
            next: Some(page_from(Vec::new())),
            left: MAX_PAGES,
        }
    }

    fn next(&mut self) -> Option<PageRequest> {
        self.next.take()
    }

    fn turn(&mut self, answer: Option<PageResponse>) {
        self.left = self.left.saturating_sub(1);
        self.next = answer
            .filter(|page| !page.next_key.is_empty() && self.left > 0)
            .map(|page| page_from(page.next_key));
    }
}

fn page_from(key: Vec<u8>) -> PageRequest {
    PageRequest {
        key,
        offset: 0,
        limit: PAGE,
        count_total: false,
        reverse: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nodes_price_is_read_in_the_denomination_that_is_paid() {
        let price = |prices| price_in(prices, "ustake").map(|price| price.to_string());
        let table = [
            ("0.025000000000000000ustake", Some("0.025ustake")),
            ("0.1uatom,2.000000000000000000ustake", Some("2ustake")),
            ("10ustake", Some("10ustake")),
            ("0.1mustake", None),
            ("0.000000000000000000ustake", None),
            ("0.1uatom", None),
            ("", None),
        ];
        for (prices, expected) in table {
            assert_eq!(price(prices).as_deref(), expected, "{prices}");
        }
    }
}
