//! Sessions, tables and receipts written to files at the window; the files are
//! as the commands write and check them, and the audit says who got them.

use std::path::PathBuf;

use secure_biometric::domain::{Act, PersonState, SessionKind};
use secure_biometric::store::{SessionRecord, wall_clock};

use crate::hands::Hands;
use crate::kiosk::Kiosk;
use crate::made_up::{block_on, face, session};
use crate::rows::{acts, put, store};
use crate::support::{ADMINISTRATOR, FRONT_DESK, REVIEWER, Site};

const WHY: &str = "Why it is needed";

/// The files that were written so far.
fn written(kiosk: &Kiosk) -> Vec<PathBuf> {
    let Ok(files) = std::fs::read_dir(kiosk.site.path("exports")) else {
        return Vec::new();
    };
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// A place where Eileen was verified by her face.
fn verified() -> Site {
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    block_on(async {
        let store = store(&site).await;
        let badge = "10427".parse().unwrap();
        let person = store.person_by_badge(&badge).await.unwrap().unwrap();
        let mut visit = session(SessionKind::Verification, wall_clock().0 - 1_000);
        visit.person = Some(person.id);
        visit.operator = None;
        store
            .record_session(&SessionRecord::of(&visit))
            .await
            .unwrap();
        assert!(store.add_reconstruction(visit.id, &face(7)).await.unwrap());
        store.close().await;
    });
    site
}

#[test]
fn a_reviewer_writes_a_session_and_the_list_to_files_and_says_why() {
    for hands in Hands::ALL {
        writes_sessions(hands);
    }
}

fn writes_sessions(hands: Hands) {
    println!("by {hands:?}");
    let mut kiosk = Kiosk::open(verified());
    kiosk.hands = hands;
    kiosk.sign_in(REVIEWER);
    kiosk.press_line("Sessions");
    kiosk.sees("2 sessions, newest first.");
    kiosk.press_line("Verified, The face matched");
    kiosk.sees("stands as it was written");
    kiosk.press("This session to a file");
    assert!(kiosk.is_grey("Write the file"), "nobody said why");
    kiosk.press("Face as a mesh, for viewers (GLB)");
    kiosk.press("An incident is looked into");
    kiosk.press("Write the file");
    kiosk.sees("The file is in ");
    // Another file is for another reason.
    assert!(kiosk.is_grey("Write the file"));
    kiosk.press("Report, a page for a browser");
    kiosk.write(WHY, "The person asked for it");
    kiosk.press("Write the file");
    kiosk.wait(crate::kiosk::PATIENCE, "both are written", |kiosk| {
        written(kiosk).len() == 2
    });
    kiosk.press("Cancel");
    kiosk.sees("stands as it was written");
    // Who got it stands with the session at once.
    kiosk.sees("An incident is looked into");
    kiosk.press("To the list");
    kiosk.press("The list to a file");
    kiosk.sees("of all sessions that are listed: 2");
    kiosk.write(WHY, "Thresholds");
    kiosk.press("Write the file");
    kiosk.sees("The file is in ");
    let [mesh, report, table] = &written(&kiosk)[..] else {
        panic!("{:?}", written(&kiosk));
    };
    assert!(std::fs::read(mesh).unwrap().starts_with(b"glTF"));
    let report = std::fs::read_to_string(report).unwrap();
    assert!(report.starts_with("<!doctype html>") && !report.contains("10427"));
    let table = std::fs::read_to_string(table).unwrap();
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(!table.contains("10427"), "badges weren't asked for");
    assert_eq!(acts(&kiosk.site, Act::SessionExported), 3);
    assert_eq!(acts(&kiosk.site, Act::SessionsListed), 1);
}

#[test]
fn an_erasure_is_looked_at_and_its_receipt_written_and_checked() {
    for hands in Hands::ALL {
        checks_a_receipt(hands);
    }
}

fn checks_a_receipt(hands: Hands) {
    println!("by {hands:?}");
    let site = Site::with_operators();
    put(&site, "10427", "Eileen Collins", PersonState::Active);
    site.remove("10427").expect(0);
    let mut kiosk = Kiosk::open(site);
    kiosk.hands = hands;
    kiosk.sign_in(ADMINISTRATOR);
    kiosk.press_line("Audit");
    kiosk.press("Erasures");
    kiosk.press_line("They asked for it");
    kiosk.sees(ADMINISTRATOR.name);
    kiosk.sees(FRONT_DESK.name);
    kiosk.press("Receipt to a file");
    kiosk.sees("The signed receipt: ");
    let [file] = &written(&kiosk)[..] else {
        panic!("{:?}", written(&kiosk));
    };
    let check = ["people", "check-receipt", file.to_str().unwrap()];
    let said = kiosk.site.run(&check).expect(0);
    let receipt = std::fs::read_to_string(file).unwrap();
    let field = "A receipt to check: paste or scan it";
    kiosk.write(field, receipt.trim());
    kiosk.press("Check this receipt");
    kiosk.sees("This receipt is genuine");
    kiosk.sees(said["iss"].as_str().unwrap());
    let changed = receipt.trim().replacen("eyJ", "eyK", 1);
    kiosk.write(field, &changed);
    kiosk.press("Check this receipt");
    kiosk.sees("This receipt doesn't count here.");
    assert_eq!(acts(&kiosk.site, Act::ReceiptWritten), 1);
    kiosk.leave("Back");
    kiosk.sees("Check the audit");
}
