//! The built program as its users start it, and recordings for it to see.
//!
//! What needs the Python environment and the models asks [`is_set_up`] first:
//! without `make setup` such a test is skipped.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::panic,
    reason = "each test uses a part of this; one that meets something unexpected should stop"
)]

mod answer;
mod recordings;
mod site;
mod skip;

use secure_biometric::resources::Resources;

pub use answer::{Answer, keys};
pub use recordings::{Head, cache, flat_print, make_all};
pub use site::{ADMINISTRATOR, Actor, Arguments, BADGE, FRONT_DESK, NAME, REVIEWER, Site};
pub use skip::skip;

/// Whether `make setup` has run here; the running test is skipped if it hasn't.
pub fn is_set_up() -> bool {
    let resources = Resources::find().expect("the repository has assets/models.toml");
    for needed in [resources.venv(), resources.models()] {
        if !needed.exists() {
            skip(&format!(
                "{} is missing; run `make setup`",
                needed.display()
            ));
            return false;
        }
    }
    true
}
