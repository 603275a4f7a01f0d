//! folkmoot-localnet
