//! The window waits for nothing: it draws on while the face analysis is
//! stopped, the database is held by somebody else and a password is checked.

use std::time::{Duration, Instant};

use eframe::egui::Key;
use rustix::process::{Pid, Signal, kill_process};
use secure_biometric::pipeline::Activity;
use secure_biometric::store::DATABASE_FILE;
use sqlx::{Connection, SqliteConnection};

use crate::enrolment::{alone, before};
use crate::kiosk::{Kiosk, PATIENCE};
use crate::made_up::block_on;
use crate::support::{BADGE, FRONT_DESK, Head, Site, is_set_up};

/// How long each trouble lasts. A stopped analysis is given two seconds, and a
/// database that is held five: whoever waited for one would stand still for
/// all of it.
const TROUBLE: Duration = Duration::from_millis(1_800);
/// The longest that a frame may take, beside other tests.
const FRAME: Duration = Duration::from_millis(900);

impl Kiosk {
    /// Draws frames until it is so; the longest that one of them took.
    #[track_caller]
    fn draws_until(&mut self, is_so: impl Fn(&Self, Duration) -> bool) -> Duration {
        let began = Instant::now();
        let mut longest = Duration::ZERO;
        while !is_so(self, began.elapsed()) {
            assert!(began.elapsed() < PATIENCE, "not in {PATIENCE:?}");
            let drawn = Instant::now();
            self.frame();
            longest = longest.max(drawn.elapsed());
        }
        longest
    }

    #[track_caller]
    fn captures(&mut self) {
        self.wait(PATIENCE, "a capture", |kiosk| {
            matches!(kiosk.snapshot().activity, Activity::Capturing { .. })
        });
    }
}

#[test]
fn it_waits_neither_for_the_analysis_nor_for_the_disk() {
    if !is_set_up() {
        return;
    }
    let _alone = alone();
    let mut kiosk = before(Head::First, Site::with_person());
    kiosk.wait(PATIENCE, "the analysis", |kiosk| {
        kiosk.engine.process_id().is_some() && kiosk.pipeline.newest_frame().is_some()
    });
    kiosk.scan(BADGE);
    kiosk.captures();

    let engine = kiosk.engine.process_id().unwrap().try_into().unwrap();
    let seen = kiosk.pipeline.newest_frame().unwrap().sequence();
    kill_process(Pid::from_raw(engine).unwrap(), Signal::STOP).unwrap();
    let longest = kiosk.draws_until(|_, passed| passed > TROUBLE);
    assert!(
        longest < FRAME,
        "{longest:?} while the analysis stood still"
    );
    let since = kiosk.pipeline.newest_frame().unwrap().sequence() - seen;
    assert!(
        since > 5,
        "{since} new pictures while the analysis stood still"
    );
    kiosk.strike(Key::Escape);
    kiosk.sees("Other ways");

    let file = kiosk.site.data().join(DATABASE_FILE);
    let holder = block_on(async {
        let url = format!("sqlite://{}", file.display());
        let mut holder = SqliteConnection::connect(&url).await.unwrap();
        sqlx::query("BEGIN EXCLUSIVE")
            .execute(&mut holder)
            .await
            .unwrap();
        holder
    });
    // Who signs in is written down.
    kiosk.press("Staff sign-in");
    kiosk.write("Name", FRONT_DESK.name);
    kiosk.write_secret("Password", FRONT_DESK.password);
    kiosk.window().key_press(Key::Enter);
    let longest = kiosk.draws_until(|_, passed| passed > TROUBLE);
    assert!(longest < FRAME, "{longest:?} while the database was held");
    assert!(kiosk.snapshot().operator.is_none(), "it wasn't held");
    block_on(holder.close()).unwrap();
    // What was asked for meanwhile is done.
    kiosk.sees("What would you like to do?");
}

#[test]
fn it_waits_for_no_password() {
    let mut kiosk = Kiosk::open(Site::with_operators());
    // Where others have the processor a frame may be long by chance.
    let tries = (0..3).map(|_| {
        kiosk.press("Staff sign-in");
        kiosk.write("Name", FRONT_DESK.name);
        kiosk.write_secret("Password", FRONT_DESK.password);
        kiosk.window().key_press(Key::Enter);
        let asked = Instant::now();
        let longest = kiosk.draws_until(|kiosk, _| kiosk.snapshot().operator.is_some());
        let checked = asked.elapsed();
        kiosk.rest();
        kiosk.press("Sign out");
        (longest, checked)
    });
    let tries: Vec<_> = tries.collect();
    let waited = |(longest, checked): &(Duration, Duration)| *longest * 2 > *checked;
    assert!(!tries.iter().all(waited), "longest frame, check: {tries:?}");
}
