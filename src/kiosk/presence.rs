//! Whether anybody is at the window. A page that nobody uses any more goes
//! home; who signed in and left is told, then signed out. (The pipeline does
//! that too, should the window hang.)

use std::time::Duration;

use eframe::egui::Context;

use crate::pipeline::{Activity, OPERATOR_IDLE, Snapshot};

use super::hands::Hands;
use super::screens::{DeskPage, Page};

/// A public page stays this long without anybody, in seconds (ours: somebody
/// may look for their badge).
const PAGE_SECONDS: f64 = 60.0;
/// The front desk is called for this long without anybody touching anything
/// (ours: then nobody waits any more).
const CALL_SECONDS: f64 = 300.0;
/// For so long before its end a page shows that it goes.
const PAGE_TOLD_SECONDS: f64 = 20.0;
/// The same before an operator is signed out.
const OPERATOR_TOLD_SECONDS: f64 = 40.0;
/// The pipeline is told this often that somebody is here.
const TELL_AGAIN_SECONDS: f64 = 10.0;
/// Between steps of the bar that shows when.
const BAR_STEP: Duration = Duration::from_millis(100);
/// Where nothing should move by itself.
const CALM_BAR_STEP: Duration = Duration::from_secs(1);

/// What follows from nobody being here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absence {
    /// Home comes soon.
    HomeSoon {
        /// How much of the time is left, 0 to 1.
        left: f32,
    },
    /// It is time to go home.
    Home,
    /// It is time to sign the operator out.
    SignOut,
    /// The operator is signed out soon.
    SignOutSoon {
        /// In so many seconds.
        seconds: u32,
        /// How much of the time is left, 0 to 1.
        left: f32,
    },
}

/// Watches for hands.
#[derive(Default)]
pub struct Presence {
    told: Option<f64>,
    /// Whether the bar moves in few steps.
    pub calm: bool,
}

impl Presence {
    /// Whether the pipeline is to be told now that somebody is here.
    pub fn is_to_be_told(&mut self, ctx: &Context) -> bool {
        let now = ctx.input(|input| input.time);
        let here = ctx.plugin_or_default::<Hands>().lock().are_here();
        let due = self
            .told
            .is_none_or(|told| now - told >= TELL_AGAIN_SECONDS);
        if here && due {
            self.told = Some(now);
        }
        here && due
    }

    /// What follows now, if nobody is here. `strange` is whether home is left
    /// as the next person shouldn't find it.
    #[must_use]
    pub fn absence(
        &self,
        ctx: &Context,
        snapshot: &Snapshot,
        page: Page,
        strange: bool,
    ) -> Option<Absence> {
        if matches!(snapshot.activity, Activity::Capturing { .. }) {
            ctx.plugin_or_default::<Hands>().lock().somebody_is_here();
            return None;
        }
        let signed_in = snapshot.operator.is_some();
        let (whole, told) = match page {
            _ if signed_in => (OPERATOR_IDLE.as_secs_f64(), OPERATOR_TOLD_SECONDS),
            // What else is shown leaves by itself.
            _ if snapshot.activity != Activity::Idle => return None,
            Page::Home if !strange => return None,
            Page::Desk(DeskPage::Call) => (CALL_SECONDS, PAGE_TOLD_SECONDS),
            _ => (PAGE_SECONDS, PAGE_TOLD_SECONDS),
        };
        let quiet = ctx.plugin_or_default::<Hands>().lock().quiet_seconds();
        let left = (whole - quiet).max(0.0);
        if left > told {
            ctx.request_repaint_after(Duration::from_secs_f64(left - told));
            return None;
        }
        let step = if self.calm { CALM_BAR_STEP } else { BAR_STEP };
        ctx.request_repaint_after(step);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "less than a minute, and a share of a bar's length"
        )]
        let (seconds, share) = (left.ceil() as u32, (left / told) as f32);
        Some(match (signed_in, left > 0.0) {
            (true, false) => Absence::SignOut,
            (true, true) => Absence::SignOutSoon {
                seconds,
                left: share,
            },
            (false, true) => Absence::HomeSoon { left: share },
            (false, false) => Absence::Home,
        })
    }
}
