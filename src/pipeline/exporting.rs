//! Sessions written to files: the report of one, its measured face, and tables
//! of many. Window and commands go through here alike: that somebody gets a
//! file, and why, is kept before there is anything in it.

use std::path::Path;

use thiserror::Error;

use crate::domain::{Session, SessionId};
use crate::report::sessions_csv;
use crate::report::sessions_table::Sessions;
use crate::report::surface::{SurfaceFormat, depth_picture, surface_file};
use crate::store::{Store, StoreError, SurfaceExport};

use super::new_file::{NewFile, NewFileError};
use super::session_report::{ScriptError, charts_script, session_report};
use super::{Problem, rfc3339};

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// No face is kept of the session.
    #[error(
        "no mesh is kept of this session: it is kept only of people who were identified by their face; see which sessions have one with: secure-biometric --json sessions list"
    )]
    NoMesh,
    /// What was measured makes no file of that kind.
    #[error("{0}")]
    Unmade(String),
    /// A part of the program is missing.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The file.
    #[error(transparent)]
    File(#[from] NewFileError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is written of a measured face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaceFile {
    /// Its surface.
    Mesh(SurfaceFormat),
    /// Its depths from the front, a PNG of 16 bits.
    Depths,
}

/// What a face that was written is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaceFigures {
    /// Points of the surface.
    pub vertices: usize,
    /// Triangles between them.
    pub triangles: usize,
    /// Frames that it was measured in.
    pub frames: u32,
}

/// Writes sessions to files for somebody who gave a reason.
pub struct Exporting<'a> {
    /// Where they are kept.
    pub store: &'a Store,
    /// Who gets them, when and why.
    pub export: &'a SurfaceExport,
    /// Whether badges are said, and operators in a table, too.
    pub names: bool,
}

impl Exporting<'_> {
    /// Writes the report of a session, which opens in a browser without a
    /// network.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn report(&self, session: &Session, path: &Path) -> Result<(), ExportError> {
        let script = charts_script()?;
        let page = session_report(self.store, session, self.names, &script).await?;
        let file = NewFile::make(path, page.into_bytes())?;
        let noted = self
            .store
            .note_report(Some(session.id), "report", self.export);
        noted.await?;
        Ok(file.write()?)
    }

    /// Writes what was measured of a session's face, each kind to its file.
    ///
    /// # Errors
    /// `NoMesh`, or why it couldn't be written; then no file is left.
    pub async fn face(
        &self,
        session: SessionId,
        wanted: &[(&Path, FaceFile)],
    ) -> Result<FaceFigures, ExportError> {
        let face = self.store.reconstruction(session).await?;
        let face = face.ok_or(ExportError::NoMesh)?;
        let mut files = Vec::new();
        for (path, what) in wanted {
            let made = match what {
                FaceFile::Mesh(format) => {
                    let made = surface_file(*format, session, &face);
                    made.map_err(|error| ExportError::Unmade(error.to_string()))
                }
                FaceFile::Depths => {
                    let made = depth_picture(face.depth_map());
                    made.map_err(|error| ExportError::Unmade(error.to_string()))
                }
            };
            // The files are there, empty, before it is noted who got them.
            files.push(NewFile::make(path, made?)?);
        }
        self.store.note_export(session, self.export).await?;
        for file in files {
            file.write()?;
        }
        Ok(FaceFigures {
            vertices: face.vertices().len(),
            triangles: face.triangles().len(),
            frames: face.frames(),
        })
    }

    /// Writes a table of sessions; they come newest first, and are written the
    /// earliest first, as tables are read.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn table(&self, sessions: &[Session], path: &Path) -> Result<(), ExportError> {
        let mut sessions = sessions.to_vec();
        sessions.reverse();
        let standings = self.store.standings().await?;
        let table = Sessions {
            sessions: &sessions,
            standings: &standings,
            names: self.names,
        };
        let table = sessions_csv::csv(&table, rfc3339);
        let file = NewFile::make(path, table.into_bytes())?;
        self.store.note_report(None, "list", self.export).await?;
        Ok(file.write()?)
    }
}

impl From<&ExportError> for Problem {
    fn from(error: &ExportError) -> Self {
        match error {
            ExportError::NoMesh | ExportError::Unmade(_) => Self::NoMesh,
            ExportError::Script(_) => Self::ProgramFiles,
            ExportError::File(error) => Self::from(error),
            ExportError::Store(error) => Self::from(error),
        }
    }
}

impl From<&NewFileError> for Problem {
    fn from(error: &NewFileError) -> Self {
        match error {
            NewFileError::There(path) => Self::FileThere { path: path.clone() },
            NewFileError::Write { path, .. } => Self::File { path: path.clone() },
        }
    }
}
