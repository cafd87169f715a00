//! The audit of a kiosk and what its centre knows of it are compared, by the
//! kiosk itself: a database that was put back whole knows nothing of it.

use secure_biometric::domain::{Act, AuditFlaw, Note};
use secure_biometric::store::{AuditFilter, DATABASE_FILE, Store};
use secure_biometric::sync::{AuditAtCentre, Line, check_audit, status};

use crate::cluster::Cluster;
use crate::database::TestCentre;
use crate::proxy::{Fault, Proxy};
use crate::site::{Site, now};
use crate::store_support::open;

async fn act(store: &Store) {
    store.note(&Note::of(Act::SettingsSaved)).await.unwrap();
}

#[test]
fn a_database_that_was_put_back_is_told_by_the_kiosk_itself() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let kiosk = site.kiosk();
    centre.wait(act(&kiosk.store));
    let (_, standing) = centre.wait(check_audit(&kiosk.store, None)).unwrap();
    assert_eq!(standing, AuditAtCentre::Alone, "it was told nothing yet");
    site.round(&kiosk);
    let earlier = kiosk.folder.path().join("earlier");
    centre.wait(kiosk.store.copy_to(&earlier)).unwrap();
    centre.wait(act(&kiosk.store));
    site.round(&kiosk);
    let (check, standing) = centre.wait(check_audit(&kiosk.store, None)).unwrap();
    assert_eq!(standing, AuditAtCentre::Agrees);
    assert_eq!(check.flaws, []);
    assert_eq!(
        centre
            .wait(status(&kiosk.store, now()))
            .unwrap()
            .audit_parted,
        None
    );
    // The file of before, whole and sound in itself, in the place of today's.
    centre.wait(kiosk.store.clone().close());
    for end in ["-wal", "-shm"] {
        let left = kiosk.folder.path().join(format!("{DATABASE_FILE}{end}"));
        let _ = std::fs::remove_file(left);
    }
    std::fs::rename(&earlier, kiosk.folder.path().join(DATABASE_FILE)).unwrap();
    let store = centre.wait(open(kiosk.folder.path()));
    let alone = centre.wait(store.check_audit(None)).unwrap();
    assert_eq!(alone.flaws, [], "it tells nothing by itself");
    // Other acts take the place of those that are gone.
    for _ in 0..5 {
        centre.wait(act(&store));
    }
    let (check, standing) = centre.wait(check_audit(&store, None)).unwrap();
    assert_eq!(standing, AuditAtCentre::Differs);
    let another = |flaw: &AuditFlaw| matches!(flaw, AuditFlaw::AnotherChain { .. });
    assert!(check.flaws.iter().any(another), "{:?}", check.flaws);
    // A head that is well doesn't hide it.
    let head = centre.wait(store.audit_head()).unwrap();
    let (check, _) = centre.wait(check_audit(&store, Some(head))).unwrap();
    assert!(check.flaws.iter().any(another), "{:?}", check.flaws);
    // A round says so, too, and goes on saying it; in the audit it is once.
    let line = centre.wait(Line::of(&store)).unwrap().unwrap();
    for _ in 0..2 {
        centre.wait(line.round(now)).unwrap();
        let told = centre.wait(status(&store, now())).unwrap();
        assert!(told.audit_parted.is_some());
    }
    let parted = AuditFilter {
        acts: vec![Act::AuditParted],
        ..AuditFilter::default()
    };
    let parted = centre.wait(store.audit(&parted)).unwrap();
    assert_eq!(parted.entries.len(), 1);
    // Until somebody has looked at it.
    let verified = Note::of(Act::AuditVerified);
    centre.wait(store.audit_verified(&verified)).unwrap();
    centre.wait(line.round(now)).unwrap();
    let settled = centre.wait(status(&store, now())).unwrap();
    assert_eq!(settled.audit_parted, None);
}

#[test]
fn a_centre_that_is_away_keeps_nobody_from_verifying() {
    let centre = TestCentre::new();
    let site = Site::new(&centre);
    let proxy = Proxy::new(Cluster::get().port, || Fault::None);
    let kiosk = site.kiosk_through(&proxy);
    centre.wait(act(&kiosk.store));
    site.round(&kiosk);
    proxy.set(|| Fault::Refused);
    let (check, standing) = centre.wait(check_audit(&kiosk.store, None)).unwrap();
    assert_eq!((check.flaws, standing), (Vec::new(), AuditAtCentre::Away));
}
