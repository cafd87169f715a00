//! A badge and a reason: what every way needs that an operator stands in for.

use eframe::egui::{Id, Rect, Sense, Ui, vec2};

use crate::domain::{Badge, Department, PersonState, VouchReason};
use crate::kiosk::screens::BadgeAsk;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Note};
use crate::pipeline::BadgeCheck;

use super::{Act, Scene};

/// What is too long can be seen to be so.
const MOST_CHARACTERS: usize = 300;
/// Radius of the dot before a sentence, in points.
const DOT: f32 = 3.5;

/// What was typed so far.
#[derive(Default)]
pub struct WhoAndWhy {
    badge: String,
    why: String,
    ask: BadgeAsk,
}

/// The words around the two fields.
pub struct Asks<'a> {
    /// Its advice stands above them.
    pub about: &'a str,
    /// The name of the reason's field.
    pub why: &'a str,
    /// Reasons that are often true; one press writes them.
    pub reasons: &'a [&'a str],
}

impl WhoAndWhy {
    /// Begins with a badge that is known.
    pub fn suppose(&mut self, badge: &Badge) {
        *self = Self {
            badge: badge.as_str().to_owned(),
            ..Self::default()
        };
    }

    /// Asks whose the badge is, once it stands.
    pub fn ask(&mut self, ui: &Ui, scene: &Scene<'_>) -> Option<Act> {
        let checked = scene.snapshot.people.badge.as_ref();
        self.ask.ask(ui, &self.badge, checked)
    }

    /// The first thing that is still missing.
    pub fn missing(&self, scene: &Scene<'_>) -> Option<&'static str> {
        if self.badge().is_none() {
            Some("who-missing-badge")
        } else if self.checked(scene).is_none() {
            Some("who-awaited")
        } else if self.is_unknown(scene) {
            Some("who-unknown")
        } else if self.why().is_none() {
            Some("who-missing-why")
        } else {
            None
        }
    }

    /// What was found out about the badge that is typed.
    fn checked<'a>(&self, scene: &Scene<'a>) -> Option<&'a BadgeCheck> {
        let badge = self.badge()?;
        let check = scene.snapshot.people.badge.as_ref();
        check.filter(|check| check.badge == badge)
    }

    fn is_unknown(&self, scene: &Scene<'_>) -> bool {
        let checked = self.checked(scene);
        checked.is_some_and(|check| !check.taken)
    }

    /// The badge, once it is one.
    pub fn badge(&self) -> Option<Badge> {
        self.badge.parse().ok()
    }

    /// The reason, once it is one.
    pub fn why(&self) -> Option<VouchReason> {
        self.why.parse().ok()
    }

    /// Gives the badge's field the focus at first.
    pub fn take_focus(&self, ui: &Ui, badge_id: Id) {
        if ui.memory(|memory| memory.focused()).is_none() && self.badge.is_empty() {
            ui.memory_mut(|memory| memory.request_focus(badge_id));
        }
    }

    /// Whose the badge is, once that is known: the operator looks whether it is
    /// who stands there. Whether that is well, too.
    fn whose(&self, scene: &Scene<'_>) -> Option<(bool, String)> {
        let check = self.checked(scene)?;
        if !check.taken {
            return Some((false, scene.texts.get("who-unknown")));
        }
        let holder = check.holder.as_ref()?;
        let department = holder.department.as_ref().map(Department::as_str);
        let state = match holder.state {
            PersonState::Active => None,
            PersonState::Held => Some(scene.texts.get("people-state-held")),
            PersonState::Disabled if holder.locked_out => {
                Some(scene.texts.get("people-state-locked-out"))
            }
            PersonState::Disabled => Some(scene.texts.get("people-state-disabled")),
        };
        let is_well = state.is_none() || holder.locked_out;
        let name = std::iter::once(holder.name.as_str());
        let said: Vec<&str> = name.chain(department).chain(state.as_deref()).collect();
        Some((is_well, said.join(" · ")))
    }

    /// What stands below the badge.
    fn badge_field(&mut self, ui: &mut Ui, scene: &Scene<'_>, id: Id) {
        let texts = scene.texts;
        let (whose, wrong) = (self.whose(scene), texts.get("badge-wrong"));
        let awaited = texts.get("who-awaited");
        let note = match &whose {
            _ if self.badge.is_empty() => Note::Nothing,
            _ if self.badge().is_none() => Note::Wrong(&wrong),
            None => Note::Awaited(&awaited),
            Some((true, words)) => Note::Well(words),
            Some((false, words)) => Note::Wrong(words),
        };
        let (name, typed) = (texts.get("badge-field"), &mut self.badge);
        widgets::noted_field(ui, scene.palette, id, &name, typed, MOST_CHARACTERS, note);
    }

    /// Draws the card.
    pub fn card(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        rect: Rect,
        asks: &Asks<'_>,
        [badge_id, why_id]: [Id; 2],
    ) {
        let palette = scene.palette;
        let texts = scene.texts;
        widgets::card_scrolled(ui, palette, rect, "who and why", |ui| {
            let advice = texts.advice(asks.about);
            widgets::paragraph(ui, &advice, theme::regular(theme::BODY), palette.muted);
            ui.add_space(GRID);
            self.badge_field(ui, scene, badge_id);
            let wrong = texts.get("vouch-reason-wrong");
            let shown = (!self.why.is_empty() && self.why().is_none()).then_some(wrong.as_str());
            let name = texts.get(asks.why);
            widgets::field(ui, palette, why_id, &name, &mut self.why, false, shown);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(GRID, GRID);
                for key in asks.reasons {
                    let words = texts.get(key);
                    if ui.add(Button::secondary(palette, "", &words)).clicked() {
                        self.why = words;
                    }
                }
            });
        });
    }
}

/// Sentences about what is still to be looked at, with a dot before each: a
/// tick would say that it was.
pub fn points(ui: &mut Ui, scene: &Scene<'_>, keys: &[&str]) {
    let palette = scene.palette;
    for key in keys {
        ui.add_space(GRID);
        ui.horizontal_top(|ui| {
            let line = theme::BODY * 1.5;
            let (dot, _) = ui.allocate_exact_size(vec2(2.0 * GRID, line), Sense::hover());
            let painter = ui.painter();
            painter.circle_filled(dot.center(), DOT, palette.muted);
            let words = scene.texts.get(key);
            ui.vertical(|ui| {
                widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
            });
        });
    }
}
