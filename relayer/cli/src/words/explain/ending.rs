//! Whom the group admits, and how it ends.

use folkmoot_group::charter::{Admission, RequiredDocument};

use super::{Section, time};
use crate::words::{document, instant};

/// What a group must show before it is admitted.
pub fn admission(admission: Option<&Admission>) -> Section {
    let mut lines = Vec::new();
    if let Some(Admission {
        documents,
        longest_lead,
        note,
    }) = admission
    {
        lines.extend(documents.iter().map(|RequiredDocument { kind, sha256 }| {
            format!(
                "It has adopted {} with the sha-256 {sha256}.",
                document(kind)
            )
        }));
        lines.extend(
            longest_lead
                .map(|lead| format!("It decides what a group above asks within {}.", time(lead))),
        );
        if !note.is_empty() {
            lines.push(note.clone());
        }
        lines.push(
            "Anybody can check whether a group fulfils this. It is admitted, and its standing changed, only by a decision."
                .to_owned(),
        );
    }
    Section::new("What it asks of a group that wants to belong", lines)
}

/// When the group ends, and who gets what is left.
pub fn section(sunset: Option<u64>, heir: Option<&str>) -> Section {
    let mut lines = Vec::new();
    if let Some(at) = sunset {
        lines.push(format!(
            "The group ends on {}. From then on it opens and takes nothing, and what is open has expired.",
            instant(at)
        ));
    }
    if let Some(heir) = heir {
        let when = match sunset {
            Some(_) => "Then, or when nobody is left who votes,",
            None => "When nobody is left who votes,",
        };
        lines.push(format!(
            "{when} anybody may have what is in the common fund paid to {heir}."
        ));
    }
    Section::new("How it ends", lines)
}
