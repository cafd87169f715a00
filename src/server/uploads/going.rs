//! A capture as its client sees it.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::{SessionId, SessionKind};
use crate::pipeline::{Outcome, Stepped};
use crate::server::shown::OutcomeShown;

/// A capture as it is after a job.
#[derive(Debug)]
pub enum Capture {
    /// It goes on.
    Going(Asked),
    /// It has ended, and is kept.
    Ended(Box<Outcome>),
}

/// What a capture asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    id: SessionId,
    kind: SessionKind,
    instruction: Value,
    asked: &'static str,
    steps: (u32, u32),
    progress: f32,
}

impl Asked {
    /// What it asks for now.
    pub fn of(session: &Stepped) -> Self {
        let view = session.view();
        Self {
            id: session.id(),
            kind: session.kind(),
            instruction: json!(view.instruction),
            asked: session.prompt().as_str(),
            steps: (view.steps_done, view.steps),
            progress: view.progress,
        }
    }
}

/// It as it is sent.
#[derive(Serialize, ToSchema)]
pub struct CaptureShown {
    /// Identifies the capture and its session.
    id: Uuid,
    /// `verification` or `enrolment`.
    #[schema(example = "verification")]
    kind: &'static str,
    /// `going_on` or `ended`.
    #[schema(example = "going_on")]
    state: &'static str,
    /// The one thing to tell the person now.
    #[serde(skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Option<String>, example = "turn_left")]
    instruction: Value,
    /// The movement that is waited for: `neutral`, `left`, `right`, `up`,
    /// `down`, `closer`, `blink` or `mouth`.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<&'static str>,
    /// Steps done.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps_done: Option<u32>,
    /// Of how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<u32>,
    /// How far the whole is, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<f32>,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<OutcomeShown>,
    /// Its receipt: only ever a trial key's.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

impl Capture {
    /// Which.
    pub fn id(&self) -> SessionId {
        match self {
            Self::Going(asked) => asked.id,
            Self::Ended(outcome) => outcome.session.id,
        }
    }

    /// It for somebody who may see scores, or not.
    pub fn shown(&self, with_scores: bool) -> CaptureShown {
        match self {
            Self::Going(asked) => CaptureShown {
                id: asked.id.0,
                kind: asked.kind.as_str(),
                state: "going_on",
                instruction: asked.instruction.clone(),
                asked: Some(asked.asked),
                steps_done: Some(asked.steps.0),
                steps: Some(asked.steps.1),
                progress: Some(asked.progress),
                outcome: None,
                token: None,
            },
            Self::Ended(outcome) => {
                let shown = OutcomeShown::of(outcome, with_scores);
                CaptureShown {
                    id: outcome.session.id.0,
                    kind: outcome.session.kind.as_str(),
                    state: "ended",
                    instruction: Value::Null,
                    asked: None,
                    steps_done: None,
                    steps: None,
                    progress: None,
                    outcome: Some(match with_scores {
                        true => shown,
                        false => shown.without_figures(),
                    }),
                    token: outcome.token.token().map(|token| token.text.clone()),
                }
            }
        }
    }
}
