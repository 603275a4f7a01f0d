//! folkmoot-plan
