//! The self-test's part of the pipeline's thread: one trial after another, as
//! the administrator asks.

use std::path::{Path, PathBuf};

use crate::domain::{Operator, Role, SelfTest, SelfTestId, SelfTestPlan, SessionKind};
use crate::flow::Verdict;

use super::live_thread::LiveThread;
use super::new_file::make_folder;
use super::office::{Office, OpenSession};
use super::selftest_file::{exported, save_selftest};
use super::{
    Activity, Problem, SelfTestError, SelfTestFormat, SelfTestIntent, SelfTestReport, WorkStatus,
    camera_name,
};

impl LiveThread<'_> {
    pub(super) fn take_selftest(&mut self, intent: SelfTestIntent) {
        let Some(actor) = self.administrator() else {
            return;
        };
        match intent {
            SelfTestIntent::Begin(plan) => self.begin_selftest(&actor, plan),
            SelfTestIntent::Try => self.begin_trial(),
            SelfTestIntent::BreakOff => self.break_trial_off(),
            SelfTestIntent::Repeat => self.change_selftest(Office::withdraw_trial),
            SelfTestIntent::Skip => self.change_selftest(Office::skip_species),
            SelfTestIntent::Stop => {
                self.break_trial_off();
                self.change_selftest(Office::stop_selftest);
            }
            SelfTestIntent::Show(id) => self.show_result(id),
            // Whoever opens the page can go on meanwhile.
            SelfTestIntent::List => self.begin_work(super::DeskIntent::SelfTest(intent)),
            work @ SelfTestIntent::Export { .. } => self.begin_selftest_work(work),
        }
    }

    fn administrator(&self) -> Option<Operator> {
        let operator = self.drawn.operator.clone();
        operator.filter(|operator| operator.role.holds(Role::Administrator))
    }

    fn begin_selftest(&mut self, actor: &Operator, plan: SelfTestPlan) {
        if self.running.is_some() {
            return;
        }
        let camera = camera_name(&self.camera);
        match self.office.begin_selftest(actor, plan, None, camera) {
            Ok(test) => self.show_selftest(test),
            Err(error) => self.selftest_failed(&error),
        }
    }

    fn begin_trial(&mut self) {
        let running = self.drawn.desk.selftest.running.clone();
        let (Some(report), None) = (running, &self.running) else {
            return;
        };
        match self.office.begin_trial(&report.test, None, &self.camera) {
            Ok(open) => self.begin(open),
            Err(error) => self.selftest_failed(&error),
        }
    }

    /// Ends a trial that goes on, so that it doesn't count.
    fn break_trial_off(&mut self) {
        let is_trial =
            |running: &super::running::Running| running.open.kind() == SessionKind::SelfTest;
        if let Some(mut running) = self.running.take_if(|running| is_trial(running)) {
            let verdict = running.end(crate::domain::Reason::Cancelled);
            self.conclude(running, verdict);
        }
    }

    /// Keeps a trial and shows what it changed.
    pub(super) fn conclude_trial(&mut self, open: OpenSession, verdict: Verdict) {
        self.drawn.activity = Activity::Idle;
        // The last picture of whoever was there isn't kept.
        self.drawn.analysed = None;
        let species = open.species();
        match (self.office.conclude(open, verdict), species) {
            (Ok(outcome), Some(species)) => {
                if let Some(report) = &self.drawn.desk.selftest.running {
                    let mut test = report.test.clone();
                    test.take(species, &outcome.session);
                    self.show_selftest(test);
                }
                // It names nobody: of nobody is a face measured, and the
                // engine forgets the frames.
                self.measure_face(outcome, None);
            }
            (Ok(_), None) => {}
            (Err(error), _) => self.selftest_failed(&error.into()),
        }
    }

    /// Changes the test between two trials.
    fn change_selftest(&mut self, change: fn(&Office, &mut SelfTest) -> Result<(), SelfTestError>) {
        let (Some(report), None) = (&self.drawn.desk.selftest.running, &self.running) else {
            return;
        };
        let mut test = report.test.clone();
        match change(&self.office, &mut test) {
            Ok(()) => self.show_selftest(test),
            Err(error) => self.selftest_failed(&error),
        }
    }

    /// Shows a test as going on, or among those that were made once it is at
    /// its end.
    fn show_selftest(&mut self, test: SelfTest) {
        let ended = test.next().is_none();
        let report = SelfTestReport::of(test);
        let desk = self.desk();
        desk.work = WorkStatus::Idle;
        desk.selftest.saved_as = None;
        if ended {
            desk.selftest.kept.insert(0, report.clone());
            desk.selftest.shown = Some(report);
            desk.selftest.running = None;
        } else {
            desk.selftest.running = Some(report);
        }
    }

    fn show_result(&mut self, id: Option<SelfTestId>) {
        let view = &mut self.desk().selftest;
        let kept = view.kept.iter().find(|one| Some(one.test.id) == id);
        view.shown = kept.cloned();
        view.saved_as = None;
    }

    /// Takes up the list of those that were made.
    pub(super) fn take_selftests(&mut self, tests: Vec<SelfTest>) {
        let running = self.drawn.desk.selftest.running.clone();
        let going_on = |test: &SelfTest| running.as_ref().is_some_and(|one| one.test.id == test.id);
        let kept = tests.into_iter().filter(|test| !going_on(test));
        let kept = kept.map(SelfTestReport::of).collect();
        self.desk().selftest.kept = kept;
    }

    /// Takes up where one was written to.
    pub(super) fn take_saved_selftest(&mut self, path: PathBuf) {
        let desk = self.desk();
        desk.selftest.saved_as = Some(path);
        desk.work = WorkStatus::Done;
    }

    fn selftest_failed(&mut self, error: &SelfTestError) {
        let why = Problem::of(error);
        self.desk().work = WorkStatus::Failed { why };
    }

    fn begin_selftest_work(&mut self, work: SelfTestIntent) {
        if self.drawn.desk.work != WorkStatus::Working {
            self.desk().work = WorkStatus::Working;
            self.begin_work(super::DeskIntent::SelfTest(work));
        }
    }
}

/// Every self-test, for an administrator.
pub(super) fn list(office: &Office, actor: &Operator) -> Result<Vec<SelfTest>, Problem> {
    let required = office.wait(office.operators().require(actor, Role::Administrator));
    required.map_err(|error| Problem::of(&error))?;
    let tests = office.wait(office.store().selftests());
    tests.map_err(|error| Problem::of(&error))
}

/// Writes a self-test into the folder for exports, under a name of its own.
pub(super) fn export(
    office: &Office,
    actor: &Operator,
    folder: &Path,
    (id, format): (SelfTestId, SelfTestFormat),
) -> Result<PathBuf, Problem> {
    let required = office.wait(office.operators().require(actor, Role::Administrator));
    required.map_err(|error| Problem::of(&error))?;
    let test = office.wait(office.store().selftest(id));
    let test = test.map_err(|error| Problem::of(&error))?;
    let test = test.ok_or(Problem::NoSuchSelfTest)?;
    make_folder(folder)?;
    let path = folder.join(format!("selftest-{id}.{}", format.suffix()));
    let acting = office.store().acting(&actor.name);
    office
        .wait(acting.note(&exported(id, format)))
        .map_err(|error| Problem::of(&error))?;
    save_selftest(&test, format, &path).map_err(|error| Problem::of(&error))?;
    Ok(path)
}
