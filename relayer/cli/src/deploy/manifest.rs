//! What was deployed where, as it is written down after each step. It is a note for people and programs: what is so is
//! read from the chain each time.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use folkmoot_chain::Checksum;
use serde::{Deserialize, Serialize};

use crate::CliError;

/// What was deployed where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The chain.
    pub chain_id: String,
    /// The account that founds and gives.
    pub deployer: String,
    /// The group's code.
    pub code: CodeLine,
    /// The groups, in the order of founding.
    pub groups: Vec<GroupLine>,
    /// What the groups have to decide: founding is one's own word, a link is theirs.
    pub decisions: Vec<DecisionLine>,
}

/// The group's code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeLine {
    /// Its number, once it is stored.
    pub id: Option<u64>,
    /// Its checksum.
    pub checksum: String,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLine {
    /// Its name.
    pub name: String,
    /// Its address, known before it is founded.
    pub address: String,
    /// Whether it is.
    pub founded: bool,
}

/// Something that a group has to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLine {
    /// The group.
    pub group: String,
    /// What.
    pub title: String,
    /// Its proposal, if there is one.
    pub proposal: Option<u64>,
    /// Whether it is done.
    pub done: bool,
}

impl Manifest {
    /// Reads one; `None` if there is no such file.
    pub fn read(path: &Path) -> Result<Option<Self>, CliError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(CliError::file(path)(error)),
        };
        let read = serde_json::from_str(&text).map_err(|error| CliError::Content {
            path: path.to_owned(),
            what: "manifest",
            reason: error.to_string(),
        });
        read.map(Some)
    }

    /// Writes it, whole or not at all, and only if it says something new.
    pub fn write(&self, path: &Path) -> Result<(), CliError> {
        if Self::read(path)?.as_ref() == Some(self) {
            return Ok(());
        }
        let text = serde_json::to_string_pretty(self).map_err(CliError::Json)?;
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let file = tempfile::NamedTempFile::new_in(folder);
        let mut file = file.map_err(CliError::file(folder))?;
        writeln!(file, "{text}").map_err(CliError::file(path))?;
        let kept = file.persist(path).map_err(|error| error.error);
        kept.map(|_| ()).map_err(CliError::file(path))
    }

    /// The code's number, the addresses of groups that are founded, and the decisions, as they were left.
    pub fn into_parts(self) -> (Option<u64>, BTreeSet<String>, Vec<DecisionLine>) {
        let founded = self.groups.into_iter().filter(|group| group.founded);
        let founded = founded.map(|group| group.address).collect();
        (self.code.id, founded, self.decisions)
    }

    /// Notes how far a decision is.
    pub fn note(&mut self, line: DecisionLine) {
        let is_same = |it: &&mut DecisionLine| it.group == line.group && it.title == line.title;
        match self.decisions.iter_mut().find(is_same) {
            Some(noted) => *noted = line,
            None => self.decisions.push(line),
        }
    }

    /// Refuses to go on with what was begun on another chain, by another account or with another code: its addresses
    /// would be others, and everything be founded a second time.
    pub fn check_same(
        &self,
        path: &Path,
        chain_id: &str,
        deployer: &str,
        checksum: Checksum,
    ) -> Result<(), CliError> {
        let table = [
            ("chain", self.chain_id.as_str(), chain_id),
            ("account", &self.deployer, deployer),
            ("code", &self.code.checksum, &checksum.to_string()),
        ];
        for (what, then, now) in table {
            if then != now {
                return Err(CliError::refused(format!(
                    "{} was written for {what} {then}, not {now}: go on with that, or name another --manifest",
                    path.display()
                )));
            }
        }
        Ok(())
    }
}
