//! The analysis engine: a supervised child process that sees frames and
//! answers with numbers. It holds no key, no database and no network.

pub mod protocol;
