//! Review: the list of sessions, one of them, and the site's figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use secure_biometric::domain::{
    Component, Cue, Decision, LivenessSummary, ModelHash, PersonId, Quality, Reason, Role, Session,
    SessionId, SessionKind, SessionScores, SessionTimings, Source, Timestamp,
};
use secure_biometric::kiosk::{DeskPage, Page};
use secure_biometric::pipeline::{
    ExportState, MarkState, Problem, ReviewView, SESSIONS_A_PAGE, SavedFilter, SessionDetails,
    SessionFigures, SessionLine, SessionList, SessionQuery, Snapshot,
};
use secure_biometric::store::{KeptMark, SessionCounts};
use uuid::Uuid;

use super::audit::reviewed;
use super::desk::{DeskScene, desk};

pub use super::review_session::{details, dressed, with_faces};
pub use super::review_site::{mark, site_changed, site_empty, site_shown};

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
        marked: (312, 4),
        filters: vec![
            SavedFilter {
                name: "Flat this week".to_owned(),
                query: SessionQuery {
                    reason: Some(Reason::FlatSurface),
                    days: Some(7),
                    ..SessionQuery::default()
                },
            },
            SavedFilter {
                name: "To be judged".to_owned(),
                query: SessionQuery {
                    mark: Some(MarkState::Disputed),
                    ..SessionQuery::default()
                },
            },
        ],
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

/// A reviewer looks at a session.
pub fn opened(at: usize) -> Snapshot {
    let mut snapshot = listed(SessionQuery::default(), 100_000);
    snapshot.review.opening = Some(id(at));
    snapshot.review.details = Some(Arc::new(details(at)));
    snapshot
}

/// The same after it was written to a file.
pub fn exported() -> Snapshot {
    let mut snapshot = opened(0);
    snapshot.review.export = ExportState::Done {
        file: "/var/lib/exports/session-0193.ply".into(),
    };
    snapshot
}

/// A reviewer looks at a session that was marked by these.
fn marked(at: usize, marks: &[(&str, &str, &str)]) -> Snapshot {
    let mut snapshot = opened(at);
    let marks = marks.iter().map(|(by, truth, note)| KeptMark {
        mark: mark(by, truth),
        note: note.parse().ok(),
    });
    let marked = SessionDetails {
        marks: marks.collect(),
        ..details(at)
    };
    snapshot.review.details = Some(Arc::new(marked));
    snapshot
}

/// What was asked for couldn't be read.
pub fn failed() -> Snapshot {
    shown(ReviewView {
        trouble: Some(Problem::Database),
        ..ReviewView::default()
    })
}

/// Reviewers disagree about a session.
pub fn disputed() -> Snapshot {
    let seen = "A print on card, its edge shows at the neck";
    marked(
        1,
        &[
            ("s.moreau", "flat", seen),
            ("a.lindqvist", "genuine", "Leant far back"),
        ],
    )
}

/// Two of three are of one opinion.
pub fn settled() -> Snapshot {
    let seen = "A print on card, its edge shows at the neck";
    marked(
        1,
        &[
            ("s.moreau", "flat", seen),
            ("a.lindqvist", "genuine", "Leant far back"),
            ("m.okafor", "flat", "The same print as on Monday"),
        ],
    )
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
        ("review_failed", failed(), "The database", page),
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
