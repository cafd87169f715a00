//! The window over the real pipeline, store and rules, on a data folder of its
//! own, driven by what stands on the screen.

use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use eframe::egui::{Event, Key, MissingGlyphPolicy, Modifiers, Vec2, accesskit::Role, vec2};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT, Queryable},
};
use secure_biometric::access::{DataFolder, Operators, Settings, Tokens};
use secure_biometric::auth::KeyStores;
use secure_biometric::camera::CameraId;
use secure_biometric::commands::{Common, Opening};
use secure_biometric::domain::ModelHash;
use secure_biometric::engine::{Engine, EngineConfig};
use secure_biometric::flow::profiles;
use secure_biometric::kiosk::{Backend, Cue, Cues, KioskApp, KioskOptions, ThemeChoice};
use secure_biometric::pipeline::{
    Doctor, KeyRoom, LivePipeline, Office, Opener, Problem, Snapshot,
};
use secure_biometric::resources::Resources;
use secure_biometric::store::Store;

use crate::hands::{Hands, labelled};
use crate::support::{Actor, Site};

/// How long the kiosk may take for anything that has no camera in it.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// A frame of the window, in seconds of its own clock and of the wall's.
const FRAME: f32 = 0.02;
/// From one screen to the next press, as hands take it.
const HANDS: u32 = 20;
const EMBEDDING_MODEL: &str = "mobilefacenet.tflite";

/// The model that templates are of.
pub fn model() -> ModelHash {
    let models = Resources::find().unwrap().expected_models().unwrap();
    ModelHash::from_hex(models.get(EMBEDDING_MODEL).unwrap()).unwrap()
}

/// What stands before the kiosk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees<'a> {
    /// Nothing that analyses, and no camera: for what needs neither.
    Nothing,
    /// A recording, and the real face analysis.
    Recording(&'a std::path::Path),
    /// A recording, and a face analysis that can't start.
    Unanalysed(&'a std::path::Path),
}

/// A loudspeaker that needs none.
struct Loudspeaker;

impl Cues for Loudspeaker {
    fn play(&mut self, _cue: Cue) {}

    fn are_heard(&self) -> bool {
        true
    }
}

/// A kiosk and the place it stands in.
pub struct Kiosk {
    pub site: Site,
    pub pipeline: Arc<LivePipeline>,
    pub engine: Engine,
    /// What people use.
    pub hands: Hands,
    window: Harness<'static, KioskApp>,
}

impl Kiosk {
    /// Opens one where nothing needs a camera.
    pub fn open(site: Site) -> Self {
        Self::before(site, Sees::Nothing, vec2(1280.0, 800.0))
    }

    /// Opens one before somebody, in a window of that size.
    pub fn before(site: Site, sees: Sees<'_>, size: Vec2) -> Self {
        let resources = Resources::find().unwrap();
        let mut config = EngineConfig::from_resources(&resources).unwrap();
        let camera = match sees {
            Sees::Nothing => {
                config.program = "/nonexistent/engine".into();
                CameraId::Recording("/nonexistent/recording".into())
            }
            Sees::Recording(path) => CameraId::Recording(path.to_owned()),
            Sees::Unanalysed(path) => {
                config.program = "/nonexistent/engine".into();
                CameraId::Recording(path.to_owned())
            }
        };
        let engine = Engine::start(config);
        let analysis = engine.clone();
        let model = model();
        let (data, keys) = (site.data(), site.path("keys"));
        let open_office = move || -> Result<Office, Problem> {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()
                .unwrap();
            let keys = KeyStores::new(keys.clone(), None, &data).unwrap();
            let opened = runtime.block_on(DataFolder::open_with(&data, &keys));
            let opened = opened.map_err(|error| Problem::of(&error))?;
            let store: Store = opened.store.clone();
            let terms = Settings::default().token_terms();
            let tokens = Tokens::new(store.clone(), &opened.key_id, &opened.keys, terms);
            let signed_in = (Operators::new(store.clone()), tokens);
            let tolerance = profiles::built_in(profiles::DEFAULT).unwrap();
            let engine = engine.clone();
            let office = Office::new(runtime, store, signed_in, engine, model, tolerance);
            Ok(office.unwrap().with_keys(KeyRoom::new(opened, keys)))
        };
        let mut kiosk = Self::over(site, camera, open_office, analysis, size);
        kiosk.wait(PATIENCE, "the data folder is open", |kiosk| {
            kiosk.snapshot().desk.settings.is_some()
        });
        kiosk.rest();
        kiosk
    }

    /// Opens one as the program does, with its files in `home`, whether or not
    /// its data folder opens.
    pub fn as_the_program(site: Site, home: Option<&std::path::Path>) -> Self {
        let resources = Resources::find().unwrap();
        let mut config = EngineConfig::from_resources(&resources).unwrap();
        config.program = "/nonexistent/engine".into();
        let resources = match home {
            Some(home) => resources.with_home(home.to_owned()),
            None => resources,
        };
        let common = Common {
            data: Some(site.data()),
            json: false,
            camera: None,
            tolerance: None,
        };
        let engine = Engine::start(config);
        let opening = Opening::new(common, resources, engine.clone());
        let opening = opening.with_keys_in(site.path("keys"));
        let camera = CameraId::Recording("/nonexistent/recording".into());
        Self::over(site, camera, opening, engine, vec2(1280.0, 800.0))
    }

    fn over(
        site: Site,
        camera: CameraId,
        opener: impl Opener + 'static,
        engine: Engine,
        size: Vec2,
    ) -> Self {
        let (settings, _) = Settings::load(&site.data());
        let options = KioskOptions {
            site_name: settings.site_name.clone(),
            language: settings.language.clone(),
            fullscreen: false,
            theme: ThemeChoice::Light,
            canonical_face: None,
        };
        let place = secure_biometric::pipeline::Site {
            folder: site.data(),
            settings,
            exports: site.path("exports"),
            doctor: Doctor {
                program: env!("CARGO_BIN_EXE_secure-biometric").into(),
            },
        };
        let pipeline = Arc::new(LivePipeline::start(camera, place, opener).unwrap());
        let backend = Arc::clone(&pipeline);
        let window = Harness::builder()
            .with_size(size)
            .with_step_dt(FRAME)
            .build_eframe(move |creation| {
                let ctx = &creation.egui_ctx;
                KioskApp::new(ctx, Box::new(backend), options, jiff::Zoned::now)
                    .with_cues(Box::new(Loudspeaker))
            });
        // Names may hold what no face can draw; the window draws a box.
        window
            .ctx
            .set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
        Self {
            site,
            pipeline,
            engine,
            hands: Hands::Mouse,
            window,
        }
    }

    /// What the pipeline publishes.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.pipeline.snapshot()
    }

    /// Draws a frame, as time goes by.
    pub fn frame(&mut self) {
        self.window.step();
        sleep(Duration::from_secs_f32(FRAME / 2.0));
    }

    /// Draws frames for as long as a hand needs to go to the next thing.
    pub fn rest(&mut self) {
        for _ in 0..HANDS {
            self.window.step();
        }
    }

    /// Lets that much of the window's time pass at once.
    pub fn pass(&mut self, seconds: f32) {
        self.window.input_mut().time = Some(self.time() + f64::from(seconds));
        self.window.step();
        self.window.input_mut().time = None;
        self.rest();
    }

    fn time(&self) -> f64 {
        self.window.ctx.input(|input| input.time)
    }

    /// Draws frames until it is so.
    #[track_caller]
    pub fn wait(&mut self, patience: Duration, what: &str, is_so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !is_so(self) {
            if began.elapsed() > patience {
                panic!(
                    "{what}: not after {patience:?}; there is {:#?}",
                    self.labels()
                );
            }
            self.frame();
        }
    }

    /// Waits until this stands on the screen.
    #[track_caller]
    pub fn sees(&mut self, words: &str) {
        self.sees_within(PATIENCE, words);
    }

    /// The same with another patience.
    #[track_caller]
    pub fn sees_within(&mut self, patience: Duration, words: &str) {
        let what = format!("'{words}'");
        self.wait(patience, &what, |kiosk| kiosk.shows(words));
        self.rest();
    }

    /// Whether this stands on the screen now.
    pub fn shows(&self, words: &str) -> bool {
        let mut found = self.window.query_all_by_label_contains(words);
        found.next().is_some()
    }

    /// Whether the button is there and can't be pressed now.
    pub fn is_grey(&mut self, button: &str) -> bool {
        let button = self.node(Role::Button, button);
        button.accesskit_node().is_disabled()
    }

    /// What a screen reader adds to the name of something.
    #[track_caller]
    pub fn description(&mut self, role: Role, name: &str) -> String {
        let node = self.node(role, name).accesskit_node();
        node.data().description().unwrap_or_default().to_owned()
    }

    /// Everything a screen reader reads now.
    pub fn labels(&self) -> Vec<String> {
        let nodes = self.window.query_all(egui_kittest::kittest::by());
        let said = nodes.filter_map(|node| {
            let node = node.accesskit_node();
            node.label().or(node.value()).map(|text| text.to_string())
        });
        said.filter(|text| !text.trim().is_empty()).collect()
    }

    #[track_caller]
    fn node<'a>(&'a mut self, role: Role, name: &'a str) -> Node<'a> {
        self.wait(PATIENCE, &format!("{role:?} '{name}'"), |kiosk| {
            let mut found = kiosk.window.query_all_by_role_and_label(role, name);
            found.next().is_some()
        });
        self.window.get_by_role_and_label(role, name)
    }

    /// Waits until it can be pressed. Hands are slower than the window, and go
    /// to no button that is grey.
    #[track_caller]
    fn ready(&mut self, role: Role, name: &str) {
        self.wait(PATIENCE, &format!("{role:?} '{name}' is ready"), |kiosk| {
            let found = kiosk.window.query_all_by_role_and_label(role, name);
            found
                .into_iter()
                .any(|node| !node.accesskit_node().is_disabled())
        });
        self.rest();
    }

    /// Presses a button.
    #[track_caller]
    pub fn press(&mut self, button: &str) {
        self.click(Role::Button, button);
    }

    /// Presses a button for something heavy, and the card's that says what will
    /// happen.
    #[track_caller]
    pub fn confirm(&mut self, button: &str) {
        self.press(button);
        self.node(Role::Button, "Cancel");
        self.press(button);
    }

    /// Presses anything.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        self.ready(role, name);
        self.use_hands(role, |label| label == name);
    }

    /// Presses the first button whose name begins so.
    #[track_caller]
    pub fn press_line(&mut self, beginning: &str) {
        let begins = |label: &str| label.starts_with(beginning);
        self.wait(PATIENCE, beginning, |kiosk| {
            let mut found = kiosk.window.query_all_by_role(Role::Button);
            found.any(|node| labelled(&node, begins))
        });
        self.rest();
        self.use_hands(Role::Button, begins);
    }

    /// Writes into a field, in place of what stands there.
    #[track_caller]
    pub fn write(&mut self, field: &str, text: &str) {
        self.write_as(Role::TextInput, field, text);
    }

    /// The same for a field that shows dots.
    #[track_caller]
    pub fn write_secret(&mut self, field: &str, text: &str) {
        self.write_as(Role::PasswordInput, field, text);
    }

    #[track_caller]
    fn write_as(&mut self, role: Role, field: &str, text: &str) {
        self.node(role, field);
        self.use_hands(role, |label| label == field);
        self.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
        if text.is_empty() {
            self.window.key_press(Key::Delete);
        } else {
            self.window.event(Event::Text(text.to_owned()));
        }
        self.rest();
    }

    /// Types into whatever has the focus.
    pub fn type_text(&mut self, text: &str) {
        self.window.event(Event::Text(text.to_owned()));
        self.rest();
    }

    /// Pastes into whatever has the focus.
    pub fn paste(&mut self, text: &str) {
        self.window.event(Event::Paste(text.to_owned()));
        self.rest();
    }

    /// What stands in a field.
    #[track_caller]
    pub fn value(&mut self, field: &str) -> String {
        self.node(Role::TextInput, field)
            .value()
            .unwrap_or_default()
    }

    /// Presses a key.
    pub fn strike(&mut self, key: Key) {
        self.window.key_press(key);
        self.rest();
    }

    /// Reads to the end of what is longer than its room: by the page keys, or
    /// by the button that is there for it.
    pub fn read_on(&mut self) {
        for _ in 0..6 {
            match self.hands {
                Hands::Keys => self.strike(Key::PageDown),
                Hands::Mouse | Hands::Finger => {
                    for words in ["Read on", "Weiterlesen"] {
                        if self.shows(words) {
                            self.press(words);
                        }
                    }
                }
            }
        }
    }

    /// Holds a key down for as long as it takes the desktop to repeat it often.
    pub fn hold(&mut self, key: Key) {
        for _ in 0..40 {
            self.window.key_down(key);
            self.frame();
        }
        self.window.key_up(key);
        self.rest();
    }

    /// Clicks twice, as fast as a hand can.
    #[track_caller]
    pub fn double_click(&mut self, button: &str) {
        self.ready(Role::Button, button);
        let node = self.node(Role::Button, button);
        node.click();
        node.click();
        self.rest();
    }

    /// Somebody holds a badge in front of a scanner, which types it.
    pub fn scan(&mut self, badge: &str) {
        for letter in badge.chars() {
            self.window.event(Event::Text(letter.to_string()));
        }
        self.window.key_press(Key::Enter);
        self.rest();
    }

    /// The window, for what isn't pressed or typed.
    pub fn window(&mut self) -> &mut Harness<'static, KioskApp> {
        &mut self.window
    }

    /// An operator signs in from the home screen.
    #[track_caller]
    pub fn sign_in(&mut self, who: Actor) {
        self.press("Staff sign-in");
        self.write("Name", who.name);
        self.write_secret("Password", who.password);
        self.finish("Sign in");
        self.sees("What would you like to do?");
    }

    /// Closes the window and ends what is behind it; the place stays.
    pub fn close(self) -> Site {
        drop(self.window);
        drop(self.pipeline);
        // The pipeline's thread still holds the database for a moment.
        sleep(Duration::from_millis(300));
        self.site
    }
}
