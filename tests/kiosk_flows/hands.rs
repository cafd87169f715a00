//! What people use at the window: a mouse, a finger, or the keyboard alone.

use eframe::egui::{
    Event, Key, Modifiers, PointerButton, Pos2, TouchDeviceId, TouchId, TouchPhase,
    accesskit::Role, vec2,
};
use egui_kittest::{
    Node,
    kittest::{NodeT, Queryable, by},
};

use crate::kiosk::Kiosk;

/// What somebody uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hands {
    /// A mouse, which hits the middle.
    Mouse,
    /// A finger, which hits just within the lower right corner.
    Finger,
    /// Tab and Enter alone.
    Keys,
}

impl Hands {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Mouse, Self::Finger, Self::Keys];
}

/// From the corner that a finger hits, in points.
const WITHIN: f32 = 4.0;
/// More stops of Tab than any screen has.
const STOPS: usize = 60;
/// More lines than any list has in these tests.
const LINES: usize = 12;

/// Whether a node's name is so.
pub fn labelled(node: &Node<'_>, is_so: impl Fn(&str) -> bool) -> bool {
    let label = node.accesskit_node().label();
    label.is_some_and(|label| is_so(&label))
}

impl Kiosk {
    /// Presses the first of that role whose name is so.
    #[track_caller]
    pub fn use_hands(&mut self, role: Role, is_so: impl Fn(&str) -> bool) {
        match self.hands {
            Hands::Mouse => {
                let mut found = self.window().query_all_by_role(role);
                found.find(|node| labelled(node, &is_so)).unwrap().click();
            }
            Hands::Finger => {
                let place = {
                    let mut found = self.window().query_all_by_role(role);
                    found.find(|node| labelled(node, &is_so)).unwrap().rect()
                };
                self.touch(place.max - vec2(WITHIN, WITHIN));
            }
            Hands::Keys => {
                self.go_to(role, is_so);
                // A field has what it needs; Enter would end the form.
                match role {
                    Role::TextInput | Role::PasswordInput => {}
                    Role::CheckBox | Role::Switch | Role::RadioButton => {
                        self.window().key_press(Key::Space);
                    }
                    _ => self.window().key_press(Key::Enter),
                }
            }
        }
        self.rest();
    }

    /// Touches the screen, as the desktop tells a window of it: as a touch, and
    /// as a pointer that is there for as long.
    fn touch(&mut self, pos: Pos2) {
        let touch = |phase| Event::Touch {
            device_id: TouchDeviceId(1),
            id: TouchId(1),
            phase,
            pos,
            force: None,
        };
        let button = |pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        let window = self.window();
        window.event(touch(TouchPhase::Start));
        window.event(Event::PointerMoved(pos));
        window.event(button(true));
        window.step();
        window.event(touch(TouchPhase::End));
        window.event(button(false));
        window.event(Event::PointerGone);
    }

    /// Goes there by Tab; in a list by the arrows.
    #[track_caller]
    fn go_to(&mut self, role: Role, is_so: impl Fn(&str) -> bool) {
        if self.is_at(role, &is_so) {
            return;
        }
        for lines in [0, LINES] {
            for _ in 0..STOPS {
                self.window().key_press(Key::Tab);
                self.window().run_steps(2);
                if self.is_at(role, &is_so) {
                    return;
                }
                for _ in 0..lines {
                    self.window().key_press(Key::ArrowDown);
                    self.window().run_steps(2);
                    if self.is_at(role, &is_so) {
                        return;
                    }
                }
            }
        }
        panic!(
            "the keyboard doesn't get there; there is {:#?}",
            self.labels()
        );
    }

    fn is_at(&mut self, role: Role, is_so: impl Fn(&str) -> bool) -> bool {
        self.window().query_all(by()).any(|node| {
            let found = node.accesskit_node();
            found.is_focused() && found.role() == role && labelled(&node, &is_so)
        })
    }
}
