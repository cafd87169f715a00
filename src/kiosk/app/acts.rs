//! What happens when somebody acts: to the pipeline, or to the window's own
//! pages and what was typed on them.

use eframe::egui::Context;

use crate::domain::{Badge, SessionKind};
use crate::kiosk::screens::{self, Act, DeskPage, Page};
use crate::kiosk::texts::Texts;
use crate::pipeline::{Activity, DeskIntent, Intent, Snapshot, WorkStatus};

use super::KioskApp;

impl KioskApp {
    /// Does what somebody did on a screen.
    pub(super) fn act(&mut self, ctx: &Context, act: Act, snapshot: &Snapshot) {
        match act {
            Act::Send(intent) => {
                if let Some(claim) = claimed(&intent) {
                    self.claim = claim.cloned();
                }
                // A look that is stopped leads back to its person, and trouble to
                // where it came from: nothing that was typed is lost.
                let trouble = matches!(snapshot.activity, Activity::Trouble { .. });
                let goes_back = match self.page {
                    Page::People => trouble || matches!(intent, Intent::Cancel),
                    Page::EnrolForm => trouble && matches!(intent, Intent::Home),
                    _ => false,
                };
                match &intent {
                    _ if goes_back => {}
                    Intent::Cancel if self.page == Page::EnrolForm => self.go_back(),
                    Intent::Home | Intent::SignOut | Intent::Cancel => self.go_home(),
                    _ => {}
                }
                let visited = matches!(&snapshot.activity, Activity::Finished(finished)
                    if finished.kind == SessionKind::Verification);
                if matches!(intent, Intent::SignOut) || visited && matches!(intent, Intent::Home) {
                    self.end_visit(snapshot);
                }
                self.backend.send(intent);
            }
            Act::Open(Page::Home) => self.go_home(),
            Act::Back => self.go_back(),
            Act::Open(page) => {
                self.come_to(page);
                // What was said about earlier work isn't about this page.
                let desk = &self.backend.snapshot().desk;
                let is_told = |work: &WorkStatus| {
                    matches!(work, WorkStatus::Done | WorkStatus::Failed { .. })
                };
                if is_told(&desk.work) || is_told(&desk.way_in) {
                    self.backend.send(Intent::Desk(DeskIntent::Dismiss));
                }
            }
            Act::SignInFor(page) => {
                // Who is signed in and may not do this makes room.
                self.leaving = snapshot.operator.as_ref().map(|it| it.name.clone());
                if self.leaving.is_some() {
                    self.backend.send(Intent::SignOut);
                }
                self.sign_in_for = Some(page);
                self.sign_in = screens::SignInForm::to_help();
                self.come_to(Page::SignIn);
            }
            Act::LeaveFor(page) => {
                let capturing = matches!(snapshot.activity, Activity::Capturing { .. });
                self.backend.send(if capturing {
                    Intent::Cancel
                } else {
                    Intent::Home
                });
                // Who has typed their badge needn't do it again.
                if let Some(claim) = self.claim.clone() {
                    match page {
                        Page::Badge => self.badge.correct(ctx, &claim),
                        Page::Desk(_) => self.desk.suppose(&claim),
                        _ => {}
                    }
                }
                self.page = page;
            }
            Act::Mute(muted) => self.manner.muted = muted,
            Act::NextLanguage => self.texts = self.texts.next(),
            Act::Speak(code) => self.texts = Texts::new(code),
        }
    }

    /// Follows who signs in and out.
    pub(super) fn follow_operator(&mut self, snapshot: &Snapshot) {
        if snapshot.operator.is_none() {
            self.leaving = None;
        }
        match &snapshot.operator {
            Some(operator) if self.leaving.as_ref() == Some(&operator.name) => {}
            Some(_) if self.page == Page::SignIn => {
                self.sign_in = screens::SignInForm::default();
                let wanted = self.sign_in_for.take();
                self.for_one_act = wanted.is_some();
                self.page = Page::Desk(
                    wanted
                        .filter(|page| page.is_open_to(snapshot))
                        .unwrap_or(DeskPage::Staff),
                );
            }
            None if matches!(self.page, Page::EnrolForm | Page::People) => {
                self.go_home();
                self.end_visit(snapshot);
            }
            _ => {}
        }
    }

    /// Opens a page, and remembers where from, where that isn't always the same.
    fn come_to(&mut self, page: Page) {
        let from_several = match page {
            Page::EnrolForm | Page::SignIn => true,
            Page::Desk(page) => matches!(page, DeskPage::Attend | DeskPage::Vouch),
            _ => false,
        };
        if from_several {
            self.came_from = self.page;
        }
        self.page = page;
    }

    /// Back to where one came from; nothing that was typed is kept.
    fn go_back(&mut self) {
        let to = match self.page {
            Page::People => Page::Desk(DeskPage::Staff),
            _ => self.came_from,
        };
        self.go_home();
        self.page = to;
    }

    /// Leaving half-way keeps nothing that was typed.
    pub(super) fn go_home(&mut self) {
        // A password that is still being checked signs nobody in behind them.
        if self.page == Page::SignIn {
            self.backend.send(Intent::SignOut);
        }
        self.badge = screens::BadgeForm::default();
        self.sign_in = screens::SignInForm::default();
        self.enrolment = screens::EnrolForm::default();
        self.people = screens::PeopleForm::default();
        self.desk.clear();
        self.sign_in_for = None;
        self.came_from = Page::Home;
        self.claim = None;
        self.page = Page::Home;
        // Who only came to help leaves nobody signed in behind them.
        if std::mem::take(&mut self.for_one_act) {
            self.backend.send(Intent::SignOut);
        }
    }
}

/// The badge of a verification that is asked for, if it is with one; nothing
/// where none is asked for.
fn claimed(intent: &Intent) -> Option<Option<&Badge>> {
    match intent {
        Intent::Verify { claim } => Some(claim.as_ref()),
        Intent::VerifyAttended { claim, .. }
        | Intent::Desk(DeskIntent::VerifyByPin { claim, .. } | DeskIntent::Vouch { claim, .. }) => {
            Some(Some(claim))
        }
        _ => None,
    }
}
