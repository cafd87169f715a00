//! From one visitor to the next: keys that work everywhere, a badge that is
//! scanned before the last result has gone, pages that nobody uses any more.

use eframe::egui::{Context, Id, Key, Ui, UiBuilder};

use crate::domain::SessionKind;
use crate::kiosk::hands::Hands;
use crate::kiosk::presence::Absence;
use crate::kiosk::screens::{self, Act, Page, Scene};
use crate::kiosk::texts::Texts;
use crate::pipeline::{Activity, Intent, Snapshot};

use super::KioskApp;

impl KioskApp {
    /// What was asked for by keys, whatever is shown.
    pub(super) fn by_keys(&mut self, ctx: &Context, snapshot: &Snapshot) -> Option<Act> {
        if let Some(muted) = self.manner.muted()
            && ctx.input(|input| input.key_pressed(Key::F8))
        {
            return Some(Act::Mute(!muted));
        }
        // Whoever scans now is the next one, not who tried before.
        let Activity::Finished(finished) = &snapshot.activity else {
            return None;
        };
        let badge = self.scan.ended(ctx)?;
        let public = finished.kind == SessionKind::Verification;
        public.then_some(Act::Send(Intent::Verify { claim: Some(badge) }))
    }

    /// Tells the pipeline that somebody is here, and what follows if nobody is.
    pub(super) fn look_for_somebody(
        &mut self,
        ctx: &Context,
        snapshot: &Snapshot,
    ) -> Option<Absence> {
        if self.desk.is_starting(snapshot) {
            return None;
        }
        if self.presence.is_to_be_told(ctx) && snapshot.operator.is_some() {
            self.backend.send(Intent::Present);
        }
        let strange = self.home_language(snapshot).is_some();
        let absence = self.presence.absence(ctx, snapshot, self.page, strange);
        match absence {
            Some(Absence::Home) => self.go_home(),
            Some(Absence::SignOut) => {
                self.go_home();
                self.backend.send(Intent::Home);
                self.backend.send(Intent::SignOut);
            }
            _ => return absence,
        }
        self.end_visit(snapshot);
        // What follows from that is on its way.
        ctx.plugin_or_default::<Hands>().lock().somebody_is_here();
        None
    }

    /// The next person finds the site's own language.
    pub(super) fn end_visit(&mut self, snapshot: &Snapshot) {
        if let Some(texts) = self.home_language(snapshot) {
            self.texts = texts;
        }
    }

    /// The language each visit begins with, if another one is spoken now.
    fn home_language(&self, snapshot: &Snapshot) -> Option<Texts> {
        let settings = snapshot.desk.settings.as_deref()?;
        let own = Texts::new(&settings.language);
        (!self.texts.speaks(own.language().code)).then_some(own)
    }

    /// Listens for badges. What staff type is none, not even its rest when they
    /// leave in the middle of it.
    pub(super) fn listen(&mut self, ctx: &Context, snapshot: &Snapshot) {
        let elsewhere = !matches!(self.page, Page::Home | Page::Badge);
        if elsewhere && snapshot.activity == Activity::Idle {
            self.scan.overhear(ctx);
        } else {
            self.scan.listen(ctx);
        }
    }

    /// Where a page is drawn: what is told at the window's end hides nothing of
    /// it. The room is left as long as the page is shown: nothing moves under
    /// the finger that says somebody is still there.
    pub(super) fn page_room(&mut self, ui: &mut Ui, absence: Option<Absence>) -> Ui {
        self.makes_room |= matches!(absence, Some(Absence::SignOutSoon { .. }));
        let mut room = ui.max_rect();
        if self.makes_room {
            room.max.y -= screens::SOON_HEIGHT;
        }
        ui.new_child(UiBuilder::new().max_rect(room))
    }

    /// Another screen is not answered by what was meant for the one before, and
    /// what had the focus there hands it to nothing that happens to stand in
    /// its place.
    pub(super) fn note_screen(&mut self, ctx: &Context, snapshot: &Snapshot, focused: Option<Id>) {
        let shown = Shown::of(self.page, &snapshot.activity);
        if self.shown != Some(shown) {
            self.shown = Some(shown);
            self.makes_room = false;
            let hands = ctx.plugin_or_default::<Hands>();
            let mut hands = hands.lock();
            hands.another_screen();
            hands.somebody_is_here();
            drop(hands);
            ctx.memory_mut(|memory| match focused {
                Some(id) if memory.focused() == focused => memory.surrender_focus(id),
                _ => {}
            });
        }
    }
}

/// Which screen is shown, as far as it is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Page(Page),
    Capture,
    Result,
    Trouble,
}

impl Shown {
    fn of(page: Page, activity: &Activity) -> Self {
        match activity {
            Activity::Idle => Self::Page(page),
            Activity::Capturing { .. } => Self::Capture,
            Activity::Finished(_) => Self::Result,
            Activity::Trouble { .. } => Self::Trouble,
        }
    }
}

/// Shows how soon a page goes, or somebody is signed out.
pub(super) fn show_absence(ui: &mut Ui, scene: &Scene<'_>, absence: Option<Absence>) {
    match absence {
        Some(Absence::HomeSoon { left }) => screens::time_bar(ui, scene, left),
        Some(Absence::SignOutSoon { seconds, left }) => {
            screens::sign_out_soon(ui, scene, seconds, left);
        }
        Some(Absence::Home | Absence::SignOut) | None => {}
    }
}
