//! `sessions export`: a session's report or measured face, or many sessions as
//! a table, as files for other programs.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::commands::output::say;
use crate::domain::{Role, Session, SessionId, VouchReason};
use crate::pipeline::export::ReportFormat;
use crate::pipeline::now;
use crate::report::surface::{SurfaceFormat, depth_picture, surface_file};
use crate::store::SurfaceExport;

use super::CommandError;
use super::context::{Authority, Common, Desk};
use super::sessions::find;
use super::sessions_report;

#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true).args(["mesh", "report", "csv", "parquet", "charts"]))]
pub(super) struct ExportArgs {
    /// The session; none for what is of many
    #[arg(required_unless_present = "from", conflicts_with = "from")]
    id: Option<SessionId>,
    /// A new file for the surface; its name says the format: .ply or .glb
    #[arg(long, value_name = "FILE", value_parser = mesh_file, requires = "id")]
    mesh: Option<MeshFile>,
    /// A new file for the depths from the front, a PNG of 16 bits
    #[arg(long, value_name = "FILE", requires = "mesh")]
    depth_map: Option<PathBuf>,
    /// A new file for a report, of the session or of the site from one day to
    /// another: .html, which opens in a browser without a network, or .pdf
    #[arg(long, value_name = "FILE", value_parser = report_file)]
    pub(super) report: Option<ReportFile>,
    /// A new file for a table of all sessions from one day to another
    #[arg(long, value_name = "FILE", requires = "from")]
    pub(super) csv: Option<PathBuf>,
    /// The same as Parquet, with types
    #[arg(long, value_name = "FILE", requires = "from")]
    pub(super) parquet: Option<PathBuf>,
    /// A new folder for the site's charts from one day to another, each as PNG
    /// and SVG
    #[arg(long, value_name = "FOLDER", requires = "from")]
    pub(super) charts: Option<PathBuf>,
    /// The first day, in UTC: 2026-11-01
    #[arg(long, value_name = "DAY")]
    pub(super) from: Option<jiff::civil::Date>,
    /// The last day, that day included; without, today
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(super) to: Option<jiff::civil::Date>,
    /// Say badges, and operators in a table, too
    #[arg(long)]
    pub(super) names: bool,
    /// Why it is needed; kept with the session
    #[arg(long)]
    reason: VouchReason,
    #[command(flatten)]
    authority: Authority,
}

/// Where a report goes, and what it is written as.
#[derive(Clone, Debug)]
pub(super) struct ReportFile {
    pub(super) path: PathBuf,
    pub(super) format: ReportFormat,
}

fn report_file(text: &str) -> Result<ReportFile, String> {
    let path = PathBuf::from(text);
    let extension = path.extension().and_then(|extension| extension.to_str());
    let format = extension.and_then(ReportFormat::of_extension);
    format
        .map(|format| ReportFile { path, format })
        .ok_or_else(|| "the file's name ends with .html or .pdf".to_owned())
}

#[derive(Clone, Debug)]
struct MeshFile {
    path: PathBuf,
    format: SurfaceFormat,
}

fn mesh_file(text: &str) -> Result<MeshFile, String> {
    let path = PathBuf::from(text);
    let extension = path.extension().and_then(|extension| extension.to_str());
    let format = extension.and_then(SurfaceFormat::of_extension);
    format
        .map(|format| MeshFile { path, format })
        .ok_or_else(|| "the file's name ends with .ply or .glb".to_owned())
}

pub(super) fn export(args: &ExportArgs, desk: &Desk, common: &Common) -> Result<(), CommandError> {
    let operator = args.authority.require(desk, &[Role::Reviewer])?;
    let export = SurfaceExport {
        at: now(),
        operator: operator.name,
        reason: args.reason.clone(),
    };
    let Some(id) = args.id else {
        return sessions_report::many(args, desk, common, &export);
    };
    let session = find(desk, id)?;
    if let Some(file) = &args.report {
        sessions_report::report(file, args, desk, &session, &export)?;
    }
    if let Some(file) = &args.mesh {
        return mesh(file, args, desk, common, (&session, &export));
    }
    if let (true, Some(file)) = (common.json, &args.report) {
        say!("{}", json!({"session": session.id, "report": file.path}));
    } else if let Some(file) = &args.report {
        say!("wrote {}", file.path.display());
    }
    Ok(())
}

/// The measured face, and its depths.
fn mesh(
    file: &MeshFile,
    args: &ExportArgs,
    desk: &Desk,
    common: &Common,
    (session, export): (&Session, &SurfaceExport),
) -> Result<(), CommandError> {
    let face = desk
        .runtime
        .block_on(desk.store.reconstruction(session.id))?;
    let face = face.ok_or_else(|| {
        CommandError::new(
            "no_mesh",
            "no mesh is kept of this session: it is kept only of people who were identified by their face",
        )
        .fix("see which sessions have one with: secure-biometric --json sessions list")
    })?;
    let format = file.format;
    let surface = surface_file(format, session.id, &face)
        .map_err(|error| CommandError::new("mesh", error))?;
    let depths = match &args.depth_map {
        Some(path) => {
            let picture = depth_picture(face.depth_map());
            let picture = picture.map_err(|error| CommandError::new("depth_map", error))?;
            Some((path, picture))
        }
        None => None,
    };
    // The files are there, empty, before it is noted who got them.
    let mut files = vec![NewFile::make(&file.path, surface)?];
    if let Some((path, picture)) = depths {
        files.push(NewFile::make(path, picture)?);
    }
    desk.runtime
        .block_on(desk.store.note_export(session.id, export))?;
    for file in files {
        file.write()?;
    }
    let (vertices, triangles) = (face.vertices().len(), face.triangles().len());
    if common.json {
        say!(
            "{}",
            json!({
                "session": session.id,
                "mesh": file.path,
                "format": format.as_str(),
                "depth_map": args.depth_map,
                "vertices": vertices,
                "triangles": triangles,
                "frames": face.frames(),
            })
        );
    } else {
        say!(
            "wrote {}: {vertices} vertices, {triangles} triangles, measured in {} frames",
            file.path.display(),
            face.frames()
        );
    }
    Ok(())
}

/// A file that wasn't there before, for its owner's eyes alone. It goes again
/// unless it is written whole.
pub(super) struct NewFile<'a> {
    path: &'a Path,
    file: File,
    content: Vec<u8>,
    written: bool,
}

impl<'a> NewFile<'a> {
    pub(super) fn make(path: &'a Path, content: Vec<u8>) -> Result<Self, CommandError> {
        let mut options = OpenOptions::new();
        let options = options.write(true).create_new(true).mode(0o600);
        let file = options.open(path).map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                let there = format!("the file {} is there already", path.display());
                CommandError::new("file_exists", there).fix("name another file, or remove that one")
            } else {
                unwritable(path, &error)
            }
        })?;
        Ok(Self {
            path,
            file,
            content,
            written: false,
        })
    }

    pub(super) fn write(mut self) -> Result<(), CommandError> {
        let written = self.file.write_all(&self.content);
        written
            .and_then(|()| self.file.sync_all())
            .map_err(|error| unwritable(self.path, &error))?;
        self.written = true;
        Ok(())
    }
}

impl Drop for NewFile<'_> {
    fn drop(&mut self) {
        if !self.written {
            // It may be gone already.
            let _ = fs::remove_file(self.path);
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> CommandError {
    let what = format!("the file {} can't be written ({error})", path.display());
    CommandError::new("file", what).fix("name a file in a folder where you may write")
}
