//! `gallery`: every widget and every state of every screen, for who works on
//! them, and pictures of all. In builds with the feature `gallery` only.

use std::path::PathBuf;

use clap::Args;

use crate::kiosk::Page;
use crate::kiosk::gallery::{self, GalleryOptions, GalleryScene};
use crate::resources::Resources;

use super::{CommandError, Done};

/// The states are those that the tests go through.
#[path = "../../tests/kiosk_scenes/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    reason = "shared with tests; what they make up is sound"
)]
mod kiosk_scenes;

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
}

fn size(text: &str) -> Result<[f32; 2], String> {
    let wrong = || "a size is two numbers, such as 1280x800".to_owned();
    let (width, height) = text.split_once('x').ok_or_else(wrong)?;
    let side = |text: &str| text.parse::<u16>().map(f32::from).map_err(|_| wrong());
    Ok([side(width)?, side(height)?])
}

pub(super) fn run(args: GalleryArgs) -> Done {
    let resources = Resources::find()?;
    let seen = kiosk_scenes::plain_face();
    let own = kiosk_scenes::scenes(&seen).into_iter();
    let desk = kiosk_scenes::desk_scenes(&seen).into_iter();
    let scenes: Vec<_> = own
        .map(|(name, snapshot, _)| (name, snapshot, Page::Home))
        .chain(desk.map(|(name, snapshot, _, page)| (name, snapshot, page)))
        .filter(|(name, ..)| args.only.as_ref().is_none_or(|only| name.contains(only)))
        .map(|(name, snapshot, page)| GalleryScene {
            name,
            snapshot,
            page,
        })
        .collect();
    let options = GalleryOptions {
        pictures: args.pictures,
        size: args.size,
        canonical_face: super::kiosk::canonical_face(&resources),
    };
    gallery::run(scenes, options)
        .map(|()| 0)
        .map_err(|error| CommandError::new("window", error))
}
