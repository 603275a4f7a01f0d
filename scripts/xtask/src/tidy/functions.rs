//! The length of functions, as rustfmt lays them out.

/// Longer ones do a second thing, unless they are one flat match.
pub const MAX_LINES: usize = 70;
/// What a flat match may have around it, and in one of its arms.
const AROUND: usize = 40;
const ARM: usize = 20;

/// The functions that are too long: the line of each, its name and its length.
pub fn too_long(text: &str) -> Vec<(usize, &str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = name(line) else { continue };
        let Some(length) = length(&lines[start..], indent(line)) else {
            continue;
        };
        let body = &lines[start..start + length];
        if length > MAX_LINES && !is_flat_match(body, indent(line) + 4) {
            found.push((start + 1, name, length));
        }
    }
    found
}

/// The name of the function whose first line this is.
fn name(line: &str) -> Option<&str> {
    let before = line.split('(').next()?;
    let (qualifiers, name) = before
        .rsplit_once("fn ")
        .or_else(|| line.split_once(") fn ").map(|(_, rest)| ("pub ", rest)))?;
    let known = ["pub", "const", "async", "unsafe", "extern"];
    let plain = qualifiers
        .split_whitespace()
        .all(|word| known.contains(&word));
    plain.then(|| name.split(['(', '<']).next().unwrap_or(name))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// How many lines a block has whose first line is the first, closed at this indentation.
fn length(lines: &[&str], indent_of: usize) -> Option<usize> {
    let first = lines.first()?.trim_end();
    if first.ends_with(';') || first.ends_with('}') {
        return Some(1);
    }
    let closes = |line: &&str| {
        indent(line) == indent_of && matches!(line.trim(), "}" | "};" | "})" | "}?" | "})?")
    };
    let ends = |line: &&str| {
        closes(line) || (indent(line) == indent_of && line.trim_start().starts_with("}"))
    };
    let at = lines
        .iter()
        .skip(1)
        .position(|line| closes(line) || (ends(line) && !line.trim_end().ends_with('{')))?;
    Some(at + 2)
}

/// Whether nearly all of a function is one match with short arms.
fn is_flat_match(body: &[&str], inner: usize) -> bool {
    let Some(start) = body.iter().position(|line| {
        let line_of = line.trim_start();
        indent(line) == inner
            && line.trim_end().ends_with('{')
            && (line_of.starts_with("match ")
                || line_of.contains("(match ")
                || line_of.contains("= match "))
    }) else {
        return false;
    };
    let Some(length) = length(&body[start..], inner) else {
        return false;
    };
    let arms = &body[start + 1..start + length - 1];
    // an arm begins where a line stands as far in as arms do, and is no closing bracket
    let begins = |line: &&str| {
        indent(line) == inner + 4 && !line.trim_start().starts_with(['}', ')', ']', '|'])
    };
    let mut long = 0_usize;
    let mut longest = 0_usize;
    for line in arms {
        long = if begins(line) { 1 } else { long + 1 };
        longest = longest.max(long);
    }
    body.len() - length <= AROUND && longest <= ARM
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(body: &str) -> String {
        format!("pub(crate) fn long(\n    a: u8,\n) {{\n{body}}}\n")
    }

    #[test]
    fn a_long_function_is_named() {
        let text = function(&"    step();\n".repeat(MAX_LINES));
        assert_eq!(too_long(&text), [(1, "long", MAX_LINES + 4)]);
        assert!(too_long(&function("    step();\n")).is_empty());
    }

    #[test]
    fn a_flat_match_may_be_long_and_its_arms_may_not() {
        let flat = format!(
            "    match a {{\n{}    }}\n",
            "        1 => step(),\n".repeat(MAX_LINES)
        );
        assert!(too_long(&function(&flat)).is_empty());
        let deep = "            step();\n".repeat(MAX_LINES);
        let deep = format!("    match a {{\n        1 => {{\n{deep}        }}\n    }}\n");
        assert_eq!(too_long(&function(&deep)).len(), 1);
    }
}
