//! How a command fails: one clear line that says what to do.

use serde::Serialize;

use crate::access::{DataFolderError, OperatorsError, SignInError};
use crate::camera::CameraError;
use crate::engine::EngineError;
use crate::pipeline::SessionError;
use crate::resources::ResourcesError;
use crate::store::StoreError;

/// A failure as it is told.
#[derive(Clone, Debug, Serialize)]
pub struct CommandError {
    /// A word for scripts.
    pub code: &'static str,
    /// What happened to whom.
    pub message: String,
    /// What to do; empty where the message says it.
    pub fix: String,
}

impl CommandError {
    /// A failure whose message says what to do.
    pub fn new(code: &'static str, message: impl ToString) -> Self {
        Self {
            code,
            message: message.to_string(),
            fix: String::new(),
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
                Self::told($code, &error)
            }
        })+
    };
}

told_as!(
    CameraError => "camera",
    DataFolderError => "data_folder",
    EngineError => "engine",
    OperatorsError => "operators",
    ResourcesError => "resources",
    SignInError => "sign_in",
);

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::BadgeTaken => "badge_taken",
            _ => "store",
        };
        Self::told(code, &error)
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
