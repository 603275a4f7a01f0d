//! The text that a person reads before signing: lines of printable ASCII, which hardware wallets show as they are.

/// Lines of a label and a value each. No value can begin a line of its own.
pub(crate) struct Lines(String);

impl Lines {
    /// Begins with a line that says what kind of thing is signed.
    pub(crate) fn new(title: &str) -> Self {
        Self(title.into())
    }

    /// One more line, its value escaped.
    pub(crate) fn line(mut self, label: &str, value: &str) -> Self {
        self.0.push('\n');
        self.0.push_str(label);
        self.0.push_str(": ");
        push_escaped(&mut self.0, value);
        self
    }

    /// The same where there is something to say.
    pub(crate) fn line_if(self, label: &str, value: &str) -> Self {
        match value {
            "" => self,
            value => self.line(label, value),
        }
    }

    /// The group, by its name and address, and its chain.
    pub(crate) fn group(self, name: &str, address: &str, chain: &str) -> Self {
        self.line("Group", name)
            .line("Address", address)
            .line("Chain", chain)
    }

    /// Until when it is good, as a date and as unix seconds.
    pub(crate) fn until(self, seconds: u64) -> String {
        let mut date = utc(seconds);
        date.push_str(" (");
        date.push_str(&seconds.to_string());
        date.push(')');
        self.line("Good until", &date).0
    }
}

/// A text in printable ASCII: all else, and the backslash, as `\u{…}` with the character's number in hexadecimal.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

fn push_escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            ' '..='[' | ']'..='~' => out.push(character),
            _ => out.extend(character.escape_unicode()),
        }
    }
}

const DAY: u64 = 86_400;
const DAYS_OF_400_YEARS: u64 = 146_097;

/// An instant as `2027-01-15 08:00:00 UTC`.
///
/// Days are counted from 1 March of the year 0, so that a leap day is the last of its year.
fn utc(seconds: u64) -> String {
    let second = seconds % DAY;
    // 719,468 days from 0000-03-01 to 1970-01-01
    let days = (seconds / DAY).saturating_add(719_468);
    let (era, day_of_era) = (days / DAYS_OF_400_YEARS, days % DAYS_OF_400_YEARS);
    let year_of_era = day_of_era
        .saturating_add(day_of_era / 36_524)
        .saturating_sub(day_of_era / 1_460)
        .saturating_sub(day_of_era / 146_096)
        / 365;
    let before = year_of_era
        .saturating_mul(365)
        .saturating_add(year_of_era / 4)
        .saturating_sub(year_of_era / 100);
    let day_of_year = day_of_era.saturating_sub(before);
    let from_march = day_of_year.saturating_mul(5).saturating_add(2) / 153;
    let days_before = from_march.saturating_mul(153).saturating_add(2) / 5;
    let day = day_of_year.saturating_sub(days_before).saturating_add(1);
    let month = match from_march {
        0..=9 => from_march.saturating_add(3),
        _ => from_march.saturating_sub(9),
    };
    let year = era
        .saturating_mul(400)
        .saturating_add(year_of_era)
        .saturating_add(u64::from(month <= 2));
    let parts = [
        (year, "-"),
        (month, "-"),
        (day, " "),
        (second / 3600, ":"),
        (second / 60 % 60, ":"),
        (second % 60, " UTC"),
    ];
    let mut text = String::new();
    for (part, behind) in parts {
        if part < 10 {
            text.push('0');
        }
        text.push_str(&part.to_string());
        text.push_str(behind);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{escaped, utc};

    #[test]
    fn dates_are_those_of_the_calendar() {
        let cases = [
            (0, "1970-01-01 00:00:00 UTC"),
            (68_169_599, "1972-02-28 23:59:59 UTC"),
            (68_256_000, "1972-03-01 00:00:00 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_800_000_000, "2027-01-15 08:00:00 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
            (253_402_300_799, "9999-12-31 23:59:59 UTC"),
        ];
        for (seconds, date) in cases {
            assert_eq!(utc(seconds), date);
        }
        // far beyond any calendar, without a panic
        assert!(utc(u64::MAX).ends_with(" UTC"));
    }

    #[test]
    fn what_is_no_printable_ascii_is_written_by_its_number() {
        assert_eq!(escaped("Ann's \"plan\" ~ 100 %"), "Ann's \"plan\" ~ 100 %");
        assert_eq!(
            escaped("a\nb\\é\u{1F389}\u{202e}\u{7f}"),
            "a\\u{a}b\\u{5c}\\u{e9}\\u{1f389}\\u{202e}\\u{7f}"
        );
    }
}
