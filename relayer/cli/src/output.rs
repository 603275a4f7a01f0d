//! What a command says on stdout: words for people, or JSON, one object a line, for scripts. Nothing else writes there.

use std::fmt;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use folkmoot_rules::visible;
use serde::Serialize;

use super::CliError;

/// What a command has to tell, in both forms.
pub trait Report: Serialize {
    /// For people: lines without a last line break. May hold colours, which are dropped where they can't be seen.
    fn words(&self) -> String;
}

/// The one way to stdout.
pub struct Output {
    json: bool,
    stream: Box<dyn Write + Send>,
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output")
            .field("json", &self.json)
            .finish_non_exhaustive()
    }
}

impl Output {
    /// Stdout, with colours only on a terminal that has them.
    pub fn stdout(json: bool) -> Self {
        Self::to(json, Box::new(anstream::stdout()))
    }

    /// Anything that takes bytes.
    pub fn to(json: bool, stream: Box<dyn Write + Send>) -> Self {
        Self { json, stream }
    }

    /// Whether a script reads it.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Tells a report in the form that was asked for.
    pub fn tell<R: Report>(&mut self, report: &R) -> Result<(), CliError> {
        if self.json {
            self.object(report)
        } else {
            self.line(&scrubbed(&report.words()))
        }
    }

    /// A JSON object on a line of its own, whatever form was asked for.
    pub fn object<T: Serialize>(&mut self, value: &T) -> Result<(), CliError> {
        let text = serde_json::to_string(value).map_err(CliError::Json)?;
        self.line(&text)
    }

    /// A line of text, whatever form was asked for.
    pub fn line(&mut self, text: &str) -> Result<(), CliError> {
        writeln!(self.stream, "{text}")
            .and_then(|()| self.stream.flush())
            .map_err(|error| match error.kind() {
                io::ErrorKind::BrokenPipe => CliError::Closed,
                _ => CliError::Stdout(error),
            })
    }
}

/// What this module itself puts around words.
const OWN_STYLES: [&str; 5] = [
    "\u{1b}[0m",
    "\u{1b}[1m",
    "\u{1b}[31m",
    "\u{1b}[32m",
    "\u{1b}[33m",
];

/// Makes text harmless that strangers wrote, such as titles: whatever would move the cursor, hide or turn words around
/// shows as a replacement character.
pub fn scrubbed(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let styles = OWN_STYLES
            .iter()
            .filter_map(|style| rest.split_once(*style).map(|cut| (cut, style)));
        let Some(((before, after), style)) = styles.min_by_key(|((before, _), _)| before.len())
        else {
            clean.push_str(&visible(rest, true));
            return clean;
        };
        clean.push_str(&visible(before, true));
        clean.push_str(style);
        rest = after;
    }
}

/// A heading.
pub fn bold(text: &str) -> String {
    styled(Style::new().bold(), text)
}

/// What is well.
pub fn good(text: &str) -> String {
    styled(AnsiColor::Green.on_default(), text)
}

/// What asks for attention.
pub fn warn(text: &str) -> String {
    styled(AnsiColor::Yellow.on_default(), text)
}

/// What is broken or refused.
pub fn bad(text: &str) -> String {
    styled(AnsiColor::Red.on_default(), text)
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Moves every line but empty ones to the right.
pub fn indent(text: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        line => format!("  {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_words_can_not_take_the_terminal_over() {
        let title = "BBQ\u{1b}[2J\u{1b}[1;1H\rpaid\u{202e}evil\u{7}\u{200f}\u{61c}";
        assert_eq!(scrubbed(title), "BBQ�[2J�[1;1H�paid�evil���");
        for own in [
            bold("a"),
            good("a"),
            warn("a"),
            bad("a"),
            "zwei\nZeilen – ü".to_owned(),
        ] {
            assert_eq!(scrubbed(&own), own);
        }
    }

    #[test]
    fn lines_move_to_the_right_and_empty_ones_stay_empty() {
        assert_eq!(indent("a\n\nb"), "  a\n\n  b");
    }
}
