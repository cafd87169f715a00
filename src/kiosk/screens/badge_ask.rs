//! Whose a badge is that is being typed: asked for once it stands.

use std::time::Duration;

use eframe::egui::Ui;

use crate::domain::Badge;
use crate::pipeline::{BadgeCheck, Intent, PeopleIntent};

use super::Act;

/// How long a badge must stand before it is asked about, in seconds (ours:
/// longer than between two letters).
const STANDS: f64 = 0.3;
/// How soon a badge that stands is looked at again.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// An answer that takes longer is asked for again (ours).
const ANSWERED: Duration = Duration::from_secs(5);

/// What was asked, and what may be asked next.
#[derive(Debug, Default)]
pub struct BadgeAsk {
    /// The badge that was asked about last, and when.
    asked: Option<(Badge, f64)>,
    /// What stood in the field, and since when.
    standing: (String, f64),
}

impl BadgeAsk {
    /// Asks once more about the same badge.
    pub fn again(&mut self) {
        self.asked = None;
    }

    /// Asks the pipeline about what is typed, once it stands, and again where
    /// no answer comes; `checked` is what was found out last.
    pub fn ask(&mut self, ui: &Ui, typed: &str, checked: Option<&BadgeCheck>) -> Option<Act> {
        let time = ui.input(|input| input.time);
        let is_answered = checked.is_some_and(|check| check.badge.as_str() == typed);
        let badge = self.due(typed, time, is_answered);
        if badge.is_none() && !is_answered && typed.parse::<Badge>().is_ok() {
            ui.ctx().request_repaint_after(match &self.asked {
                Some((asked, _)) if asked.as_str() == typed => ANSWERED,
                _ => LOOK_AGAIN,
            });
        }
        badge.map(|badge| Act::Send(Intent::People(PeopleIntent::CheckBadge(badge))))
    }

    /// The badge to ask about now; `time` is the window's, in seconds.
    fn due(&mut self, typed: &str, time: f64, is_answered: bool) -> Option<Badge> {
        if self.standing.0 != typed {
            self.standing = (typed.to_owned(), time);
        }
        let badge: Badge = typed.parse().ok()?;
        let stands = time - self.standing.1 >= STANDS;
        let is_asked = |(asked, at): &(Badge, f64)| {
            *asked == badge && (is_answered || time - at < ANSWERED.as_secs_f64())
        };
        if !stands || self.asked.as_ref().is_some_and(is_asked) {
            return None;
        }
        self.asked = Some((badge.clone(), time));
        Some(badge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_is_asked_about_once_it_stands() {
        let mut ask = BadgeAsk::default();
        assert_eq!(ask.due("", 0.0, false), None);
        assert_eq!(ask.due("104", 1.0, false), None, "still being typed");
        assert_eq!(ask.due("10427", 1.25, false), None);
        assert_eq!(ask.due("10427", 1.6, false), "10427".parse().ok());
        assert_eq!(ask.due("10427", 2.0, false), None, "asked already");
        assert_eq!(
            ask.due("10427", 6.7, false),
            "10427".parse().ok(),
            "unheard"
        );
        assert_eq!(ask.due("10427", 99.0, true), None, "answered");
        ask.again();
        assert_eq!(ask.due("10427", 99.1, true), "10427".parse().ok());
        assert_eq!(ask.due("10/27", 999.0, false), None, "no badge");
    }
}
