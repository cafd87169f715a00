//! What a stolen login of a kiosk is good for: the functions, for its own
//! site, and nothing else. (ARCHITECTURE.md says who may what.)

use secure_biometric::central::{
    CentralError, Centre, CentreAddress, Cursor, RecordKind, ReviewWanted, Reviewing, Transport,
};
use secure_biometric::domain::Timestamp;
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use uuid::Uuid;

use crate::cluster::{Cluster, PASSWORD};
use crate::database::TestCentre;
use crate::rows::{of_nobody, of_person, person, session};

/// Tries statements, each of which must fail with one of these SQLSTATEs.
fn refuse(centre: &TestCentre, connection: &mut PgConnection, states: &[&str], sql: &[String]) {
    for sql in sql {
        let outcome = centre.wait(connection.execute(AssertSqlSafe(sql.clone())));
        let error = outcome
            .err()
            .unwrap_or_else(|| panic!("went through: {sql}"));
        let state = error
            .as_database_error()
            .and_then(|error| error.code())
            .unwrap_or_default()
            .into_owned();
        assert!(states.contains(&state.as_str()), "{sql}: {error} ({state})");
    }
}

/// Insufficient privilege.
const NOT_ALLOWED: &[&str] = &["42501"];

#[test]
fn a_kiosk_reaches_no_table_and_no_inner_function() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let mut connection = kiosk.connect(&centre);
    let tables = centre.texts(
        "SELECT c.oid::regclass::text FROM pg_class AS c \
         WHERE relnamespace = 'centre'::regnamespace AND relkind IN ('r', 'p')",
    );
    assert!(tables.len() > 40, "{tables:?}");
    for table in tables {
        let column = centre.texts(&format!(
            "SELECT attname::text FROM pg_attribute \
             WHERE attrelid = '{table}'::regclass AND attnum = 1"
        ));
        let column = &column[0];
        let statements = [
            format!("SELECT * FROM {table}"),
            format!("SELECT count(*) FROM {table}"),
            format!("INSERT INTO {table} DEFAULT VALUES"),
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table}"),
            format!("COPY {table} TO STDOUT"),
            format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"),
            format!("DROP TABLE {table}"),
        ];
        refuse(&centre, &mut connection, NOT_ALLOWED, &statements);
    }
    let functions = centre.texts(
        "SELECT oid::regprocedure::text FROM pg_proc \
         WHERE pronamespace = 'centre'::regnamespace",
    );
    assert!(functions.len() > 20, "{functions:?}");
    let calls: Vec<String> = functions
        .iter()
        .map(|function| {
            let (name, arguments) = function.split_once('(').unwrap();
            let count = arguments.trim_end_matches(')').split(',');
            let count = count.filter(|argument| !argument.is_empty()).count();
            format!("SELECT {name}({})", vec!["NULL"; count].join(", "))
        })
        .collect();
    refuse(&centre, &mut connection, NOT_ALLOWED, &calls);
}

#[test]
fn a_kiosk_becomes_nobody_else_and_makes_nothing() {
    let centre = TestCentre::new();
    let site = centre.site();
    let kiosk = centre.kiosk(site);
    let other = centre.kiosk(site);
    let mut connection = kiosk.connect(&centre);
    let (own, other) = (kiosk.address.login(), other.address.login());
    let statements = [
        "SET ROLE secure_biometric_migrator".to_owned(),
        "SET ROLE secure_biometric_reviewer".to_owned(),
        format!("SET ROLE {other}"),
        "SET SESSION AUTHORIZATION owner".to_owned(),
        format!("SET SESSION AUTHORIZATION {other}"),
        format!("ALTER ROLE {own} SUPERUSER"),
        format!("ALTER ROLE {own} BYPASSRLS"),
        format!("ALTER ROLE {own} CREATEROLE"),
        format!("ALTER ROLE {own} RENAME TO owner2"),
        format!("ALTER ROLE {other} PASSWORD 'mine'"),
        format!("GRANT secure_biometric_migrator TO {own}"),
        format!("GRANT secure_biometric_reviewer TO {own}"),
        format!("GRANT {other} TO {own}"),
        "CREATE ROLE another LOGIN".to_owned(),
        "CREATE TABLE mine (a int)".to_owned(),
        "CREATE TABLE kiosk.mine (a int)".to_owned(),
        "CREATE TABLE centre.mine (a int)".to_owned(),
        "CREATE TABLE public.mine (a int)".to_owned(),
        "CREATE TEMPORARY TABLE mine (a int)".to_owned(),
        "CREATE SCHEMA mine".to_owned(),
        "CREATE FUNCTION kiosk.mine() RETURNS int LANGUAGE sql RETURN 1".to_owned(),
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql RETURN 1".to_owned(),
        "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql RETURN 1".to_owned(),
        "ALTER FUNCTION kiosk.found_site() SECURITY INVOKER".to_owned(),
        "ALTER FUNCTION kiosk.found_site() SET search_path = public".to_owned(),
        "DROP FUNCTION kiosk.found_site()".to_owned(),
        "CREATE DATABASE mine".to_owned(),
        "CREATE EXTENSION pgcrypto".to_owned(),
        "COPY (SELECT 1) TO PROGRAM 'id'".to_owned(),
        "COPY (SELECT 1) TO '/tmp/of-a-kiosk'".to_owned(),
        "SELECT pg_read_file('postgresql.conf')".to_owned(),
        "SELECT * FROM pg_authid".to_owned(),
        "SELECT * FROM pg_statistic".to_owned(),
        "SELECT pg_reload_conf()".to_owned(),
        "SELECT lo_import('/etc/passwd')".to_owned(),
        "SELECT lo_create(0)".to_owned(),
        "SELECT lo_creat(-1)".to_owned(),
        "SELECT lo_from_bytea(0, 'x')".to_owned(),
        "ALTER SYSTEM SET log_statement = 'none'".to_owned(),
        "SET log_statement = 'none'".to_owned(),
        "SET session_replication_role = replica".to_owned(),
    ];
    // Undefined object, no schema to make it in, no such parameter for them,
    // or not for anybody.
    let states = &["42501", "42704", "3F000", "42883", "42P01", "0A000"];
    refuse(&centre, &mut connection, states, &statements);
    let mut another = centre.connect_owner();
    let pid: i32 = centre
        .wait(sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut another))
        .unwrap();
    let ending = [format!("SELECT pg_terminate_backend({pid})")];
    refuse(&centre, &mut connection, NOT_ALLOWED, &ending);
}

#[test]
fn a_kiosk_sees_and_changes_its_own_site_alone() {
    let centre = TestCentre::new();
    let (ours, theirs) = (centre.kiosk(centre.site()), centre.kiosk(centre.site()));
    let id = Uuid::now_v7();
    let record = person(id, 7, "of the first site");
    centre
        .wait(ours.centre.push_records(RecordKind::Person, &[record]))
        .unwrap();
    let template = of_person(id, "a face");
    centre
        .wait(ours.centre.push_records(RecordKind::Template, &[template]))
        .unwrap();
    let told = session(Some(id), "a session");
    centre.wait(ours.centre.push_sessions(&[told])).unwrap();
    let pull = |centre: Centre, kind| async move {
        let page = centre.pull_records(kind, Cursor::default(), 100).await;
        page.unwrap()
    };
    let seen = centre.pull_all(1, |_| pull(ours.again(), RecordKind::Person));
    assert_eq!(seen.len(), 1);
    for kind in RecordKind::ALL {
        let seen = centre.wait(pull(theirs.again(), kind));
        assert_eq!(seen.rows, [], "{kind:?}");
    }
    // The same id at another site is another person: neither a version nor a
    // tombstone of theirs touches ours.
    let record = person(id, 9, "of the second site");
    centre
        .wait(theirs.centre.push_records(RecordKind::Person, &[record]))
        .unwrap();
    let mut connection = theirs.connect(&centre);
    centre
        .wait(connection.execute(AssertSqlSafe(format!(
            "SELECT kiosk.push_tombstones('{{{id}}}', '{{1}}')"
        ))))
        .unwrap();
    assert_eq!(centre.count("SELECT count(*) FROM centre.people"), 1);
    assert_eq!(centre.count("SELECT version FROM centre.people"), 7);
    assert_eq!(centre.count("SELECT count(*) FROM centre.templates"), 1);
    let kept = "SELECT count(*) FROM centre.sessions WHERE sealed IS NOT NULL";
    assert_eq!(centre.count(kept), 1);
}

#[test]
fn a_function_that_forgets_the_site_is_held_back_by_row_security() {
    let centre = TestCentre::new();
    let (ours, theirs) = (centre.kiosk(centre.site()), centre.kiosk(centre.site()));
    let record = person(Uuid::now_v7(), 1, "one");
    centre
        .wait(ours.centre.push_records(RecordKind::Person, &[record]))
        .unwrap();
    let ours_site = centre.texts("SELECT site_id::text FROM centre.people");
    centre.run(&format!(
        "SET ROLE secure_biometric_migrator;
         CREATE FUNCTION kiosk.forgetful() RETURNS bigint LANGUAGE sql SECURITY DEFINER
             AS 'SELECT count(*) FROM centre.people';
         CREATE FUNCTION kiosk.deleting() RETURNS void LANGUAGE sql SECURITY DEFINER
             AS 'DELETE FROM centre.people';
         CREATE FUNCTION kiosk.planting() RETURNS void LANGUAGE sql SECURITY DEFINER
             AS $$ INSERT INTO centre.operators (site_id, id, version, hash, sealed, kiosk_id)
                   SELECT '{}', '{}', 1, sha256(''), 'x', gen_random_uuid() $$;
         GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA kiosk TO secure_biometric_kiosk;",
        ours_site[0],
        Uuid::now_v7(),
    ));
    let seen = |url: &mut PgConnection| -> i64 {
        let count = sqlx::query_scalar("SELECT kiosk.forgetful()");
        centre.wait(count.fetch_one(url)).unwrap()
    };
    let mut connection = theirs.connect(&centre);
    assert_eq!(seen(&mut connection), 0);
    assert_eq!(seen(&mut ours.connect(&centre)), 1);
    let deleted = connection.execute("SELECT kiosk.deleting()");
    centre.wait(deleted).unwrap();
    assert_eq!(seen(&mut ours.connect(&centre)), 1);
    let planting = ["SELECT kiosk.planting()".to_owned()];
    refuse(&centre, &mut connection, NOT_ALLOWED, &planting);
    // Switching it off for oneself only makes what it would hide an error.
    let off = connection.execute("SET row_security = off");
    centre.wait(off).unwrap();
    let forgetful = ["SELECT kiosk.forgetful()".to_owned()];
    refuse(&centre, &mut connection, NOT_ALLOWED, &forgetful);
}

#[test]
fn a_call_in_an_older_snapshot_is_refused() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let mut connection = kiosk.connect(&centre);
    for level in ["REPEATABLE READ", "SERIALIZABLE"] {
        let begin = format!("BEGIN ISOLATION LEVEL {level}");
        centre
            .wait(connection.execute(AssertSqlSafe(begin)))
            .unwrap();
        let call = ["SELECT kiosk.push_tombstones('{}', '{}')".to_owned()];
        refuse(&centre, &mut connection, &["SB004"], &call);
        centre.wait(connection.execute("ROLLBACK")).unwrap();
    }
}

#[test]
fn a_disabled_kiosk_and_an_unknown_login_are_refused() {
    let centre = TestCentre::new();
    let site = centre.site();
    let (kiosk, other) = (centre.kiosk(site), centre.kiosk(site));
    let mut administration = centre.administration();
    centre.wait(administration.disable(site, kiosk.id)).unwrap();
    // On a connection that was open, and on a new one.
    for centre_of_kiosk in [&kiosk.centre, &kiosk.again()] {
        let refused = centre.wait(centre_of_kiosk.push_sessions(&[session(None, "x")]));
        assert_eq!(refused, Err(CentralError::Disabled));
    }
    assert!(centre.wait(other.centre.greeting()).is_ok());
    // A member of the kiosks' role that no site knows.
    let login = format!("nobody_{}", centre.name);
    centre.run(&format!(
        "CREATE ROLE {login} LOGIN PASSWORD 'x' IN ROLE secure_biometric_kiosk"
    ));
    let mut connection = centre.connect(&Cluster::get().url(&login, "x", &centre.name));
    let calls = [
        "SELECT kiosk.hello(1)".to_owned(),
        "SELECT kiosk.pull_tombstones(0, 0, 1)".to_owned(),
    ];
    refuse(&centre, &mut connection, &["SB001"], &calls);
    // Nor is the owner one: what is done there is done knowingly.
    let mut owner = centre.connect(&Cluster::get().url("owner", PASSWORD, &centre.name));
    refuse(&centre, &mut owner, &["SB001"], &calls);
}

#[test]
fn a_reviewer_reads_what_reviewers_may_of_their_sites_and_changes_nothing() {
    let centre = TestCentre::new();
    let (site, other_site) = (centre.site(), centre.site());
    let (kiosk, other) = (centre.kiosk(site), centre.kiosk(other_site));
    for kiosk in [&kiosk, &other] {
        let id = Uuid::now_v7();
        centre
            .wait(kiosk.centre.push_sessions(&[session(Some(id), "x")]))
            .unwrap();
        let person = person(id, 1, "x");
        centre
            .wait(kiosk.centre.push_records(RecordKind::Person, &[person]))
            .unwrap();
        let operator = of_nobody("x");
        centre
            .wait(kiosk.centre.push_records(RecordKind::Operator, &[operator]))
            .unwrap();
    }
    let login = format!("reviewer_{}", centre.name);
    centre.run(&format!("CREATE ROLE {login} LOGIN PASSWORD 'x'"));
    let mut administration = centre.administration();
    centre
        .wait(administration.add_reviewer(&login, site))
        .unwrap();
    let mut connection = centre.connect(&Cluster::get().url(&login, "x", &centre.name));
    for (table, there) in [("sites", 1), ("kiosks", 1), ("sessions", 1), ("tokens", 0)] {
        let count = AssertSqlSafe(format!("SELECT count(*) FROM centre.{table}"));
        let seen: i64 = centre
            .wait(sqlx::query_scalar(count).fetch_one(&mut connection))
            .unwrap();
        assert_eq!(seen, there, "{table}");
    }
    let sites: Vec<Uuid> = centre
        .wait(sqlx::query_scalar("SELECT site_id FROM centre.sessions").fetch_all(&mut connection))
        .unwrap();
    assert_eq!(sites, [site]);
    // The same by the way that commands take.
    let url = Cluster::get().url(&login, "x", &centre.name);
    let address = CentreAddress::parse(&url, Transport::Verified).unwrap();
    let mut reviewing = centre.wait(Reviewing::open(address)).unwrap();
    let all = ReviewWanted::default();
    let seen = centre.wait(reviewing.sessions(&all, 10)).unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].site, seen[0].kiosk), (site, kiosk.id));
    let kiosks = centre.wait(reviewing.by_kiosk(&all)).unwrap();
    assert_eq!(kiosks.keys().copied().collect::<Vec<_>>(), [kiosk.id]);
    let before = ReviewWanted {
        until: Some(Timestamp(0)),
        ..ReviewWanted::default()
    };
    assert_eq!(centre.wait(reviewing.sessions(&before, 10)).unwrap(), []);
    let statements = [
        "SELECT * FROM centre.people",
        "SELECT * FROM centre.templates",
        "SELECT * FROM centre.consents",
        "SELECT * FROM centre.operators",
        "SELECT * FROM centre.lost_versions",
        "SELECT * FROM centre.join_codes",
        "SELECT * FROM centre.logins",
        "SELECT wrapped_key FROM centre.kiosks",
        "SELECT * FROM centre.sessions_other",
        "DELETE FROM centre.sessions",
        "UPDATE centre.sessions SET decision = 'verified'",
        "UPDATE centre.alarms SET times = 0",
        "SELECT kiosk.hello(1)",
        "SET ROLE secure_biometric_migrator",
        "CREATE TEMPORARY TABLE mine (a int)",
    ]
    .map(str::to_owned);
    refuse(&centre, &mut connection, NOT_ALLOWED, &statements);
    // A kiosk is made no reviewer by mistake.
    let refused = administration.add_reviewer(kiosk.address.login(), other_site);
    assert!(matches!(centre.wait(refused), Err(CentralError::Misuse(_))));
}
