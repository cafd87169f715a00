//! What a kiosk is told when the centre can't be had, and what to do then.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use secure_biometric::central::{CentralError, Centre, CentreAddress, Cursor, Transport};
use secure_biometric::sync::{CentreFault, Line, SyncError, SyncState, status};

use crate::certificate::Expired;
use crate::cluster::{Cluster, PASSWORD};
use crate::database::TestCentre;
use crate::site::{Site, now};
use crate::store_support::enrolment;

fn address(url: &str) -> CentreAddress {
    CentreAddress::parse(url, Transport::Verified).unwrap()
}

/// The URL through the port, where there is TLS.
fn by_port(centre: &TestCentre, host: &str, rest: &str) -> String {
    let (port, name) = (Cluster::get().port, &centre.name);
    format!("postgres://owner:{PASSWORD}@{host}:{port}/{name}?{rest}")
}

#[test]
fn wrong_passwords_logins_and_databases_are_told_apart_from_nobody_there() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let login = kiosk.address.login();
    let ask = |url: &str| centre.wait(Centre::new(address(url)).greeting());
    let wrong = Cluster::get().url(login, "not-the-password", &centre.name);
    let error = ask(&wrong).unwrap_err();
    assert!(
        matches!(error, CentralError::WrongPassword { .. }),
        "{error}"
    );
    assert!(!error.may_pass());
    assert!(!format!("{error} {error:?}").contains("not-the-password"));
    let unknown = Cluster::get().url("nobody", "x", &centre.name);
    let error = ask(&unknown).unwrap_err();
    assert!(
        matches!(error, CentralError::WrongPassword { .. }),
        "{error}"
    );
    let elsewhere = Cluster::get().url("owner", PASSWORD, "nowhere");
    let error = ask(&elsewhere).unwrap_err();
    assert!(matches!(error, CentralError::NoDatabase { .. }), "{error}");
    // Nobody listens there.
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let error = ask(&format!("postgres://{login}@127.0.0.1:{port}/x")).unwrap_err();
    assert!(matches!(error, CentralError::Unreachable { .. }), "{error}");
    assert!(error.may_pass());
    assert!(error.to_string().contains("check the network"), "{error}");
}

#[test]
fn a_server_that_takes_connections_and_says_nothing_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let started = Instant::now();
    let centre = Centre::new(address(&format!("postgres://x@127.0.0.1:{port}/x")));
    let error = crate::database::runtime()
        .block_on(centre.pull_tombstones(Cursor::default(), 1))
        .unwrap_err();
    assert!(matches!(error, CentralError::Unreachable { .. }), "{error}");
    assert!(started.elapsed() < Duration::from_secs(15));
}

#[test]
fn versions_that_do_not_understand_each_other_say_who_is_older() {
    let centre = TestCentre::new();
    let kiosk = centre.kiosk(centre.site());
    let greet = || centre.wait(kiosk.again().greeting());
    assert!(greet().is_ok());
    // Newer, but still serving kiosks like this one.
    centre.run("UPDATE centre.about SET contract = 6");
    assert!(greet().is_ok());
    centre.run("UPDATE centre.about SET oldest_contract = 5");
    let error = greet().unwrap_err();
    assert_eq!(error, CentralError::KioskTooOld);
    assert!(error.to_string().contains("everything is kept"), "{error}");
    centre.run("UPDATE centre.about SET oldest_contract = 0, contract = 0");
    assert_eq!(greet(), Err(CentralError::CentreTooOld));
    // A database that was never migrated.
    let empty = TestCentre::empty("never_migrated");
    let greeting = empty.wait(Centre::new(empty.owner()).greeting());
    assert_eq!(greeting, Err(CentralError::CentreTooOld));
}

#[test]
fn tls_is_verified_to_the_name_and_to_the_day() {
    let centre = TestCentre::new();
    let authority = Cluster::get().folder.join("authority.crt");
    let known = format!("sslmode=verify-full&sslrootcert={}", authority.display());
    // The superuser is let in; that it is no kiosk shows that it came so far.
    let ask = |host: &str, rest: &str| {
        let url = by_port(&centre, host, rest);
        centre.wait(Centre::new(address(&url)).greeting())
    };
    assert_eq!(ask("localhost", &known), Err(CentralError::NotAKiosk));
    // An authority that this machine doesn't know; another name.
    for (host, rest) in [("localhost", "sslmode=verify-full"), ("127.0.0.1", &known)] {
        let error = ask(host, rest).unwrap_err();
        assert!(matches!(error, CentralError::Untrusted { .. }), "{error:?}");
        assert!(!error.may_pass());
        assert!(error.to_string().contains("sslrootcert"), "{error}");
    }
    // Expired.
    let port = Expired::start().port;
    let url = format!("postgres://owner:{PASSWORD}@localhost:{port}/x?{known}");
    let error = centre.wait(Centre::new(address(&url)).greeting());
    is_expired(&error.unwrap_err());
}

fn is_expired(error: &CentralError) {
    assert!(matches!(error, CentralError::Untrusted { .. }), "{error:?}");
    let said = error.to_string();
    assert!(said.to_lowercase().contains("expired"), "{said}");
    assert!(said.contains("; renew the centre's certificate"), "{said}");
}

#[test]
fn a_round_with_an_expired_certificate_says_what_to_do_and_everything_waits() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let kiosk = site.kiosk_at(Expired::start().port);
    let ada = enrolment("10427", "Ada Lovelace", 3);
    centre.wait(kiosk.store.enrol(&ada)).unwrap();
    let waits = || centre.wait(status(&kiosk.store, now())).unwrap();
    let before = waits().waiting();
    assert!(before > 0);
    for _ in 0..2 {
        let error = centre.wait(kiosk.line.round(now)).unwrap_err();
        let SyncError::Central(why) = &error else {
            panic!("{error:?}");
        };
        is_expired(why);
        // No pause is long enough: somebody has to do something.
        assert_eq!(error.fault(), Some(CentreFault::Untrusted));
        assert!(!error.may_pass() && !error.is_offline());
    }
    assert_eq!(
        (waits().waiting(), waits().state),
        (before, SyncState::Behind)
    );
    assert_eq!(centre.count("SELECT count(*) FROM centre.people"), 0);
    // Renewed: it goes on where it was.
    let mut membership = centre.wait(kiosk.store.membership()).unwrap().unwrap();
    membership.url = Cluster::get().url_at(Cluster::get().port, "nobody", "", &centre.name);
    centre.wait(kiosk.store.join_centre(&membership)).unwrap();
    let line = centre.wait(Line::of(&kiosk.store)).unwrap().unwrap();
    centre.wait(line.round(now)).unwrap();
    assert_eq!(waits().waiting(), 0);
    assert_eq!(centre.count("SELECT count(*) FROM centre.people"), 1);
}
