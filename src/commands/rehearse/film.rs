//! A film of an earlier session: the very frames that the camera saw then, in
//! the order of the turns that were asked for then.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::camera::Prompt;

use super::super::CommandError;
use super::super::context::Desk;
use super::Recordings;
use super::play::badge;
use super::scenarios::Scenario;

impl Recordings {
    /// The folder of a plain recording of the last session that the scenario's
    /// claim had; made if it isn't there.
    ///
    /// # Errors
    /// When there was no such session, or the film can't be written.
    pub fn film_of_last_session(
        &self,
        desk: &Desk,
        scenario: &Scenario,
    ) -> Result<PathBuf, CommandError> {
        let missing = || CommandError::new("rehearsal", "there is no session to replay");
        let claim = badge(scenario.claim.ok_or_else(missing)?)?;
        let last = desk.runtime.block_on(desk.store.last_challenged(&claim))?;
        let order = last.ok_or_else(missing)?.liveness.order;
        let acted = self.folder(&scenario.show)?;
        let film = PathBuf::from(format!("{}-as-{}", acted.display(), order.join("-")));
        if film.is_dir() {
            return Ok(film);
        }
        let failed = |error: io::Error| {
            CommandError::new(
                "cache",
                format!("{} can't be written ({error})", film.display()),
            )
            .fix("name another folder in SECURE_BIOMETRIC_CACHE")
        };
        let begun = PathBuf::from(format!("{}-{}", film.display(), uuid::Uuid::now_v7()));
        splice(&acted, &order, &begun).map_err(failed)?;
        match fs::rename(&begun, &film) {
            Ok(()) => Ok(film),
            // Another rehearsal made it meanwhile.
            Err(_) if film.is_dir() => {
                // What is left of it is only a second copy.
                let _ = fs::remove_dir_all(&begun);
                Ok(film)
            }
            Err(error) => Err(failed(error)),
        }
    }
}

/// Lays the clips of a responsive recording one after another: at rest, the
/// turns, at rest.
pub(super) fn splice(acted: &Path, order: &[String], film: &Path) -> io::Result<()> {
    fs::create_dir_all(film)?;
    let settings = "recording.toml";
    if acted.join(settings).is_file() {
        fs::copy(acted.join(settings), film.join(settings))?;
    }
    let rest = Prompt::Neutral.as_str();
    let clips = [rest].into_iter().chain(order.iter().map(String::as_str));
    let mut number = 0_u32;
    for clip in clips.chain([rest]) {
        let mut frames: Vec<PathBuf> = fs::read_dir(acted.join(clip))?
            .map(|entry| Ok(entry?.path()))
            .collect::<io::Result<_>>()?;
        frames.sort();
        for frame in frames {
            number += 1;
            let suffix = frame
                .extension()
                .map_or_else(String::new, |suffix| format!(".{}", suffix.display()));
            let target = film.join(format!("{number:06}{suffix}"));
            // A cache may span file systems through links.
            if fs::hard_link(&frame, &target).is_err() {
                fs::copy(&frame, &target)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clips_follow_each_other_as_they_were_asked() {
        let folder = tempfile::tempdir().unwrap();
        let acted = folder.path().join("acted");
        for (clip, frames) in [("neutral", 2), ("left", 1), ("up", 2)] {
            fs::create_dir_all(acted.join(clip)).unwrap();
            for frame in 1..=frames {
                let name = format!("{frame:06}.jpg");
                fs::write(acted.join(clip).join(name), format!("{clip}{frame}")).unwrap();
            }
        }
        let film = folder.path().join("film");
        let order = ["up", "left"].map(str::to_owned);
        splice(&acted, &order, &film).unwrap();
        let shown: Vec<String> = (1..=7)
            .map(|number| fs::read_to_string(film.join(format!("{number:06}.jpg"))).unwrap())
            .collect();
        assert_eq!(
            shown,
            [
                "neutral1", "neutral2", "up1", "up2", "left1", "neutral1", "neutral2"
            ]
        );
        assert_eq!(fs::read_dir(&film).unwrap().count(), 7);
    }
}
