//! `migrate`: brings the database up to date. Opening does the same; this
//! does nothing else.

use serde_json::json;

use crate::commands::output::say;
use crate::store::DATABASE_FILE;

use super::Done;
use super::context::Common;

pub(super) fn run(common: &Common) -> Done {
    let desk = common.open()?;
    desk.runtime.block_on(desk.store.clone().close());
    let path = common.data_folder()?.join(DATABASE_FILE);
    if common.json {
        say!("{}", json!({ "database": path, "up_to_date": true }));
    } else {
        say!("up to date: {}", path.display());
    }
    Ok(0)
}
