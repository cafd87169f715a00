//! Shapes and reconstructions, from Python and to it.

use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;
use secure_biometric::domain::{
    DEPTH_MAP_SIDE, DepthMap, RawReconstruction, Reconstruction, SHAPE_POINTS, Shape,
};
use secure_biometric::engine::protocol::StreamId;

use crate::host::{AXES, Host};

#[derive(FromPyObject)]
struct PyReconstruction<'py> {
    points: PyReadonlyArray2<'py, f32>,
    confidence: PyReadonlyArray1<'py, f32>,
    landmark_triangles: PyReadonlyArray2<'py, i32>,
    vertices: PyReadonlyArray2<'py, f32>,
    triangles: PyReadonlyArray2<'py, i32>,
    depth_map: PyReadonlyArray2<'py, f32>,
    frames: u32,
    seconds: f32,
}

impl Host {
    /// Builds the surface of a stream's face; none where its frames tell of no
    /// depth.
    ///
    /// # Errors
    /// A sentence, when facelab fails or answers nonsense.
    pub(crate) fn reconstruct(&self, stream: StreamId) -> Result<Option<Reconstruction>, String> {
        self.with(|engine| {
            let found = self.timed(|| engine.call_method1("reconstruct", (stream.0,)))?;
            let found: Option<PyReconstruction<'_>> = found.extract()?;
            Ok(found.map(|found| reconstruction(&found)).transpose())
        })?
    }

    /// How alike two shapes are, 0 to 1.
    ///
    /// # Errors
    /// A sentence, when too little is known of either, or facelab fails.
    pub(crate) fn shape_score(&self, one: &Shape, other: &Shape) -> Result<f32, String> {
        self.with(|engine| {
            let py = engine.py();
            let arrays = (
                points(py, one)?,
                PyArray1::from_slice(py, one.confidence()),
                points(py, other)?,
                PyArray1::from_slice(py, other.confidence()),
            );
            self.timed(|| engine.call_method1("shape_score", arrays))?
                .extract()
        })
    }
}

fn points<'py>(py: Python<'py>, shape: &Shape) -> PyResult<Bound<'py, PyArray2<f32>>> {
    PyArray1::from_slice(py, shape.points().as_flattened()).reshape([SHAPE_POINTS, AXES])
}

fn reconstruction(found: &PyReconstruction<'_>) -> Result<Reconstruction, String> {
    let depth_map = found.depth_map.as_array();
    if depth_map.dim() != (DEPTH_MAP_SIDE, DEPTH_MAP_SIDE) {
        return Err("the depth map has another size".to_owned());
    }
    let depths = depth_map
        .iter()
        .map(|depth| Some(*depth).filter(|depth| depth.is_finite()));
    let told = |error| format!("{error}");
    let shape = Shape::new(
        in_space(&found.points)?,
        found.confidence.as_array().iter().copied().collect(),
    );
    let whole = RawReconstruction {
        shape: shape.map_err(told)?,
        landmark_triangles: corners(&found.landmark_triangles)?,
        vertices: in_space(&found.vertices)?,
        depth_map: DepthMap::from_depths(depths).map_err(told)?,
        frames: found.frames,
        seconds: found.seconds,
    };
    let whole = Reconstruction::try_from(whole).map_err(told)?;
    // The parent isn't told the surface's triangles: it works them out.
    if whole.triangles() == corners(&found.triangles)? {
        Ok(whole)
    } else {
        Err("Open3D divides triangles in another order than before".to_owned())
    }
}

/// The rows of an array of three columns.
fn in_space(array: &PyReadonlyArray2<'_, f32>) -> Result<Vec<[f32; 3]>, String> {
    let values: Vec<f32> = array.as_array().iter().copied().collect();
    rows(&values).ok_or_else(|| "a reconstruction's points are not in space".to_owned())
}

/// The corners of triangles.
fn corners(array: &PyReadonlyArray2<'_, i32>) -> Result<Vec<[u16; 3]>, String> {
    let values = array.as_array();
    let values: Option<Vec<u16>> = values.iter().map(|at| u16::try_from(*at).ok()).collect();
    values
        .and_then(|values| rows(&values))
        .ok_or_else(|| "a reconstruction's triangles are none".to_owned())
}

fn rows<T: Copy>(values: &[T]) -> Option<Vec<[T; AXES]>> {
    let (rows, rest) = values.as_chunks::<AXES>();
    rest.is_empty().then(|| rows.to_vec())
}
