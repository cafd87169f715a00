//! Without a command: the kiosk's window.

use std::path::PathBuf;
use std::sync::Arc;

use crate::access::{Appearance, Settings};
use crate::camera::CameraId;
use crate::engine::Engine;
use crate::kiosk::{KioskOptions, ThemeChoice};
use crate::pipeline::{Doctor, LivePipeline, Site};
use crate::resources::Resources;

use super::context::{Common, start_engine_behind_a_window};
use super::opening::Opening;
use super::{CommandError, Done};

/// The canonical face among the fetched models.
const CANONICAL_FACE: &str = "canonical_face.binarypb";
/// The folder of exports in the user's home.
const EXPORTS_FOLDER: &str = "secure-biometric-exports";

pub(super) fn run(common: &Common) -> Done {
    if !has_display() {
        return Err(CommandError::new("display", "there is no display to open the kiosk on")
            .fix("start it in a graphical session, or play the rehearsals with: secure-biometric rehearse --headless"));
    }
    let resources = Resources::find()?;
    let (settings, _) = Settings::load(&common.data_folder()?);
    // A kiosk without a camera opens all the same, says so, and waits for one.
    let camera = common.named_camera(&settings)?.unwrap_or(CameraId::First);
    let options = options(&settings, &resources);
    let engine = start_engine_behind_a_window(&resources)?;
    let pipeline = start(common, &resources, engine, camera)?;
    open_window(pipeline, options)
}

/// Whether there is a display to open a window on.
pub(super) fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Opens the camera at once; the data folder follows behind the window.
pub(super) fn start(
    common: &Common,
    resources: &Resources,
    engine: Engine,
    camera: CameraId,
) -> Result<Arc<LivePipeline>, CommandError> {
    let opening = Opening::new(common.clone(), resources.clone(), engine);
    let folder = common.data_folder()?;
    let (settings, _) = Settings::load(&folder);
    let program = std::env::current_exe().map_err(|error| CommandError::new("system", error))?;
    let site = Site {
        folder,
        settings,
        doctor: Doctor { program },
        exports: exports_folder(),
    };
    LivePipeline::start(camera, site, opening)
        .map(Arc::new)
        .map_err(|error| CommandError::new("system", error))
}

/// Where the window writes exports: what the environment says, else beside the
/// user's other things.
fn exports_folder() -> PathBuf {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    from("SECURE_BIOMETRIC_EXPORTS").map_or_else(
        || PathBuf::from(from("HOME").unwrap_or_default()).join(EXPORTS_FOLDER),
        PathBuf::from,
    )
}

/// Shows the window until it is closed.
pub(super) fn open_window(pipeline: Arc<LivePipeline>, options: KioskOptions) -> Done {
    crate::kiosk::run(Box::new(pipeline), options)
        .map(|()| 0)
        .map_err(|error| CommandError::new("window", error))
}

/// How the window looks, from the settings.
pub(super) fn options(settings: &Settings, resources: &Resources) -> KioskOptions {
    KioskOptions {
        site_name: settings.site_name.clone(),
        language: settings.language.clone(),
        fullscreen: settings.fullscreen,
        theme: match settings.appearance {
            Appearance::Light => ThemeChoice::Light,
            Appearance::Dark => ThemeChoice::Dark,
            Appearance::System => ThemeChoice::System,
        },
        canonical_face: canonical_face(resources),
    }
}

/// The file that the mesh's triangles come from, if it was fetched.
pub(super) fn canonical_face(resources: &Resources) -> Option<PathBuf> {
    let path = resources.models().join(CANONICAL_FACE);
    path.is_file().then_some(path)
}
