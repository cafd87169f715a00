//! The gallery's window: which state is shown, and how it comes about.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use eframe::egui::{self, CentralPanel, Event, Frame as EguiFrame, Key, RawInput, Theme, Ui};

use crate::access::{Appearance, Settings};
use crate::kiosk::app::KioskApp;
use crate::kiosk::hands;
use crate::kiosk::texts::{LANGUAGES, Texts};
use crate::kiosk::theme;
use crate::kiosk::window::{KioskOptions, ThemeChoice};
use crate::pipeline::Snapshot;

use super::hands::Hands;
use super::pictures::Pictures;
use super::stage::{Loudspeaker, Stage};
use super::widgets_page::{PAGES, WidgetsPage};
use super::{GalleryDeed, GalleryOptions, GalleryScene};

/// Frames until a page has its sizes and what was done has come about.
const SETTLING_FRAMES: u32 = 4;
/// Seconds a frame, by the clock of pictures: two runs show the same.
const FRAME_SECONDS: f64 = 0.05;
/// Seconds from state to state by that clock: so many turns of the face at
/// home, to and fro, that it always begins at the same place.
const STATE_SECONDS: f64 = 100.0 * std::f64::consts::TAU / 0.6;

/// What is shown, and where one is.
pub struct Gallery {
    stage: Stage,
    app: KioskApp,
    scenes: Vec<GalleryScene>,
    widgets: WidgetsPage,
    options: GalleryOptions,
    /// The pages of widgets come first; then the states in their order.
    at: usize,
    dark: bool,
    language: usize,
    hands: Hands,
    /// What is still to be done, and frames since something was.
    deeds: VecDeque<GalleryDeed>,
    /// Whether what is pressed in this frame is part of a deed.
    acts: bool,
    settled: u32,
    /// States that were shown, frames since this one began, and seconds for
    /// which nothing was touched in it.
    state: u32,
    frames: u32,
    waited: u32,
    pictures: Option<Pictures>,
    /// Since when frames are counted.
    timed_since: Option<Instant>,
}

impl Gallery {
    pub fn new(
        ctx: &egui::Context,
        scenes: Vec<GalleryScene>,
        mut options: GalleryOptions,
    ) -> Self {
        let stage = Stage::default();
        let app = app(ctx, &stage, &options, "en");
        let mut gallery = Self {
            stage,
            app,
            scenes,
            widgets: WidgetsPage::default(),
            pictures: options.pictures.take().map(Pictures::new),
            at: if options.timed.is_some() { PAGES } else { 0 },
            options,
            timed_since: None,
            dark: false,
            language: 0,
            hands: Hands::new(ctx),
            deeds: VecDeque::new(),
            acts: false,
            settled: 0,
            state: 0,
            frames: 0,
            waited: 0,
        };
        gallery.show_state(ctx);
        gallery
    }

    fn code(&self) -> &'static str {
        let language = LANGUAGES.get(self.language);
        language.map_or("en", |language| language.code)
    }

    fn scene(&self) -> Option<&GalleryScene> {
        let at = self.at.checked_sub(PAGES)?;
        self.scenes.get(at)
    }

    /// Puts the state on the stage that `at`, `dark` and `language` name.
    fn show_state(&mut self, ctx: &egui::Context) {
        let code = self.code();
        // Nothing of the state before is remembered.
        ctx.memory_mut(|memory| *memory = egui::Memory::default());
        theme::install(ctx);
        self.app = app(ctx, &self.stage, &self.options, code);
        // Whether a cursor is seen must not hang on when a state is shown.
        ctx.all_styles_mut(|style| style.visuals.text_cursor.blink = false);
        self.widgets = WidgetsPage::default();
        self.hands.rest();
        self.deeds.clear();
        (self.settled, self.frames, self.waited) = (0, 0, 0);
        self.state += 1;
        if let Some(scene) = self.scene().cloned() {
            self.show(scene.snapshot);
            self.app.open(scene.page);
            self.deeds.extend(scene.deeds);
        }
        ctx.set_theme(if self.dark { Theme::Dark } else { Theme::Light });
    }

    /// Shows a snapshot in this language and theme: settings say both.
    fn show(&self, mut snapshot: Snapshot) {
        // While the data folder is being opened there are none.
        let opening = snapshot.desk.settings.is_none() && !snapshot.has_operators;
        if !opening {
            let desk = Arc::make_mut(&mut snapshot.desk);
            let mut settings = desk.settings.as_deref().cloned().unwrap_or(Settings {
                site_name: SITE.to_owned(),
                ..Settings::default()
            });
            self.code().clone_into(&mut settings.language);
            settings.appearance = if self.dark {
                Appearance::Dark
            } else {
                Appearance::Light
            };
            settings.large_text |= self.options.large_text;
            desk.settings = Some(Arc::new(settings));
        }
        self.stage.show(snapshot);
    }

    fn name(&self) -> String {
        let theme = if self.dark { "dark" } else { "light" };
        let name = match self.scene() {
            Some(scene) => scene.name.clone(),
            None if self.at == 0 => "widgets".to_owned(),
            None => format!("widgets_{}", self.at + 1),
        };
        format!("{name}-{theme}-{}", self.code())
    }

    /// Goes on towards the state; true once all that leads to it is done.
    fn is_there(&mut self) -> bool {
        self.settled += 1;
        if self.settled < SETTLING_FRAMES {
            return false;
        }
        let Some(deed) = self.deeds.pop_front() else {
            return true;
        };
        self.settled = 0;
        if let GalleryDeed::Show(snapshot) = deed {
            self.show(*snapshot);
            return false;
        }
        if let GalleryDeed::Wait(seconds) = deed {
            self.waited = seconds;
            return false;
        }
        let texts = Texts::new(self.code());
        if !self.hands.begin(&deed, |key| texts.get(key)) {
            tracing::error!("{}: nothing to {deed:?}", self.name());
        }
        false
    }

    /// Goes to the next state; after the last to the next theme, then the next
    /// language. False when all were shown.
    fn go_on(&mut self) -> bool {
        self.at += 1;
        if self.at < PAGES + self.scenes.len() {
            return true;
        }
        self.at = 0;
        self.dark = !self.dark;
        if self.dark {
            return true;
        }
        self.language += 1;
        self.language < LANGUAGES.len()
    }

    /// Counts a frame, if frames are counted, and asks for the next one.
    fn count_frame(&mut self, ctx: &egui::Context) {
        let Some(timed) = &self.options.timed else {
            return;
        };
        let since = *self.timed_since.get_or_insert_with(Instant::now);
        if since.elapsed() >= timed.during {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            return;
        }
        timed.frames.fetch_add(1, Ordering::Relaxed);
        ctx.request_repaint();
    }

    fn take_keys(&mut self, ctx: &egui::Context) {
        let pressed = |key| ctx.input(|input| input.key_pressed(key));
        let before = (self.at, self.dark, self.language);
        if pressed(Key::PageDown) {
            self.at = (self.at + 1) % (PAGES + self.scenes.len());
        }
        if pressed(Key::PageUp) {
            let last = PAGES + self.scenes.len() - 1;
            self.at = self.at.checked_sub(1).unwrap_or(last);
        }
        if pressed(Key::F2) {
            self.dark = !self.dark;
        }
        if pressed(Key::F3) {
            self.language = (self.language + 1) % LANGUAGES.len();
        }
        if before != (self.at, self.dark, self.language) {
            self.show_state(ctx);
        }
    }
}

impl eframe::App for Gallery {
    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut RawInput) {
        ctx.enable_accesskit();
        if self.pictures.is_some() {
            // Neither where the pointer happens to be nor how fast this
            // machine draws is seen in a picture.
            input.events.retain(|event| {
                !matches!(
                    event,
                    Event::PointerMoved(_) | Event::PointerGone | Event::WindowFocused(_)
                )
            });
            input.focused = true;
            self.frames += 1;
            let began = f64::from(self.state) * STATE_SECONDS;
            let passed = f64::from(self.frames) * FRAME_SECONDS;
            input.time = Some(began + passed + f64::from(self.waited));
        }
        let acts = self.hands.next_frame();
        self.acts = acts.is_some();
        if let Some(events) = acts {
            input.events.extend(events);
            self.settled = 0;
        }
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        // Keys that the gallery itself presses lead to the state, not past it.
        if !self.acts {
            self.take_keys(&ctx);
        }
        if self.at < PAGES {
            let palette = theme::palette(ctx.theme(), false);
            CentralPanel::default()
                .frame(EguiFrame::new().fill(palette.background))
                .show(ui, |ui| self.widgets.show(ui, palette, self.at));
        } else {
            // Nobody touches a gallery; its pages must not go home for that.
            if self.waited == 0 {
                ctx.plugin_or_default::<hands::Hands>()
                    .lock()
                    .somebody_is_here();
            }
            self.app.ui(ui, frame);
        }
        if !self.is_there() {
            ctx.request_repaint();
            return;
        }
        self.count_frame(&ctx);
        let name = self.name();
        let taken = self.pictures.as_mut().is_some_and(|p| p.take(&ctx, &name));
        if taken {
            if self.go_on() {
                self.show_state(&ctx);
            } else {
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }

    fn on_exit(&mut self, gl: Option<&eframe::glow::Context>) {
        self.app.on_exit(gl);
    }
}

/// What the site of the gallery calls itself.
const SITE: &str = "Northgate Reception";

fn app(ctx: &egui::Context, stage: &Stage, options: &GalleryOptions, language: &str) -> KioskApp {
    let canonical_face: Option<PathBuf> = options.canonical_face.clone();
    let shown = KioskOptions {
        site_name: SITE.to_owned(),
        language: language.to_owned(),
        fullscreen: false,
        theme: ThemeChoice::Light,
        canonical_face,
    };
    KioskApp::new(ctx, Box::new(stage.clone()), shown, options.clock)
        .with_cues(Box::new(Loudspeaker))
}
