//! Results with the measured face of who was identified.

use std::sync::Arc;

use secure_biometric::domain::{
    Analysis, DEPTH_MAP_SIDE, DepthMap, Frame, RawReconstruction, SHAPE_POINTS, Shape,
};
use secure_biometric::pipeline::{FaceView, MeasuredFace, Portrait, Snapshot};

/// The same while the face is measured.
pub fn measuring(snapshot: Snapshot) -> Snapshot {
    Snapshot {
        face: Some(FaceView::Coming),
        ..snapshot
    }
}

/// The same with a bowl of points for a face.
pub fn measured(snapshot: Snapshot, seen: &Arc<(Frame, Analysis)>) -> Snapshot {
    let points: Vec<[f32; 3]> = seen
        .1
        .main()
        .unwrap()
        .landmarks
        .points()
        .iter()
        .take(SHAPE_POINTS)
        .map(|[x, y, z]| [(x - 320.0) / 90.0, (y - 200.0) / 90.0, z / 60.0 - 0.6])
        .collect();
    // Neighbours on the bowl's spiral: every third, eighth and thirteenth.
    let triangles = (0..450_u16).flat_map(|at| [[at, at + 3, at + 8], [at, at + 8, at + 13]]);
    measured_as(snapshot, seen, points, triangles.collect())
}

/// The same with a shape, and what joins its points.
pub fn measured_as(
    snapshot: Snapshot,
    seen: &Arc<(Frame, Analysis)>,
    points: Vec<[f32; 3]>,
    landmark_triangles: Vec<[u16; 3]>,
) -> Snapshot {
    let (frame, analysis) = &**seen;
    let main = analysis.main().unwrap();
    let nothing = (0..DEPTH_MAP_SIDE * DEPTH_MAP_SIDE).map(|_| None);
    let whole = RawReconstruction {
        shape: Shape::new(points.clone(), vec![1.0; SHAPE_POINTS]).unwrap(),
        landmark_triangles,
        vertices: points,
        depth_map: DepthMap::from_depths(nothing).unwrap(),
        frames: 70,
        seconds: 0.2,
    };
    let face = MeasuredFace {
        reconstruction: whole.try_into().unwrap(),
        portrait: Some(Portrait::of(frame, main)),
    };
    Snapshot {
        face: Some(FaceView::Measured(Arc::new(face))),
        ..snapshot
    }
}
