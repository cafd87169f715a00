//! The window: which screen is shown, and what happens when somebody acts.

use std::time::Duration;

use eframe::egui::{self, Color32, Frame as EguiFrame, Theme, ThemePreference, Ui};
use eframe::glow;
use jiff::Zoned;

use crate::domain::{Badge, Decision, Reason, Role, SessionKind};
use crate::pipeline::{Activity, Finished, Intent, Snapshot};

use super::backend::Backend;
use super::canonical::CanonicalFace;
use super::mesh::MeshGeometry;
use super::mesh_gpu;
use super::mesh_view::{MeshSlot, MeshStyle, MeshView};
use super::picture::LivePicture;
use super::screens::{self, Act, MeshCard, Page, ResultView, Scene};
use super::texts::Texts;
use super::theme::{self, Palette};
use super::thumbnails::Thumbnails;
use super::window::{KioskOptions, ThemeChoice};

/// How long a result stays, in seconds (ours: time to read it, and no longer
/// than the next person likes to wait).
const VERIFIED_SECONDS: f64 = 6.0;
const OTHER_SECONDS: f64 = 15.0;
const ENROLMENT_SECONDS: f64 = 30.0;
/// From a change to its drawing. egui draws twice when asked to draw at once,
/// which each camera frame would cost the engine's share of the processor.
const WAKE_DELAY: Duration = Duration::from_millis(1);
/// Between steps of the bar that shows it.
const BAR_STEP: Duration = Duration::from_millis(40);

/// The window's own state: what is typed, where one is, what is on the GPU.
pub struct KioskApp {
    backend: Box<dyn Backend>,
    site: String,
    texts: Texts,
    clock: fn() -> Zoned,
    page: Page,
    badge: screens::BadgeForm,
    sign_in: screens::SignInForm,
    enrolment: screens::EnrolForm,
    people: screens::PeopleForm,
    picture: LivePicture,
    thumbnails: Thumbnails,
    idle_mesh: MeshView,
    live_mesh: MeshCard,
    /// The badge of the last verification, for another try.
    claim: Option<Badge>,
    /// The result on the screen, and since when by the window's clock.
    shown: Option<(Finished, f64)>,
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
            sign_in: screens::SignInForm::default(),
            enrolment: screens::EnrolForm::default(),
            people: screens::PeopleForm::default(),
            picture: LivePicture::default(),
            thumbnails: Thumbnails::default(),
            idle_mesh,
            live_mesh: MeshCard::new(canonical.as_ref()),
            claim: None,
            shown: None,
            background: theme::LIGHT.background,
        }
    }

    /// Follows the pipeline: pages that no longer fit are left, pictures of
    /// people are shown only while they are captured.
    fn follow(&mut self, ctx: &egui::Context, snapshot: &Snapshot) {
        match &snapshot.operator {
            Some(operator) if self.page == Page::SignIn => {
                self.sign_in = screens::SignInForm::default();
                self.page = if operator.role.holds(Role::FrontDesk) {
                    Page::EnrolForm
                } else {
                    Page::Home
                };
            }
            None if matches!(self.page, Page::EnrolForm | Page::People) => self.go_home(),
            _ => {}
        }
        if snapshot.activity != Activity::Idle {
            self.people.renew();
        }
        self.thumbnails.update(ctx, snapshot.enrolment.as_deref());
        if let Activity::Capturing { kind, .. } = &snapshot.activity {
            if let Some(frame) = self.backend.newest_frame() {
                self.picture.update(ctx, &frame);
            }
            self.live_mesh.update(snapshot);
            self.badge = screens::BadgeForm::default();
            if *kind == SessionKind::Verification {
                self.page = Page::Home;
            }
        } else {
            self.picture.clear();
            self.live_mesh.clear();
        }
        let Activity::Finished(finished) = &snapshot.activity else {
            self.shown = None;
            return;
        };
        if self
            .shown
            .as_ref()
            .is_none_or(|(shown, _)| shown != finished)
        {
            self.shown = Some((finished.clone(), ctx.input(|input| input.time)));
            if finished.reason == Reason::Enrolled {
                self.enrolment = screens::EnrolForm::default();
                if self.page == Page::EnrolForm {
                    self.page = Page::Home;
                }
            } else {
                self.enrolment.ask_again();
            }
        }
    }

    /// Leaving half-way keeps nothing that was typed.
    fn go_home(&mut self) {
        self.badge = screens::BadgeForm::default();
        self.sign_in = screens::SignInForm::default();
        self.enrolment = screens::EnrolForm::default();
        self.people = screens::PeopleForm::default();
        self.page = Page::Home;
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Send(intent) => {
                if let Intent::Verify { claim } = &intent {
                    self.claim.clone_from(claim);
                }
                // A look that is stopped leads back to its person.
                let is_look = self.page == Page::People && matches!(intent, Intent::Cancel);
                if matches!(intent, Intent::Home | Intent::SignOut | Intent::Cancel) && !is_look {
                    self.go_home();
                }
                self.backend.send(intent);
            }
            Act::Open(Page::Home) => self.go_home(),
            Act::Open(page) => self.page = page,
            Act::LeaveFor(page) => {
                self.backend.send(Intent::Home);
                self.page = page;
            }
            Act::NextLanguage => self.texts = self.texts.next(),
        }
    }

    fn show(&mut self, ui: &mut Ui, snapshot: &Snapshot) -> Option<Act> {
        let palette = palette_of(&snapshot.activity, ui.ctx().theme());
        theme::use_palette(ui, palette);
        self.background = palette.background;
        let now = (self.clock)();
        let scene = Scene {
            palette,
            texts: &self.texts,
            snapshot,
            site: &self.site,
            now: &now,
            picture: &self.picture,
            thumbnails: &self.thumbnails,
        };
        match &snapshot.activity {
            Activity::Idle => match self.page {
                Page::Home => {
                    screens::home_screen(ui, &scene, &mut self.idle_mesh, &mut self.badge)
                }
                Page::Badge => screens::badge_screen(ui, &scene, &mut self.badge),
                Page::SignIn => screens::sign_in_screen(ui, &scene, &mut self.sign_in),
                Page::EnrolForm => screens::enrol_form_screen(ui, &scene, &mut self.enrolment),
                Page::People => screens::people_screen(ui, &scene, &mut self.people),
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
            Activity::Finished(finished) => {
                let view = result_view(ui, finished, &now, self.shown.as_ref(), &self.claim);
                let act = match finished.kind {
                    SessionKind::Enrolment => screens::enrol_done_screen(ui, &scene, &view),
                    SessionKind::Verification => screens::result_screen(ui, &scene, &view),
                };
                act.or_else(|| (view.time_left <= 0.0).then_some(Act::Send(Intent::Home)))
            }
            Activity::Trouble { message } => screens::trouble_screen(ui, &scene, message),
        }
    }
}

impl eframe::App for KioskApp {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let snapshot = self.backend.snapshot();
        let ctx = ui.ctx().clone();
        if snapshot.closing {
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        self.follow(&ctx, &snapshot);
        let act = egui::CentralPanel::default()
            .frame(EguiFrame::NONE)
            .show(ui, |ui| self.show(ui, &snapshot))
            .inner;
        if let Some(act) = act {
            self.act(act);
            ctx.request_repaint();
        }
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.background.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&glow::Context>) {
        mesh_gpu::release();
    }
}

/// The camera's screen is always dark, and verified is always green.
fn palette_of(activity: &Activity, theme: Theme) -> &'static Palette {
    match activity {
        Activity::Capturing {
            kind: SessionKind::Verification,
            ..
        } => &theme::DARK,
        Activity::Finished(finished)
            if finished.decision == Decision::Verified
                && finished.kind == SessionKind::Verification =>
        {
            &theme::VERIFIED
        }
        _ => theme::palette(theme),
    }
}

/// The result with the time that is left of it.
fn result_view<'a>(
    ui: &Ui,
    finished: &'a Finished,
    now: &Zoned,
    shown: Option<&(Finished, f64)>,
    claim: &'a Option<Badge>,
) -> ResultView<'a> {
    let time = ui.input(|input| input.time);
    let since = shown.map_or(time, |(_, since)| *since);
    let until_unpaused = finished.paused_seconds.map(|seconds| {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        let passed = now.timestamp().as_millisecond() - finished.at.0;
        seconds.saturating_sub(passed.max(0) / 1000)
    });
    let stays = if finished.kind == SessionKind::Enrolment {
        ENROLMENT_SECONDS
    } else if finished.decision == Decision::Verified {
        VERIFIED_SECONDS
    } else {
        OTHER_SECONDS
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a share of a bar's length needs no more digits"
    )]
    let time_left = (1.0 - (time - since) / stays) as f32;
    ui.ctx().request_repaint_after(BAR_STEP);
    ResultView {
        finished,
        claim: claim.as_ref(),
        time_left,
        paused_seconds: until_unpaused.filter(|seconds| *seconds > 0),
    }
}
