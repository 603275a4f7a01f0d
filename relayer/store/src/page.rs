//! Lists come in pages, so that no answer grows with what is stored.

use serde::{Deserialize, Serialize};

/// The most entries in one page: bounds memory and the size of an answer.
pub const MAX_PAGE: u32 = 500;

/// Which end of a list comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// In the order of arrival.
    #[default]
    OldestFirst,
    /// The latest arrival first.
    NewestFirst,
}

/// Which page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// The mark of the page before ([`Page::next`]); `None` is the first page.
    pub after: Option<i64>,
    /// How many entries; at most [`MAX_PAGE`] are given.
    pub limit: u32,
    /// Which end comes first.
    pub order: Order,
}

impl PageRequest {
    /// The first page, oldest first.
    pub fn first(limit: u32) -> Self {
        Self {
            after: None,
            limit,
            order: Order::OldestFirst,
        }
    }

    /// The first page, newest first.
    pub fn latest(limit: u32) -> Self {
        Self {
            after: None,
            limit,
            order: Order::NewestFirst,
        }
    }

    /// The page that follows one that ended at `mark`.
    #[must_use]
    pub fn after(self, mark: i64) -> Self {
        Self {
            after: Some(mark),
            ..self
        }
    }

    pub(crate) fn take(self) -> u32 {
        self.limit.clamp(1, MAX_PAGE)
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// The mark to ask for the next page with; `None` if this is the last.
    pub next: Option<i64>,
}

impl<T> Page<T> {
    /// A page out of one entry more than was asked for, each with its mark.
    pub(crate) fn of(mut rows: Vec<(i64, T)>, take: u32) -> Self {
        let take = usize::try_from(take).unwrap_or(usize::MAX);
        let more = rows.len() > take;
        rows.truncate(take);
        let next = if more {
            rows.last().map(|(mark, _)| *mark)
        } else {
            None
        };
        Self {
            items: rows.into_iter().map(|(_, item)| item).collect(),
            next,
        }
    }
}
