//! What each species is presented by: a tester's hands, or recordings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::camera::{CameraError, CameraId, Recording};
use crate::domain::Species;

/// `SPECIES=DIR`, as the command line has it.
#[derive(Clone, Debug)]
pub struct Presented {
    pub species: Species,
    pub folder: PathBuf,
}

impl FromStr for Presented {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (species, folder) = text
            .split_once('=')
            .filter(|(_, folder)| !folder.is_empty())
            .ok_or("write SPECIES=DIR, such as flat=recordings/flat")?;
        Ok(Self {
            species: species
                .parse()
                .map_err(|error: crate::domain::SelfTestPlanError| error.to_string())?,
            folder: folder.into(),
        })
    }
}

/// Where the trials of a species come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Somebody holds it up to this camera.
    ByHand(CameraId),
    /// These play one after another, and again from the first.
    Recordings(Vec<PathBuf>),
}

impl Origin {
    /// The camera of a trial, by how many of its species were made before.
    pub fn camera(&self, before: usize) -> Option<CameraId> {
        match self {
            Self::ByHand(camera) => Some(camera.clone()),
            Self::Recordings(paths) => {
                let at = before.checked_rem(paths.len())?;
                paths.get(at).map(|path| CameraId::Recording(path.clone()))
            }
        }
    }
}

/// The origin of each species: what `--present` names, else the camera.
///
/// # Errors
/// When a folder is neither a recording nor full of them.
pub fn origins(
    species: &[Species],
    presented: &[Presented],
    camera: Option<&CameraId>,
) -> Result<BTreeMap<Species, Origin>, CameraError> {
    let mut origins = BTreeMap::new();
    for one in species {
        let named = presented.iter().filter(|shown| shown.species == *one);
        let mut paths = Vec::new();
        for shown in named {
            paths.extend(recordings(&shown.folder)?);
        }
        let origin = match (paths.is_empty(), camera) {
            (false, _) => Origin::Recordings(paths),
            (true, Some(CameraId::Recording(path))) => Origin::Recordings(recordings(path)?),
            (true, Some(camera)) => Origin::ByHand(camera.clone()),
            (true, None) => continue,
        };
        origins.insert(one.clone(), origin);
    }
    Ok(origins)
}

/// The recording at `path`, or the recordings in that folder by name.
fn recordings(path: &Path) -> Result<Vec<PathBuf>, CameraError> {
    let found = match Recording::open(path) {
        Ok(_) => return Ok(vec![path.to_owned()]),
        Err(found) => found,
    };
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut below: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    below.retain(|path| path.is_dir() || path.extension().is_some_and(|end| end == "mjpeg"));
    below.sort();
    if below.is_empty() {
        return Err(found);
    }
    for path in &below {
        Recording::open(path)?;
    }
    Ok(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presentation_names_a_species_and_a_folder() {
        let shown: Presented = "flat=a=b".parse().unwrap();
        assert_eq!(
            (shown.species.as_str(), shown.folder),
            ("flat", "a=b".into())
        );
        for text in ["flat", "flat=", "=a", "Flat=a"] {
            assert!(text.parse::<Presented>().is_err(), "{text}");
        }
    }

    #[test]
    fn recordings_go_round() {
        let origin = Origin::Recordings(vec!["a".into(), "b".into()]);
        let played = |before| origin.camera(before);
        assert_eq!(played(1), Some(CameraId::Recording("b".into())));
        assert_eq!(played(2), Some(CameraId::Recording("a".into())));
        assert_eq!(Origin::Recordings(Vec::new()).camera(0), None);
    }
}
