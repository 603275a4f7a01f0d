//! Where in a value something stands.

/// One step down.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// The whole value.
    Root,
    /// A field, or what a variant of this name holds.
    Name(&'static str),
    /// An item of a list, from 0.
    Item(usize),
}

/// The steps from the whole to a value: `seats[2].holder.keys`.
pub(crate) fn path(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Root => {}
            Step::Name(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Step::Item(place) => {
                path.push('[');
                path.push_str(&place.to_string());
                path.push(']');
            }
        }
    }
    path
}
