//! Numbers of a profile are changed on a copy, with what each change does, and
//! kept as a new version with the reason.

use std::ops::RangeInclusive;

use eframe::egui::{Align, Id, Layout, Ui, vec2};

use crate::domain::{ChangeReason, Millis, OfflineTokens, Tolerance, ToleranceName};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Note};
use crate::pipeline::{DeskIntent, DeskView, Intent, WorkStatus};

use super::super::{Act, Scene};
use super::figures::{self, Figure};

/// No name of a profile and no reason for one takes more characters.
const NAME_CHARACTERS: usize = 60;
const REASON_CHARACTERS: usize = 400;

/// A profile that is being changed.
pub struct ToleranceEdit {
    draft: Tolerance,
    name: String,
    why: String,
    /// Whether keeping it was asked for, and then seen going on.
    asked: bool,
    under_way: bool,
}

/// What came of a frame of the page.
#[derive(Default)]
pub struct Done {
    /// What is asked for.
    pub act: Option<Act>,
    /// Whether it is left.
    pub leaves: bool,
}

impl ToleranceEdit {
    /// Begins with the numbers of a profile.
    #[must_use]
    pub fn of(profile: &Tolerance) -> Self {
        Self {
            draft: profile.clone(),
            name: profile.name.as_str().to_owned(),
            why: String::new(),
            asked: false,
            under_way: false,
        }
    }

    /// Whether what was asked for is done.
    pub fn is_kept(&mut self, desk: &DeskView) -> bool {
        match desk.work {
            WorkStatus::Working => {
                self.under_way = self.asked;
                false
            }
            WorkStatus::Done => self.under_way,
            WorkStatus::Idle | WorkStatus::Failed { .. } => {
                self.under_way = false;
                false
            }
        }
    }

    fn name(&self) -> Option<ToleranceName> {
        ToleranceName::try_from(self.name.trim().to_owned()).ok()
    }

    /// The version that it is kept as.
    fn version(&self, desk: &DeskView) -> u32 {
        let name = self.name();
        let mut profiles = desk.profiles.iter();
        let newest = profiles.find(|profile| Some(&profile.name) == name.as_ref());
        newest.map_or(1, |newest| newest.version + 1)
    }

    /// What is sent, once all is there and every number is in its range.
    fn intent(&self) -> Option<DeskIntent> {
        let tolerance = Tolerance {
            name: self.name()?,
            ..self.draft.clone()
        };
        Some(DeskIntent::SaveTolerance {
            tolerance: Box::new(tolerance.validated().ok()?),
            why: self.why.parse::<ChangeReason>().ok()?,
        })
    }
}

/// Draws the page.
pub fn edit_page(ui: &mut Ui, scene: &Scene<'_>, edit: &mut ToleranceEdit) -> Done {
    super::heading(ui, scene, "tolerance-change");
    let (page, row) = widgets::foot(ui, ui.available_rect_before_wrap());
    widgets::region(ui, page, Layout::top_down(Align::Min), |ui| {
        widgets::scrolled(ui, "numbers", |ui| {
            names(ui, scene, edit);
            numbers(ui, scene, &mut edit.draft);
        });
    });
    let palette = scene.palette;
    let texts = scene.texts;
    let work = &scene.snapshot.desk.work;
    let intent = edit.intent().filter(|_| *work != WorkStatus::Working);
    let version = edit.version(&scene.snapshot.desk);
    let words = texts.with("tolerance-keep", &[("version", version.into())]);
    let missing = texts.get("tolerance-missing");
    let cancel = texts.get("action-cancel");
    let trouble = scene.failure().filter(|_| edit.asked);
    let foot = Foot {
        back: Some(Button::secondary(palette, icons::CROSS, &cancel)),
        said: match &trouble {
            Some(words) => Some((icons::WARNING, palette.danger, words.as_str())),
            None if intent.is_none() => Some(("", palette.muted, missing.as_str())),
            None => None,
        },
        primary: Button::primary(palette, icons::CHECK, &words).enabled(intent.is_some()),
    };
    let pressed = foot.show(ui, row);
    let mut done = Done {
        leaves: pressed.back,
        ..Done::default()
    };
    if pressed.primary
        && let Some(intent) = intent
    {
        edit.asked = true;
        edit.under_way = false;
        done.act = Some(Act::Send(Intent::Desk(intent)));
    }
    done
}

/// Its name and why it is changed.
fn names(ui: &mut Ui, scene: &Scene<'_>, edit: &mut ToleranceEdit) {
    let palette = scene.palette;
    let texts = scene.texts;
    let [name_id, why_id] = ["profile name", "why it is changed"].map(Id::unique);
    let wrong = texts.get("tolerance-name-wrong");
    let hint = texts.get("tolerance-name-hint");
    let note = if edit.name().is_none() {
        Note::Wrong(&wrong)
    } else {
        Note::Plain(&hint)
    };
    let title = texts.get("tolerance-name");
    let typed = &mut edit.name;
    widgets::noted_field(ui, palette, name_id, &title, typed, NAME_CHARACTERS, note);
    let title = texts.get("tolerance-why");
    let hint = texts.get("tolerance-why-hint");
    let typed = &mut edit.why;
    let note = Note::Plain(&hint);
    widgets::noted_field(ui, palette, why_id, &title, typed, REASON_CHARACTERS, note);
    ui.add_space(GRID);
}

/// The numbers that can be changed here; the others are changed in a file,
/// with the command.
fn numbers(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Tolerance) {
    // Steps are whole numbers: hundredths, tens to a power, degrees, seconds.
    let mut likeness = whole(draft.match_threshold * 100.0);
    let figure = figures::likeness(scene, draft.match_threshold);
    if row(ui, scene, &figure, &mut likeness, 54..=90) {
        set_likeness(draft, fraction(likeness) / 100.0);
    }
    let mut zeros = zeros_of(draft.false_positive_target);
    let figure = figures::strangers(scene, draft.false_positive_target);
    if row(ui, scene, &figure, &mut zeros, 1..=6) {
        draft.false_positive_target = 10.0_f64.powi(-i32::try_from(zeros).unwrap_or(3));
    }
    let figure = figures::turns(scene, draft.liveness.challenge_turns);
    row(
        ui,
        scene,
        &figure,
        &mut draft.liveness.challenge_turns,
        3..=6,
    );
    let mut angle = whole(draft.liveness.turn_target_degrees);
    let least = whole(draft.liveness.turn_least_degrees.ceil());
    let figure = figures::turn_angle(scene, draft.liveness.turn_target_degrees);
    if row(ui, scene, &figure, &mut angle, least..=35) {
        draft.liveness.turn_target_degrees = fraction(angle);
    }
    let seconds = |ui: &mut Ui, figure: Figure, millis: u64, range| {
        let mut value = u32::try_from((millis + 500) / 1000).unwrap_or(u32::MAX);
        let changed = row(ui, scene, &figure, &mut value, range);
        changed.then(|| u64::from(value) * 1000)
    };
    let figure = figures::turn_time(scene, draft.liveness.finish_millis);
    if let Some(millis) = seconds(ui, figure, draft.liveness.finish_millis, 2..=30) {
        draft.liveness.finish_millis = millis;
    }
    let figure = figures::verify_time(scene, draft);
    if let Some(millis) = seconds(ui, figure, draft.verify_timeout_millis.0, 3..=120) {
        draft.verify_timeout_millis = Millis(millis);
    }
    let figure = figures::pose_time(scene, draft);
    if let Some(millis) = seconds(ui, figure, draft.pose_timeout_millis.0, 3..=120) {
        draft.pose_timeout_millis = Millis(millis);
    }
    offline(ui, scene, draft);
    let words = scene.texts.get("tolerance-others");
    let font = theme::regular(theme::SMALL + 2.0);
    widgets::wrapping(ui, &words, font, scene.palette.muted);
}

/// Whether its tokens count while the centre can't be asked.
fn offline(ui: &mut Ui, scene: &Scene<'_>, draft: &mut Tolerance) {
    rule(ui, scene);
    let title = scene.texts.get("tolerance-offline-switch");
    let advice = scene.texts.advice("tolerance-offline");
    let mut taken = draft.tokens_offline == OfflineTokens::Accept;
    widgets::switch(ui, scene.palette, &mut taken, &title, &advice);
    ui.add_space(1.5 * GRID);
    draft.tokens_offline = match taken {
        true => OfflineTokens::Accept,
        false => OfflineTokens::Refuse,
    };
}

/// The line above each of them.
fn rule(ui: &mut Ui, scene: &Scene<'_>) {
    let room = ui.available_rect_before_wrap();
    let line = (1.0, scene.palette.border);
    ui.painter().hline(room.x_range(), room.top(), line);
    ui.add_space(GRID);
}

/// Two people are held as perhaps one where they are as alike as one who is
/// let in, unless a profile says otherwise.
fn set_likeness(draft: &mut Tolerance, threshold: f32) {
    if (draft.duplicate_threshold - draft.match_threshold).abs() < 1e-6 {
        draft.duplicate_threshold = threshold;
    }
    draft.match_threshold = threshold;
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "thresholds and degrees are small and positive, and a float cast saturates"
)]
fn whole(value: f32) -> u32 {
    value.round() as u32
}

fn fraction(value: u32) -> f32 {
    f32::from(u16::try_from(value).unwrap_or(u16::MAX))
}

/// How many zeros the n of "one in n" has.
fn zeros_of(rate: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a profile's rate is a tenth to a thousand-millionth"
    )]
    let zeros = whole(-rate.log10() as f32);
    zeros
}

/// A number with what it does, and two buttons; whether it was changed.
fn row(
    ui: &mut Ui,
    scene: &Scene<'_>,
    figure: &Figure,
    value: &mut u32,
    range: RangeInclusive<u32>,
) -> bool {
    let palette = scene.palette;
    let before = *value;
    rule(ui, scene);
    let buttons = 2.0 * theme::TARGET + 3.0 * GRID;
    let [less, more] = ["tolerance-less", "tolerance-more"].map(|key| {
        let values = [("what", figure.title.clone().into())];
        scene.texts.with(key, &values)
    });
    ui.horizontal(|ui| {
        let width = ui.available_width() - buttons;
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            figure.show(ui, scene);
        });
        ui.spacing_mut().item_spacing.x = GRID;
        let down = Button::sign(palette, icons::MINUS, &less, false);
        if ui.add(down.enabled(before > *range.start())).clicked() {
            *value = before.saturating_sub(1).max(*range.start());
        }
        let up = Button::sign(palette, icons::PLUS, &more, false);
        if ui.add(up.enabled(before < *range.end())).clicked() {
            *value = before.saturating_add(1).min(*range.end());
        }
    });
    *value != before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::profiles;

    #[test]
    fn a_change_is_sent_once_it_has_a_name_and_a_reason() {
        let balanced = profiles::built_in("balanced").unwrap();
        let mut edit = ToleranceEdit::of(&balanced);
        assert!(edit.intent().is_none(), "no reason");
        edit.why = "The hall is dark".to_owned();
        edit.name = "Hall One".to_owned();
        assert!(edit.intent().is_none(), "no name");
        edit.name = "hall-1".to_owned();
        set_likeness(&mut edit.draft, 0.7);
        let Some(DeskIntent::SaveTolerance { tolerance, why }) = edit.intent() else {
            panic!("all is there");
        };
        assert_eq!(tolerance.name.as_str(), "hall-1");
        assert_eq!(tolerance.duplicate_threshold, 0.7);
        assert_eq!(why.as_str(), "The hall is dark");
        edit.draft.match_threshold = 0.2;
        assert!(edit.intent().is_none(), "out of its range");
    }

    #[test]
    fn a_change_is_the_next_version_of_its_name() {
        let balanced = profiles::built_in("balanced").unwrap();
        let desk = DeskView {
            profiles: vec![balanced.clone()],
            ..DeskView::default()
        };
        let mut edit = ToleranceEdit::of(&balanced);
        assert_eq!(edit.version(&desk), 2);
        edit.name = "hall".to_owned();
        assert_eq!(edit.version(&desk), 1);
    }

    #[test]
    fn rates_have_their_zeros() {
        for (rate, zeros) in [(0.1, 1), (1e-3, 3), (1e-4, 4)] {
            assert_eq!(zeros_of(rate), zeros);
        }
    }
}
