//! How the window looks, moves and sounds, by the settings in force.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, Theme, ThemePreference, vec2};

use crate::access::{Appearance, Settings};
use crate::domain::{Decision, SessionKind};
use crate::pipeline::Activity;

use super::sound::{Cue, Sound};
use super::theme::{self, Palette};
use super::window::LEAST_SIZE;

/// Between rings of the bell (ours: heard, but not a nuisance).
const RING_AGAIN: Duration = Duration::from_secs(5);
/// How much larger large text is.
const LARGE_TEXT: f32 = 1.25;

/// The settings in force, and what they rule.
#[derive(Default)]
pub struct Manner {
    settings: Option<Arc<Settings>>,
    sound: Sound,
    /// Whether cues are muted until the program ends.
    pub muted: bool,
    /// When the bell rang last, by the window's clock, while it rings.
    rung: Option<f64>,
}

impl Manner {
    /// Takes the settings in force and uses them; those from before, if they
    /// are others.
    pub fn follow(
        &mut self,
        ctx: &egui::Context,
        settings: &Arc<Settings>,
    ) -> Option<Option<Arc<Settings>>> {
        if self.settings.as_ref() == Some(settings) {
            return None;
        }
        ctx.set_theme(match settings.appearance {
            Appearance::System => ThemePreference::System,
            Appearance::Light => ThemePreference::Light,
            Appearance::Dark => ThemePreference::Dark,
        });
        let usual = egui::Style::default().animation_time;
        let animation_time = if settings.reduced_motion { 0.0 } else { usual };
        ctx.all_styles_mut(|style| style.animation_time = animation_time);
        Some(self.settings.replace(Arc::clone(settings)))
    }

    /// The palette of a screen: the camera's is always dark, and verified is
    /// always green.
    #[must_use]
    pub fn palette(&self, activity: &Activity, theme: Theme) -> &'static Palette {
        let high_contrast = self.is_set(|settings| settings.high_contrast);
        match activity {
            Activity::Capturing {
                kind: SessionKind::Verification | SessionKind::SelfTest,
                ..
            } => theme::palette(Theme::Dark, high_contrast),
            // The end of an enrolment is for its operator.
            Activity::Finished(finished)
                if finished.decision == Decision::Verified
                    && finished.kind == SessionKind::Verification =>
            {
                &theme::VERIFIED
            }
            _ => theme::palette(theme, high_contrast),
        }
    }

    /// How much larger everything is drawn: by a quarter for large text, as
    /// far as the window then still has room for every screen.
    #[must_use]
    pub fn zoom(&self, ctx: &egui::Context) -> f32 {
        if !self.is_set(|settings| settings.large_text) {
            return 1.0;
        }
        let points = ctx.content_rect().size() * ctx.zoom_factor();
        let room = points / vec2(LEAST_SIZE[0], LEAST_SIZE[1]);
        LARGE_TEXT.min(room.min_elem()).max(1.0)
    }

    /// Whether cues are muted here; none where the settings have no sound.
    #[must_use]
    pub fn muted(&self) -> Option<bool> {
        self.is_set(|settings| settings.sound).then_some(self.muted)
    }

    /// The cue of a decision.
    pub fn sound_decision(&mut self, decision: Decision) {
        self.play(match decision {
            Decision::Verified => Cue::Good,
            Decision::NotVerified => Cue::Bad,
            Decision::Inconclusive => Cue::Unsure,
        });
    }

    /// Rings now and then while `calling` says so.
    pub fn ring(&mut self, ctx: &egui::Context, calling: bool) {
        if !calling {
            self.rung = None;
            return;
        }
        let now = ctx.input(|input| input.time);
        let due = |last: f64| now - last >= RING_AGAIN.as_secs_f64();
        if self.rung.is_none_or(due) {
            self.rung = Some(now);
            self.play(Cue::Call);
        }
        ctx.request_repaint_after(RING_AGAIN);
    }

    fn play(&mut self, cue: Cue) {
        if self.muted() == Some(false) {
            self.sound.play(cue);
        }
    }

    fn is_set(&self, setting: impl FnOnce(&Settings) -> bool) -> bool {
        self.settings.as_deref().is_some_and(setting)
    }
}
