//! What names, titles and texts may hold.

use folkmoot_rules::{TextFault, check_line, check_lines, visible};

fn unseen(sign: char, place: usize) -> TextFault {
    TextFault::Unseen {
        sign: sign.into(),
        place,
    }
}

#[test]
fn names_of_all_scripts_and_pictures_are_taken() {
    for name in [
        "",
        "Swim Buddies",
        "José",
        "Jose\u{301}",
        "محمد",
        "می\u{200c}خواهم",
        "אבי",
        "श्री\u{200d}मती क्\u{200d}ष",
        "ന്\u{200d}",
        "山田 太郎",
        "BBQ 🛶",
        "☀\u{fe0f} and ❤\u{fe0f}\u{200d}🔥",
        "👩\u{200d}👩\u{200d}👧",
        "👨🏽\u{200d}💻",
        "🏳\u{fe0f}\u{200d}🌈",
        "1\u{fe0f}\u{20e3}",
        "R&D <b>",
    ] {
        assert_eq!(check_line("title", name), Ok(()), "{name}");
        assert_eq!(check_lines("text", name), Ok(()), "{name}");
        assert_eq!(visible(name, false), name);
    }
}

#[test]
fn what_can_not_be_seen_is_refused_with_its_place() {
    let ranges = [
        '\0'..='\u{1f}',
        '\u{7f}'..='\u{9f}',
        '\u{ad}'..='\u{ad}',
        '\u{61c}'..='\u{61c}',
        '\u{180e}'..='\u{180e}',
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{2800}'..='\u{2800}',
        '\u{3164}'..='\u{3164}',
        '\u{fe00}'..='\u{fe0f}',
        '\u{feff}'..='\u{feff}',
        '\u{e0000}'..='\u{e01ef}',
    ];
    for sign in ranges.into_iter().flatten() {
        for (text, place) in [
            (format!("{sign}pay"), 1),
            (format!("é{sign}"), 2),
            (format!("pay {sign}ABC"), 5),
            (format!("日{sign}本"), 2),
        ] {
            let refused = check_line("title", &text).unwrap_err();
            assert_eq!(refused.fault, unseen(sign, place), "{text:?}");
            let shown = visible(&text, false);
            assert_eq!(shown.chars().nth(place - 1), Some('\u{fffd}'), "{text:?}");
            let breaks = matches!(sign, '\n' | '\t');
            assert_eq!(check_lines("text", &text).is_ok(), breaks, "{text:?}");
        }
    }
    let refused = check_line("seat's name", "Bob\nseat 7 Eve").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the seat's name has U+000A as sign 4, which can't be printed or seen, or turns others round"
    );
    // what joins pictures joins nothing else
    for (text, place) in [
        ("a\u{fe0f}", 2),
        ("🛶\u{200d}", 2),
        ("🛶\u{200d}a", 2),
        ("☀\u{fe0f}\u{fe0f}", 3),
        ("1\u{fe0f}", 2),
        ("می\u{200c}", 3),
    ] {
        let refused = check_line("title", text).unwrap_err();
        assert!(
            matches!(refused.fault, TextFault::Unseen { place: found, .. } if found == place),
            "{text:?}"
        );
    }
}

#[test]
fn a_line_has_something_to_see_and_no_blank_at_its_ends() {
    for blank in [" ", "   ", "\u{a0}", "\u{3000}\u{2003}"] {
        assert_eq!(
            check_line("title", blank).unwrap_err().fault,
            TextFault::Blank
        );
        assert_eq!(check_lines("text", blank), Ok(()));
    }
    for edge in [" Bob", "Bob ", "Bob\u{a0}"] {
        assert_eq!(
            check_line("title", edge).unwrap_err().fault,
            TextFault::Edge
        );
        assert_eq!(check_lines("text", edge), Ok(()));
    }
}

#[test]
fn a_text_has_line_breaks_and_no_other_control() {
    assert_eq!(check_lines("text", "a\n\n\tb\r\nc\n"), Ok(()));
    assert_eq!(
        check_lines("text", "a\rb").unwrap_err().fault,
        unseen('\r', 2)
    );
    assert_eq!(visible("a\r\nb\u{1b}[2J", true), "a\nb\u{fffd}[2J");
    assert_eq!(visible("a\nb", false), "a\u{fffd}b");
}
