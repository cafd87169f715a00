//! What happens when somebody acts: to the pipeline, or to the window's own
//! pages and what was typed on them.

use crate::domain::SessionKind;
use crate::kiosk::screens::{self, Act, Page};
use crate::kiosk::texts::Texts;
use crate::pipeline::{Activity, DeskIntent, Intent, Snapshot, WorkStatus};

use super::KioskApp;

impl KioskApp {
    /// Does what somebody did on a screen.
    pub(super) fn act(&mut self, act: Act, snapshot: &Snapshot) {
        match act {
            Act::Send(intent) => {
                if let Intent::Verify { claim } = &intent {
                    self.claim.clone_from(claim);
                }
                // A look that is stopped leads back to its person, and trouble to
                // where it came from: nothing that was typed is lost.
                let trouble = matches!(snapshot.activity, Activity::Trouble { .. });
                let goes_back = match self.page {
                    Page::People => trouble || matches!(intent, Intent::Cancel),
                    Page::EnrolForm => trouble && matches!(intent, Intent::Home),
                    _ => false,
                };
                if matches!(intent, Intent::Home | Intent::SignOut | Intent::Cancel) && !goes_back {
                    self.go_home();
                }
                let visited = matches!(&snapshot.activity, Activity::Finished(finished)
                    if finished.kind == SessionKind::Verification);
                if matches!(intent, Intent::SignOut) || visited && matches!(intent, Intent::Home) {
                    self.end_visit(snapshot);
                }
                self.backend.send(intent);
            }
            Act::Open(Page::Home) => self.go_home(),
            Act::Open(page) => {
                self.page = page;
                // What was said about earlier work isn't about this page.
                let work = &self.backend.snapshot().desk.work;
                if matches!(work, WorkStatus::Done | WorkStatus::Failed { .. }) {
                    self.backend.send(Intent::Desk(DeskIntent::Dismiss));
                }
            }
            Act::SignInFor(page) => {
                self.sign_in_for = Some(page);
                self.page = Page::SignIn;
            }
            Act::LeaveFor(page) => {
                self.backend.send(Intent::Home);
                self.page = page;
            }
            Act::Mute(muted) => self.manner.muted = muted,
            Act::NextLanguage => self.texts = self.texts.next(),
            Act::Speak(code) => self.texts = Texts::new(code),
        }
    }

    /// Leaving half-way keeps nothing that was typed.
    pub(super) fn go_home(&mut self) {
        self.badge = screens::BadgeForm::default();
        self.sign_in = screens::SignInForm::default();
        self.enrolment = screens::EnrolForm::default();
        self.people = screens::PeopleForm::default();
        self.desk.clear();
        self.sign_in_for = None;
        self.page = Page::Home;
        // Who only came to help leaves nobody signed in behind them.
        if std::mem::take(&mut self.for_one_act) {
            self.backend.send(Intent::SignOut);
        }
    }
}
