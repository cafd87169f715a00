//! Recordings: a folder of frames, sub-folders by instruction, or an `.mjpeg`
//! file. Nothing but sizes is read at opening; frames are decoded when their
//! turn comes, a few ahead.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use super::ahead::{Ahead, DEPTH};
use super::mjpeg::split_file;
use super::picture::{PictureError, Place, unreadable};
use super::player::{Cue, Player};
use super::{CameraError, Prompt};
use crate::domain::{Frame, Millis};

/// Most frames of a recording, all clips together (ours: over five minutes).
pub const MAX_FRAMES: usize = 10_000;
/// Highest frame rate.
pub const MAX_FRAMES_PER_SECOND: u32 = 120;
const DEFAULT_FRAMES_PER_SECOND: u32 = 30;
const SETTINGS_FILE: &str = "recording.toml";
/// Longest accepted settings file, in bytes.
const MAX_SETTINGS_BYTES: u64 = 64 << 10;

/// What `recording.toml` may say; other keys are for those who made it.
#[derive(serde::Deserialize)]
struct Settings {
    fps: Option<f64>,
}

/// An opened recording, stepped through frame by frame.
///
/// Frame n (from zero) has the sequence n + 1 and the time n * 1000 / fps
/// milliseconds, rounded down, so that no error adds up.
pub struct Recording {
    /// Frames in a thousand seconds: 29.97 a second are some, too.
    rate: u32,
    /// Frames of each clip, in the order of [`Prompt::ALL`].
    clips: [Vec<Place>; Prompt::ALL.len()],
    player: Player,
    size: (u32, u32),
    played: u64,
    decoder: Ahead,
}

impl Recording {
    /// Opens a recording and checks the size of each of its frames, from their
    /// headers.
    ///
    /// The rules by which a responsive recording (sub-folders by instruction)
    /// answers what is asked: `neutral` loops; a new instruction starts its
    /// clip at once; a clip runs once and then `neutral` loops again, until
    /// another instruction comes; asking for `neutral` or for a missing clip
    /// lets a running clip finish. A plain recording plays once.
    ///
    /// # Errors
    /// When there is no recording at `path`, a file can't be read, a frame's
    /// header is broken or its size out of range or unlike the others', or
    /// there are too many frames or none.
    pub fn open(path: &Path) -> Result<Self, CameraError> {
        let metadata = path.metadata().map_err(unreadable(path))?;
        let (settings, clips) = if metadata.is_dir() {
            (path.join(SETTINGS_FILE), clips_of_folder(path)?)
        } else if has_extension(path, &["mjpeg", "mjpg"]) {
            let mut clips: [Vec<Place>; Prompt::ALL.len()] = Default::default();
            if let Some(first) = clips.first_mut() {
                *first = split_file(path)?;
            }
            (path.with_file_name(SETTINGS_FILE), Clips::Plain(clips))
        } else {
            return Err(CameraError::NotARecording { path: path.into() });
        };
        let rate = read_rate(&settings)?;
        let (clips, player) = match clips {
            Clips::Plain(clips) => {
                let frames = clips.first().map_or(0, Vec::len);
                (clips, Player::plain(frames))
            }
            Clips::Responsive(clips) => {
                let frames = clips.each_ref().map(Vec::len);
                (clips, Player::responsive(frames))
            }
        };
        if clips.first().is_none_or(Vec::is_empty) {
            return Err(CameraError::NoFrames { path: path.into() });
        }
        if clips.iter().map(Vec::len).sum::<usize>() > MAX_FRAMES {
            return Err(CameraError::TooManyFrames { path: path.into() });
        }
        let size = common_size(clips.iter().flatten())?;
        Ok(Self {
            rate,
            clips,
            player,
            size,
            played: 0,
            decoder: Ahead::start()?,
        })
    }

    /// From one frame to the next.
    #[must_use]
    pub fn period(&self) -> Duration {
        Duration::from_secs(1000) / self.rate
    }

    /// Width and height of all frames, in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Whether it answers to what is asked.
    #[must_use]
    pub fn is_responsive(&self) -> bool {
        matches!(self.player, Player::Responsive { .. })
    }

    /// The next frame while `prompt` is asked; `None` when a plain recording
    /// is over. A responsive one never ends.
    ///
    /// # Errors
    /// When the frame can't be read or decoded. The next call goes on behind it.
    pub fn next(&mut self, prompt: Prompt) -> Result<Option<Frame>, CameraError> {
        let Some(cue) = self.player.next(prompt) else {
            return Ok(None);
        };
        let number = self.played;
        self.played += 1;
        let Some(place) = place_of(&self.clips, cue) else {
            return Ok(None);
        };
        let mut ahead = self.player.clone();
        let clips = &self.clips;
        let upcoming = (0..DEPTH).filter_map(|_| {
            let cue = ahead.next(prompt)?;
            place_of(clips, cue)
        });
        let pixels = self.decoder.fetch(&place, upcoming)?;
        let wrong_size = |source| CameraError::Frame {
            path: place.path.to_path_buf(),
            source: PictureError::Size(source),
        };
        let at = Millis(number.saturating_mul(1_000_000) / u64::from(self.rate));
        Frame::new(pixels.width, pixels.height, pixels.rgb, number + 1, at)
            .map(Some)
            .map_err(wrong_size)
    }
}

type ClipTable = [Vec<Place>; Prompt::ALL.len()];

/// What a folder holds, by kind.
enum Clips {
    Plain(ClipTable),
    Responsive(ClipTable),
}

fn place_of(clips: &ClipTable, cue: Cue) -> Option<Place> {
    Prompt::ALL
        .iter()
        .zip(clips)
        .find(|(name, _)| **name == cue.clip)
        .and_then(|(_, frames)| frames.get(cue.frame).cloned())
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| wanted.iter().any(|one| extension.eq_ignore_ascii_case(one)))
}

fn clips_of_folder(path: &Path) -> Result<Clips, CameraError> {
    let mut plain: ClipTable = Default::default();
    if let Some(first) = plain.first_mut() {
        *first = frames_of_folder(path)?;
    }
    let mut responsive: ClipTable = Default::default();
    for (prompt, frames) in Prompt::ALL.iter().zip(&mut responsive) {
        let folder = path.join(prompt.as_str());
        if folder.is_dir() {
            *frames = frames_of_folder(&folder)?;
        }
    }
    let has_frames = |clips: &ClipTable| clips.iter().any(|frames| !frames.is_empty());
    match (has_frames(&plain), has_frames(&responsive)) {
        (true, true) => Err(CameraError::BothKinds { path: path.into() }),
        (true, false) => Ok(Clips::Plain(plain)),
        (false, _) => Ok(Clips::Responsive(responsive)),
    }
}

/// The frames directly in a folder, sorted by name.
fn frames_of_folder(path: &Path) -> Result<Vec<Place>, CameraError> {
    let mut frames = Vec::new();
    for entry in path.read_dir().map_err(unreadable(path))? {
        let file = entry.map_err(unreadable(path))?.path();
        if !has_extension(&file, &["jpg", "jpeg", "png"]) {
            continue;
        }
        if frames.len() == MAX_FRAMES {
            return Err(CameraError::TooManyFrames { path: path.into() });
        }
        frames.push(Place {
            path: file.into(),
            part: None,
        });
    }
    frames.sort_by(|a, b| a.path.file_name().cmp(&b.path.file_name()));
    Ok(frames)
}

/// Frames in a thousand seconds.
fn read_rate(path: &Path) -> Result<u32, CameraError> {
    let mut text = String::new();
    match File::open(path) {
        Ok(file) => file
            .take(MAX_SETTINGS_BYTES)
            .read_to_string(&mut text)
            .map_err(unreadable(path))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(1000 * DEFAULT_FRAMES_PER_SECOND);
        }
        Err(error) => return Err(unreadable(path)(error)),
    };
    let wrong = |why: String| CameraError::Settings {
        path: path.into(),
        why,
    };
    let settings: Settings =
        toml::from_str(&text).map_err(|error| wrong(error.message().to_owned()))?;
    let fps = settings.fps.unwrap_or(DEFAULT_FRAMES_PER_SECOND.into());
    if !(1.0..=f64::from(MAX_FRAMES_PER_SECOND)).contains(&fps) {
        return Err(wrong(format!("{fps} frames a second can't be played")));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was compared with its bounds"
    )]
    let rate = (fps * 1000.0).round() as u32;
    Ok(rate)
}

/// The size that all frames share, in pixels.
fn common_size<'a>(places: impl Iterator<Item = &'a Place>) -> Result<(u32, u32), CameraError> {
    let mut common = None;
    for place in places {
        let (width, height) = place.size()?;
        let (expected_width, expected_height) = *common.get_or_insert((width, height));
        if (width, height) != (expected_width, expected_height) {
            return Err(CameraError::MixedSizes {
                path: place.path.to_path_buf(),
                width,
                height,
                expected_width,
                expected_height,
            });
        }
    }
    Ok(common.unwrap_or_default())
}
