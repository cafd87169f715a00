//! What a reviewer has written to a file at the window: a session, or those
//! that are listed. What is written, and what is kept of it, is as with the
//! command.

use std::path::{Path, PathBuf};

use crate::domain::{Operator, SessionId, VouchReason};
use crate::report::surface::SurfaceFormat;
use crate::store::SurfaceExport;

use super::new_file::make_folder;
use super::office::Office;
use super::{ExportError, Exporting, FaceFile, Problem, now};

/// A kind of file of one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportKind {
    /// A page with all that was measured.
    #[default]
    Report,
    /// The face as a mesh of the kind glb.
    Glb,
    /// The face as a mesh of the kind ply.
    Ply,
    /// The face's depths from the front.
    Depths,
}

impl ExportKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Report, Self::Glb, Self::Ply, Self::Depths];

    /// Whether it is made of the measured face.
    #[must_use]
    pub fn is_of_face(self) -> bool {
        self != Self::Report
    }

    /// How its files' names end.
    fn ending(self) -> &'static str {
        match self {
            Self::Report => "html",
            Self::Glb => "glb",
            Self::Ply => "ply",
            Self::Depths => "png",
        }
    }
}

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportOf {
    /// A session.
    Session(SessionId, ExportKind),
    /// All sessions of the list of that number, as a table.
    Listed(u64),
}

/// What a reviewer wants of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportWish {
    /// What.
    pub of: ExportOf,
    /// Whether badges are said, and operators in a table, too.
    pub names: bool,
    /// Why it is needed.
    pub why: VouchReason,
}

/// How it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ExportState {
    /// Nothing was asked, or what came of it was read.
    #[default]
    Idle,
    /// It is being written.
    Working,
    /// It is written.
    Done {
        /// Where to.
        file: PathBuf,
    },
    /// It isn't written.
    Failed {
        /// What happened.
        why: Problem,
    },
}

/// Writes it into the folder of exports, under a name of its own; `listed` are
/// the sessions of the list that is meant.
pub(super) fn write(
    office: &Office,
    exports: &Path,
    actor: &Operator,
    wish: ExportWish,
    listed: Option<&[SessionId]>,
) -> Result<PathBuf, Problem> {
    make_folder(exports)?;
    let at = now();
    let export = SurfaceExport {
        at,
        operator: actor.name.clone(),
        reason: wish.why,
    };
    let store = office.store();
    let exporting = Exporting {
        store,
        export: &export,
        names: wish.names,
    };
    let file = match wish.of {
        ExportOf::Session(id, kind) => {
            exports.join(format!("session-{id}-{}.{}", at.0, kind.ending()))
        }
        ExportOf::Listed(_) => exports.join(format!("sessions-{}.csv", at.0)),
    };
    let written = office.wait(async {
        match wish.of {
            ExportOf::Session(id, kind) => {
                let session = store.session(id).await?;
                let Some(session) = session else {
                    return Ok(false);
                };
                let what = match kind {
                    ExportKind::Report => {
                        exporting.report(&session, &file).await?;
                        return Ok(true);
                    }
                    ExportKind::Glb => FaceFile::Mesh(SurfaceFormat::Glb),
                    ExportKind::Ply => FaceFile::Mesh(SurfaceFormat::Ply),
                    ExportKind::Depths => FaceFile::Depths,
                };
                exporting.face(id, &[(&file, what)]).await?;
            }
            ExportOf::Listed(_) => {
                let Some(listed) = listed else {
                    return Ok(false);
                };
                let sessions = store.sessions_of(listed).await?;
                exporting.table(&sessions, &file).await?;
            }
        }
        Ok::<_, ExportError>(true)
    });
    match written {
        Ok(true) => Ok(file),
        Ok(false) => Err(Problem::NoSuchSession),
        Err(error) => Err(Problem::of(&error)),
    }
}
