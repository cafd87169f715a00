//! Whether what the kiosk starts with is as it was signed.

use crate::access::Standing;
use crate::domain::{KeyKind, StartChange};
use crate::resources::Resources;

use super::data::Opened;
use super::{Check, Subject, listed};

pub(super) const NAME: &str = "start_files";
const ACCEPT: &str =
    "put it back, or, after an upgrade that you meant, run: secure-biometric keys files --accept";

/// Where it can't be looked at, which is no trouble of its own.
pub(super) fn unseen(why: &'static str) -> Check {
    Check::ok(NAME, why).needed(false)
}

pub(super) fn check(subject: &Subject, opened: &Opened) -> Check {
    let files = match subject.resources(NAME).map(Resources::start_files) {
        Ok(Ok(files)) => files,
        Ok(Err(error)) => return Check::error(NAME, error, "run: make setup"),
        Err(_) => return unseen("not looked at: see the program's files"),
    };
    let standing = match opened.runtime.block_on(opened.lists.standing(&files)) {
        Ok(standing) => standing,
        Err(error) => return Check::error(NAME, error, "restore it from a backup"),
    };
    match standing {
        Standing::Unsigned => Check::ok(NAME, "not signed for yet; the next start does"),
        Standing::AsSigned(_) | Standing::LaterProfiles(_) => Check::ok(
            NAME,
            format!("{} files are as they were signed", files.len()),
        ),
        Standing::Changed(_, changes) => {
            let names: Vec<String> = changes.iter().map(ToString::to_string).collect();
            let of_files = changes.iter().all(StartChange::is_of_a_file);
            let trial = opened.key_kind == KeyKind::Trial && of_files;
            Check::failed(NAME, listed(&names), ACCEPT).needed(!trial)
        }
        Standing::Removed => Check::failed(
            NAME,
            "the signed list was removed or changed",
            "look into how, then run: secure-biometric keys files --accept",
        ),
    }
}
