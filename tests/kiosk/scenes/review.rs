//! Review: the list of sessions, and one of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use secure_biometric::domain::{
    Act, Asked, AuditEntry, AuditHash, Component, Cue, Decision, LivenessSummary, MESH_STEPS,
    MeshMoment, ModelHash, Moment, Note, PersonId, Quality, RawReconstruction, Reason,
    Reconstruction, Replay, Role, SHAPE_POINTS, Session, SessionId, SessionKind, SessionScores,
    SessionTimings, Shape, ShapeDifference, Source, Subject, Timestamp, TokenId,
};
use secure_biometric::flow::profiles;
use secure_biometric::kiosk::{DeskPage, Page};
use secure_biometric::pipeline::{
    Enrolled, Problem, QualityLine, ReviewView, SESSIONS_A_PAGE, SessionDetails, SessionFigures,
    SessionLine, SessionList, SessionQuery, SiteView, Snapshot,
};
use secure_biometric::report::site::{SiteTally, Strangers};
use secure_biometric::store::{AuditProof, SessionCounts, TokenRecord};
use uuid::Uuid;

use super::audit::reviewed;
use super::desk::{DeskScene, desk};

/// When the newest of them began.
const NEWEST: i64 = 1_795_340_467_000;
/// How they ended, over and over.
const ENDS: [(Decision, Reason, SessionKind); 8] = [
    (
        Decision::Verified,
        Reason::Matched,
        SessionKind::Verification,
    ),
    (
        Decision::NotVerified,
        Reason::FlatSurface,
        SessionKind::Verification,
    ),
    (
        Decision::Verified,
        Reason::Matched,
        SessionKind::Verification,
    ),
    (
        Decision::Inconclusive,
        Reason::TooDark,
        SessionKind::Verification,
    ),
    (Decision::Verified, Reason::Enrolled, SessionKind::Enrolment),
    (
        Decision::NotVerified,
        Reason::NoMatch,
        SessionKind::Verification,
    ),
    (
        Decision::Verified,
        Reason::Vouched,
        SessionKind::Verification,
    ),
    (
        Decision::NotVerified,
        Reason::FlatSurface,
        SessionKind::SelfTest,
    ),
];

/// The id of the session of that place, newest first.
pub fn id(at: usize) -> SessionId {
    let number = u128::MAX / 4 - u128::try_from(at).unwrap();
    SessionId(Uuid::from_u128(number))
}

fn cue(name: &str, value: f64, threshold: f64, passed: bool, at_millis: u64) -> Cue {
    Cue {
        name: name.to_owned(),
        value: Some(value),
        threshold,
        passed,
        advisory: ["texture", "shape"].contains(&name),
        at_millis,
    }
}

/// A verification: of who was identified, or refused for a flat surface.
pub fn session(at: usize) -> Session {
    let (decision, reason, kind) = *ENDS.iter().cycle().nth(at % ENDS.len()).unwrap();
    let verified = decision == Decision::Verified;
    let p = if verified { 0.71 } else { 0.11 };
    let mut cues = vec![
        cue("p", p, 0.3, verified, 4_900),
        cue("g", p, 0.3, verified, 4_900),
        cue("k", 0.84, 0.92, verified, 4_900),
        cue("left", 24.0, 13.0, true, 2_100),
        cue("right", 22.0, 13.0, true, 3_600),
        cue("up", 13.0, 8.0, true, 4_800),
        cue("order", 1.0, 1.0, true, 4_800),
        cue("same_person", 0.82, 0.55, true, 3_300),
        cue("texture", 0.31, 0.2, false, 0),
    ];
    if verified {
        cues.push(cue("shape", 0.93, 0.6, true, 5_900));
    }
    let number = i64::try_from(at).unwrap();
    Session {
        id: id(at),
        kind,
        started_at: Timestamp(NEWEST - number * 97_000),
        decision,
        reason,
        source: Source::Kiosk,
        claim: Some("10427".parse().unwrap()),
        person: verified.then_some(PersonId(Uuid::from_u128(9))),
        operator: None,
        vouch_reason: None,
        allowance: None,
        camera: "Brio 500".to_owned(),
        tolerance: "balanced".to_owned().try_into().unwrap(),
        tolerance_version: 1,
        model: Some(ModelHash([0x11; 32])),
        program: "0.1.0".to_owned(),
        scores: SessionScores {
            score: verified.then_some(0.83),
            threshold: Some(0.6),
            consistency: Some(0.82),
            compared: u32::from(verified),
            frames_fused: 5,
        },
        quality: [
            (Component::Sharpness, 71.0),
            (Component::EyesOpen, 97.0),
            (Component::InterEyeDistance, 78.0),
            (Component::IlluminationUniformity, 8.0),
            (Component::BackgroundUniformity, 88.0),
        ]
        .into_iter()
        .collect::<Quality>(),
        liveness: LivenessSummary {
            cues,
            order: ["left", "right", "up"].map(str::to_owned).to_vec(),
            nonce: Some("01".repeat(16)),
            ..LivenessSummary::default()
        },
        timings: SessionTimings {
            total_millis: 5_900,
            deciding_millis: 41,
            frames_analysed: 118,
            frames_dropped: 3,
            engine_restarts: 0,
        },
    }
}

/// A page of lines, beginning with that place.
fn page(number: usize, found: usize) -> Arc<Vec<Option<SessionLine>>> {
    let from = number * SESSIONS_A_PAGE;
    let to = (from + SESSIONS_A_PAGE).min(found);
    let lines = (from..to).map(|at| Some(SessionLine::of(&session(at), None)));
    Arc::new(lines.collect())
}

/// A list of so many sessions, its first page opened.
pub fn list(query: SessionQuery, found: usize) -> SessionList {
    let mut pages = BTreeMap::new();
    if found > 0 {
        pages.insert(0, page(0, found));
    }
    SessionList {
        number: 1,
        query,
        found,
        looked: None,
        pages,
    }
}

/// How many there are of each kind.
pub fn figures() -> SessionFigures {
    let counted = |words: &[(&'static str, u64)]| words.iter().copied().collect();
    SessionFigures {
        counts: SessionCounts {
            decisions: counted(&[
                ("verified", 96_212),
                ("not_verified", 1_204),
                ("inconclusive", 2_584),
            ]),
            reasons: counted(&[
                ("matched", 93_418),
                ("enrolled", 2_140),
                ("vouched", 654),
                ("too_dark", 1_322),
                ("turned_too_little", 1_262),
                ("no_match", 802),
                ("flat_surface", 402),
            ]),
            kinds: counted(&[
                ("verification", 97_688),
                ("enrolment", 2_140),
                ("selftest", 172),
            ]),
            sources: counted(&[("kiosk", 99_346), ("attended", 654)]),
            all: 100_000,
        },
        operators: vec!["a.lindqvist".parse().unwrap(), "m.okafor".parse().unwrap()],
    }
}

/// What a reviewer sees.
pub fn shown(review: ReviewView) -> Snapshot {
    Snapshot {
        review,
        ..reviewed(desk())
    }
}

/// A reviewer sees a list of so many sessions.
pub fn listed(query: SessionQuery, found: usize) -> Snapshot {
    shown(ReviewView {
        list: Some(Arc::new(list(query, found))),
        figures: Some(Arc::new(figures())),
        ..ReviewView::default()
    })
}

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

/// A reviewer looks at a session.
pub fn opened(at: usize) -> Snapshot {
    let mut snapshot = listed(SessionQuery::default(), 100_000);
    snapshot.review.opening = Some(id(at));
    snapshot.review.details = Some(Arc::new(details(at)));
    snapshot
}

/// The site's figures of a month.
pub fn site(progress: Option<(u64, u64)>) -> SiteView {
    let mut strangers = Strangers {
        people: 2_140,
        ways: 4_577_460,
        ..Strangers::default()
    };
    let mut tally = SiteTally::default();
    for at in 0..3_000_u16 {
        let share = f32::from(at) / 3_000.0;
        // Most near the middle.
        let bell = 0.5 + 0.5 * (2.0 * share - 1.0).powi(3);
        strangers.take(-0.12 + 0.52 * bell);
        let hour = i64::from(at % 11) * 3_600_000;
        let day = i64::from(at % 30) * 86_400_000;
        let mut visit = session(usize::from(at % 40));
        visit.kind = SessionKind::Verification;
        visit.started_at = Timestamp(NEWEST - day - hour);
        visit.timings.total_millis = 5_200 + u64::from(at % 17) * 60;
        visit.scores.score = visit.scores.score.map(|_| 0.58 + 0.38 * bell);
        tally.take(&visit, 0);
    }
    strangers.take(0.61);
    SiteView {
        days: 30,
        tolerance: Arc::new(profiles::built_in("balanced").unwrap()),
        figures: Arc::new(tally.figures()),
        strangers: Arc::new(strangers),
        progress,
        stopped: false,
    }
}

/// A reviewer, or an administrator, looks at the site.
pub fn site_shown(role: Role, progress: Option<(u64, u64)>) -> Snapshot {
    let mut snapshot = listed(SessionQuery::default(), 100_000);
    if let Some(operator) = &mut snapshot.operator {
        operator.role = role;
    }
    snapshot.review.site = Some(Arc::new(site(progress)));
    snapshot
}

/// Every state of the page by name, with a text that it must say in English.
pub fn review_scenes() -> Vec<DeskScene> {
    let page = Page::Desk(DeskPage::Review);
    let all = SessionQuery::default;
    let mut looking = list(all(), 12);
    looking.looked = Some((24_000, 100_000));
    let looking = shown(ReviewView {
        list: Some(Arc::new(looking)),
        figures: Some(Arc::new(figures())),
        ..ReviewView::default()
    });
    let failed = shown(ReviewView {
        trouble: Some(Problem::Database),
        ..ReviewView::default()
    });
    let forbidden = shown(ReviewView {
        trouble: Some(Problem::NeedsReviewer),
        ..ReviewView::default()
    });
    let mut opening = listed(all(), 100_000);
    opening.review.opening = Some(id(3));
    let mut gone = opening.clone();
    gone.review.trouble = Some(Problem::NoSuchSession);
    let mut changed = details(1);
    changed.model_in_use = false;
    if let Some(proof) = &mut changed.proof {
        proof.sound = false;
    }
    let mut changed_shown = opened(1);
    changed_shown.review.details = Some(Arc::new(changed));
    vec![
        (
            "review",
            listed(all(), 100_000),
            "sessions, newest first",
            page,
        ),
        (
            "review_opening",
            shown(ReviewView::default()),
            "One moment",
            page,
        ),
        (
            "review_empty",
            listed(all(), 0),
            "There is no session yet.",
            page,
        ),
        ("review_looking", looking, "looked into 24", page),
        ("review_failed", failed, "The database", page),
        (
            "review_forbidden",
            forbidden,
            "That takes a reviewer.",
            page,
        ),
        (
            "review_session",
            opened(0),
            "stands as it was written",
            page,
        ),
        (
            "review_refused",
            opened(1),
            "Nobody was identified here.",
            page,
        ),
        ("review_session_opening", opening, "One moment", page),
        ("review_session_gone", gone, "isn't kept any more", page),
        (
            "review_changed",
            changed_shown,
            "isn't as it was written",
            page,
        ),
    ]
}
