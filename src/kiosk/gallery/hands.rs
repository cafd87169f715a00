//! Hands on the gallery's window: they press, type and sign by the names that
//! screen readers find, as a person would by what they see.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use eframe::egui::accesskit::{Action, ActionRequest, Node, NodeId, Role, TreeId};
use eframe::egui::{self, Event, Key, Modifiers, PointerButton, Pos2, pos2};

use super::GalleryDeed;

/// So many pages has nothing more, and so many frames a page takes to turn.
const PAGES: usize = 4;
const PAGE_FRAMES: usize = 24;
/// A signature, as shares of the pad's width and height.
const SIGNATURE: [[(f32, f32); 9]; 2] = [
    [
        (0.15, 0.62),
        (0.22, 0.35),
        (0.27, 0.3),
        (0.26, 0.5),
        (0.21, 0.7),
        (0.3, 0.66),
        (0.37, 0.55),
        (0.39, 0.66),
        (0.46, 0.56),
    ],
    [
        (0.52, 0.6),
        (0.56, 0.5),
        (0.58, 0.64),
        (0.64, 0.52),
        (0.66, 0.65),
        (0.74, 0.45),
        (0.72, 0.68),
        (0.8, 0.58),
        (0.88, 0.6),
    ],
];

/// The named parts of the window in its last frame.
#[derive(Clone, Default)]
pub struct Named(Arc<Mutex<Vec<(NodeId, Node)>>>);

impl egui::Plugin for Named {
    fn debug_name(&self) -> &'static str {
        "gallery"
    }

    fn output_hook(&mut self, _ctx: &egui::Context, output: &mut egui::FullOutput) {
        if let Some(update) = &output.platform_output.accesskit_update {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone_from(&update.nodes);
        }
    }
}

impl Named {
    /// The part that has one of these roles and this name, or begins with it.
    fn find(&self, roles: &[Role], name: &str) -> Option<(NodeId, Node)> {
        let nodes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let name_of = |node: &Node| -> String {
            let own = node.label().or(node.value()).unwrap_or_default();
            let by = node.labelled_by().first().and_then(|by| {
                let (_, by) = nodes.iter().find(|(id, _)| id == by)?;
                by.value().or(by.label()).map(str::to_owned)
            });
            by.unwrap_or_else(|| own.to_owned())
        };
        let of_role = || {
            nodes
                .iter()
                .filter(|(_, node)| roles.contains(&node.role()))
        };
        of_role()
            .find(|(_, node)| name_of(node) == name)
            .or_else(|| of_role().find(|(_, node)| name_of(node).starts_with(name)))
            .cloned()
    }
}

/// What is done next, a list of events a frame.
#[derive(Default)]
pub struct Hands {
    named: Named,
    frames: VecDeque<Vec<Event>>,
}

impl Hands {
    /// Hands that see the window of `ctx`.
    pub fn new(ctx: &egui::Context) -> Self {
        let hands = Self::default();
        ctx.enable_accesskit();
        ctx.add_plugin(hands.named.clone());
        hands
    }

    /// Begins a deed; false if what it is done to isn't there. `words` gives
    /// the text of a key.
    pub fn begin(&mut self, deed: &GalleryDeed, words: impl Fn(&str) -> String) -> bool {
        match deed {
            // Those are the program's, and the clock's.
            GalleryDeed::Show(_) | GalleryDeed::Wait(_) => {}
            GalleryDeed::Slide(steps) => {
                let Some((id, _)) = self.named.find(&[Role::Slider], "") else {
                    return false;
                };
                self.frames.push_back(vec![request(Action::Focus, id)]);
                for _ in 0..*steps {
                    self.frames.push_back(strike(Key::ArrowRight));
                }
            }
            GalleryDeed::ReadOn => {
                for _ in 0..PAGES {
                    self.frames.push_back(strike(Key::PageDown));
                    self.frames.extend(vec![Vec::new(); PAGE_FRAMES]);
                }
            }
            GalleryDeed::Press(name) => {
                let roles = [
                    Role::Button,
                    Role::RadioButton,
                    Role::CheckBox,
                    Role::Switch,
                ];
                let Some((id, _)) = self.named.find(&roles, &words(name)) else {
                    return false;
                };
                self.frames.push_back(vec![request(Action::Click, id)]);
            }
            GalleryDeed::Write(name, text) => {
                let roles = [Role::TextInput, Role::PasswordInput];
                let Some((id, _)) = self.named.find(&roles, &words(name)) else {
                    return false;
                };
                self.frames.push_back(vec![request(Action::Focus, id)]);
                self.frames.push_back(Vec::new());
                self.frames.push_back(vec![Event::Text((*text).to_owned())]);
            }
            GalleryDeed::Sign(name) => {
                let roles = [Role::Canvas, Role::Image, Role::Unknown];
                let place = self.named.find(&roles, &words(name));
                let Some(bounds) = place.and_then(|(_, node)| node.bounds()) else {
                    return false;
                };
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "points of a window are small"
                )]
                let at = |(x, y): (f32, f32)| {
                    pos2(
                        (bounds.x0 as f32) + x * (bounds.width() as f32),
                        (bounds.y0 as f32) + y * (bounds.height() as f32),
                    )
                };
                for stroke in SIGNATURE {
                    self.draw(&stroke.map(at));
                }
            }
        }
        true
    }

    fn draw(&mut self, points: &[Pos2]) {
        let button = |pos: Pos2, pressed: bool| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        let [first, .., last] = points else {
            return;
        };
        let down = vec![Event::PointerMoved(*first), button(*first, true)];
        self.frames.push_back(down);
        let moves = points.iter().map(|point| vec![Event::PointerMoved(*point)]);
        self.frames.extend(moves);
        self.frames.push_back(vec![button(*last, false)]);
        self.frames.push_back(vec![Event::PointerGone]);
    }

    /// What they do in this frame; nothing once a deed is done.
    pub fn next_frame(&mut self) -> Option<Vec<Event>> {
        self.frames.pop_front()
    }

    /// Leaves what was begun.
    pub fn rest(&mut self) {
        self.frames.clear();
    }
}

fn strike(key: Key) -> Vec<Event> {
    let half = |pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    vec![half(true), half(false)]
}

fn request(action: Action, node: NodeId) -> Event {
    Event::AccessKitActionRequest(ActionRequest {
        action,
        target_tree: TreeId::ROOT,
        target_node: node,
        data: None,
    })
}
