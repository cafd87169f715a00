//! What somebody finds who has taken the centre's whole database away.

use std::process::Command;

use secure_biometric::domain::{Secret, SessionKind};
use secure_biometric::store::{SessionRecord, StoreError};

use crate::cluster::{Cluster, PASSWORD, programs};
use crate::database::TestCentre;
use crate::site::Site;
use crate::store_support::{embedding, enrolment, session};

#[test]
fn no_dump_of_the_centre_shows_a_name_a_badge_or_a_face() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let kiosk = site.kiosk();
    let mut ada = enrolment("QX-7731942", "Ada Lovelace", 3);
    ada.session.claim = Some("QX-7731942".parse().unwrap());
    let id = ada.person.id;
    centre.wait(async {
        kiosk.store.enrol(&ada).await.unwrap();
        let pin = Secret::new("$argon2id$pin-canary".to_owned());
        let set = kiosk.store.set_pin(id, &pin, |_| Ok::<_, StoreError>(()));
        set.await.unwrap();
        let verified = secure_biometric::domain::Session {
            person: Some(id),
            ..session(SessionKind::Verification, 5_000)
        };
        let record = SessionRecord::of(&verified);
        kiosk.store.record_session(&record).await.unwrap();
    });
    let round = site.round(&kiosk);
    assert_eq!(round.refused, 0);
    let cluster = Cluster::get();
    let dump = Command::new(programs().join("pg_dump"))
        .args(["-h", cluster.folder.to_str().unwrap()])
        .args(["-p", &cluster.port.to_string(), "-U", "owner"])
        .args(["--no-password", &centre.name])
        .env("PGPASSWORD", PASSWORD)
        .output()
        .unwrap();
    assert!(dump.status.success(), "{dump:?}");
    let dump = dump.stdout;
    let found = |wanted: &[u8]| dump.windows(wanted.len()).any(|window| window == wanted);
    // Bytes are dumped as hexadecimal digits.
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    // It is all there: whose ids can be read is who was sent.
    assert!(found(id.0.to_string().as_bytes()));
    assert!(found(ada.templates[0].id.0.to_string().as_bytes()));
    for canary in [
        "QX-7731942",
        "Ada Lovelace",
        "canary@example.org",
        "department-canary",
        "notice-canary",
        "pin-canary",
        "desk.operator-canary",
        "vouch-canary",
        "camera-canary",
    ] {
        assert!(!found(canary.as_bytes()), "{canary}");
        assert!(!found(hex(canary.as_bytes()).as_bytes()), "{canary}");
    }
    // A face, plain or under whatever transform with these numbers in a row.
    for seed in 30..35 {
        let face = embedding(seed);
        let first = face.values().iter().take(4);
        let bytes: Vec<u8> = first.flat_map(|value| value.to_le_bytes()).collect();
        assert!(!found(hex(&bytes).as_bytes()), "template {seed}");
    }
}
