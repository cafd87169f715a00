//! `evaluate`: how well people are told apart, on a set of photos.

pub mod faces;
pub mod photos;
mod table;

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use crate::commands::output::say;
use crate::report::accuracy::{Accuracy, CurvePoint, OperatingPoint, Scores};
use crate::report::det::{Curve, draw_png, grouped};
use crate::report::trials::{self, PROBE_PHOTOS, TEMPLATES};
use crate::resources::Resources;

use self::faces::{Faces, Told};
use self::table::table;

use super::context::{Common, start_engine};
use super::{CommandError, Done};

/// How often progress is told where lines can't be written over.
const PHOTOS_A_LINE: usize = 100;

#[derive(Args, Debug)]
pub(super) struct EvaluateArgs {
    /// A folder that holds a folder of photos (.pgm, .png, .jpg) for each person
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Also draw the DET plot, as a PNG picture
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
}

/// What `evaluate --json` prints. Rates are fractions; they are those of the
/// set, whose size says what they prove.
#[derive(Debug, Serialize)]
struct Report {
    people: usize,
    photos: u32,
    faces_found: u32,
    unreadable_photos: u32,
    repeated_photos: u32,
    genuine_pairs: u64,
    impostor_pairs: u64,
    eer: f64,
    at: Vec<OperatingPoint>,
    fused: Option<FusedReport>,
    seconds: f64,
}

/// The same of fused scores, for those people who have photos enough.
#[derive(Debug, Serialize)]
struct FusedReport {
    people: usize,
    probe_photos: usize,
    templates: usize,
    #[serde(flatten)]
    accuracy: Accuracy,
    highest_impostor: Option<f32>,
    lowest_genuine: Option<f32>,
    curve: Vec<CurvePoint>,
}

pub(super) fn run(args: &EvaluateArgs, common: &Common) -> Done {
    let begun = Instant::now();
    if let Some(file) = &args.plot {
        check_plot(file)?;
    }
    let people = photos::find(&args.folder)?;
    if people.len() < 2 {
        return Err(
            CommandError::new("photos", "one person alone can't be told apart")
                .fix("add a folder with another person's photos"),
        );
    }
    let engine = start_engine(&Resources::find()?)?;
    let faces = faces::embed(&people, &engine, &mut |told| tell(&told, common.json))?;
    drop(engine);
    let pairs = trials::photo_to_photo(&faces.people);
    if pairs.genuine() == 0 || pairs.impostor() == 0 {
        return Err(CommandError::new(
            "photos",
            format!(
                "too few faces were found ({} in {} photos): somebody must have two, and somebody else one",
                faces.found, faces.photos
            ),
        )
        .fix("add photos that show one face clearly"));
    }
    let (fused_people, fused) = trials::fused(&faces.people);
    let fused = (fused.genuine() > 0 && fused.impostor() > 0).then_some((fused_people, fused));
    if let Some(file) = &args.plot {
        let png = plot(&args.folder, &faces, &pairs, fused.as_ref().map(|(_, f)| f))?;
        write_whole(file, &png)?;
    }
    let report = report(
        &faces,
        &pairs,
        fused.as_ref(),
        begun.elapsed().as_secs_f64(),
    );
    if common.json {
        let text =
            serde_json::to_string(&report).map_err(|error| CommandError::new("system", error))?;
        say!("{text}");
    } else {
        print!("{}", table(&report));
    }
    Ok(0)
}

fn report(faces: &Faces, pairs: &Scores, fused: Option<&(usize, Scores)>, seconds: f64) -> Report {
    let Accuracy {
        genuine,
        impostor,
        eer,
        at,
    } = pairs.accuracy();
    Report {
        people: faces.people.len(),
        photos: faces.photos,
        faces_found: faces.found,
        unreadable_photos: faces.unreadable,
        repeated_photos: faces.repeated,
        genuine_pairs: genuine,
        impostor_pairs: impostor,
        eer,
        at,
        fused: fused.map(|(people, scores)| FusedReport {
            people: *people,
            probe_photos: PROBE_PHOTOS,
            templates: TEMPLATES,
            accuracy: scores.accuracy(),
            highest_impostor: scores.highest_impostor(),
            lowest_genuine: scores.lowest_genuine(),
            curve: scores.curve(),
        }),
        seconds,
    }
}

/// Progress goes to stderr, and is not told to programs.
fn tell(told: &Told<'_>, json: bool) {
    match told {
        Told::Amiss(path, why) => eprintln!("warning: {}: {why}", path.display()),
        Told::Progress(..) if json => {}
        Told::Progress(done, of) if io::stderr().is_terminal() => {
            eprint!("\rlooked at {done} of {of} photos");
            if done == of {
                eprintln!();
            }
        }
        Told::Progress(done, of) if done % PHOTOS_A_LINE == 0 || done == of => {
            eprintln!("looked at {done} of {of} photos");
        }
        Told::Progress(..) => {}
    }
}

/// Refuses early what would only fail after all the work.
fn check_plot(file: &Path) -> Result<(), CommandError> {
    let refuse = |why: String, fix: &str| Err(CommandError::new("plot", why).fix(fix));
    let shown = file.display();
    if !file
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("png"))
    {
        return refuse(format!("the plot {shown} isn't named .png"), "name it so");
    }
    let folder = folder_of(file);
    if !folder.is_dir() {
        let why = format!("there is no folder {} for the plot", folder.display());
        return refuse(why, "make it, or name another");
    }
    if file.is_dir() {
        return refuse(format!("{shown} is a folder"), "name a file for the plot");
    }
    Ok(())
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Writes all of a file or nothing.
fn write_whole(file: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let mut name = std::ffi::OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(".part");
    let half_made = file.with_file_name(name);
    let written = fs::write(&half_made, bytes).and_then(|()| fs::rename(&half_made, file));
    written.map_err(|error| {
        // It may not even have come to be.
        let _ = fs::remove_file(&half_made);
        CommandError::new(
            "plot",
            format!("{} can't be written ({error})", file.display()),
        )
        .fix("name a place that can be written")
    })
}

fn plot(
    folder: &Path,
    faces: &Faces,
    pairs: &Scores,
    fused: Option<&Scores>,
) -> Result<Vec<u8>, CommandError> {
    let name = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = name
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let measured = format!(
        "{} faces of {} people. Rates are those of this set.",
        grouped(faces.found.into()),
        faces.people.len()
    );
    let mut curves = vec![Curve {
        name: "One photo with one photo",
        scores: pairs,
    }];
    curves.extend(fused.map(|scores| Curve {
        name: "Three photos fused with five templates",
        scores,
    }));
    draw_png(&format!("Recognition errors on {name}"), &measured, &curves)
        .map_err(|error| CommandError::new("plot", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_is_written_whole_or_refused_early() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("det.png");
        check_plot(&file).unwrap();
        write_whole(&file, b"picture").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"picture");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        check_plot(Path::new("det.png")).unwrap();
        for wrong in ["det.svg", "missing/det.png"] {
            let error = check_plot(&folder.path().join(wrong)).unwrap_err();
            assert_eq!(error.code, "plot", "{error:?}");
        }
        fs::create_dir(folder.path().join("folder.png")).unwrap();
        assert!(check_plot(&folder.path().join("folder.png")).is_err());
    }
}
