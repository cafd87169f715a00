//! How an engine is set up, what it is doing, and why it doesn't answer.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;

use super::protocol::{Ask, Greeting};
use crate::resources::{Resources, ResourcesError};

/// Surfaces may take this many times as long as other answers, while nobody
/// else asks: nobody is decided on by them, and none is worth a child (ours).
const SURFACE_PATIENCE: u32 = 4;

/// What the engine needs to know about this machine.
#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// The program `secure-biometric-engine`.
    pub program: PathBuf,
    /// The Python environment.
    pub venv: PathBuf,
    /// The folder that holds the Python package `facelab`.
    pub python: PathBuf,
    /// The folder of fetched models.
    pub models: PathBuf,
    /// A request not answered after this long ends the child. With the start
    /// it must stay below the five seconds in which analysis goes on again.
    pub request_deadline: Duration,
    /// A child not ready after this long is ended.
    pub start_deadline: Duration,
    /// A child whose resident memory is larger than this is replaced; one
    /// that comes near, when nobody asks for a while.
    pub memory_limit_bytes: u64,
    /// How far the child steps back behind programs that want the processor at
    /// the same time, as `nice` counts it.
    pub niceness: u8,
    /// File name to SHA-256 in hexadecimal: a child that works with a model
    /// not listed here is refused.
    pub expected_models: BTreeMap<String, String>,
}

impl EngineConfig {
    /// The usual set-up of the files found on this machine.
    ///
    /// # Errors
    /// When the list of models can't be read.
    pub fn from_resources(resources: &Resources) -> Result<Self, ResourcesError> {
        Ok(Self {
            program: resources.engine_program(),
            venv: resources.venv(),
            python: resources.python(),
            models: resources.models(),
            request_deadline: Duration::from_millis(1_500),
            start_deadline: Duration::from_secs(30),
            memory_limit_bytes: 900_000_000,
            niceness: 0,
            expected_models: resources.expected_models()?,
        })
    }

    /// The same behind a window: who stands before it must not see it wait for
    /// the analysis. Measured with `bench` on two processors, drawn in
    /// software: a frame's median went from 24 to 17 ms.
    #[must_use]
    pub fn behind_a_window(self) -> Self {
        Self {
            niceness: 15,
            ..self
        }
    }

    /// How long the child may take to answer.
    pub(super) fn deadline_of(&self, ask: &Ask) -> Duration {
        match ask {
            Ask::Reconstruct { .. } | Ask::ShapeScore { .. } => {
                self.request_deadline * SURFACE_PATIENCE
            }
            _ => self.request_deadline,
        }
    }
}

/// Why an engine doesn't work, in a word: what a window has its own words for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineFault {
    /// Its program can't be started.
    Program,
    /// It is of another version than this program.
    Version,
    /// A model isn't the one that is listed.
    Model {
        /// The model's file.
        name: String,
    },
    /// It compares known faces wrongly.
    KnownFaces,
    /// Its environment doesn't work.
    Environment,
    /// The machine can't start a thread for it.
    Thread,
    /// It ends again and again.
    Ends,
}

/// What the engine is doing.
#[derive(Clone, Debug)]
pub enum EngineState {
    /// The first child is getting ready.
    Starting,
    /// It answers.
    Ready(Arc<Greeting>),
    /// A child ended and another is getting ready.
    Restarting {
        /// Ends in a row without a good answer between them.
        attempt: u32,
        /// What ended the last one.
        why: String,
    },
    /// It doesn't work; it is still tried again now and then.
    Failed {
        /// The same in a word.
        fault: EngineFault,
        /// What ended the last child.
        why: String,
        /// What to do.
        fix: String,
    },
}

/// Why there is no answer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EngineError {
    /// The child isn't ready, or ended over this request: wait until the
    /// engine is ready and ask again.
    #[error("the engine is being started again: {0}")]
    Restarting(String),
    /// The child answered that it can't.
    #[error("the engine refused: {0}")]
    Refused(String),
    /// The engine doesn't work.
    #[error("the engine doesn't work: {why}; {fix}")]
    Failed {
        /// What is wrong.
        why: String,
        /// What to do.
        fix: String,
    },
}
