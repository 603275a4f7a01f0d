//! folkmoot

fn main() {}
