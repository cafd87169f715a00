//! What hands do at the window, looked at before any screen sees it: a key
//! that is held down counts once, and a press that comes too soon after the
//! screen has changed was meant for the one before. Also, when somebody was
//! here last.

use std::collections::BTreeSet;

use eframe::egui::{Context, Event, Key, Plugin, RawInput};

use crate::domain::is_unseen;

/// A press this soon after another screen came up, in seconds, is the second
/// half of a double click or a bouncing key (ours: desktops take two clicks
/// within half a second for one double click; nobody reads a screen and
/// answers in half that time).
const TOO_SOON_SECONDS: f64 = 0.25;
/// Keys that act rather than write: held down, they act once.
const ACTING: [Key; 4] = [Key::Enter, Key::Space, Key::Escape, Key::F8];

/// The window's hands, as a plugin of egui.
#[derive(Default)]
pub struct Hands {
    held: BTreeSet<Key>,
    /// When another screen came up, or something was asked for.
    changed: Option<f64>,
    /// Whether that hasn't been drawn yet.
    undrawn: bool,
    /// When something was pressed or let go last.
    pressed: Option<f64>,
    /// When something was typed last.
    typed: Option<f64>,
    /// When anything was touched, moved or typed last.
    last_seen: f64,
    now: f64,
}

impl Hands {
    /// Another screen comes up: what is pressed at once isn't meant for it.
    pub fn another_screen(&mut self) {
        self.changed = Some(self.now);
        self.undrawn = true;
    }

    /// Something was asked for. By a press, its second half isn't meant for what
    /// follows; what a screen asks for by itself stands in nobody's way.
    pub fn asked(&mut self) {
        if self.pressed == Some(self.now) {
            self.another_screen();
        }
    }

    /// A frame begins, and what was drawn in the last one is seen only now: on
    /// a slow machine that may be a while after it was asked for.
    fn begin_frame(&mut self, now: f64) {
        // What was typed for the last frame was typed just now, however long
        // that frame took.
        if self.typed == Some(self.now) {
            self.typed = Some(now);
        }
        self.now = now;
        if std::mem::take(&mut self.undrawn) {
            self.changed = Some(now);
        }
    }

    /// Somebody is here, though nothing is touched.
    pub fn somebody_is_here(&mut self) {
        self.last_seen = self.now;
    }

    /// For how long nobody has touched anything, in seconds.
    #[must_use]
    pub fn quiet_seconds(&self) -> f64 {
        (self.now - self.last_seen).max(0.0)
    }

    /// Whether something just came from a hand.
    #[must_use]
    pub fn are_here(&self) -> bool {
        self.quiet_seconds() <= 0.0
    }

    /// Whether an event is for the screens.
    fn passes(&mut self, event: &Event) -> bool {
        match event {
            Event::WindowFocused(_) => {
                // Keys let go elsewhere aren't told.
                self.held.clear();
                return true;
            }
            Event::PointerGone => return true,
            _ => self.last_seen = self.now,
        }
        let is_press = match event {
            Event::PointerButton { .. } => true,
            Event::Key { key, pressed, .. } => *pressed && ACTING.contains(key),
            _ => false,
        };
        if is_press {
            self.pressed = Some(self.now);
        }
        match event {
            Event::Text(_) | Event::Paste(_) | Event::MiddleClickPaste { .. } | Event::Ime(_) => {
                self.typed = Some(self.now);
                true
            }
            Event::Key {
                key,
                pressed: false,
                ..
            } => {
                self.held.remove(key);
                true
            }
            Event::Key { key, .. } if ACTING.contains(key) => {
                let first = self.held.insert(*key);
                // A scanner ends with Enter what it has just typed.
                let ends_typing = self.is_within(self.typed);
                first && (ends_typing || !self.is_within(self.changed))
            }
            Event::PointerButton { pressed: true, .. } => !self.is_within(self.changed),
            _ => true,
        }
    }

    fn is_within(&self, since: Option<f64>) -> bool {
        since.is_some_and(|since| self.now - since < TOO_SOON_SECONDS)
    }
}

impl Plugin for Hands {
    fn debug_name(&self) -> &'static str {
        "hands"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let step = f64::from(input.predicted_dt);
        let time = input.time;
        self.begin_frame(time.unwrap_or_else(|| ctx.input(|before| before.time) + step));
        input.events.retain(|event| self.passes(event));
        for event in &mut input.events {
            if let Event::Paste(text) | Event::MiddleClickPaste { text, .. } = event {
                *text = in_one_line(text);
            }
        }
    }
}

/// What is pasted as a field takes it: one line, without characters that show
/// nothing; whoever pastes can't see that they are there.
fn in_one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim_end);
    let line = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>();
    let spaced = line.join(" ").replace('\t', " ");
    spaced.chars().filter(|c| !is_unseen(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Modifiers, PointerButton, pos2};

    fn key(key: Key, pressed: bool) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::NONE,
        }
    }

    fn click() -> Event {
        Event::PointerButton {
            pos: pos2(9.0, 9.0),
            button: PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        }
    }

    #[test]
    fn a_key_that_is_held_down_acts_once() {
        let mut hands = Hands::default();
        assert!(hands.passes(&key(Key::Enter, true)));
        assert!(!hands.passes(&key(Key::Enter, true)));
        assert!(hands.passes(&key(Key::Enter, false)));
        assert!(hands.passes(&key(Key::Enter, true)));
        // Writing keys repeat as they should.
        assert!(hands.passes(&key(Key::Backspace, true)));
        assert!(hands.passes(&key(Key::Backspace, true)));
        // Another window had the keyboard meanwhile.
        assert!(hands.passes(&Event::WindowFocused(true)));
        assert!(hands.passes(&key(Key::Enter, true)));
    }

    #[test]
    fn what_comes_too_soon_was_meant_for_the_screen_before() {
        let mut hands = Hands {
            now: 10.0,
            ..Hands::default()
        };
        hands.another_screen();
        hands.now = 10.2;
        assert!(!hands.passes(&click()));
        assert!(!hands.passes(&key(Key::Enter, true)));
        assert!(hands.passes(&key(Key::Enter, false)));
        assert!(hands.passes(&Event::Text("1".to_owned())));
        assert!(hands.passes(&key(Key::Enter, true)), "a scanner's");
        hands.now = 10.3;
        assert!(hands.passes(&click()));
    }

    #[test]
    fn what_a_screen_asks_for_by_itself_takes_no_press_away() {
        let mut hands = Hands::default();
        hands.begin_frame(10.0);
        assert!(hands.passes(&Event::Text("10427".to_owned())));
        hands.begin_frame(10.4);
        hands.asked();
        hands.begin_frame(10.5);
        assert!(hands.passes(&click()));
        hands.asked();
        hands.begin_frame(10.6);
        assert!(!hands.passes(&click()));
    }

    #[test]
    fn a_screen_that_is_drawn_slowly_is_not_answered_unseen() {
        let mut hands = Hands::default();
        hands.begin_frame(10.0);
        hands.another_screen();
        // The second click came while the screen was drawn.
        hands.begin_frame(10.6);
        assert!(!hands.passes(&click()));
        hands.begin_frame(10.8);
        assert!(!hands.passes(&click()));
        hands.begin_frame(10.9);
        assert!(hands.passes(&click()));
    }

    #[test]
    fn a_scanner_is_understood_by_a_slow_machine() {
        let mut hands = Hands::default();
        hands.begin_frame(10.0);
        assert!(hands.passes(&Event::Text("10427".to_owned())));
        hands.another_screen();
        hands.begin_frame(10.6);
        assert!(hands.passes(&key(Key::Enter, true)));
        assert!(!hands.passes(&click()));
    }

    #[test]
    fn what_is_pasted_is_one_line_that_can_be_seen() {
        for (pasted, taken) in [
            ("correct horse\n", "correct horse"),
            ("Ada\r\nLovelace\t\u{202e}II\u{0}", "Ada Lovelace II"),
            ("\u{feff}می\u{200c}خواهم 🦊", "می\u{200c}خواهم 🦊"),
            ("\n\u{1b}\n", ""),
        ] {
            assert_eq!(in_one_line(pasted), taken);
        }
    }

    #[test]
    fn it_is_known_for_how_long_nobody_was_here() {
        let mut hands = Hands {
            now: 10.0,
            ..Hands::default()
        };
        assert!(hands.passes(&click()));
        assert!(hands.are_here());
        hands.now = 70.0;
        assert!(hands.passes(&Event::WindowFocused(false)));
        assert!((hands.quiet_seconds() - 60.0).abs() < 1e-9);
        hands.somebody_is_here();
        assert!(hands.are_here());
    }
}
