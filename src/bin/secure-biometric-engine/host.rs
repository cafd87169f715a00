//! The Python side of the engine. Nothing of Python leaves this file and
//! `shapes`: what goes in and comes out are domain values and sentences.
//!
//! The interpreter belongs to the main thread. The attributes read here are
//! those of `facelab/_types.py`.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use secure_biometric::domain::{
    Analysis, AxisRelief, Component, Embedding, FaceBox, LANDMARK_COUNT, Landmarks, MainFace,
    Openness, Pose, Relief,
};
use secure_biometric::engine::protocol::{FrameHeader, MAX_PIXEL_BYTES, SLOTS, StreamId};

use crate::Arguments;

/// Values a landmark has: x, y, z.
pub(crate) const AXES: usize = 3;
/// facelab's own errors: their texts are written to be shown and name no
/// person, so they are passed on.
const SPOKEN_ERRORS: [&str; 2] = ["FrameError", "ModelError"];

/// `facelab.api.Engine`, loaded and warmed up.
pub(crate) struct Host {
    engine: Py<PyAny>,
    /// `facelab.api.SharedFrames`: where frames lie.
    frames: Py<PyAny>,
    /// Time in facelab since it was last asked for.
    in_facelab: Cell<Duration>,
}

/// What the engine is made of.
#[derive(FromPyObject)]
pub(crate) struct Hello {
    /// Library name to version.
    pub(crate) versions: BTreeMap<String, String>,
    /// Model file name to SHA-256 in hexadecimal.
    pub(crate) models: BTreeMap<String, String>,
    /// Cosine of the known pair.
    pub(crate) known_pair: f32,
    /// Cosine of the known strangers.
    pub(crate) known_strangers: f32,
    /// Whether they are the right ones.
    pub(crate) known_pairs_ok: bool,
}

#[derive(FromPyObject)]
struct PyAnalysis<'py> {
    faces: Vec<PyBox>,
    main: Option<PyMainFace<'py>>,
}

#[derive(FromPyObject)]
struct PyBox {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

#[derive(FromPyObject)]
struct PyPose {
    yaw: f32,
    pitch: f32,
    roll: f32,
    error: f32,
}

#[derive(FromPyObject)]
struct PyMainFace<'py> {
    landmarks: PyReadonlyArray2<'py, f32>,
    pose: PyPose,
    eye_openness: (f32, f32),
    mouth_openness: f32,
    quality: BTreeMap<String, f32>,
}

#[derive(FromPyObject)]
struct PyAxisRelief {
    p: f64,
    g: f64,
    k_min: f64,
    frames: u32,
}

#[derive(FromPyObject)]
struct PyRelief {
    turns: PyAxisRelief,
    nods: PyAxisRelief,
    frames_used: u32,
    frames_dropped: u32,
    noise: f64,
    stable: Option<f64>,
}

impl From<PyAxisRelief> for AxisRelief {
    fn from(axis: PyAxisRelief) -> Self {
        Self {
            p: axis.p,
            g: axis.g,
            k_min: axis.k_min,
            frames: axis.frames,
        }
    }
}

impl From<PyRelief> for Relief {
    fn from(found: PyRelief) -> Self {
        Self {
            turns: found.turns.into(),
            nods: found.nods.into(),
            frames_used: found.frames_used,
            frames_dropped: found.frames_dropped,
            noise: found.noise,
            stable: found.stable,
        }
    }
}

impl Host {
    /// Starts Python with the packages of `venv` and `python`, and loads the
    /// models.
    ///
    /// # Errors
    /// What is missing or wrong; the parent says what to do.
    pub(crate) fn start(arguments: &Arguments) -> Result<Self, String> {
        let packages = arguments.venv.join("lib/python3.11/site-packages");
        if !packages.is_dir() {
            return Err("the Python environment is missing".to_owned());
        }
        Python::initialize();
        Python::attach(|py| {
            let load = || -> PyResult<Self> {
                look_for_packages_in(py, &packages, &arguments.python)?;
                let api = py.import("facelab.api")?;
                let place = (arguments.frames, SLOTS, MAX_PIXEL_BYTES);
                let frames = api.call_method1("SharedFrames", place)?;
                let engine = api.call_method1("Engine", (arguments.models.as_os_str(),))?;
                Ok(Self {
                    engine: engine.unbind(),
                    frames: frames.unbind(),
                    in_facelab: Cell::default(),
                })
            };
            match load() {
                Ok(host) => Ok(host),
                // Nobody's picture has been seen yet, so any text may be said.
                Err(error) => Err(format!("facelab can't start: {error}")),
            }
        })
    }

    /// Versions, models and the known pair.
    ///
    /// # Errors
    /// A sentence, when facelab answers something else.
    pub(crate) fn hello(&self) -> Result<Hello, String> {
        self.with(|engine| engine.call_method0("hello")?.extract())
    }

    /// Looks at a frame.
    ///
    /// # Errors
    /// A sentence, when facelab refuses it or answers nonsense.
    pub(crate) fn analyse(&self, stream: StreamId, frame: FrameHeader) -> Result<Analysis, String> {
        self.with(|engine| {
            let image = self.image(engine.py(), frame)?;
            let found = self.timed(|| engine.call_method1("analyse", (stream.0, image)))?;
            Ok(analysis(found.extract()?))
        })?
    }

    /// Embeds the face with these landmarks.
    ///
    /// # Errors
    /// A sentence, when facelab refuses it or answers nonsense.
    pub(crate) fn embed(
        &self,
        frame: FrameHeader,
        landmarks: &Landmarks,
    ) -> Result<Embedding, String> {
        let values: Vec<f32> = self.with(|engine| {
            let py = engine.py();
            let (image, points) = (self.image(py, frame)?, points(py, landmarks)?);
            let found = self.timed(|| engine.call_method1("embed", (image, points)))?;
            let found: PyReadonlyArray1<'_, f32> = found.extract()?;
            Ok(found.as_array().to_vec())
        })?;
        Embedding::try_from(values).map_err(|error| error.to_string())
    }

    /// How suspicious the texture of the face with these landmarks is.
    ///
    /// # Errors
    /// A sentence, when facelab refuses it or answers nonsense.
    pub(crate) fn texture(&self, frame: FrameHeader, landmarks: &Landmarks) -> Result<f32, String> {
        self.with(|engine| {
            let py = engine.py();
            let (image, points) = (self.image(py, frame)?, points(py, landmarks)?);
            self.timed(|| engine.call_method1("texture", (image, points)))?
                .extract()
        })
    }

    /// The depth measured in a stream so far, its last frame included.
    ///
    /// # Errors
    /// A sentence, when facelab fails or answers nonsense.
    pub(crate) fn relief(&self, stream: StreamId, settle: bool) -> Result<Relief, String> {
        let found: PyRelief = self.with(|engine| {
            self.timed(|| engine.call_method1("relief", (stream.0, !settle)))?
                .extract()
        })?;
        Ok(found.into())
    }

    /// Forgets a stream.
    ///
    /// # Errors
    /// A sentence, when facelab fails.
    pub(crate) fn reset(&self, stream: StreamId) -> Result<(), String> {
        self.with(|engine| engine.call_method1("reset", (stream.0,)).map(|_| ()))
    }

    /// Microseconds that facelab worked since this was asked last.
    pub(crate) fn take_facelab_micros(&self) -> u64 {
        u64::try_from(self.in_facelab.take().as_micros()).unwrap_or(u64::MAX)
    }

    /// (height, width, 3) uint8: the frame where it lies, not a copy.
    fn image<'py>(&self, py: Python<'py>, frame: FrameHeader) -> PyResult<Bound<'py, PyAny>> {
        let place = (frame.slot, frame.width, frame.height);
        self.frames.bind(py).call_method1("frame", place)
    }

    /// Counts the time of a call of facelab.
    pub(crate) fn timed<T>(&self, call: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let answer = call();
        self.in_facelab.set(self.in_facelab.get() + begun.elapsed());
        answer
    }

    /// Calls Python; an exception becomes a sentence without paths or data.
    pub(crate) fn with<T>(
        &self,
        call: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T>,
    ) -> Result<T, String> {
        Python::attach(|py| call(self.engine.bind(py)).map_err(|error| sentence(py, &error)))
    }
}

/// Has Python import from its own library, the environment and our folder
/// alone: a package that the system happens to have must not come first.
fn look_for_packages_in(py: Python<'_>, packages: &Path, python: &Path) -> PyResult<()> {
    let sys = py.import("sys")?;
    let mut path: Vec<PathBuf> = sys.getattr("path")?.extract()?;
    path.retain(|folder| !folder.ends_with("dist-packages"));
    path.insert(0, python.to_owned());
    sys.setattr(
        "path",
        path.iter().map(|p| p.as_os_str()).collect::<Vec<_>>(),
    )?;
    py.import("site")?
        .call_method1("addsitedir", (packages.as_os_str(),))?;
    Ok(())
}

/// (478, 3) float32: a copy that Python owns.
fn points<'py>(py: Python<'py>, landmarks: &Landmarks) -> PyResult<Bound<'py, PyArray2<f32>>> {
    PyArray1::from_slice(py, landmarks.points().as_flattened()).reshape([LANDMARK_COUNT, AXES])
}

fn analysis(found: PyAnalysis<'_>) -> Result<Analysis, String> {
    // Where no head pose explains the landmarks, what was found is no face.
    let Some(main) = found.main else {
        return Ok(Analysis::default());
    };
    let points = main.landmarks.as_array();
    let points: Vec<f32> = points.iter().copied().collect();
    let (points, rest) = points.as_chunks::<AXES>();
    if !rest.is_empty() {
        return Err("the landmarks are not points in space".to_owned());
    }
    let main = MainFace {
        landmarks: Landmarks::try_from(points.to_vec()).map_err(|error| error.to_string())?,
        pose: Pose {
            yaw_degrees: main.pose.yaw,
            pitch_degrees: main.pose.pitch,
            roll_degrees: main.pose.roll,
            error_pixels: main.pose.error,
        },
        openness: Openness {
            left_eye: main.eye_openness.0,
            right_eye: main.eye_openness.1,
            mouth: main.mouth_openness,
        },
        quality: main
            .quality
            .into_iter()
            .filter_map(|(name, value)| Some((Component::from_name(&name)?, value)))
            .collect(),
    };
    let faces = found.faces.into_iter().map(|face| FaceBox {
        x: face.x,
        y: face.y,
        width: face.width,
        height: face.height,
    });
    Analysis::new(faces.collect(), Some(main)).map_err(|error| error.to_string())
}

/// What went wrong, in a sentence. Texts of foreign exceptions may hold paths
/// or data: of those only the kind and the place are said.
fn sentence(py: Python<'_>, error: &PyErr) -> String {
    let kind = error
        .get_type(py)
        .name()
        .map_or_else(|_| "an exception".to_owned(), |name| name.to_string());
    if SPOKEN_ERRORS.contains(&kind.as_str()) {
        return error.value(py).to_string();
    }
    match place(py, error) {
        Some(place) => format!("facelab failed: {kind} in {place}"),
        None => format!("facelab failed: {kind}"),
    }
}

/// Function and line in which the exception was raised.
fn place(py: Python<'_>, error: &PyErr) -> Option<String> {
    let mut trace = error.traceback(py)?.into_any();
    loop {
        let next = trace.getattr("tb_next").ok()?;
        if next.is_none() {
            break;
        }
        trace = next;
    }
    let line: u32 = trace.getattr("tb_lineno").ok()?.extract().ok()?;
    let code = trace.getattr("tb_frame").ok()?.getattr("f_code").ok()?;
    let function: String = code.getattr("co_qualname").ok()?.extract().ok()?;
    Some(format!("{function}, line {line}"))
}
