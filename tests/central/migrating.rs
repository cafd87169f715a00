//! The schema: applied once, refused when it isn't the program's, and made so
//! that sessions of any time have a place.

use secure_biometric::central::{Answer, CentralError, SchemaFile, migrate, pending};
use uuid::Uuid;

use crate::cluster::Cluster;
use crate::database::TestCentre;
use crate::rows::session;

#[test]
fn an_empty_database_is_brought_up_to_date_once() {
    let centre = TestCentre::empty("migrated_once");
    let address = centre.owner();
    let before = centre.wait(pending(&address)).unwrap();
    assert!(before.len() >= 6, "{before:?}");
    let tables = "SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('centre')";
    assert_eq!(centre.count(tables), 0, "looking made something");
    let first = centre.wait(migrate(&address)).unwrap();
    assert_eq!(first.applied, before);
    assert!(first.partitions > 24 && !first.renumbered, "{first:?}");
    let second = centre.wait(migrate(&address)).unwrap();
    assert_eq!((second.applied, second.partitions), (vec![], 0));
    assert_eq!(centre.wait(pending(&address)), Ok(Vec::<SchemaFile>::new()));
}

#[test]
fn two_who_migrate_at_once_do_it_once() {
    let centre = TestCentre::empty("migrated_twice");
    let address = centre.owner();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let migrate = || crate::database::runtime().block_on(migrate(&address));
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(migrate)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let applied = "SELECT count(*) FROM centre.applied_migrations";
    let files = centre.count(applied);
    assert_eq!(centre.wait(pending(&address)), Ok(vec![]));
    assert!(files >= 6);
}

#[test]
fn a_newer_or_edited_schema_is_refused_unchanged() {
    let centre = TestCentre::new();
    let address = centre.owner();
    centre.run(
        "INSERT INTO centre.applied_migrations
             (version, description, success, checksum, execution_time)
         VALUES (9999, 'of the future', true, '\\x00', 0)",
    );
    for outcome in [
        centre.wait(pending(&address)).err(),
        centre.wait(migrate(&address)).err(),
    ] {
        assert_eq!(outcome, Some(CentralError::SchemaNewer));
    }
    centre.run(
        "DELETE FROM centre.applied_migrations WHERE version = 9999;
         UPDATE centre.applied_migrations SET checksum = '\\x00' WHERE version = 4",
    );
    for outcome in [
        centre.wait(pending(&address)).err(),
        centre.wait(migrate(&address)).err(),
    ] {
        assert_eq!(outcome, Some(CentralError::SchemaEdited(4)));
    }
}

#[test]
fn a_login_that_may_not_make_roles_brings_a_prepared_database_up_to_date() {
    let centre = TestCentre::new();
    let login = format!("migrates_{}", centre.name);
    centre.run(&format!(
        "CREATE ROLE {login} LOGIN PASSWORD 'x' IN ROLE secure_biometric_migrator;
         GRANT CONNECT ON DATABASE {} TO {login};
         DROP TABLE centre.sessions_2027_06",
        centre.name
    ));
    let url = Cluster::get().url(&login, "x", &centre.name);
    let parse = secure_biometric::central::CentreAddress::parse;
    let address = parse(&url, secure_biometric::central::Transport::Verified).unwrap();
    let done = centre.wait(migrate(&address)).unwrap();
    assert_eq!((done.applied, done.partitions), (vec![], 1));
    // A kiosk's login may not.
    let kiosk = centre.kiosk(centre.site());
    let refused = centre.wait(migrate(&kiosk.address));
    assert!(
        matches!(refused, Err(CentralError::NotAllowed(_))),
        "{refused:?}"
    );
    let refused = centre.wait(pending(&kiosk.address));
    assert!(
        matches!(refused, Err(CentralError::NotAllowed(_))),
        "{refused:?}"
    );
}

#[test]
fn a_role_that_passes_by_row_security_is_refused() {
    // Its own names: roles are the whole cluster's, and so other tests'.
    let centre = TestCentre::new();
    let strong = format!("secure_biometric_strong_{}", centre.name);
    let mut connection = centre.connect_owner();
    // Within a transaction, so that no other test meets it.
    let prepared = include_str!("../../migrations/postgres/roles.sql");
    let sql = format!("BEGIN; CREATE ROLE {strong} BYPASSRLS; {prepared}");
    let refused = sqlx::Executor::execute(&mut connection, sqlx::AssertSqlSafe(sql));
    let error = centre.wait(refused).unwrap_err();
    let state = error.as_database_error().unwrap().code();
    assert_eq!(state.as_deref(), Some("SB011"), "{error}");
}

#[test]
fn sessions_of_any_time_are_kept_and_lie_where_they_belong() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    // Clocks that are wrong by years, either way, and one that is right.
    let at = |millis: u64| {
        let mut row = session(None, "x");
        let random = row.id.0.as_u128() & ((1 << 80) - 1);
        row.id.0 = Uuid::from_u128(u128::from(millis) << 80 | random);
        row
    };
    let rows = [
        at(1_000),
        at(4_000_000_000_000),
        at(1_801_440_000_000),
        session(None, "now"),
    ];
    let pushed = kiosk.centre.push_sessions(&rows);
    assert_eq!(centre.wait(pushed).unwrap(), vec![Answer::Kept; 4]);
    let places = "SELECT tableoid::regclass::text FROM centre.sessions ORDER BY id";
    let first = centre.texts(places);
    let month = "centre.sessions_2027_02";
    assert_eq!(
        [&first[0], &first[2], &first[3]],
        ["centre.sessions_other", month, "centre.sessions_other"]
    );
    assert!(first[1].starts_with("centre.sessions_20"), "{first:?}");
    // A month that had no partition when its sessions came gets them.
    centre.run(&format!(
        "ALTER TABLE centre.sessions DETACH PARTITION {month};
         INSERT INTO centre.sessions SELECT * FROM {month};
         DROP TABLE {month};"
    ));
    let without = centre.texts(places);
    assert_eq!(without[2], "centre.sessions_other");
    let migrated = centre.wait(migrate(&centre.owner())).unwrap();
    assert_eq!(migrated.partitions, 1);
    assert_eq!(centre.texts(places), first);
    // And nothing is kept twice for it.
    let again = kiosk.centre.push_sessions(&rows);
    assert_eq!(centre.wait(again).unwrap(), vec![Answer::Kept; 4]);
    assert_eq!(centre.count("SELECT count(*) FROM centre.sessions"), 4);
}
