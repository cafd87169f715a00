//! What people use at the window: a mouse, a finger, or the keyboard alone.

use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect, Sense,
    TouchDeviceId, TouchId, TouchPhase, Vec2, WidgetRect, accesskit::Role, pos2, vec2,
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

    /// For a flow before the camera, which takes its time: the usual ones, or all
    /// of them, one after the other, where `SECURE_BIOMETRIC_ALL_HANDS` is set
    /// (`make walk`).
    pub fn before_the_camera(usual: Self) -> Vec<Self> {
        match std::env::var_os("SECURE_BIOMETRIC_ALL_HANDS") {
            Some(_) => Self::ALL.to_vec(),
            None => vec![usual],
        }
    }

    /// The other two, in turn.
    pub fn next(self) -> Self {
        match self {
            Self::Mouse => Self::Finger,
            Self::Finger => Self::Keys,
            Self::Keys => Self::Mouse,
        }
    }
}

/// From the corner that a finger hits, in points.
const WITHIN: f32 = 4.0;
/// More stops of Tab than any screen has.
const STOPS: usize = 60;
/// More lines than any list has in these tests.
const LINES: usize = 12;
/// How far a page is scrolled at once, in points; how often, and in how many
/// steps a finger does it.
const FAR: f32 = 240.0;
const SCROLLS: usize = 40;
const STEPS: u8 = 8;

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

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
                let seen = self.bring_into_view(role, &is_so);
                self.click_at(seen.center());
            }
            Hands::Finger => {
                let seen = self.bring_into_view(role, &is_so);
                self.touch(&[seen.max - vec2(WITHIN, WITHIN)]);
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

    /// Ends a form by its button; who types does it by Enter in its last field.
    #[track_caller]
    pub fn finish(&mut self, button: &str) {
        let types = self
            .focused()
            .is_some_and(|(role, _)| matches!(role, Role::TextInput | Role::PasswordInput));
        if types && self.hands == Hands::Keys {
            self.strike(Key::Enter);
        } else {
            self.press(button);
        }
    }

    /// Leaves a page by its button; who types does it by Escape.
    #[track_caller]
    pub fn leave(&mut self, button: &str) {
        match self.hands {
            Hands::Keys => self.strike(Key::Escape),
            Hands::Mouse | Hands::Finger => self.press(button),
        }
    }

    /// Draws a line through these places, by mouse or finger.
    pub fn draw(&mut self, places: &[Pos2]) {
        match self.hands {
            Hands::Finger => self.touch(places),
            Hands::Mouse => {
                let Some((&first, &last)) = places.first().zip(places.last()) else {
                    return;
                };
                self.window().event(Event::PointerMoved(first));
                self.window().event(button(first, true));
                for &place in places {
                    self.window().event(Event::PointerMoved(place));
                }
                self.window().event(button(last, false));
            }
            Hands::Keys => panic!("nobody draws by keys"),
        }
        self.rest();
    }

    fn click_at(&mut self, pos: Pos2) {
        let window = self.window();
        window.event(Event::PointerMoved(pos));
        window.event(button(pos, true));
        window.event(button(pos, false));
    }

    /// Touches the screen and moves on, as the desktop tells a window of it: as
    /// a touch, and as a pointer that is there for as long.
    fn touch(&mut self, places: &[Pos2]) {
        let touch = |phase, pos| Event::Touch {
            device_id: TouchDeviceId(1),
            id: TouchId(1),
            phase,
            pos,
            force: None,
        };
        let Some((&first, &last)) = places.first().zip(places.last()) else {
            return;
        };
        let window = self.window();
        window.event(touch(TouchPhase::Start, first));
        window.event(Event::PointerMoved(first));
        window.event(button(first, true));
        window.step();
        for &place in &places[1..] {
            window.event(touch(TouchPhase::Move, place));
            window.event(Event::PointerMoved(place));
            window.step();
        }
        window.event(touch(TouchPhase::End, last));
        window.event(button(last, false));
        window.event(Event::PointerGone);
    }

    /// Scrolls, by wheel or finger, until all of it is in view that its page
    /// has room for; the part that is.
    #[track_caller]
    fn bring_into_view(&mut self, role: Role, is_so: impl Fn(&str) -> bool) -> Rect {
        let mut before = None;
        for _ in 0..SCROLLS {
            let (whole, seen) = self.place(role, &is_so);
            if seen.height() + 1.0 >= whole.height() {
                return seen;
            }
            if before == Some(whole) {
                break;
            }
            before = Some(whole);
            self.scroll_to(whole);
            // What was pushed rolls on for a moment.
            for _ in 0..SCROLLS {
                let rolling = self.place(role, &is_so);
                self.rest();
                if self.place(role, &is_so) == rolling {
                    break;
                }
            }
        }
        let (hands, place) = (self.hands, self.place(role, is_so));
        panic!(
            "{hands:?} doesn't bring it into view: {place:?}; there is {:#?}",
            self.labels()
        );
    }

    /// Where the first such is, and what of it isn't cut off.
    #[track_caller]
    fn place(&mut self, role: Role, is_so: impl Fn(&str) -> bool) -> (Rect, Rect) {
        let window = self.window();
        let mut found = window.query_all_by_role(role);
        let node = found.find(|node| labelled(node, &is_so)).unwrap();
        let (id, _) = node.accesskit_node().locate();
        let there = window.ctx.viewport(|viewport| {
            let layers = viewport.prev_pass.widgets.layers();
            let mut widgets = layers.flat_map(|(_, widgets)| widgets);
            let widget = widgets.find(|widget| widget.id.accesskit_id() == id);
            widget.map(|widget| (widget.rect, widget.interact_rect))
        });
        // What isn't a widget of egui's own is drawn where it says.
        there.unwrap_or_else(|| (node.rect(), node.rect()))
    }

    /// Turns the wheel, or draws the page with a finger, once, so that more of
    /// that place comes into view.
    fn scroll_to(&mut self, wanted: Rect) {
        let screen = self.window().ctx.content_rect();
        let middle = screen.center().y;
        let way = (middle - wanted.center().y).clamp(-FAR, FAR);
        let x = wanted.center().x.clamp(screen.left(), screen.right());
        match self.hands {
            Hands::Keys => unreachable!("the keys bring what has the focus into view"),
            Hands::Mouse => {
                let window = self.window();
                window.event(Event::PointerMoved(pos2(x, middle)));
                window.event(Event::MouseWheel {
                    unit: MouseWheelUnit::Point,
                    delta: vec2(0.0, way),
                    phase: TouchPhase::Move,
                    source: MouseWheelSource::Wheel,
                    modifiers: Modifiers::NONE,
                });
            }
            Hands::Finger => {
                let from = self.free_place(wanted, way);
                let moves: Vec<Pos2> = (0..=STEPS)
                    .map(|step| from + Vec2::DOWN * way * f32::from(step) / f32::from(STEPS))
                    .collect();
                self.touch(&moves);
            }
        }
        self.rest();
    }

    /// A place to draw the page from, where nothing is that takes the finger
    /// for itself.
    fn free_place(&mut self, wanted: Rect, way: f32) -> Pos2 {
        let screen = self.window().ctx.content_rect();
        let widgets: Vec<WidgetRect> = self.window().ctx.viewport(|viewport| {
            let layers = viewport.prev_pass.widgets.layers();
            layers.flat_map(|(_, widgets)| widgets).copied().collect()
        });
        let takes = |pos: Pos2| {
            let taking = |widget: &&WidgetRect| widget.sense.contains(Sense::click());
            let mut taking = widgets.iter().filter(taking);
            taking.any(|widget| widget.interact_rect.contains(pos))
        };
        // What scrolls takes the finger; and the whole way is on the screen.
        let scrolls = |pos: Pos2| {
            let mut areas = widgets.iter().filter(|widget| widget.sense.senses_drag());
            areas.any(|area| area.interact_rect.contains(pos))
        };
        let room = screen.shrink2(vec2(0.0, FAR / 2.0));
        let from = if way < 0.0 { room.bottom() } else { room.top() };
        let across = (0..8u8).map(|step| wanted.left() + f32::from(step) * wanted.width() / 8.0);
        let mut places = across.flat_map(|x| {
            (0..40u8).map(move |step| pos2(x, from + f32::from(step) * 8.0 * way.signum()))
        });
        let found = places.find(|place| room.contains(*place) && scrolls(*place) && !takes(*place));
        found.unwrap_or(pos2(wanted.center().x, from))
    }

    /// Goes there by Tab; in a list, of which one line has the focus, on by the
    /// arrows.
    #[track_caller]
    fn go_to(&mut self, role: Role, is_so: impl Fn(&str) -> bool) {
        if self.is_at(role, &is_so) {
            return;
        }
        let mut stops = Vec::new();
        for _ in 0..2 * STOPS {
            self.window().key_press(Key::Tab);
            self.window().run_steps(2);
            if self.is_at(role, &is_so) {
                return;
            }
            let stop = self.focused();
            // Once round, and it is none of the stops.
            let seen = stops.contains(&stop);
            stops.push(stop);
            if seen && self.is_in_list_of(role, &is_so) {
                for way in [Key::ArrowUp, Key::ArrowDown] {
                    for _ in 0..LINES {
                        self.window().key_press(way);
                        self.window().run_steps(3);
                        if self.is_at(role, &is_so) {
                            return;
                        }
                        stops.push(self.focused());
                    }
                }
            }
        }
        panic!(
            "the keyboard doesn't get there, but to {stops:?}; there is {:#?}",
            self.labels()
        );
    }

    /// Whether what has the focus stands right above or below that, as wide.
    fn is_in_list_of(&mut self, role: Role, is_so: impl Fn(&str) -> bool) -> bool {
        let window = self.window();
        let mut lines = window.query_all_by_role(role);
        let line = lines
            .find(|node| labelled(node, &is_so))
            .map(|it| it.rect());
        let mut nodes = window.query_all(by());
        let here = nodes.find(|node| node.accesskit_node().is_focused());
        let here = here.map(|node| (node.accesskit_node().role(), node.rect()));
        line.zip(here).is_some_and(|(line, (of, here))| {
            of == role
                && (line.left() - here.left()).abs() < 1.0
                && (line.width() - here.width()).abs() < 1.0
        })
    }

    fn is_at(&mut self, role: Role, is_so: impl Fn(&str) -> bool) -> bool {
        self.focused()
            .is_some_and(|(found, label)| found == role && is_so(&label))
    }

    /// Role and name of what has the focus.
    fn focused(&mut self) -> Option<(Role, String)> {
        let mut nodes = self.window().query_all(by());
        let node = nodes.find(|node| node.accesskit_node().is_focused())?;
        let node = node.accesskit_node();
        Some((node.role(), node.label().unwrap_or_default().to_string()))
    }
}
