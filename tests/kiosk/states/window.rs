//! A window without a display that is brought into any state.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable, by};
use secure_biometric::access::{Appearance, Settings};
use secure_biometric::kiosk::{KioskApp, KioskOptions, Texts, ThemeChoice};
use secure_biometric::pipeline::{Intent, Snapshot};

use crate::scenes::{Deed, Loudspeaker, Stage, State, clock};

/// How a window looks.
#[derive(Clone, Copy)]
pub struct Look {
    /// Its size in points, as the desktop counts them.
    pub points: Vec2,
    /// Pixels a point.
    pub scale: f32,
    pub language: &'static str,
    pub large_text: bool,
    pub dark: bool,
    /// Whether nothing moves by itself.
    pub calm: bool,
}

/// The look of most tests.
pub const USUAL: Look = Look {
    points: vec2(1280.0, 800.0),
    scale: 1.0,
    language: "en",
    large_text: false,
    dark: false,
    calm: true,
};

pub struct Window {
    pub harness: Harness<'static, KioskApp>,
    stage: Stage,
    look: Look,
    texts: Texts,
}

const PRESSED: [Role; 4] = [
    Role::Button,
    Role::RadioButton,
    Role::CheckBox,
    Role::Switch,
];

fn options(language: &str) -> KioskOptions {
    KioskOptions {
        site_name: "Northgate Reception".to_owned(),
        language: language.to_owned(),
        fullscreen: false,
        theme: ThemeChoice::Light,
        canonical_face: canonical_face(),
    }
}

/// Where `make setup` puts the face at home.
const CANONICAL_FACE: &str = ".models/canonical_face.binarypb";

/// The face at home, where `make setup` has run; else it is said to be missing.
fn canonical_face() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(CANONICAL_FACE);
    path.is_file().then_some(path)
}

impl Window {
    pub fn open(look: Look) -> Self {
        let stage = Stage::default();
        let shown = stage.clone();
        let harness = Harness::builder()
            .with_size(look.points)
            .with_pixels_per_point(look.scale)
            .build_eframe(move |creation| {
                KioskApp::new(
                    &creation.egui_ctx,
                    Box::new(shown),
                    options(look.language),
                    clock,
                )
            });
        Self {
            harness,
            stage,
            look,
            texts: Texts::new(look.language),
        }
    }

    /// Shows a state as if nothing had been shown before; else the deed that
    /// couldn't be done.
    pub fn show(&mut self, state: &State) -> Result<(), String> {
        let ctx = self.harness.ctx.clone();
        ctx.memory_mut(|memory| memory.data.clear());
        let focused = ctx.memory(|memory| memory.focused());
        if let Some(focused) = focused {
            ctx.memory_mut(|memory| memory.surrender_focus(focused));
        }
        let stage = Box::new(self.stage.clone());
        let app = KioskApp::new(&ctx, stage, options(self.look.language), clock)
            .with_cues(Box::new(Loudspeaker::default()));
        *self.harness.state_mut() = app;
        self.put(&state.snapshot);
        self.harness.state_mut().open(state.page);
        self.harness.run_steps(3);
        for deed in &state.deeds {
            self.act(deed).ok_or_else(|| format!("{deed:?}"))?;
            self.harness.run_steps(2);
        }
        Ok(())
    }

    /// What was sent since the last call.
    pub fn sent(&self) -> Vec<Intent> {
        self.stage.sent()
    }

    /// The same snapshot, its settings in this look.
    fn put(&self, snapshot: &Snapshot) {
        let mut snapshot = snapshot.clone();
        let opening = snapshot.desk.settings.is_none() && !snapshot.has_operators;
        if !opening {
            let desk = Arc::make_mut(&mut snapshot.desk);
            let mut settings = desk.settings.as_deref().cloned().unwrap_or(Settings {
                site_name: "Northgate Reception".to_owned(),
                ..Settings::default()
            });
            self.look.language.clone_into(&mut settings.language);
            settings.appearance = if self.look.dark {
                Appearance::Dark
            } else {
                Appearance::Light
            };
            settings.large_text = self.look.large_text;
            settings.reduced_motion = self.look.calm;
            desk.settings = Some(Arc::new(settings));
        }
        self.stage.show(snapshot);
    }

    /// The name and place of each part that has one of these roles.
    pub fn parts(&self, roles: &[Role]) -> Vec<(String, Rect)> {
        let nodes = self.harness.query_all(by());
        let of_role = nodes.filter(|node| roles.contains(&node.accesskit_node().role()));
        of_role
            .map(|node| {
                let name = node.accesskit_node().label().unwrap_or_default();
                (name, node.rect())
            })
            .collect()
    }

    /// Whether anything that is read out has these words in it.
    pub fn says(&self, words: &str) -> bool {
        self.harness.query_all(by()).any(|node| {
            let node = node.accesskit_node();
            let said = [node.label(), node.value()];
            said.into_iter().flatten().any(|said| said.contains(words))
        })
    }

    /// A text in the language of the window.
    pub fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// Presses the button of exactly that name, if there is one.
    pub fn press(&mut self, name: &str) -> bool {
        let button = self.node(&[Role::Button], name);
        let is_it = |node: &egui_kittest::Node<'_>| {
            let label = node.accesskit_node().label();
            label.is_some_and(|label| label == name)
        };
        let Some(button) = button.filter(is_it) else {
            return false;
        };
        button.click();
        self.harness.run_steps(3);
        true
    }

    /// Presses whatever bears that name, also where it is scrolled out of sight.
    pub fn press_anywhere(&mut self, name: &str) -> bool {
        let Some(pressed) = self.node(&PRESSED, name) else {
            return false;
        };
        pressed.click_accesskit();
        self.harness.run_steps(3);
        true
    }

    fn act(&mut self, deed: &Deed) -> Option<()> {
        match deed {
            Deed::Show(snapshot) => self.put(snapshot),
            Deed::ReadOn => {
                for _ in 0..6 {
                    self.harness.key_press(Key::PageDown);
                    self.harness.run_steps(3);
                }
            }
            Deed::Press(name) => {
                let name = self.texts.get(name);
                // Wherever it is: what is scrolled out of sight, too.
                self.node(&PRESSED, &name)?.click_accesskit();
            }
            Deed::Write(field, words) => {
                let field = self.texts.get(field);
                let roles = [Role::TextInput, Role::PasswordInput];
                self.node(&roles, &field)?.focus();
                self.harness.run_steps(2);
                self.harness.event(Event::Text((*words).to_owned()));
            }
            Deed::Slide(steps) => {
                self.node(&[Role::Slider], "")?.focus();
                self.harness.run_steps(2);
                for _ in 0..*steps {
                    self.harness.key_press(Key::ArrowRight);
                    self.harness.run_steps(1);
                }
            }
            Deed::Wait(seconds) => {
                let now = self.harness.ctx.input(|input| input.time);
                let then = now + f64::from(*seconds);
                self.harness.input_mut().time = Some(then);
                self.harness.run_steps(1);
                // From then on it goes by itself again.
                self.harness.input_mut().time = None;
            }
            Deed::Sign(pad) => {
                let pad = self.texts.get(pad);
                let place = self.node(&[Role::Canvas], &pad)?.rect();
                self.sign(place);
            }
        }
        Some(())
    }

    fn node(&self, roles: &[Role], name: &str) -> Option<egui_kittest::Node<'_>> {
        let of_role: Vec<_> = self
            .harness
            .query_all(by())
            .filter(|node| roles.contains(&node.accesskit_node().role()))
            .map(|node| (node.accesskit_node().label().unwrap_or_default(), node))
            .collect();
        let exact = of_role.iter().position(|(label, _)| label == name);
        let begins = || {
            of_role
                .iter()
                .position(|(label, _)| label.starts_with(name))
        };
        let at = exact.or_else(begins)?;
        of_role.into_iter().nth(at).map(|(_, node)| node)
    }

    fn sign(&mut self, place: Rect) {
        let at = |x: f32, y: f32| place.min + place.size() * Vec2::new(x, y);
        let points = [(0.2, 0.6), (0.3, 0.3), (0.4, 0.7), (0.6, 0.4), (0.8, 0.6)];
        let points = points.map(|(x, y)| at(x, y));
        let button = |pos: Pos2, pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.harness.event(Event::PointerMoved(points[0]));
        self.harness.event(button(points[0], true));
        for point in points {
            self.harness.event(Event::PointerMoved(point));
            self.harness.run_steps(1);
        }
        self.harness.event(button(points[4], false));
        self.harness.event(Event::PointerGone);
    }
}
