//! What the service shows of things, and the commands with `--json`: one shape
//! for both.

mod person;
mod session;
mod token;

pub use person::{ConsentShown, PersonShown};
pub use session::{OutcomeShown, SessionShown};
pub use token::TokenShown;
