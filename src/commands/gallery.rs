//! `gallery`: every widget and every state of every screen, for who works on
//! them, and pictures of all. In builds with the feature `gallery` only.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use clap::Args;

use crate::commands::output::say;
use crate::kiosk::gallery::{self, GalleryDeed, GalleryOptions, GalleryScene, Mannequin, Timed};
use crate::pipeline::{FaceView, Snapshot};
use crate::resources::Resources;

use super::{CommandError, Done};

/// The states are those that the tests go through.
#[path = "../../tests/kiosk/scenes/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    reason = "shared with tests; what they make up is sound"
)]
mod kiosk_scenes;

use kiosk_scenes::Deed;

#[derive(Args, Debug)]
pub(super) struct GalleryArgs {
    /// Save a picture of each state in this folder and end
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// Only states whose name contains this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// The window's size in pixels
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "1280x800", value_parser = size)]
    size: [f32; 2],
    /// Show all with the large-text setting
    #[arg(long)]
    large_text: bool,
    /// Press this in the first state, count frames for five seconds and end
    #[arg(
        long,
        value_name = "KEY",
        requires = "only",
        conflicts_with = "pictures"
    )]
    count_frames: Option<String>,
}

/// How long frames are counted: a replay goes on for longer.
const COUNTED: Duration = Duration::from_secs(5);

fn size(text: &str) -> Result<[f32; 2], String> {
    let wrong = || "a size is two numbers, such as 1280x800".to_owned();
    let (width, height) = text.split_once('x').ok_or_else(wrong)?;
    let side = |text: &str| text.parse::<u16>().map(f32::from).map_err(|_| wrong());
    Ok([side(width)?, side(height)?])
}

pub(super) fn run(args: GalleryArgs) -> Done {
    let resources = Resources::find()?;
    let canonical_face = super::kiosk::canonical_face(&resources);
    let mannequin = canonical_face.as_deref().and_then(Mannequin::read);
    let seen = mannequin
        .as_ref()
        .map_or_else(kiosk_scenes::plain_face, |mannequin| {
            kiosk_scenes::seen(mannequin.frame.clone(), mannequin.landmarks.clone())
        });
    let dressed = |snapshot: Snapshot| match (&mannequin, &snapshot.face) {
        (Some(mannequin), Some(FaceView::Measured(_))) => {
            let (shape, triangles) = (mannequin.shape.clone(), mannequin.triangles.clone());
            kiosk_scenes::measured_as(snapshot, &seen, shape, triangles)
        }
        _ => snapshot,
    };
    let reviewed = |snapshot: Snapshot| match &mannequin {
        Some(mannequin) => {
            kiosk_scenes::review::dressed(snapshot, &mannequin.shape, &mannequin.triangles)
        }
        None => snapshot,
    };
    let dressed = |snapshot: Snapshot| reviewed(dressed(snapshot));
    let dressed = |snapshot| with_small_pictures(dressed(snapshot), mannequin.as_ref());
    let wanted = |name: &str| args.only.as_ref().is_none_or(|only| name.contains(only));
    let mut scenes: Vec<GalleryScene> = kiosk_scenes::states(&seen)
        .into_iter()
        .filter(|state| wanted(&state.name))
        .map(|state| GalleryScene {
            name: state.name,
            snapshot: dressed(state.snapshot),
            page: state.page,
            deeds: state
                .deeds
                .into_iter()
                .map(|deed| match deed {
                    Deed::Press(text) => GalleryDeed::Press(text),
                    Deed::Write(field, words) => GalleryDeed::Write(field, words),
                    Deed::Sign(pad) => GalleryDeed::Sign(pad),
                    Deed::Slide(steps) => GalleryDeed::Slide(steps),
                    Deed::Wait(seconds) => GalleryDeed::Wait(seconds),
                    Deed::ReadOn => GalleryDeed::ReadOn,
                    Deed::Show(snapshot) => GalleryDeed::Show(Box::new(dressed(*snapshot))),
                })
                .collect(),
        })
        .collect();
    let timed = args.count_frames.map(|key| {
        if let Some(first) = scenes.first_mut() {
            // It lives as long as the gallery.
            first.deeds.push(GalleryDeed::Press(key.leak()));
        }
        Timed {
            during: COUNTED,
            frames: Arc::default(),
        }
    });
    let options = GalleryOptions {
        timed: timed.clone(),
        pictures: args.pictures,
        size: args.size,
        canonical_face,
        clock: kiosk_scenes::clock,
        large_text: args.large_text,
    };
    gallery::run(scenes, options).map_err(|error| CommandError::new("window", error))?;
    if let Some(timed) = timed {
        let frames = f64::from(timed.frames.load(Ordering::Relaxed));
        let a_second = frames / COUNTED.as_secs_f64();
        say!("{}", serde_json::json!({ "frames_per_second": a_second }));
    }
    Ok(0)
}

/// Poses of an enrolment that have a picture have the mannequin's.
fn with_small_pictures(mut snapshot: Snapshot, mannequin: Option<&Mannequin>) -> Snapshot {
    if let (Some(enrolment), Some(mannequin)) = (&mut snapshot.enrolment, mannequin) {
        for pose in &mut Arc::make_mut(enrolment).poses {
            pose.picture = pose.picture.is_some().then(|| mannequin.small.clone());
        }
    }
    snapshot
}
