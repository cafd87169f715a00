//! How the window looks, moves and sounds, by the settings in force.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, Theme, ThemePreference, Vec2, ViewportCommand, vec2};

use crate::access::{Appearance, Settings};
use crate::domain::{Decision, SessionKind};
use crate::pipeline::Activity;

use super::sound::{Cue, Cues};
use super::theme::{self, Palette};

/// Between rings of the bell (ours: heard, but not a nuisance).
const RING_AGAIN: Duration = Duration::from_secs(5);
/// How much larger large text is.
const LARGE_TEXT: f32 = 1.25;
/// Least sizes of a wide and of a tall window, in points: every screen for
/// everybody has room there; those of staff have more on them.
const LEAST: [Vec2; 2] = [vec2(840.0, 480.0), vec2(640.0, 900.0)];
const LEAST_OF_STAFF: [Vec2; 2] = [vec2(1000.0, 586.0), vec2(700.0, 1000.0)];
/// From these sizes on everything grows with the window, so that a large
/// screen is read from as far as a small one (ours, by eye).
const ROOMY: [Vec2; 2] = [vec2(1600.0, 900.0), vec2(900.0, 1440.0)];

/// The settings in force, and what they rule.
#[derive(Default)]
pub struct Manner {
    settings: Option<Arc<Settings>>,
    /// Where cues go; without it nothing is heard.
    pub cues: Option<Box<dyn Cues>>,
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
        // The window opens as the settings said then.
        let before = self.settings.as_deref();
        if before.is_some_and(|before| before.fullscreen != settings.fullscreen) {
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(settings.fullscreen));
        }
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
                theme::verified(high_contrast)
            }
            _ => theme::palette(theme, high_contrast),
        }
    }

    /// How much larger everything is drawn, by the window's size, whether large
    /// text is set, and whether it is a screen of staff's.
    #[must_use]
    pub fn zoom(&self, ctx: &egui::Context, staff: bool) -> f32 {
        let points = ctx.content_rect().size() * ctx.zoom_factor();
        zoom_for(points, self.is_set(|settings| settings.large_text), staff)
    }

    /// Whether cues are muted here; none where the settings have no sound.
    #[must_use]
    pub fn muted(&self) -> Option<bool> {
        self.is_set(|settings| settings.sound).then_some(self.muted)
    }

    /// Whether a cue that is played now can be heard, as far as is known.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        let plays = self.cues.as_ref().is_some_and(|cues| cues.are_heard());
        plays && self.muted() == Some(false)
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
        if self.muted() == Some(false)
            && let Some(cues) = &mut self.cues
        {
            cues.play(cue);
        }
    }

    fn is_set(&self, setting: impl FnOnce(&Settings) -> bool) -> bool {
        self.settings.as_deref().is_some_and(setting)
    }
}

/// How much larger everything is drawn in a window of `points`: more on large
/// screens and for large text, and less where a screen would else not fit.
fn zoom_for(points: Vec2, large_text: bool, staff: bool) -> f32 {
    let tall = usize::from(points.y > points.x);
    let share = |of: [Vec2; 2]| of.get(tall).map_or(1.0, |size| (points / *size).min_elem());
    let wanted = share(ROOMY).max(1.0) * if large_text { LARGE_TEXT } else { 1.0 };
    wanted.min(share(if staff { LEAST_OF_STAFF } else { LEAST }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_screens_are_drawn_larger_and_small_ones_smaller() {
        for (width, height, large_text, zoom) in [
            (1280.0, 800.0, false, 1.0),
            (1280.0, 800.0, true, 1.25),
            (1024.0, 600.0, false, 1.0),
            (800.0, 1280.0, true, 1.25),
            (1920.0, 1080.0, false, 1.2),
            (3840.0, 2160.0, false, 2.4),
            (1080.0, 1920.0, false, 1.2),
            // 1024x600 drawn at twice its size.
            (512.0, 300.0, false, 512.0 / 840.0),
        ] {
            let found = zoom_for(vec2(width, height), large_text, false);
            assert!((found - zoom).abs() < 1e-4, "{width}x{height}: {found}");
        }
        let found = zoom_for(vec2(1024.0, 600.0), true, true);
        assert!(
            (1.0..1.1).contains(&found),
            "staff's screens hold more: {found}"
        );
    }
}
