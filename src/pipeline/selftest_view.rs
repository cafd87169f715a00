//! What an administrator sees of self-tests in the window, and may ask.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::{SelfTest, SelfTestId, SelfTestPlan};
use crate::report::attacks::{self, SpeciesResult};

use super::SelfTestFormat;

/// What an administrator wants of a self-test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelfTestIntent {
    /// Fill the list of those that were made.
    List,
    /// Begin one with the kiosk's camera.
    Begin(SelfTestPlan),
    /// Make the next trial.
    Try,
    /// Break the trial off; it doesn't count.
    BreakOff,
    /// Take the last trial back, to make it again.
    Repeat,
    /// Leave what is tried now for the next species.
    Skip,
    /// Stop; what was tried so far is the result.
    Stop,
    /// Show the result of one, or none.
    Show(Option<SelfTestId>),
    /// Write one to a file.
    Export {
        /// Which.
        id: SelfTestId,
        /// As what.
        format: SelfTestFormat,
    },
}

/// A self-test with its figures, reckoned once.
#[derive(Clone, Debug, PartialEq)]
pub struct SelfTestReport {
    /// The test.
    pub test: SelfTest,
    /// Its figures, species by species.
    pub results: Vec<SpeciesResult>,
}

impl SelfTestReport {
    /// The report of a test.
    #[must_use]
    pub fn of(test: SelfTest) -> Arc<Self> {
        let results = attacks::results(&test);
        Arc::new(Self { test, results })
    }
}

/// Self-tests as the window shows them.
#[derive(Clone, Debug, Default)]
pub struct SelfTestView {
    /// The one that goes on.
    pub running: Option<Arc<SelfTestReport>>,
    /// Those that were made, newest first; empty until an administrator asked.
    pub kept: Vec<Arc<SelfTestReport>>,
    /// The one whose result is shown.
    pub shown: Option<Arc<SelfTestReport>>,
    /// Where the last one was written to.
    pub saved_as: Option<PathBuf>,
}

impl PartialEq for SelfTestView {
    /// Reports are compared by being the same one: each change makes another.
    fn eq(&self, other: &Self) -> bool {
        let reports = |view: &Self| -> Vec<*const SelfTestReport> {
            let all = view.running.iter().chain(&view.kept).chain(&view.shown);
            all.map(Arc::as_ptr).collect()
        };
        self.running.is_some() == other.running.is_some()
            && self.shown.is_some() == other.shown.is_some()
            && reports(self) == reports(other)
            && self.saved_as == other.saved_as
    }
}
