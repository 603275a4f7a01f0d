//! folkmoot-rules
