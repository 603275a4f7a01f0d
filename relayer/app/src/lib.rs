//! The library behind the `folkmoot` command.
