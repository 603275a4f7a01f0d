//! The figures of the fellowship, written down apart from the story's own checks: what is told must be this.

use folkmoot_stories::{Host, Recorder, Step, StoryResult, fellowship};
use serde_json::{Value, json};

/// Plays the story and holds what is told to its figures.
pub async fn holds_its_figures(host: &dyn Host) -> StoryResult<()> {
    let recorder = Recorder::default();
    fellowship::play(host, &recorder).await?;
    figures(&recorder.into_steps());
    Ok(())
}

fn figures(steps: &[Step]) {
    let kinds: Vec<&str> = steps.iter().map(|step| step.step).collect();
    let expected = [
        "groups_founded",
        "circle_founded",
        "joined",
        "nominated",
        "took_a_turn",
        "acclaimed",
        "representatives_appointed",
        "own_matter",
        "not_theirs",
        "committee_founded",
        "committee_paid",
        "spoke_once",
        "shared",
        "read",
        "table_full",
        "collective_founded",
        "collective_joined",
        "next_turn",
        "dissolved",
        "done",
    ];
    assert_eq!(kinds, expected);
    let told = |kind: &str| -> Value {
        let step = steps.iter().find(|step| step.step == kind);
        json!(step.unwrap_or_else(|| panic!("nothing is told of {kind}")))
    };
    for (kind, electorate) in [
        ("joined", 12),
        ("representatives_appointed", 12),
        ("own_matter", 12),
        ("shared", 12),
        ("collective_joined", 2),
    ] {
        assert_eq!(told(kind)["electorate"], electorate, "{kind}");
    }
    for (kind, yes) in [
        ("representatives_appointed", 12),
        ("own_matter", 7),
        ("committee_founded", 12),
        ("shared", 12),
        ("table_full", 12),
    ] {
        assert_eq!(told(kind)["yes"], yes, "{kind}");
    }
    for kind in ["not_theirs", "spoke_once"] {
        assert_eq!(told(kind)["outcome"], "refused", "{kind}");
    }
    assert_eq!(told("table_full")["outcome"], "execution_failed");
    assert_eq!(told("own_matter")["amount"], 50);
    assert_eq!(told("committee_paid")["amount"], 180);
    assert_eq!(told("dissolved")["amount"], 120);
    assert_eq!(told("done")["sums"], json!({ "circle": 370 }));
    let day = |kind: &str| told(kind)["day"].as_u64().unwrap_or_default();
    assert_eq!(day("nominated"), 0);
    assert!(day("acclaimed") >= 3 && day("acclaimed") < 6);
    assert!(day("next_turn") >= 7);
    assert!(day("dissolved") >= 12);
    for step in steps {
        assert!(step.told.len() > 20, "{step:?}");
    }
}
