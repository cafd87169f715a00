//! One session with all that is known of it: its course, faces, proof.

use std::sync::Arc;

use secure_biometric::domain::{
    Act, Asked, AuditEntry, AuditHash, Component, MESH_STEPS, MeshMoment, Moment, Note, PersonId,
    RawReconstruction, Reconstruction, Replay, SHAPE_POINTS, Shape, ShapeDifference, Source,
    Subject, Timestamp, TokenId,
};
use secure_biometric::flow::profiles;
use secure_biometric::pipeline::{Enrolled, QualityLine, SessionDetails, Snapshot};
use secure_biometric::store::{AuditProof, TokenRecord};
use uuid::Uuid;

use super::review::session;

/// A bowl of points for a face, and what joins them.
fn bowl() -> (Vec<[f32; 3]>, Vec<[u16; 3]>) {
    let points = (0..u16::try_from(SHAPE_POINTS).unwrap()).map(|at| {
        let (turn, reach) = (f32::from(at) * 2.4, f32::from(at).sqrt() / 16.0);
        [reach * turn.cos(), reach * turn.sin(), reach * reach * 0.4]
    });
    let triangles = (0..450_u16).flat_map(|at| [[at, at + 3, at + 8], [at, at + 8, at + 13]]);
    (points.collect(), triangles.collect())
}

/// A face of these points.
fn surface(points: Vec<[f32; 3]>, landmark_triangles: Vec<[u16; 3]>) -> Reconstruction {
    use secure_biometric::domain::{DEPTH_MAP_SIDE, DepthMap};
    let nothing = (0..DEPTH_MAP_SIDE * DEPTH_MAP_SIDE).map(|_| None);
    RawReconstruction {
        shape: Shape::new(points.clone(), vec![1.0; SHAPE_POINTS]).unwrap(),
        landmark_triangles,
        vertices: points,
        depth_map: DepthMap::from_depths(nothing).unwrap(),
        frames: 70,
        seconds: 0.2,
    }
    .try_into()
    .unwrap()
}

/// The course of a session: three turns, and how the landmarks moved.
#[allow(
    clippy::cast_possible_truncation,
    reason = "made-up landmarks are small"
)]
fn replay(points: &[[f32; 3]], verified: bool) -> Replay {
    let moments = (0..177_u16).map(|at| {
        let seconds = f32::from(at) / 30.0;
        let turned = (seconds * 2.2).sin();
        let grown = ((seconds - 1.0) / 4.0).clamp(0.0, 1.0);
        let p = if verified { 0.71 } else { 0.11 } * grown;
        Moment {
            at_millis: u32::from(at) * 1000 / 30,
            faces: 1,
            yaw_degrees: Some(24.0 * turned),
            pitch_degrees: Some(4.0 * (seconds * 3.1).cos()),
            eyes: Some(0.82 - 0.6 * f32::from(at % 70 == 50)),
            mouth: Some(0.05),
            p: Some(p),
            g: Some(p * 1.1),
            k: Some(1.0 - 0.16 * grown),
            quality: Some(1.5 - 0.4 * turned.abs()),
            likeness: (at % 5 == 0).then_some(0.9 - 0.1 * turned.abs()),
        }
    });
    let meshes = (0..88_u16).map(|at| {
        let (sin, cos) = (0.42 * (f32::from(at) / 15.0 * 2.2).sin()).sin_cos();
        let place = |[x, y, z]: &[f32; 3]| {
            let turned = [x * cos + z * sin, *y, z * cos - x * sin];
            turned.map(|value| (value * MESH_STEPS).round() as i16)
        };
        MeshMoment {
            at_millis: u32::from(at) * 66,
            points: points.iter().map(place).collect(),
        }
    });
    let asked = ["look_here", "turn_left", "turn_right", "look_up"];
    let asked = asked.into_iter().zip([0, 1_100, 2_600, 4_100]);
    let asked = asked.map(|(word, at_millis)| Asked {
        at_millis,
        word: word.to_owned(),
    });
    let meshes = match verified {
        true => meshes.collect(),
        false => Vec::new(),
    };
    Replay::new(moments.collect(), asked.collect(), meshes).unwrap()
}

/// One session with all that is known of it.
pub fn details(at: usize) -> SessionDetails {
    let session = session(at);
    let tolerance = profiles::built_in("balanced").unwrap();
    let verified = session.person.is_some();
    let line = |(component, value): (Component, f32)| QualityLine {
        component,
        value,
        bound: tolerance.verify_quality.0.get(&component).copied(),
        better_than: Some(62),
    };
    let note = Note::of(Act::Decided).to(Subject::Session(session.id));
    let details = SessionDetails {
        badge: session.claim.clone(),
        tolerance: Some(tolerance.clone()),
        newest_version: Some(2),
        quality: session.quality.iter().map(line).collect(),
        face: None,
        enrolled: None,
        difference: None,
        model_in_use: true,
        token: verified.then(|| TokenRecord {
            id: TokenId(Uuid::from_u128(5)),
            session: session.id,
            person: PersonId(Uuid::from_u128(9)),
            issued_at: session.started_at,
            expires_at: Timestamp(session.started_at.0 + 300_000),
            audience: "door".to_owned(),
            source: Source::Kiosk,
            redeemed_at: Some(Timestamp(session.started_at.0 + 9_000)),
            revoked_at: None,
            attempt: None,
        }),
        proof: Some(AuditProof {
            entry: AuditEntry {
                sequence: 88_214,
                at: session.started_at,
                act: note.act,
                actor: None,
                subject: note.subject,
                facts: note.facts,
                hash: AuditHash([0x22; 32]),
            },
            sound: true,
        }),
        exports: Vec::new(),
        marks: Vec::new(),
        replay: Some(Arc::new(replay(&bowl().0, verified))),
        session,
    };
    let (points, triangles) = bowl();
    match verified {
        true => with_faces(details, points, triangles),
        false => details,
    }
}

/// The same with this face, and one that differs a little for the enrolment's.
pub fn with_faces(
    details: SessionDetails,
    points: Vec<[f32; 3]>,
    triangles: Vec<[u16; 3]>,
) -> SessionDetails {
    let waved = |[x, y, z]: &[f32; 3]| {
        let out = 0.04 * (3.0 * x).sin() * (2.0 * y).cos();
        [*x, *y, z + out]
    };
    let enrolled = surface(points.iter().map(waved).collect(), triangles.clone());
    let replay = replay(&points, true);
    let face = surface(points, triangles);
    let difference = ShapeDifference::of(enrolled.shape(), face.shape(), face.landmark_triangles());
    SessionDetails {
        difference: difference.map(Arc::new),
        replay: Some(Arc::new(replay)),
        face: Some(Arc::new(face)),
        enrolled: Some(Enrolled::Surface(Arc::new(enrolled))),
        ..details
    }
}

/// The snapshot with these faces in the place of bowls, where it has one.
pub fn dressed(mut snapshot: Snapshot, points: &[[f32; 3]], triangles: &[[u16; 3]]) -> Snapshot {
    let details = snapshot.review.details.take();
    snapshot.review.details = details.map(|details| match details.face {
        Some(_) => {
            let details = SessionDetails::clone(&details);
            Arc::new(with_faces(details, points.to_vec(), triangles.to_vec()))
        }
        None => details,
    });
    snapshot
}
