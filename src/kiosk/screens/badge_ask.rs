//! Whose a badge is that is being typed: asked for once it stands.

use std::time::Duration;

use eframe::egui::Ui;

use crate::domain::Badge;
use crate::pipeline::{Intent, PeopleIntent};

use super::Act;

/// How long a badge must stand before it is asked about, in seconds (ours:
/// longer than between two letters).
const STANDS: f64 = 0.3;
/// How soon a badge that stands is looked at again.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What was asked, and what may be asked next.
#[derive(Debug, Default)]
pub struct BadgeAsk {
    /// The badge that was asked about last.
    asked: Option<Badge>,
    /// What stood in the field, and since when.
    standing: (String, f64),
}

impl BadgeAsk {
    /// Asks once more about the same badge.
    pub fn again(&mut self) {
        self.asked = None;
    }

    /// Asks the pipeline about what is typed, once it stands.
    pub fn ask(&mut self, ui: &Ui, typed: &str) -> Option<Act> {
        let time = ui.input(|input| input.time);
        let badge = self.due(typed, time);
        if badge.is_none() && self.will_ask(typed) {
            ui.ctx().request_repaint_after(LOOK_AGAIN);
        }
        badge.map(|badge| Act::Send(Intent::People(PeopleIntent::CheckBadge(badge))))
    }

    /// The badge to ask about now, once; `time` is the window's, in seconds.
    fn due(&mut self, typed: &str, time: f64) -> Option<Badge> {
        if self.standing.0 != typed {
            self.standing = (typed.to_owned(), time);
        }
        let badge: Badge = typed.parse().ok()?;
        let stands = time - self.standing.1 >= STANDS;
        if !stands || self.asked.as_ref() == Some(&badge) {
            return None;
        }
        self.asked = Some(badge.clone());
        Some(badge)
    }

    /// Whether a badge is typed that hasn't been asked about yet.
    fn will_ask(&self, typed: &str) -> bool {
        let badge = typed.parse::<Badge>().ok();
        badge.is_some_and(|badge| self.asked != Some(badge))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_is_asked_about_once_it_stands() {
        let mut ask = BadgeAsk::default();
        assert_eq!(ask.due("", 0.0), None);
        assert_eq!(ask.due("104", 1.0), None, "still being typed");
        assert_eq!(ask.due("10427", 1.25), None);
        assert!(ask.will_ask("10427"));
        assert_eq!(ask.due("10427", 1.6), "10427".parse().ok());
        assert_eq!(ask.due("10427", 9.0), None, "asked already");
        assert!(!ask.will_ask("10427"));
        ask.again();
        assert_eq!(ask.due("10427", 9.1), "10427".parse().ok());
        assert_eq!(ask.due("10/27", 99.0), None, "no badge");
    }
}
