//! Whose a function is, by its name.

/// Our crates in the wasm.
const OURS: [&str; 3] = ["folkmoot_api", "folkmoot_group", "folkmoot_rules"];

/// The crate whose code a function is: that of the type in `<Type as Trait>::function`, else that of the function.
pub fn crate_of(name: &str) -> String {
    match paths(name).next() {
        Some(path) => path.split("::").next().unwrap_or_default().to_owned(),
        None => "(exports and C)".to_owned(),
    }
}

/// Our module that a function is written in or, for others' generic code, made for. The type that is served says more
/// than the visitor that serves it, so the first of our paths counts.
pub fn own_module_of(name: &str) -> Option<String> {
    let ours = |path: &&str| OURS.iter().any(|own| path.starts_with(&format!("{own}::")));
    paths(name).find(ours).map(module_of)
}

/// The module of a path to a type or function.
fn module_of(path: &str) -> String {
    let is_module =
        |part: &&str| *part != "_" && part.starts_with(|c: char| c.is_ascii_lowercase());
    let parts: Vec<&str> = path.split("::").collect();
    let mut modules: Vec<&str> = parts.iter().copied().take_while(is_module).collect();
    // nothing but lower case: the last part is the function's own name
    if modules.len() == parts.len() {
        modules.pop();
    }
    modules.join("::")
}

/// The paths of more than one part in a name, in order.
fn paths(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .map(|path| path.trim_matches(':'))
        .filter(|path| path.contains("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_its_module() {
        let name = "folkmoot_group::ballots::vote::cast::{closure#0}";
        assert_eq!(crate_of(name), "folkmoot_group");
        assert_eq!(
            own_module_of(name).unwrap(),
            "folkmoot_group::ballots::vote"
        );
        assert_eq!(
            own_module_of("folkmoot_rules::f").unwrap(),
            "folkmoot_rules"
        );
    }

    #[test]
    fn a_method_belongs_to_its_type() {
        let name = "<&mut [folkmoot_api::msg::view::SeatView] as serde_core::ser::Serialize>::serialize::<X>";
        assert_eq!(crate_of(name), "folkmoot_api");
        assert_eq!(own_module_of(name).unwrap(), "folkmoot_api::msg::view");
    }

    #[test]
    fn generic_code_is_its_crates_and_made_for_our_type() {
        let name = "<serde_json::de::MapAccess as serde::de::MapAccess>::next_value::<folkmoot_rules::rule::Rule>";
        assert_eq!(crate_of(name), "serde_json");
        assert_eq!(own_module_of(name).unwrap(), "folkmoot_rules::rule");
    }

    #[test]
    fn what_has_no_path_has_no_crate() {
        assert_eq!(crate_of("memcpy"), "(exports and C)");
        assert_eq!(own_module_of("memcpy"), None);
    }
}
