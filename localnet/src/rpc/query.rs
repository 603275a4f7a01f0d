//! CometBFT's query language for events: conditions joined by AND.

/// A query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Condition {
    key: String,
    test: Test,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Exists,
    Equals(String),
    Contains(String),
    Less(i128),
    LessOrEqual(i128),
    Greater(i128),
    GreaterOrEqual(i128),
}

impl Test {
    fn holds(&self, value: &str) -> bool {
        let number = || value.parse::<i128>().ok();
        match self {
            Self::Exists => true,
            Self::Equals(expected) => value == expected,
            Self::Contains(part) => value.contains(part.as_str()),
            Self::Less(limit) => number().is_some_and(|value| value < *limit),
            Self::LessOrEqual(limit) => number().is_some_and(|value| value <= *limit),
            Self::Greater(limit) => number().is_some_and(|value| value > *limit),
            Self::GreaterOrEqual(limit) => number().is_some_and(|value| value >= *limit),
        }
    }
}

/// Says whether some value of a key passes a test.
pub type Lookup<'a> = dyn Fn(&str, &dyn Fn(&str) -> bool) -> bool + 'a;

/// A query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("offset {position}: {problem}")]
pub struct QueryError {
    problem: &'static str,
    position: usize,
}

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut reader = Reader {
            text,
            rest: text.trim_start(),
        };
        let mut conditions = vec![reader.condition()?];
        while !reader.rest.is_empty() {
            if !reader.take_word("AND") {
                return Err(reader.error("expected AND"));
            }
            conditions.push(reader.condition()?);
        }
        Ok(Self { conditions })
    }

    /// Whether every condition holds. `any` says whether some value of a key passes a test.
    pub fn matches(&self, any: &Lookup<'_>) -> bool {
        self.conditions
            .iter()
            .all(|condition| any(&condition.key, &|value| condition.test.holds(value)))
    }

    /// The value that the query demands of `key` by `=`, if it does.
    pub fn demanded(&self, key: &str) -> Option<&str> {
        self.conditions
            .iter()
            .find_map(|condition| match &condition.test {
                Test::Equals(value) if condition.key == key => Some(value.as_str()),
                _ => None,
            })
    }
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
}

impl Reader<'_> {
    fn error(&self, problem: &'static str) -> QueryError {
        let position = self.text.len() - self.rest.len();
        // in the words of CometBFT, which clients may match
        let problem = if self.rest.is_empty() { "EOF" } else { problem };
        QueryError { problem, position }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default().trim_start();
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest.starts_with(token);
        if found {
            self.skip(token.len());
        }
        found
    }

    /// Takes a keyword that is not the beginning of a longer word.
    fn take_word(&mut self, word: &str) -> bool {
        let ends = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric());
        let found = self.rest.strip_prefix(word).is_some_and(ends);
        if found {
            self.skip(word.len());
        }
        found
    }

    fn condition(&mut self) -> Result<Condition, QueryError> {
        let end = self
            .rest
            .find(|next: char| next.is_whitespace() || "=<>'".contains(next))
            .unwrap_or(self.rest.len());
        if end == 0 {
            return Err(self.error("expected a key"));
        }
        let key = self.rest.get(..end).unwrap_or_default().to_owned();
        self.skip(end);
        let test = self.test()?;
        Ok(Condition { key, test })
    }

    fn test(&mut self) -> Result<Test, QueryError> {
        if self.take_word("EXISTS") {
            Ok(Test::Exists)
        } else if self.take_word("CONTAINS") {
            self.value().map(Test::Contains)
        } else if self.take("<=") {
            self.number().map(Test::LessOrEqual)
        } else if self.take(">=") {
            self.number().map(Test::GreaterOrEqual)
        } else if self.take("<") {
            self.number().map(Test::Less)
        } else if self.take(">") {
            self.number().map(Test::Greater)
        } else if self.take("=") {
            self.value().map(Test::Equals)
        } else {
            Err(self.error("expected an operator"))
        }
    }

    fn value(&mut self) -> Result<String, QueryError> {
        if let Some(quoted) = self.rest.strip_prefix('\'') {
            let Some(end) = quoted.find('\'') else {
                self.rest = "";
                return Err(self.error("EOF"));
            };
            let value = quoted.get(..end).unwrap_or_default().to_owned();
            self.skip(end + 2);
            return Ok(value);
        }
        self.number().map(|number| number.to_string())
    }

    fn number(&mut self) -> Result<i128, QueryError> {
        let end = self
            .rest
            .find(|next: char| !next.is_ascii_digit() && next != '-')
            .unwrap_or(self.rest.len());
        let number = self.rest.get(..end).unwrap_or_default().parse();
        let number = number.map_err(|_| self.error("expected a quoted text or a number"))?;
        self.skip(end);
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(query: &str, attributes: &[(&str, &str)]) -> bool {
        Query::parse(query).unwrap().matches(&|key, test| {
            attributes
                .iter()
                .any(|(name, value)| *name == key && test(value))
        })
    }

    #[test]
    fn conditions_hold_or_not() {
        let tx = [
            ("tm.event", "Tx"),
            ("tx.height", "5"),
            ("wasm._contract_address", "wasm1x"),
            ("transfer.amount", "7ustake"),
        ];
        for yes in [
            "tm.event='Tx'",
            "tm.event = 'Tx'",
            "tm.event='Tx' AND tx.height=5",
            "tx.height>4 AND tx.height<=5 AND tx.height >= 5 AND tx.height < 6",
            "wasm._contract_address EXISTS",
            "transfer.amount CONTAINS 'ust'",
            "tx.height='5'",
        ] {
            assert!(matches(yes, &tx), "{yes}");
        }
        for no in [
            "tm.event='NewBlock'",
            "tx.height>5",
            "a.b EXISTS",
            "tm.event>1",
        ] {
            assert!(!matches(no, &tx), "{no}");
        }
    }

    #[test]
    fn broken_queries_say_where() {
        for (bad, position) in [
            ("", 0),
            ("a", 1),
            ("a=", 2),
            ("a='x", 4),
            ("a='x' OR b='y'", 6),
            ("a='x' AND", 9),
            ("a='x' ANDb='y'", 6),
            ("a<'x'", 2),
        ] {
            assert_eq!(Query::parse(bad).unwrap_err().position, position, "{bad}");
        }
    }

    #[test]
    fn a_demanded_value_is_found() {
        let query = Query::parse("tx.hash='AB' AND tx.height>1").unwrap();
        assert_eq!(query.demanded("tx.hash"), Some("AB"));
        assert_eq!(query.demanded("tx.height"), None);
    }
}
