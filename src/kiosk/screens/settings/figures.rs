//! The numbers of a tolerance profile, each with what a change of it does.

use eframe::egui::text::LayoutJob;
use eframe::egui::{Label, TextFormat, Ui};

use crate::domain::{OfflineTokens, Tolerance};
use crate::flow::profiles;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;

use super::super::Scene;

/// A number of a profile in words.
pub struct Figure {
    /// What it is.
    pub title: String,
    /// How much, with its unit.
    pub value: String,
    /// What more or less of it does.
    pub advice: String,
}

impl Figure {
    fn of(scene: &Scene<'_>, key: &str, value: String) -> Self {
        Self {
            title: scene.texts.get(key),
            value,
            advice: scene.texts.advice(key),
        }
    }

    /// Draws it: name and number in a line, what it does below.
    pub fn show(&self, ui: &mut Ui, scene: &Scene<'_>) {
        let palette = scene.palette;
        let strong = |ink| TextFormat::simple(theme::semibold(theme::BODY), ink);
        let mut line = LayoutJob::default();
        line.append(&self.title, 0.0, strong(palette.text));
        // The number stays together.
        let value = self.value.replace(' ', "\u{a0}");
        line.append(&format!(" {value}"), GRID, strong(palette.accent_text));
        ui.add(Label::new(line).selectable(false).wrap());
        let font = theme::regular(theme::SMALL + 2.0);
        widgets::wrapping(ui, &self.advice, font, palette.muted);
        ui.add_space(1.5 * GRID);
    }
}

/// All numbers that a page shows, those that can be changed on it first.
pub fn figures(scene: &Scene<'_>, profile: &Tolerance) -> Vec<Figure> {
    let texts = scene.texts;
    let poses = &profile.poses;
    let degrees = |value: f32| format!("{value:.0}°");
    vec![
        likeness(scene, profile.match_threshold),
        strangers(scene, profile.false_positive_target),
        turns(scene, profile.liveness.challenge_turns),
        turn_angle(scene, profile.liveness.turn_target_degrees),
        turn_time(scene, profile.liveness.finish_millis),
        verify_time(scene, profile),
        pose_time(scene, profile),
        offline(scene, profile.tokens_offline),
        Figure::of(
            scene,
            "tolerance-front",
            texts.with(
                "tolerance-front-degrees",
                &[
                    ("yaw", degrees(poses.front_yaw_degrees).into()),
                    ("pitch", degrees(poses.front_pitch_degrees).into()),
                ],
            ),
        ),
        Figure::of(scene, "tolerance-frames", profile.frames_fused.to_string()),
        Figure::of(
            scene,
            "tolerance-duplicates",
            scene.texts.decimal(profile.duplicate_threshold, 2),
        ),
    ]
}

/// The least score, and how often strangers were seen to reach it.
pub fn likeness(scene: &Scene<'_>, threshold: f32) -> Figure {
    let curve = profiles::false_positive_curve();
    let mut figure = Figure::of(
        scene,
        "tolerance-likeness",
        scene.texts.decimal(threshold, 2),
    );
    if let Some(rate) = curve.rate(threshold) {
        let strangers = one_in(rate);
        let seen = scene.texts.with(
            "tolerance-likeness-seen",
            &[("strangers", strangers.into())],
        );
        figure.advice = format!("{} {seen}", figure.advice);
    }
    figure
}

/// The greatest chance without a badge, and for how many people it can be
/// held.
pub fn strangers(scene: &Scene<'_>, target: f64) -> Figure {
    let texts = scene.texts;
    let value = texts.with("tolerance-one-in", &[("number", one_in(target).into())]);
    let mut figure = Figure::of(scene, "tolerance-strangers", value);
    let people = profiles::false_positive_curve().most_people(target);
    let until = texts.with("tolerance-strangers-people", &[("people", people.into())]);
    figure.advice = format!("{} {until}", figure.advice);
    figure
}

/// How many turns are asked for.
pub fn turns(scene: &Scene<'_>, turns: u32) -> Figure {
    Figure::of(scene, "tolerance-turns", turns.to_string())
}

/// How far a head is to be turned.
pub fn turn_angle(scene: &Scene<'_>, degrees: f32) -> Figure {
    Figure::of(scene, "tolerance-angle", format!("{degrees:.0}°"))
}

/// How long one turn may take.
pub fn turn_time(scene: &Scene<'_>, millis: u64) -> Figure {
    Figure::of(scene, "tolerance-turn-time", seconds(scene, millis))
}

/// How long a verification may take.
pub fn verify_time(scene: &Scene<'_>, profile: &Tolerance) -> Figure {
    let time = seconds(scene, profile.verify_timeout_millis.0);
    Figure::of(scene, "tolerance-verify-time", time)
}

/// How long one pose of an enrolment may take.
pub fn pose_time(scene: &Scene<'_>, profile: &Tolerance) -> Figure {
    let time = seconds(scene, profile.pose_timeout_millis.0);
    Figure::of(scene, "tolerance-pose-time", time)
}

/// What becomes of its tokens while the centre is away.
fn offline(scene: &Scene<'_>, offline: OfflineTokens) -> Figure {
    let value = scene.texts.get(match offline {
        OfflineTokens::Accept => "tolerance-offline-taken",
        OfflineTokens::Refuse => "tolerance-offline-refused",
    });
    Figure::of(scene, "tolerance-offline", value)
}

fn seconds(scene: &Scene<'_>, millis: u64) -> String {
    let seconds = (millis + 500) / 1000;
    let values = [("seconds", seconds.into())];
    scene.texts.with("tolerance-seconds", &values)
}

/// The n of "one in n".
fn one_in(rate: f64) -> f64 {
    (1.0 / rate).round()
}
