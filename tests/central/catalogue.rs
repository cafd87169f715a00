//! Rules of the schema that Postgres's own catalogue can be asked about, so
//! that the next table or function can't forget them.

use crate::database::TestCentre;

/// What each query finds must not be there.
const NEVER: [(&str, &str); 9] = [
    (
        "a table without row security that is forced upon its owner",
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'centre'::regnamespace \
         AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity) \
         AND relname NOT IN ('about', 'applied_migrations')",
    ),
    (
        "a view, which would read as its owner",
        "SELECT relname::text FROM pg_class WHERE relkind IN ('v', 'm') \
         AND relnamespace IN ('centre'::regnamespace, 'kiosk'::regnamespace)",
    ),
    (
        "a function for kiosks that runs as its caller or looks names up along the caller's path",
        "SELECT proname::text FROM pg_proc WHERE pronamespace = 'kiosk'::regnamespace \
         AND NOT (prosecdef AND 'search_path=pg_catalog, pg_temp' = ANY (proconfig))",
    ),
    (
        "a function for kiosks that takes a site, a kiosk's own id or a login",
        "SELECT proname::text FROM pg_proc WHERE pronamespace = 'kiosk'::regnamespace \
         AND EXISTS (SELECT FROM unnest(proargnames[1:pronargs]) AS name \
             WHERE name ~ 'site|login|^me$|kiosk')",
    ),
    (
        "a function for kiosks that doesn't ask who calls",
        "SELECT proname::text FROM pg_proc WHERE pronamespace = 'kiosk'::regnamespace \
         AND prosrc !~ 'centre.caller := centre.caller\\((true|false)\\)'",
    ),
    (
        "a function that everybody may run",
        "SELECT proname::text FROM pg_proc \
         WHERE pronamespace IN ('centre'::regnamespace, 'kiosk'::regnamespace) \
         AND has_function_privilege('public', oid, 'EXECUTE')",
    ),
    (
        "something that the migrator doesn't own",
        "SELECT relname::text FROM pg_class \
         WHERE relnamespace IN ('centre'::regnamespace, 'kiosk'::regnamespace) \
         AND relowner <> 'secure_biometric_migrator'::regrole \
         UNION ALL SELECT proname::text FROM pg_proc \
         WHERE pronamespace IN ('centre'::regnamespace, 'kiosk'::regnamespace) \
         AND proowner <> 'secure_biometric_migrator'::regrole",
    ),
    (
        "a right of kiosks on a table",
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'centre'::regnamespace \
         AND relkind IN ('r', 'p') AND has_table_privilege('secure_biometric_kiosk', oid, \
             'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')",
    ),
    (
        "a key that doesn't begin with the site",
        "SELECT conrelid::regclass::text FROM pg_constraint JOIN pg_attribute \
         ON attrelid = conrelid AND attnum = conkey[1] \
         WHERE contype = 'p' AND connamespace = 'centre'::regnamespace \
         AND attname <> 'site_id' AND conrelid NOT IN ('centre.sites'::regclass, \
             'centre.logins'::regclass, 'centre.about'::regclass, \
             'centre.applied_migrations'::regclass)",
    ),
];

#[test]
fn the_schema_keeps_its_rules() {
    let centre = TestCentre::new();
    for (what, query) in NEVER {
        assert_eq!(centre.texts(query), [""; 0], "there is {what}");
    }
}

#[test]
fn planted_breaches_are_found() {
    let centre = TestCentre::new();
    centre.run(
        "SET ROLE secure_biometric_migrator;
         CREATE TABLE centre.careless (id int PRIMARY KEY);
         CREATE VIEW centre.leak AS SELECT * FROM centre.people;
         CREATE FUNCTION kiosk.careless(site uuid) RETURNS int LANGUAGE sql RETURN 1;
         GRANT EXECUTE ON FUNCTION kiosk.careless TO PUBLIC;
         GRANT SELECT ON centre.careless TO secure_biometric_kiosk;
         RESET ROLE;
         CREATE TABLE centre.of_another (site_id int PRIMARY KEY);",
    );
    for (what, query) in NEVER {
        assert_ne!(centre.texts(query), [""; 0], "not found: {what}");
    }
}

#[test]
fn nobody_owns_or_passes_by_row_security() {
    let centre = TestCentre::new();
    let strong = "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'secure_biometric%' \
                  AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb)";
    assert_eq!(centre.texts(strong), [""; 0]);
}
