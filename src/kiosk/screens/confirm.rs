//! What is heavy is asked for twice, in the words of the screens.

use eframe::egui::Ui;

use crate::kiosk::widgets::{self, Answer, Confirm};
use crate::pipeline::WorkStatus;

use super::Scene;

/// What is asked for: an icon and the key of what its button says, and the key
/// of the question with what will happen.
#[derive(Clone, Copy, Debug)]
pub struct Heavy {
    /// The icon.
    pub icon: &'static str,
    /// What is done.
    pub act: &'static str,
    /// The question; its advice says what will happen.
    pub question: &'static str,
    /// Whether something is taken away by it.
    pub danger: bool,
}

/// The button that asks, or its card; true once it was pressed twice. It waits
/// while other work is done.
pub fn confirmed(ui: &mut Ui, scene: &Scene<'_>, heavy: Heavy, ready: bool) -> bool {
    let happens = scene.texts.advice(heavy.question);
    confirmed_with(ui, scene, heavy, ready, &happens)
}

/// The same, with what will happen in words of its own.
pub fn confirmed_with(
    ui: &mut Ui,
    scene: &Scene<'_>,
    heavy: Heavy,
    ready: bool,
    happens: &str,
) -> bool {
    let idle = scene.snapshot.desk.work != WorkStatus::Working;
    let texts = scene.texts;
    let words = Confirm {
        icon: heavy.icon,
        act: &texts.get(heavy.act),
        question: &texts.get(heavy.question),
        happens,
        cancel: &texts.get("action-cancel"),
        danger: heavy.danger,
    };
    widgets::confirm(ui, scene.palette, heavy.act, ready && idle, words)
}

/// The card alone, where the screen keeps whether it is open. `name` is what
/// the question is about.
pub fn confirm_card(
    ui: &mut Ui,
    scene: &Scene<'_>,
    heavy: Heavy,
    name: &str,
    opens: bool,
) -> Option<Answer> {
    let texts = scene.texts;
    let values = [("name", name.to_owned().into())];
    let words = Confirm {
        icon: heavy.icon,
        act: &texts.get(heavy.act),
        question: &texts.with(heavy.question, &values),
        happens: &texts.advice_with(heavy.question, &values),
        cancel: &texts.get("action-cancel"),
        danger: heavy.danger,
    };
    widgets::confirm_card(ui, scene.palette, words, opens)
}
