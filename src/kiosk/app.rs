//! The window: which screen is shown, and what happens when somebody acts.

mod acts;
mod visit;

use std::time::Duration;

use eframe::egui::{self, Color32, CornerRadius, Frame as EguiFrame, Theme, ThemePreference, Ui};
use eframe::glow;
use jiff::Zoned;

use crate::domain::{Badge, OperatorName, Reason, SessionKind};
use crate::pipeline::{Activity, Intent, Snapshot};

use super::backend::Backend;
use super::canonical::CanonicalFace;
use super::hands::Hands;
use super::manner::Manner;
use super::mesh::MeshGeometry;
use super::mesh_gpu;
use super::mesh_view::{MeshSlot, MeshStyle, MeshView};
use super::picture::LivePicture;
use super::presence::{Absence, Presence};
use super::screens::{self, Act, DeskPage, MeshCard, Page, ResultView, Scene};
use super::sound::Cues;
use super::staying::{Staying, pause_left};
use super::texts::Texts;
use super::theme;
use super::thumbnails::Thumbnails;
use super::window::{KioskOptions, ThemeChoice};
use visit::{Shown, show_absence};

/// From a change to its drawing. egui draws twice when asked to draw at once,
/// which each camera frame would cost the engine's share of the processor.
const WAKE_DELAY: Duration = Duration::from_millis(1);
/// The window's own state: what is typed, where one is, what is on the GPU.
pub struct KioskApp {
    backend: Box<dyn Backend>,
    site: String,
    texts: Texts,
    clock: fn() -> Zoned,
    page: Page,
    badge: screens::BadgeForm,
    scan: screens::Scan,
    sign_in: screens::SignInForm,
    unlock: screens::UnlockForm,
    enrolment: screens::EnrolForm,
    people: screens::PeopleForm,
    picture: LivePicture,
    thumbnails: Thumbnails,
    idle_mesh: MeshView,
    live_mesh: MeshCard,
    face: screens::FaceCard,
    desk: screens::DeskPages,
    /// The page that one came from to one that several lead to.
    came_from: Page,
    /// The page that signing in is for, beside the staff's own.
    sign_in_for: Option<DeskPage>,
    manner: Manner,
    /// The badge of the last verification, for another try.
    claim: Option<Badge>,
    staying: Staying,
    presence: Presence,
    shown: Option<Shown>,
    /// Whether what is shown leaves room for what is told at the window's end.
    makes_room: bool,
    /// Whether an operator signed in for one act at a public page.
    for_one_act: bool,
    /// Who makes room for another operator, until they have.
    leaving: Option<OperatorName>,
    /// What the window is cleared to: cheaper than painting it over.
    background: Color32,
}

impl KioskApp {
    /// A window's state. `clock` gives the local time.
    #[must_use]
    pub fn new(
        ctx: &egui::Context,
        backend: Box<dyn Backend>,
        options: KioskOptions,
        clock: fn() -> Zoned,
    ) -> Self {
        theme::install(ctx);
        ctx.set_theme(match options.theme {
            ThemeChoice::System => ThemePreference::System,
            ThemeChoice::Light => ThemePreference::Light,
            ThemeChoice::Dark => ThemePreference::Dark,
        });
        let waker = ctx.clone();
        backend.set_waker(Box::new(move || waker.request_repaint_after(WAKE_DELAY)));
        let canonical = options.canonical_face.and_then(|path| {
            CanonicalFace::read(&path)
                .inspect_err(|error| tracing::warn!("no mesh is shown: {error}"))
                .ok()
        });
        let mut idle_mesh = MeshView::new(MeshSlot::Canonical, MeshStyle::Wireframe);
        // Until the settings are known, nothing moves by itself.
        idle_mesh.still = true;
        if let Some(face) = &canonical {
            idle_mesh.set(MeshGeometry::of_canonical(face), None);
        }
        Self {
            backend,
            site: options.site_name,
            texts: Texts::new(&options.language),
            clock,
            page: Page::Home,
            badge: screens::BadgeForm::default(),
            scan: screens::Scan::default(),
            sign_in: screens::SignInForm::default(),
            unlock: screens::UnlockForm::default(),
            enrolment: screens::EnrolForm::default(),
            people: screens::PeopleForm::default(),
            picture: LivePicture::default(),
            thumbnails: Thumbnails::default(),
            idle_mesh,
            live_mesh: MeshCard::new(canonical.as_ref()),
            face: screens::FaceCard::default(),
            desk: screens::DeskPages::default(),
            came_from: Page::Home,
            sign_in_for: None,
            manner: Manner::default(),
            claim: None,
            staying: Staying::default(),
            presence: Presence::default(),
            shown: None,
            makes_room: false,
            for_one_act: false,
            leaving: None,
            background: theme::LIGHT.background,
        }
    }

    /// The same window, its cues going there. Without it nothing is heard.
    #[must_use]
    pub fn with_cues(mut self, cues: Box<dyn Cues>) -> Self {
        self.manner.cues = Some(cues);
        self
    }

    /// Opens a page, as pressing the way to it does.
    pub fn open(&mut self, page: Page) {
        self.page = page;
    }

    /// Whether a camera picture is drawn.
    pub(super) fn shows_picture(&self) -> bool {
        self.picture.is_there()
    }

    /// Whether somebody is captured and the engine has seen a frame of it.
    pub(super) fn shows_analysis(&self) -> bool {
        let snapshot = self.backend.snapshot();
        let capturing = matches!(snapshot.activity, Activity::Capturing { .. });
        capturing && snapshot.analysed.is_some()
    }

    /// Follows the pipeline: pages that no longer fit are left, pictures of
    /// people are shown only while they are captured.
    fn follow(&mut self, ctx: &egui::Context, snapshot: &Snapshot) {
        self.follow_operator(snapshot);
        if snapshot.activity != Activity::Idle {
            self.people.renew();
        }
        self.thumbnails.update(ctx, snapshot.enrolment.as_deref());
        if let Page::Desk(page) = self.page
            && !page.is_open_to(snapshot)
        {
            self.page = Page::Home;
        }
        let idle = snapshot.activity == Activity::Idle;
        let page = match self.page {
            Page::Desk(page) if idle => Some(page),
            _ => None,
        };
        for intent in self.desk.follow(page, snapshot) {
            self.backend.send(intent);
        }
        let capturing = matches!(snapshot.activity, Activity::Capturing { .. });
        if capturing || snapshot.desk.look.is_some() {
            if let Some(frame) = self.backend.newest_frame() {
                self.picture.update(ctx, &frame);
            }
        } else {
            self.picture.clear();
        }
        if let Activity::Capturing { kind, .. } = &snapshot.activity {
            self.live_mesh.update(snapshot);
            self.badge = screens::BadgeForm::default();
            // Not later: who leaves a capture has chosen where to.
            let begins = self.shown != Some(Shown::Capture);
            if begins && *kind == SessionKind::Verification {
                self.page = Page::Home;
            }
        } else {
            self.live_mesh.clear();
        }
        self.face.update(snapshot);
        self.staying.scanned = snapshot.receipt.is_some();
        let is_new = self.staying.follow(ctx, &snapshot.activity);
        if let Activity::Finished(finished) = &snapshot.activity
            && is_new
        {
            self.desk.clear();
            self.manner.sound_decision(finished.decision);
            if finished.reason == Reason::Enrolled {
                self.enrolment = screens::EnrolForm::default();
                if self.page == Page::EnrolForm {
                    self.page = Page::Home;
                }
            } else {
                self.enrolment.ask_again();
            }
        }
        if is_new && matches!(snapshot.activity, Activity::Trouble { .. }) {
            self.enrolment.ask_again();
        }
    }

    /// Uses settings that have come into force since.
    fn use_settings(&mut self, ctx: &egui::Context, snapshot: &Snapshot) {
        if let Some(settings) = &snapshot.desk.settings
            && let Some(before) = self.manner.follow(ctx, settings)
        {
            self.site.clone_from(&settings.site_name);
            if before.is_none_or(|before| before.language != settings.language) {
                self.texts = Texts::new(&settings.language);
            }
            self.idle_mesh.still = settings.reduced_motion;
            self.live_mesh.stand_still(settings.reduced_motion);
            self.face.stand_still(settings.reduced_motion);
            self.desk.stand_still(settings.reduced_motion);
            self.staying.calm = settings.reduced_motion;
            self.presence.calm = settings.reduced_motion;
        }
        let staff = self.is_for_staff(snapshot);
        ctx.set_zoom_factor(self.manner.zoom(ctx, staff));
    }

    /// Whether what is shown is for staff alone.
    fn is_for_staff(&self, snapshot: &Snapshot) -> bool {
        match &snapshot.activity {
            Activity::Idle => self.desk.is_starting(snapshot) || self.page.is_for_staff(),
            Activity::Capturing { kind, .. } => *kind == SessionKind::Enrolment,
            Activity::Finished(finished) => finished.kind == SessionKind::Enrolment,
            Activity::Trouble { .. } => false,
        }
    }

    fn show(&mut self, ui: &mut Ui, snapshot: &Snapshot, absence: Option<Absence>) -> Option<Act> {
        let testing =
            self.page == Page::Desk(screens::SELFTEST) && snapshot.desk.selftest.running.is_some();
        let theme = if testing {
            Theme::Dark
        } else {
            ui.ctx().theme()
        };
        let palette = self.manner.palette(&snapshot.activity, theme);
        theme::use_palette(ui, palette);
        // A frame is cleared before it is drawn, so in the last one's colour.
        if self.background != palette.background {
            self.background = palette.background;
            let whole = ui.ctx().content_rect();
            ui.painter()
                .rect_filled(whole, CornerRadius::ZERO, palette.background);
            ui.ctx().request_repaint();
        }
        let mut page = self.page_room(ui, absence);
        let now = (self.clock)();
        let scene = Scene {
            palette,
            texts: &self.texts,
            snapshot,
            site: &self.site,
            muted: self.manner.muted(),
            heard: self.manner.is_heard(),
            now: &now,
            picture: &self.picture,
            thumbnails: &self.thumbnails,
        };
        let window = ui;
        let ui = &mut page;
        let act = match &snapshot.activity {
            Activity::Idle if self.desk.is_starting(snapshot) => self.desk.show_start(ui, &scene),
            Activity::Idle => match self.page {
                Page::Home => {
                    let forms = screens::HomeForms {
                        scan: &mut self.scan,
                        badge: &mut self.badge,
                    };
                    screens::home_screen(ui, &scene, &mut self.idle_mesh, forms)
                }
                Page::Badge => screens::badge_screen(ui, &scene, &mut self.badge),
                Page::SignIn => screens::sign_in_screen(ui, &scene, &mut self.sign_in),
                Page::EnrolForm => screens::enrol_form_screen(ui, &scene, &mut self.enrolment),
                Page::People => screens::people_screen(ui, &scene, &mut self.people),
                Page::Desk(page) => self.desk.show(ui, &scene, page),
            },
            Activity::Capturing {
                kind: SessionKind::Verification,
                badge,
                view,
                ..
            } => {
                let badge = badge.as_ref();
                screens::capture_screen(ui, &scene, badge, view, &mut self.live_mesh)
            }
            Activity::Capturing {
                kind: SessionKind::Enrolment,
                badge,
                name,
                view,
            } => {
                let person = (name.as_ref(), badge.as_ref());
                let theirs = self.enrolment.language().unwrap_or(&self.texts);
                screens::enrol_capture_screen(ui, &scene, theirs, person, view)
            }
            Activity::Capturing {
                kind: SessionKind::SelfTest,
                view,
                ..
            } => screens::DeskPages::show_trial(ui, &scene, view),
            Activity::Finished(finished) => {
                let view = ResultView {
                    finished,
                    claim: self.claim.as_ref(),
                    time_left: self.staying.time_left(ui.ctx()),
                    paused_seconds: pause_left(finished, self.staying.shown_for(ui.ctx())),
                };
                let face = &mut self.face;
                let act = match finished.kind {
                    SessionKind::Enrolment => screens::enrol_done_screen(ui, &scene, &view, face),
                    _ => screens::verified_screen(ui, &scene, &view, face),
                };
                if self.face.is_touched() {
                    self.staying.stay_on(ui.ctx());
                }
                act
            }
            Activity::Trouble { why } if screens::is_unlocked_here(why) => {
                return screens::unlock_screen(ui, &scene, why, &mut self.unlock);
            }
            Activity::Trouble { why } => {
                let time_left = self.staying.time_left(ui.ctx());
                screens::trouble_screen(ui, &scene, why, time_left)
            }
        };
        show_absence(window, &scene, absence);
        act.or_else(|| self.leave(ui.ctx()))
    }

    /// Home, once what stays has stayed long enough.
    fn leave(&mut self, ctx: &egui::Context) -> Option<Act> {
        let over = self.staying.is_over(ctx);
        over.then_some(Act::Send(Intent::Home))
    }
}

impl eframe::App for KioskApp {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let snapshot = self.backend.snapshot();
        let ctx = ui.ctx().clone();
        if snapshot.closing {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        self.use_settings(&ctx, &snapshot);
        self.follow(&ctx, &snapshot);
        let focused = ctx.memory(|memory| memory.focused());
        self.listen(&ctx, &snapshot);
        let calling = self.page == Page::Desk(DeskPage::Call);
        self.manner
            .ring(&ctx, calling && snapshot.activity == Activity::Idle);
        let absence = self.look_for_somebody(&ctx, &snapshot);
        let by_keys = self.by_keys(&ctx, &snapshot);
        let shown = egui::CentralPanel::default()
            .frame(EguiFrame::NONE)
            .show(ui, |ui| self.show(ui, &snapshot, absence))
            .inner;
        if let Some(act) = by_keys.or(shown) {
            self.act(&ctx, act, &snapshot);
            ctx.plugin_or_default::<Hands>().lock().asked();
            ctx.request_repaint();
        }
        self.note_screen(&ctx, &snapshot, focused);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.background.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&glow::Context>) {
        mesh_gpu::release();
    }
}
