//! folkmoot-store
