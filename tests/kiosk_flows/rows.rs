//! What the database holds, row by row, as somebody with the file sees it; and
//! people who are in it without having stood before a camera.

use std::collections::BTreeMap;
use std::path::Path;

use secure_biometric::access::DataFolder;
use secure_biometric::auth::KeyStores;
use secure_biometric::domain::{Act, PersonState};
use secure_biometric::store::{AuditFilter, Store, wall_clock};
use sqlx::AssertSqlSafe;

use crate::made_up::{block_on, enrolment, raw};
use crate::support::Site;

/// Every row of every table, by table.
pub type Rows = BTreeMap<String, Vec<String>>;

/// Reads them all.
pub fn rows(folder: &Path) -> Rows {
    block_on(async {
        let mut connection = raw(folder).await;
        let tables: Vec<(String,)> =
            sqlx::query_as("SELECT name FROM sqlite_master WHERE type = 'table'")
                .fetch_all(&mut connection)
                .await
                .unwrap();
        let mut all = Rows::new();
        for (table,) in tables {
            let columns: Vec<(String,)> = sqlx::query_as("SELECT name FROM pragma_table_info(?1)")
                .bind(&table)
                .fetch_all(&mut connection)
                .await
                .unwrap();
            let columns: Vec<String> = columns
                .iter()
                .map(|(name,)| format!("quote(\"{name}\")"))
                .collect();
            let select = format!(
                "SELECT {} FROM \"{table}\" ORDER BY 1",
                columns.join("||'|'||")
            );
            let found: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(select))
                .fetch_all(&mut connection)
                .await
                .unwrap();
            all.insert(table, found.into_iter().map(|(row,)| row).collect());
        }
        all
    })
}

/// The tables in which something differs; what the program notes for itself
/// (the table `settings`) is left out.
pub fn differing(before: &Rows, after: &Rows) -> Vec<String> {
    let tables = before.keys().chain(after.keys());
    let mut found: Vec<String> = tables
        .filter(|table| *table != "settings" && before.get(*table) != after.get(*table))
        .cloned()
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Puts somebody into the database of a place.
pub fn put(site: &Site, badge: &str, name: &str, state: PersonState) {
    block_on(async {
        let store = store(site).await;
        let seed = u16::try_from(badge.bytes().map(u32::from).sum::<u32>()).unwrap();
        let mut new = enrolment(badge, name, seed);
        new.person.state = state;
        // Of today: what is old is removed by itself.
        new.person.enrolled_at = wall_clock();
        new.session.started_at = wall_clock();
        for template in &mut new.templates {
            template.model = crate::kiosk::model();
        }
        store.enrol(&new).await.unwrap();
        store.close().await;
    });
}

/// How many entries of that act the audit of a place has.
pub fn acts(site: &Site, act: Act) -> usize {
    block_on(async {
        let store = store(site).await;
        let filter = AuditFilter {
            acts: vec![act],
            ..AuditFilter::default()
        };
        let page = store.audit(&filter).await.unwrap();
        store.close().await;
        page.entries.len()
    })
}

/// The store of a place, as the program opens it.
pub async fn store(site: &Site) -> Store {
    let keys = KeyStores::new(site.path("keys"), None, &site.data()).unwrap();
    let opened = DataFolder::open_with(&site.data(), &keys).await;
    opened.unwrap().store
}
