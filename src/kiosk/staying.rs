//! How long a result or a trouble stays on the screen before home.

use std::time::Duration;

use eframe::egui;

use crate::domain::{Decision, SessionKind};
use crate::pipeline::{Activity, Finished};

/// How long each stays, in seconds (ours: time to read it, and no longer than
/// the next person likes to wait).
const VERIFIED_SECONDS: f64 = 6.0;
/// With a code to scan: time to take out what reads it.
const SCAN_SECONDS: f64 = 25.0;
const OTHER_SECONDS: f64 = 15.0;
const ENROLMENT_SECONDS: f64 = 30.0;
const TROUBLE_SECONDS: f64 = 45.0;
/// A pause is shown to its end, if that isn't farther than this.
const MOST_PAUSE_SECONDS: u32 = 60;
/// Between steps of the bar that shows it.
const BAR_STEP: Duration = Duration::from_millis(40);
/// The same where nothing should move by itself.
const CALM_BAR_STEP: Duration = Duration::from_secs(1);
/// Going home is asked for again if nothing came of it, in seconds.
const ASK_AGAIN_SECONDS: f64 = 5.0;

/// What stays, and since when by the window's clock.
#[derive(Default)]
pub struct Staying {
    shown: Option<(Activity, f64)>,
    /// When it came up, however long somebody makes it stay.
    came: Option<f64>,
    asked_home: Option<f64>,
    /// Whether the bar moves in few steps.
    pub calm: bool,
    /// Whether there is a code to scan.
    pub scanned: bool,
}

impl Staying {
    /// Takes note of what is shown now; true if it is something new that stays
    /// for a while.
    pub fn follow(&mut self, ctx: &egui::Context, activity: &Activity) -> bool {
        let stays = matches!(activity, Activity::Finished(_) | Activity::Trouble { .. });
        let same = self
            .shown
            .as_ref()
            .is_some_and(|(shown, _)| shown == activity);
        if !stays {
            *self = Self {
                calm: self.calm,
                scanned: self.scanned,
                ..Self::default()
            };
        } else if !same {
            self.shown = Some((activity.clone(), now(ctx)));
            self.came = Some(now(ctx));
            self.asked_home = None;
        }
        stays && !same
    }

    /// Begins the time anew: somebody is doing something with what is shown.
    pub fn stay_on(&mut self, ctx: &egui::Context) {
        if let Some((_, since)) = &mut self.shown {
            *since = now(ctx);
        }
    }

    /// For how long it has been shown, in seconds of the window's own clock:
    /// the wall's may be set meanwhile.
    #[must_use]
    pub fn shown_for(&self, ctx: &egui::Context) -> f64 {
        self.came.map_or(0.0, |came| now(ctx) - came)
    }

    /// How much of the time before home is left, 0 to 1.
    #[must_use]
    pub fn time_left(&self, ctx: &egui::Context) -> f32 {
        let Some((activity, since)) = &self.shown else {
            return 1.0;
        };
        let step = if self.calm { CALM_BAR_STEP } else { BAR_STEP };
        ctx.request_repaint_after(step);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a share of a bar's length needs no more digits"
        )]
        let left = (1.0 - (now(ctx) - since) / self.seconds(activity)) as f32;
        left
    }

    fn seconds(&self, activity: &Activity) -> f64 {
        match activity {
            Activity::Finished(finished) if self.scanned => seconds_of(finished).max(SCAN_SECONDS),
            Activity::Finished(finished) => seconds_of(finished),
            _ => TROUBLE_SECONDS,
        }
    }

    /// Whether it is time to ask for home now.
    pub fn is_over(&mut self, ctx: &egui::Context) -> bool {
        let now = now(ctx);
        let asked = self.asked_home;
        let over =
            self.time_left(ctx) <= 0.0 && asked.is_none_or(|asked| now - asked > ASK_AGAIN_SECONDS);
        if over {
            self.asked_home = Some(now);
        }
        over
    }
}

fn now(ctx: &egui::Context) -> f64 {
    ctx.input(|input| input.time)
}

fn seconds_of(finished: &Finished) -> f64 {
    let paused = finished.paused_seconds.unwrap_or_default();
    let paused = u32::try_from(paused).unwrap_or(u32::MAX);
    match (finished.kind, finished.decision) {
        (SessionKind::Enrolment, _) => ENROLMENT_SECONDS,
        (_, Decision::Verified) => VERIFIED_SECONDS,
        _ => f64::from(paused.min(MOST_PAUSE_SECONDS)).max(OTHER_SECONDS),
    }
}

/// Seconds of a pause that are left after it was shown for so long.
#[must_use]
pub fn pause_left(finished: &Finished, shown_seconds: f64) -> Option<u64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates"
    )]
    let passed = shown_seconds as u64;
    let left = finished.paused_seconds?.saturating_sub(passed);
    (left > 0).then_some(left)
}
