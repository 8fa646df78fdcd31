//! The code that the output has and never varies: the very files, so that the interpreter answers as the output does.

pub(super) mod mock;
pub(super) mod server;
pub(super) mod support;
