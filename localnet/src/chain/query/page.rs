//! Lists in parts, as the SDK's queries give them.

use cosmos_sdk_proto::cosmos::base::query::v1beta1::{PageRequest, PageResponse};

use super::status;
use crate::chain::error::{AbciError, Kind};

/// The SDK's size of a part if none is asked for.
const DEFAULT_LIMIT: u64 = 100;

/// Cuts out the part that was asked for. Keys are positions here, and the answer always carries a
/// page, or clients ask for ever.
pub fn cut<T>(
    mut all: Vec<T>,
    asked: Option<&PageRequest>,
) -> Result<(Vec<T>, Option<PageResponse>), AbciError> {
    let none = PageRequest::default();
    let asked = asked.unwrap_or(&none);
    if asked.offset > 0 && !asked.key.is_empty() {
        let detail = "invalid request, either offset or key is expected, got both";
        return Err(AbciError::new(Kind::InvalidRequest, detail));
    }
    if asked.reverse {
        all.reverse();
    }
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let start = match asked.key.as_slice() {
        [] => asked.offset,
        key => <[u8; 8]>::try_from(key)
            .map(u64::from_be_bytes)
            .map_err(|_| AbciError::new(Kind::InvalidRequest, "invalid pagination key"))?,
    };
    let limit = match asked.limit {
        0 => DEFAULT_LIMIT,
        limit => limit,
    };
    let end = start.saturating_add(limit).min(total);
    let as_count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let count = as_count(end.saturating_sub(start));
    let part = all.into_iter().skip(as_count(start)).take(count).collect();
    let next_key = match end < total {
        true => end.to_be_bytes().to_vec(),
        false => Vec::new(),
    };
    let counted = asked.key.is_empty() && (asked.count_total || asked.limit == 0);
    let total = if counted { total } else { 0 };
    Ok((part, Some(PageResponse { next_key, total })))
}

/// The same as wasmd's own lists have it: found by key alone, never counted.
pub fn cut_by_key<T>(
    all: Vec<T>,
    asked: Option<&PageRequest>,
) -> Result<(Vec<T>, Option<PageResponse>), AbciError> {
    let mut asked = asked.cloned().unwrap_or_default();
    if asked.offset != 0 || asked.count_total {
        let detail = "offset and count queries not supported";
        return Err(status("InvalidArgument", Kind::InvalidRequest, detail));
    }
    if asked.limit == 0 || asked.limit > DEFAULT_LIMIT {
        asked.limit = DEFAULT_LIMIT;
    }
    cut(all, Some(&asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn following_the_keys_visits_every_entry_once() {
        let all: Vec<u32> = (0..7).collect();
        let mut asked = PageRequest {
            limit: 3,
            ..PageRequest::default()
        };
        let mut seen = Vec::new();
        loop {
            let (part, page) = cut(all.clone(), Some(&asked)).unwrap();
            seen.extend(part);
            asked.key = page.unwrap().next_key;
            if asked.key.is_empty() {
                break;
            }
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn odd_requests_are_answered_or_refused() {
        let all = vec![1, 2, 3];
        let ask = |offset, limit, key: &[u8], reverse| {
            let asked = PageRequest {
                offset,
                limit,
                key: key.to_vec(),
                reverse,
                count_total: true,
            };
            cut(all.clone(), Some(&asked)).map(|(part, _)| part)
        };
        assert!(ask(9, 1, b"", false).unwrap().is_empty());
        assert_eq!(ask(1, u64::MAX, b"", false).unwrap(), [2, 3]);
        assert_eq!(ask(0, 1, b"", true).unwrap(), [3]);
        assert!(ask(0, 1, b"x", false).is_err());
        assert!(ask(1, 1, &[0; 8], false).is_err());
        assert!(
            ask(0, 1, &u64::MAX.to_be_bytes(), false)
                .unwrap()
                .is_empty()
        );
    }
}
