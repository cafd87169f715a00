//! However bad the line: nothing is lost by it and nothing doubled. What is
//! at the kiosk and what is at the centre are compared by id and hash.
//! `make soak` does the same for longer: `SOAK_ROWS`, `SOAK_CUTS`, `SOAK_AWAY`.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use secure_biometric::central::{CentralError, SessionRow};
use secure_biometric::domain::{
    Decision, Outgoing, Reason, SessionKind, Shared, Source, Timestamp,
};
use secure_biometric::store::{JoinedCentre, Store};
use secure_biometric::sync::{Line, SyncError, SyncState, status};
use tempfile::TempDir;
use uuid::Uuid;

use crate::cluster::Cluster;
use crate::database::TestCentre;
use crate::proxy::{Fault, Proxy};
use crate::store_support::{enrolment, open, session};
use secure_biometric::domain::Secret;

fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

/// How much of it, unless a longer run was asked for.
pub fn from_environment(name: &str, otherwise: u64) -> u64 {
    let named = std::env::var(name).ok();
    named.map_or(otherwise, |number| number.parse().unwrap())
}

/// A kiosk whose line to the centre goes through a proxy.
struct Kiosk {
    store: Store,
    line: Line,
    folder: TempDir,
    membership: JoinedCentre,
}

fn kiosk(centre: &TestCentre, proxy: &Proxy) -> Kiosk {
    let site = centre.site();
    let at_centre = centre.kiosk(site);
    let membership = JoinedCentre {
        url: Cluster::get().url_at(proxy.port, "nobody", "", &centre.name),
        ..at_centre.membership(centre, site)
    };
    let folder = TempDir::new().unwrap();
    centre.wait(async {
        let store = open(folder.path()).await;
        store.keep_sharing_key(&Secret::new([9; 32])).await.unwrap();
        store.join_centre(&membership).await.unwrap();
        let line = Line::of(&store).await.unwrap().unwrap();
        Kiosk {
            store,
            line,
            folder,
            membership,
        }
    })
}

async fn fill(store: &Store, sessions: u64) {
    let decided = |number: u64| session(SessionKind::Verification, number.cast_signed());
    let decided: Vec<_> = (0..sessions).map(decided).collect();
    for some in decided.chunks(200) {
        store.record_sessions(some).await.unwrap();
    }
}

/// What of the sessions waits at the kiosk: id and hash.
async fn waiting(store: &Store) -> BTreeMap<Uuid, Vec<u8>> {
    let sharing = store.sharing().await.unwrap().unwrap();
    let all = store
        .outgoing(&sharing, Shared::Session, (0, u32::MAX))
        .await;
    let rows = all.unwrap().things.into_iter().map(|(_, outgoing)| {
        let Outgoing::Session(session) = outgoing else {
            panic!("not a session");
        };
        let row = SessionRow {
            id: session.id,
            kind: SessionKind::parse(&session.words[0]).unwrap(),
            decision: Decision::parse(&session.words[1]).unwrap(),
            reason: Reason::parse(&session.words[2]).unwrap(),
            source: Source::parse(&session.words[3]).unwrap(),
            person: session.person,
            sealed: session.sealed,
        };
        (row.id.0, row.hash().to_vec())
    });
    rows.collect()
}

/// What of the sessions is at the centre.
fn arrived(centre: &TestCentre) -> BTreeMap<Uuid, Vec<u8>> {
    let mut connection = centre.connect_owner();
    let query = sqlx::query_as::<_, (Uuid, Vec<u8>)>("SELECT id, hash FROM centre.sessions");
    let rows = centre.wait(query.fetch_all(&mut connection)).unwrap();
    rows.into_iter().collect()
}

#[test]
pub fn a_line_that_is_cut_at_random_loses_nothing_and_doubles_nothing() {
    let rows = from_environment("SOAK_ROWS", 1_000);
    let cuts = from_environment("SOAK_CUTS", 20);
    let centre = TestCentre::new();
    let mut random = fastrand::Rng::with_seed(7);
    let portion = rows / cuts;
    // A login takes some 6,000 bytes, a session 2,000 on its way.
    let most = 8_000 + portion * 2_500;
    let proxy = Proxy::new(Cluster::get().port(), move || match random.bool() {
        true => Fault::CutAfter(random.u64(..most)),
        false => Fault::AnswerLostAfter(random.u64(3_000..8_000)),
    });
    let kiosk = kiosk(&centre, &proxy);
    let mut expected = BTreeMap::new();
    let mut broken = 0_u64;
    let mut filled = 0_u64;
    while proxy.cuts.load(Ordering::Relaxed) < cuts || filled < rows {
        if filled < rows {
            let person = enrolment(
                &format!("1{filled:06}"),
                "Ada",
                3 + u16::try_from(filled % 50).unwrap(),
            );
            centre.wait(kiosk.store.enrol(&person)).unwrap();
            centre.wait(fill(&kiosk.store, portion - 1));
            filled += portion;
            expected.append(&mut centre.wait(waiting(&kiosk.store)));
        }
        match centre.wait(kiosk.line.round(now)) {
            Ok(_) => centre.wait(kiosk.line.centre().close()),
            Err(error) => {
                assert!(error.is_offline(), "{error}");
                broken += 1;
            }
        }
    }
    proxy.set(|| Fault::None);
    while !centre.wait(kiosk.store.backlog()).unwrap().is_empty() {
        centre.wait(kiosk.line.centre().close());
        centre.wait(kiosk.line.round(now)).unwrap();
    }
    assert!(broken >= cuts / 2, "{broken} of {cuts}");
    assert_eq!(expected.len() as u64, filled);
    assert_eq!(arrived(&centre), expected);
    println!(
        "{cuts} cuts broke {broken} rounds; {filled} sessions are the same on both sides by id and hash"
    );
    let people = filled / portion;
    for (table, count) in [
        ("people", people),
        ("consents", people),
        ("templates", people * 5),
    ] {
        let there = centre.count(&format!("SELECT count(*) FROM centre.{table}"));
        assert_eq!(there.unsigned_abs(), count, "{table}");
    }
    assert_eq!(centre.count("SELECT count(*) FROM centre.alarms"), 0);
    assert_eq!(centre.count("SELECT count(*) FROM centre.lost_versions"), 0);
}

#[test]
pub fn a_centre_that_is_away_is_waited_for_and_work_goes_on() {
    let centre = TestCentre::new();
    let proxy = Proxy::new(Cluster::get().port(), || Fault::None);
    let kiosk = kiosk(&centre, &proxy);
    centre.wait(kiosk.line.round(now)).unwrap();
    proxy.set(|| Fault::Refused);
    centre.wait(kiosk.line.centre().close());
    let rows = from_environment("SOAK_AWAY", 500);
    centre.wait(fill(&kiosk.store, rows));
    for _ in 0..3 {
        let error = centre.wait(kiosk.line.round(now)).unwrap_err();
        assert!(error.is_offline() && error.may_pass(), "{error}");
    }
    let behind = centre.wait(status(&kiosk.store, now())).unwrap();
    assert_eq!(behind.state, SyncState::Behind);
    assert_eq!(behind.backlog[0].waiting, rows);
    assert!(behind.backlog[0].oldest.is_some());
    let expected = centre.wait(waiting(&kiosk.store));
    // Another process takes over where this one was ended.
    let Kiosk { store, folder, .. } = kiosk;
    centre.wait(store.close());
    proxy.set(|| Fault::None);
    centre.wait(async {
        let store = open(folder.path()).await;
        let line = Line::of(&store).await.unwrap().unwrap();
        let begun = Instant::now();
        assert_eq!(line.round(now).await.unwrap().sent, rows);
        let took = begun.elapsed().as_secs_f64();
        println!("{rows} sessions that had waited for a centre were sent in {took:.1} s");
    });
    assert_eq!(arrived(&centre), expected);
}

#[test]
fn a_centre_that_says_nothing_is_given_up_and_a_slow_one_is_not() {
    let centre = TestCentre::new();
    let proxy = Proxy::new(Cluster::get().port(), || Fault::BlackHole);
    let kiosk = kiosk(&centre, &proxy);
    let begun = Instant::now();
    let error = centre.wait(kiosk.line.round(now)).unwrap_err();
    assert!(error.is_offline(), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(20));
    proxy.set(|| Fault::Slow(Duration::from_millis(40)));
    centre.wait(fill(&kiosk.store, 50));
    assert_eq!(centre.wait(kiosk.line.round(now)).unwrap().sent, 50);
}

#[test]
fn what_trying_again_does_not_mend_is_said_and_everything_is_kept() {
    let centre = TestCentre::new();
    let proxy = Proxy::new(Cluster::get().port(), || Fault::None);
    let kiosk = kiosk(&centre, &proxy);
    centre.wait(fill(&kiosk.store, 5));
    let mut ways: Vec<(&str, CentralError)> = Vec::new();
    let other = JoinedCentre {
        password: "another".to_owned(),
        ..kiosk.membership.clone()
    };
    let (store, folder) = (kiosk.store, kiosk.folder);
    let tried = |membership: &JoinedCentre| {
        centre.wait(async {
            store.set_setting("centre", membership).await.unwrap();
            let line = Line::of(&store).await.unwrap().unwrap();
            match line.round(now).await {
                Err(SyncError::Central(error)) => error,
                other => panic!("{other:?}"),
            }
        })
    };
    ways.push(("wrong password", tried(&other)));
    // The centre was brought up to date, and serves kiosks like this no more.
    centre.run("UPDATE centre.about SET contract = 9, oldest_contract = 9");
    ways.push(("newer centre", tried(&kiosk.membership)));
    for (way, error) in &ways {
        assert!(!error.may_pass(), "{way}: {error}");
    }
    assert!(
        matches!(ways[0].1, CentralError::WrongPassword { .. }),
        "{ways:?}"
    );
    assert_eq!(ways[1].1, CentralError::KioskTooOld);
    let waits = centre.wait(store.backlog()).unwrap();
    assert_eq!(waits[0].waiting, 5);
    centre.run("UPDATE centre.about SET contract = 4, oldest_contract = 1");
    centre.wait(async {
        let line = Line::of(&store).await.unwrap().unwrap();
        assert_eq!(line.round(now).await.unwrap().sent, 5);
    });
    drop(folder);
}
