//! Every widget and every state of every screen, to look at or as pictures.
//!
//! Page Down and Page Up go through the states, F2 changes the theme, F3 the
//! language.

mod pictures;
mod stage;
mod widgets_page;

use std::path::PathBuf;

use eframe::egui::{self, CentralPanel, Frame as EguiFrame, Key, Theme, Ui};
use jiff::Zoned;

use crate::pipeline::Snapshot;

use super::app::KioskApp;
use super::texts::LANGUAGES;
use super::window::{KioskError, KioskOptions, ThemeChoice};
use super::{Page, theme};

use pictures::Pictures;
use stage::Stage;
use widgets_page::WidgetsPage;

/// One state of one screen.
#[derive(Clone)]
pub struct GalleryScene {
    /// Its name, which a picture's file is called after.
    pub name: &'static str,
    /// What the pipeline shows.
    pub snapshot: Snapshot,
    /// Which page is open.
    pub page: Page,
}

/// How the gallery is opened.
pub struct GalleryOptions {
    /// Where pictures of all states are saved; the gallery ends then.
    pub pictures: Option<PathBuf>,
    /// The window's size in pixels.
    pub size: [f32; 2],
    /// The canonical face's file.
    pub canonical_face: Option<PathBuf>,
}

/// Opens the gallery and shows it until it is closed or has saved its pictures.
///
/// # Errors
/// When there is no display, or it can't draw.
pub fn run(scenes: Vec<GalleryScene>, options: GalleryOptions) -> Result<(), KioskError> {
    let native = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Secure Biometric - gallery")
            .with_inner_size(options.size),
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "secure-biometric-gallery",
        native,
        Box::new(|creation| Ok(Box::new(Gallery::new(&creation.egui_ctx, scenes, options)))),
    )
    .map_err(|error| KioskError::no_window(&error))
}

/// What is shown, and where one is.
struct Gallery {
    stage: Stage,
    app: KioskApp,
    scenes: Vec<GalleryScene>,
    widgets: WidgetsPage,
    canonical_face: Option<PathBuf>,
    /// 0 is the page of widgets; then the states in their order.
    at: usize,
    dark: bool,
    language: usize,
    pictures: Option<Pictures>,
}

impl Gallery {
    fn new(ctx: &egui::Context, scenes: Vec<GalleryScene>, options: GalleryOptions) -> Self {
        let stage = Stage::default();
        let app = app(ctx, &stage, options.canonical_face.clone(), "en");
        let mut gallery = Self {
            stage,
            app,
            scenes,
            widgets: WidgetsPage::default(),
            canonical_face: options.canonical_face,
            at: 0,
            dark: false,
            language: 0,
            pictures: options.pictures.map(Pictures::new),
        };
        gallery.show_state(ctx);
        gallery
    }

    /// Puts the state on the stage that `at`, `dark` and `language` name.
    fn show_state(&mut self, ctx: &egui::Context) {
        let code = LANGUAGES
            .get(self.language)
            .map_or("en", |language| language.code);
        self.app = app(ctx, &self.stage, self.canonical_face.clone(), code);
        let shown = self.at.checked_sub(1).and_then(|at| self.scenes.get(at));
        if let Some(scene) = shown {
            let mut snapshot = scene.snapshot.clone();
            // Settings speak their own language and choose their own theme.
            if let Some(settings) = snapshot.desk.settings.clone() {
                let mut settings = crate::access::Settings::clone(&settings);
                code.clone_into(&mut settings.language);
                settings.appearance = if self.dark {
                    crate::access::Appearance::Dark
                } else {
                    crate::access::Appearance::Light
                };
                let desk = std::sync::Arc::make_mut(&mut snapshot.desk);
                desk.settings = Some(std::sync::Arc::new(settings));
            }
            self.stage.show(snapshot);
            self.app.open(scene.page);
        }
        ctx.set_theme(if self.dark { Theme::Dark } else { Theme::Light });
    }

    fn name(&self) -> String {
        let scene = self.at.checked_sub(1).and_then(|at| self.scenes.get(at));
        let theme = if self.dark { "dark" } else { "light" };
        let language = LANGUAGES.get(self.language).map_or("en", |one| one.code);
        let name = scene.map_or("widgets", |scene| scene.name);
        format!("{name}-{theme}-{language}")
    }

    /// Goes to the next state; after the last to the next theme, then the next
    /// language. False when all were shown.
    fn go_on(&mut self) -> bool {
        self.at += 1;
        if self.at <= self.scenes.len() {
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

    fn take_keys(&mut self, ctx: &egui::Context) {
        let pressed = |key| ctx.input(|input| input.key_pressed(key));
        let before = (self.at, self.dark, self.language);
        if pressed(Key::PageDown) {
            self.at = (self.at + 1) % (self.scenes.len() + 1);
        }
        if pressed(Key::PageUp) {
            self.at = self.at.checked_sub(1).unwrap_or(self.scenes.len());
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
    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.take_keys(&ctx);
        if self.at == 0 {
            let palette = theme::palette(ctx.theme(), false);
            CentralPanel::default()
                .frame(EguiFrame::new().fill(palette.background))
                .show(ui, |ui| self.widgets.show(ui, palette));
        } else {
            self.app.ui(ui, frame);
        }
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

fn app(
    ctx: &egui::Context,
    stage: &Stage,
    canonical_face: Option<PathBuf>,
    language: &str,
) -> KioskApp {
    let options = KioskOptions {
        site_name: "Northgate Reception".to_owned(),
        language: language.to_owned(),
        fullscreen: false,
        theme: ThemeChoice::Light,
        canonical_face,
    };
    KioskApp::new(ctx, Box::new(stage.clone()), options, Zoned::now)
}
