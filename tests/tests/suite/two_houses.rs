//! The figures of the two houses, written down apart from the story's own checks: what is told must be this.

use folkmoot_stories::{Host, Recorder, Step, StoryResult, two_houses};
use serde_json::{Value, json};

/// Plays the story and holds what is told to its figures.
pub async fn holds_its_figures(host: &dyn Host) -> StoryResult<()> {
    let recorder = Recorder::default();
    two_houses::play(host, &recorder).await?;
    figures(&recorder.into_steps());
    Ok(())
}

fn figures(steps: &[Step]) {
    let kinds: Vec<&str> = steps.iter().map(|step| step.step).collect();
    let expected = [
        "group_founded",
        "group_founded",
        "group_founded",
        "group_founded",
        "linked",
        "charter_amended",
        "documents_adopted",
        "cell_state_proposed",
        "ratified",
        "staked",
        "cycle_opened",
        "never_forced",
        "silence_pays_nothing",
        "budget_noticed",
        "guard_attacked",
        "concern_raised",
        "concern_answered",
        "nobody_spoke",
        "held_back",
        "guard_kept",
        "paid",
        "veto_opened",
        "vetoed",
        "left",
        "cell_proposed",
        "cell_founded",
        "moved",
        "exit_completed",
        "done",
    ];
    assert_eq!(kinds, expected);
    let told = |kind: &str| -> Value {
        let step = steps.iter().find(|step| step.step == kind);
        json!(step.unwrap_or_else(|| panic!("nothing is told of {kind}")))
    };
    let sums = |kind: &str| told(kind)["sums"].clone();
    assert_eq!(sums("staked"), json!({ "free_stakes": 50_000, "pool": 0 }));
    let opened = json!({ "free_stakes": 20_000, "pool": 30_000 });
    assert_eq!(sums("cycle_opened"), opened);
    let paid = json!({ "garden_cell": 10_000, "pool": 10_000, "workshop_cell": 10_000 });
    assert_eq!(sums("paid"), paid);
    assert_eq!(sums("vetoed"), json!({ "pool": 10_000 }));
    for (kind, amount) in [
        ("budget_noticed", 20_000),
        ("paid", 20_000),
        ("veto_opened", 8_000),
        ("left", 4_000),
        ("exit_completed", 2_000),
    ] {
        assert_eq!(told(kind)["amount"], amount, "{kind}");
    }
    for kind in ["never_forced", "silence_pays_nothing", "held_back"] {
        assert_eq!(told(kind)["outcome"], "refused", "{kind}");
    }
    for (kind, outcome) in [
        ("nobody_spoke", "no_quorum"),
        ("guard_kept", "lapsed"),
        ("vetoed", "vetoed"),
    ] {
        assert_eq!(told(kind)["outcome"], outcome, "{kind}");
    }
    let day = |kind: &str| told(kind)["day"].as_u64().unwrap_or_default();
    assert_eq!(day("budget_noticed"), 0);
    assert_eq!(day("concern_raised"), 3);
    assert!(day("held_back") >= 14 && day("held_back") < 21);
    assert!(day("paid") >= 21 && day("paid") < 23, "{}", day("paid"));
    for step in steps {
        assert!(step.told.len() > 20, "{step:?}");
    }
}
