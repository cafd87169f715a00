//! Values to keep, and data folders to keep them in.

#![allow(
    dead_code,
    reason = "shared by test programs that each use a part of it"
)]

use std::future::Future;
use std::path::Path;

use secure_biometric::access::Tokens;
use secure_biometric::auth::key_making;
use secure_biometric::domain::{
    Allowance, Component, Consent, Contact, DEPTH_MAP_SIDE, Decision, DepthMap, EMBEDDING_LENGTH,
    Embedding, FaceTemplate, KeyId, KeyKind, LivenessSummary, ModelHash, Person, PersonId,
    PersonState, PoseName, Quality, RawReconstruction, Reason, Reconstruction, SHAPE_POINTS,
    Session, SessionId, SessionKind, SessionScores, SessionTimings, Shape, Signature, SiteKey,
    Source, TemplateId, Timestamp, TokenTerms,
};
use secure_biometric::store::{DATABASE_FILE, NewEnrolment, Store};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use uuid::Uuid;

pub const MODEL: ModelHash = ModelHash([7; 32]);

pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

pub fn key() -> SiteKey {
    SiteKey::new(KeyKind::Trial, [42; 32])
}

pub async fn open(folder: &Path) -> Store {
    Store::open(folder, &key()).await.unwrap()
}

/// For whom the tokens of these tests are meant.
pub const AUDIENCE: &str = "door.northgate";

/// Tokens signed with new keys of this worth; they live for five minutes.
pub fn tokens(store: &Store, kind: KeyKind) -> Tokens {
    tokens_of(store, kind, 7)
}

/// The same for a kiosk of that id.
pub fn tokens_of(store: &Store, kind: KeyKind, id: u128) -> Tokens {
    let keys = key_making::new_keys(kind).unwrap();
    let terms = TokenTerms {
        audience: AUDIENCE.to_owned(),
        life_seconds: 300,
    };
    let id = KeyId(Uuid::from_u128(id));
    Tokens::new(store.clone(), &id, &keys, terms)
}

/// A connection past the store, as somebody with the file would have.
pub async fn raw(folder: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(folder.join(DATABASE_FILE))
        .connect()
        .await
        .unwrap()
}

/// Numbers that differ with `seed` and lie in no simple pattern.
pub fn embedding(seed: u16) -> Embedding {
    let numbers = (1_u16..)
        .take(EMBEDDING_LENGTH)
        .map(|at| (f32::from(at) * f32::from(seed)).sin());
    Embedding::try_from(numbers.collect::<Vec<f32>>()).unwrap()
}

pub fn session(kind: SessionKind, at: i64) -> Session {
    Session {
        id: SessionId(Uuid::now_v7()),
        kind,
        started_at: Timestamp(at),
        decision: Decision::Verified,
        reason: Reason::Matched,
        source: Source::Recording,
        claim: None,
        person: None,
        operator: Some("desk.operator-canary".parse().unwrap()),
        vouch_reason: Some("vouch-canary".parse().unwrap()),
        allowance: Some(Allowance::LongerTime),
        camera: "camera-canary".to_owned(),
        tolerance: "balanced".to_owned().try_into().unwrap(),
        tolerance_version: 1,
        model: Some(MODEL),
        program: "0.1.0".to_owned(),
        scores: SessionScores {
            score: Some(0.8125),
            threshold: Some(0.5),
            consistency: Some(0.75),
            compared: 3,
            frames_fused: 5,
        },
        quality: Quality::from_iter([(Component::Sharpness, 61.5)]),
        liveness: LivenessSummary::default(),
        timings: SessionTimings {
            total_millis: 2_400,
            ..SessionTimings::default()
        },
    }
}

/// An enrolment of five templates, made from `seed`.
pub fn enrolment(badge: &str, name: &str, seed: u16) -> NewEnrolment {
    let id = PersonId(Uuid::now_v7());
    let person = Person {
        id,
        badge: badge.parse().unwrap(),
        name: name.parse().unwrap(),
        contact: Contact {
            email: Some("canary@example.org".parse().unwrap()),
            department: Some("department-canary".parse().unwrap()),
        },
        state: PersonState::Active,
        held_for: None,
        enrolled_at: Timestamp(1_000),
        locked_out: false,
        added_looks: Vec::new(),
        version: 1,
    };
    let templates = (0..).zip(PoseName::ALL).map(|(at, pose)| FaceTemplate {
        id: TemplateId(Uuid::now_v7()),
        pose,
        model: MODEL,
        embedding: embedding(seed * 10 + at),
    });
    NewEnrolment {
        consent: Consent {
            notice_version: "notice-canary".to_owned(),
            language: "en".to_owned(),
            given_at: Timestamp(900),
            signature: Some(Signature::Typed(name.parse().unwrap())),
        },
        templates: templates.collect(),
        session: Session {
            reason: Reason::Enrolled,
            claim: Some(person.badge.clone()),
            person: Some(id),
            ..session(SessionKind::Enrolment, 1_000)
        },
        person,
    }
}

/// A face of 468 points that differ with `seed`, and one triangle.
pub fn face(seed: u16) -> Reconstruction {
    let number = |at: u16, axis: u16| (f32::from(at) * f32::from(seed + axis)).sin() * 1.5;
    let points: Vec<[f32; 3]> = (0_u16..)
        .take(SHAPE_POINTS)
        .map(|at| [number(at, 1), number(at, 2), number(at, 3)])
        .collect();
    let certain = (0_u16..).take(SHAPE_POINTS);
    let certain = certain.map(|at| f32::from(at % 11) / 10.0).collect();
    let depths = (0..DEPTH_MAP_SIDE * DEPTH_MAP_SIDE).map(|at| (at % 3 > 0).then_some(0.75));
    RawReconstruction {
        shape: Shape::new(points.clone(), certain).unwrap(),
        landmark_triangles: vec![[0, 1, 2], [2, 1, 3]],
        vertices: points,
        depth_map: DepthMap::from_depths(depths).unwrap(),
        frames: 70,
        seconds: 0.25,
    }
    .try_into()
    .unwrap()
}
