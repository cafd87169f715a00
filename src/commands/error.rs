//! How a command fails: one clear line that says what to do.

use serde::Serialize;

use crate::access::{DataFolderError, OperatorsError, SignInError, StartListError};
use crate::camera::CameraError;
use crate::central::CentralError;
use crate::engine::EngineError;
use crate::pipeline::{Problem, SelfTestError, SelfTestFileError, SessionError};
use crate::resources::ResourcesError;
use crate::server::ServeError;
use crate::store::StoreError;
use crate::sync::SyncError;

/// A failure as it is told.
#[derive(Clone, Debug, Serialize)]
pub struct CommandError {
    /// A word for scripts.
    pub code: &'static str,
    /// What happened to whom.
    pub message: String,
    /// What to do; empty where the message says it.
    pub fix: String,
    /// The same for a window, which has words of its own.
    #[serde(skip)]
    pub problem: Option<Problem>,
}

impl CommandError {
    /// A failure whose message says what to do.
    pub fn new(code: &'static str, message: impl ToString) -> Self {
        Self {
            code,
            message: message.to_string(),
            fix: String::new(),
            problem: None,
        }
    }

    /// The program's errors say what happened; what to do. This takes the two
    /// apart.
    pub(super) fn told(code: &'static str, error: &dyn std::error::Error) -> Self {
        let text = error.to_string();
        match text.split_once("; ") {
            Some((message, fix)) => Self::new(code, message).fix(fix),
            None => Self::new(code, text),
        }
    }

    /// The same for a window.
    fn at_a_window(mut self, problem: Problem) -> Self {
        self.problem = Some(problem);
        self
    }

    /// The same with what to do said apart.
    #[must_use]
    pub fn fix(mut self, fix: impl ToString) -> Self {
        self.fix = fix.to_string();
        self
    }

    /// The line for a person.
    #[must_use]
    pub fn line(&self) -> String {
        if self.fix.is_empty() {
            self.message.clone()
        } else {
            format!("{}; {}", self.message, self.fix)
        }
    }
}

macro_rules! told_as {
    ($($error:ty => $code:literal),+ $(,)?) => {
        $(impl From<$error> for CommandError {
            fn from(error: $error) -> Self {
                Self::told($code, &error).at_a_window(Problem::from(&error))
            }
        })+
    };
}

told_as!(
    CameraError => "camera",
    DataFolderError => "data_folder",
    OperatorsError => "operators",
    ResourcesError => "resources",
    SelfTestFileError => "export",
    SignInError => "sign_in",
    StartListError => "start_files",
);

impl From<EngineError> for CommandError {
    fn from(error: EngineError) -> Self {
        Self::told("engine", &error)
    }
}

impl From<CentralError> for CommandError {
    fn from(error: CentralError) -> Self {
        let code = match error {
            CentralError::Address(_) | CentralError::NotVerified => "database_url",
            _ => "centre",
        };
        Self::told(code, &error)
    }
}

impl From<ServeError> for CommandError {
    fn from(error: ServeError) -> Self {
        let code = match error {
            ServeError::Listen { .. } => "listen",
            ServeError::Tls(_) => "tls",
            ServeError::Ended(_) => "service",
        };
        Self::told(code, &error)
    }
}

impl From<SyncError> for CommandError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Central(error) => error.into(),
            SyncError::Store(error) => error.into(),
            other => Self::told("centre", &other),
        }
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::BadgeTaken => "badge_taken",
            _ => "store",
        };
        Self::told(code, &error).at_a_window(Problem::from(&error))
    }
}

impl From<SelfTestError> for CommandError {
    fn from(error: SelfTestError) -> Self {
        match error {
            SelfTestError::Operators(error) => error.into(),
            SelfTestError::Store(error) => error.into(),
            SelfTestError::NotEnrolled => Self::told("not_enrolled", &error),
            SelfTestError::Plan(_) | SelfTestError::Ended => Self::told("selftest", &error),
        }
    }
}

impl From<SessionError> for CommandError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Camera(error) => error.into(),
            SessionError::Engine(error) => error.into(),
            SessionError::Store(error) => error.into(),
        }
    }
}
