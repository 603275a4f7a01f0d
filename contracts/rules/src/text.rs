//! What names, titles and texts may hold: signs that are seen. A sign that hides, turns the rest round or forges a line would
//! let a reader decide on something else than what is written.
//!
//! Two signs that are seen by what they do to their neighbours are taken there and nowhere else: the joiner of emoji, which
//! Arabic and the scripts of India need as well, and what picks the form of a sign. There are no tables of Unicode here: what
//! looks alike but is written differently is told apart by the seat's number.

use thiserror::Error;

/// Why a name, title or text is refused: which it is, and what is wrong with it.
#[derive(Error, Debug, Clone, Copy, PartialEq, Eq)]
#[error("the {what} {fault}")]
pub struct TextError {
    /// Which text.
    pub what: &'static str,
    /// What is wrong.
    pub fault: TextFault,
}

/// What is wrong with a text.
#[derive(Error, Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    /// Blanks alone.
    #[error("has nothing that can be seen")]
    Blank,
    /// Two names that differ only there would look the same.
    #[error("begins or ends with a space")]
    Edge,
    /// A sign that can't be seen, or changes how others are read.
    #[error(
        "has U+{sign:04X} as sign {place}, which can't be printed or seen, or turns others round"
    )]
    Unseen {
        /// Its code point.
        sign: u32,
        /// Which sign of the text it is, from 1.
        place: usize,
    },
}

/// Checks what stands on one line: a name or a title. An empty one passes; whether there must be one is asked elsewhere.
///
/// # Errors
/// Blanks alone or at an end, a line break, a control character, or what can't be seen.
pub fn check_line(what: &'static str, text: &str) -> Result<(), TextError> {
    let fault = match unseen(text, false) {
        Some(fault) => fault,
        None if text.is_empty() => return Ok(()),
        None if text.trim().is_empty() => TextFault::Blank,
        None if text.trim().len() < text.len() => TextFault::Edge,
        None => return Ok(()),
    };
    Err(TextError { what, fault })
}

/// Checks what may have several lines: a text or a reason. Line breaks and tabs are taken, and an empty text passes.
///
/// # Errors
/// A control character, or what can't be seen.
pub fn check_lines(what: &'static str, text: &str) -> Result<(), TextError> {
    match unseen(text, true) {
        Some(fault) => Err(TextError { what, fault }),
        None => Ok(()),
    }
}

fn unseen(text: &str, lines: bool) -> Option<TextFault> {
    let mut place: usize = 0;
    walk(text, lines, |sign, seen| {
        place = place.saturating_add(1);
        let fault = TextFault::Unseen {
            sign: sign.into(),
            place,
        };
        (!seen).then_some(fault)
    })
}

/// A text with a mark in the place of each sign that would be refused, for what was written before there was a check or
/// comes from elsewhere. With `lines` it keeps its line breaks.
#[must_use]
pub fn visible(text: &str, lines: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let _: Option<()> = walk(text, lines, |sign, seen| {
        match (sign, seen) {
            ('\r', true) => {}
            (_, true) => shown.push(sign),
            (_, false) => shown.push(char::REPLACEMENT_CHARACTER),
        }
        None
    });
    shown
}

/// Goes through the signs of a text with whether each is seen where it stands, until something is found.
fn walk<T>(text: &str, lines: bool, mut look: impl FnMut(char, bool) -> Option<T>) -> Option<T> {
    let mut before = '\0';
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let next = signs.peek().copied().unwrap_or('\0');
        let breaks = lines && matches!((sign, next), ('\n' | '\t', _) | ('\r', '\n'));
        let found = look(
            sign,
            breaks || !is_hidden(sign) || is_needed(before, sign, next),
        );
        if found.is_some() {
            return found;
        }
        before = sign;
    }
    None
}

/// Signs that have no look of their own: control characters, blanks of no width, marks of direction, separators of lines,
/// what picks another sign's form, tags, and fillers that look like a blank.
const fn is_hidden(sign: char) -> bool {
    matches!(
        sign,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a sign without a look of its own is seen by what it does to its neighbours.
const fn is_needed(before: char, sign: char, next: char) -> bool {
    match sign {
        '\u{200c}' => joins(before) && joins(next),
        '\u{200d}' => {
            joins(before) || ((is_picture(before) || before == '\u{fe0f}') && is_picture(next))
        }
        '\u{fe0e}' | '\u{fe0f}' => {
            is_picture(before) || matches!((before, next), ('#' | '*' | '0'..='9', '\u{20e3}'))
        }
        _ => false,
    }
}

/// Letters and marks from Arabic to the scripts of India, whose form depends on what joins them.
const fn joins(sign: char) -> bool {
    matches!(sign, '\u{620}'..='\u{dff}')
}

/// Emoji and other pictures.
const fn is_picture(sign: char) -> bool {
    matches!(
        sign,
        '\u{a9}' | '\u{ae}'
            | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
            | '\u{2194}'..='\u{21aa}'
            | '\u{231a}'..='\u{23ff}'
            | '\u{24c2}'
            | '\u{25aa}'..='\u{27bf}'
            | '\u{2934}'..='\u{2935}'
            | '\u{2b05}'..='\u{2b55}'
            | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
            | '\u{1f000}'..='\u{1faff}'
    )
}
