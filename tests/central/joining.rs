//! A code opens the centre once; the site's key comes from another kiosk.

use std::time::Duration;

use secure_biometric::central::{
    CentralError, Centre, Cursor, Invitation, KioskKeys, KioskState, RecordKind,
};
use secure_biometric::domain::Secret;
use uuid::Uuid;

use crate::cluster::Cluster;
use crate::database::TestCentre;
use crate::rows::session;

const DAY: Duration = Duration::from_secs(86_400);

fn invite(centre: &TestCentre, site: Uuid, valid_for: Duration) -> Invitation {
    let mut administration = centre.administration();
    let invited = administration.invite(site, "Entrance", valid_for);
    centre.wait(invited).unwrap()
}

fn keys(of: u8) -> KioskKeys {
    KioskKeys {
        signing: [of; 32],
        exchange: [of + 1; 32],
    }
}

fn join(centre: &TestCentre, invitation: &Invitation, of: u8) -> Result<Centre, CentralError> {
    let password = Secret::new(format!("password of {of}"));
    centre.wait(Centre::join(
        &centre.owner(),
        &invitation.code,
        &keys(of),
        &password,
    ))
}

#[test]
fn a_code_is_good_once_and_the_password_is_the_kiosks_own_after_it() {
    let centre = TestCentre::new();
    let invitation = invite(&centre, centre.site(), DAY);
    let kiosk = join(&centre, &invitation, 1).unwrap();
    let greeting = centre.wait(kiosk.greeting()).unwrap();
    assert_eq!(greeting.kiosk, invitation.kiosk);
    assert_eq!(greeting.state, KioskState::Waiting);
    // The code is no password any more, for a second kiosk or anybody.
    let again = join(&centre, &invitation, 2);
    assert!(matches!(again, Err(CentralError::WrongPassword { .. })));
    // Nor does the kiosk itself join a second time.
    let address = kiosk.address().clone();
    let mut connection =
        centre.connect(&Cluster::get().url(address.login(), "password%20of%201", &centre.name));
    let joined = sqlx::query("SELECT kiosk.join_site($1, $1)").bind(vec![9_u8; 32]);
    let error = centre.wait(joined.execute(&mut connection)).unwrap_err();
    let state = error.as_database_error().unwrap().code();
    assert_eq!(state.as_deref(), Some("SB005"));
    let kept = "SELECT count(*) FROM centre.kiosks WHERE get_byte(signing_key, 0) = 1";
    assert_eq!(centre.count(kept), 1);
}

#[test]
fn a_code_that_is_too_old_joins_nothing() {
    let centre = TestCentre::new();
    let invitation = invite(&centre, centre.site(), Duration::ZERO);
    let refused = join(&centre, &invitation, 1);
    assert!(matches!(refused, Err(CentralError::CodeUsed)));
    // Whole or not at all: the first password still opens the login, so that
    // who has the code is told why and not that it is wrong.
    let refused = join(&centre, &invitation, 1);
    assert!(matches!(refused, Err(CentralError::CodeUsed)));
}

#[test]
fn a_kiosk_does_nothing_before_it_is_approved_with_the_key_that_was_compared() {
    let centre = TestCentre::new();
    let site = centre.site();
    let first = join(&centre, &invite(&centre, site, DAY), 1).unwrap();
    let waiting = |kiosk: &Centre| {
        let refused = centre.wait(kiosk.push_sessions(&[session(None, "x")]));
        assert_eq!(refused, Err(CentralError::NotApproved));
        let refused = kiosk.pull_records(RecordKind::Person, Cursor::default(), 1);
        assert_eq!(centre.wait(refused), Err(CentralError::NotApproved));
        assert_eq!(
            centre.wait(kiosk.wrapped_key()),
            Err(CentralError::NotApproved)
        );
        assert_eq!(
            centre.wait(kiosk.waiting_kiosks()),
            Err(CentralError::NotApproved)
        );
    };
    waiting(&first);
    centre.wait(first.found_site()).unwrap();
    centre.wait(first.found_site()).unwrap();
    assert_eq!(centre.wait(first.wrapped_key()), Ok(None));

    let invitation = invite(&centre, site, DAY);
    let second = join(&centre, &invitation, 3).unwrap();
    waiting(&second);
    assert_eq!(
        centre.wait(second.found_site()),
        Err(CentralError::SiteFounded)
    );
    let found = centre.wait(first.waiting_kiosks()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kiosk, found[0].keys), (invitation.kiosk, keys(3)));
    // With another key than the one compared, nothing is left for anybody.
    let other_key = keys(7).exchange;
    let swapped = first.approve(invitation.kiosk, &other_key, b"wrapped");
    assert_eq!(centre.wait(swapped), Err(CentralError::NotWaiting));
    // A kiosk of another site approves nobody here.
    let stranger = centre.kiosk(centre.site());
    assert_eq!(
        centre.wait(
            stranger
                .centre
                .approve(invitation.kiosk, &keys(3).exchange, b"wrapped")
        ),
        Err(CentralError::NotWaiting)
    );
    waiting(&second);

    centre
        .wait(first.approve(invitation.kiosk, &keys(3).exchange, b"wrapped"))
        .unwrap();
    let wrapped = centre.wait(second.wrapped_key()).unwrap();
    assert_eq!(wrapped.as_deref(), Some(&b"wrapped"[..]));
    assert_eq!(centre.wait(first.wrapped_key()), Ok(None));
    let greeting = centre.wait(second.greeting()).unwrap();
    assert_eq!(greeting.state, KioskState::Approved);
    assert!(
        centre
            .wait(second.push_sessions(&[session(None, "x")]))
            .is_ok()
    );
    // What was left once isn't replaced.
    assert_eq!(
        centre.wait(first.approve(invitation.kiosk, &keys(3).exchange, b"another")),
        Err(CentralError::NotWaiting)
    );
}

#[test]
fn the_server_never_sees_a_password() {
    let centre = TestCentre::new();
    let invitation = invite(&centre, centre.site(), DAY);
    join(&centre, &invitation, 1).unwrap();
    let log = Cluster::get().log();
    assert!(log.contains("ALTER ROLE CURRENT_USER PASSWORD 'SCRAM-SHA-256$4096:"));
    assert!(
        !log.contains("password of 1"),
        "the kiosk's password was logged"
    );
    let code = invitation.code.password();
    assert!(!log.contains(code.expose()), "the code was logged");
}
