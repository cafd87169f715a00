//! A token on the screen of who was verified: the picture of the screen is
//! read as a reader beside the kiosk does, and what is read counts.

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::epaint::{Primitive, Vertex};
use eframe::egui::{Rect, Vec2, vec2};
use egui_kittest::kittest::Queryable;
use secure_biometric::auth::key_making::new_keys;
use secure_biometric::auth::signing::{Signer, public_key_set};
use secure_biometric::auth::tokens::Verifier;
use secure_biometric::domain::{
    Consent, Decision, KeyId, KeyKind, LivenessOutcome, ModelHash, Reason, SessionKind, Source,
    Timestamp, Token, TokenClaims, TokenTerms,
};
use secure_biometric::kiosk::ThemeChoice;
use secure_biometric::pipeline::{Receipt, Snapshot};
use uuid::Uuid;

use crate::opened::{Look, Opened, showing_in};
use crate::scenes::handover::session;
use crate::scenes::{Stage, clock, finished, measuring};

const AUDIENCE: &str = "access-control.northgate-reception.example";
const NOW: Timestamp = Timestamp(1_795_340_467_000);

/// A real token with all that can be in one, and what checks it.
fn signed() -> (Token, Receipt, Verifier) {
    let mut session = session(Source::Kiosk);
    session.model = Some(ModelHash([0xa5; 32]));
    session.liveness.outcome = LivenessOutcome::Live;
    session.liveness.order = vec!["left".to_owned(), "up".to_owned()];
    let id = KeyId(Uuid::from_u128(7));
    let keys = new_keys(KeyKind::Production).unwrap();
    let signer = Signer::new(&id, &keys);
    let consent = Consent {
        notice_version: "2026-01".to_owned(),
        language: "en".to_owned(),
        given_at: NOW,
        signature: None,
    };
    let terms = TokenTerms {
        audience: AUDIENCE.to_owned(),
        life_seconds: 300,
    };
    let claims = TokenClaims::of(&session, &consent, signer.issuer(), &terms, NOW).unwrap();
    let token = signer.sign(claims).unwrap();
    let set = public_key_set(&id, &keys, NOW).to_string();
    let receipt = Receipt::of(&session, &token).unwrap();
    let verifier = Verifier::of_set(&set, KeyKind::Production).unwrap();
    (token, receipt, verifier)
}

fn window(snapshot: Snapshot, points: Vec2, scale: f32, theme: ThemeChoice) -> (Stage, Opened) {
    let look = Look {
        theme,
        size: points,
        scale,
        clock,
        ..Look::default()
    };
    showing_in(snapshot, look)
}

/// The luminance of what was drawn without textures: enough of the picture for
/// a code, pixel by pixel as a screen has them.
fn picture(harness: &Opened, points: Vec2, scale: f32) -> (usize, usize, Vec<u8>) {
    let (width, height) = ((points.x * scale) as usize, (points.y * scale) as usize);
    let mut pixels = vec![128_u8; width * height];
    let shapes = harness.output().shapes.clone();
    for clipped in harness.ctx.tessellate(shapes, scale) {
        let Primitive::Mesh(mesh) = clipped.primitive else {
            continue;
        };
        for corners in mesh.indices.chunks(3) {
            let [a, b, c] = [0, 1, 2].map(|at| mesh.vertices[corners[at] as usize]);
            let plain = |v: &Vertex| v.uv == eframe::egui::epaint::WHITE_UV && v.color.a() == 255;
            if [a, b, c].iter().all(plain) {
                fill(&mut pixels, (width, height), scale, [a, b, c]);
            }
        }
    }
    (width, height, pixels)
}

fn fill(pixels: &mut [u8], (width, height): (usize, usize), scale: f32, [a, b, c]: [Vertex; 3]) {
    let [a_at, b_at, c_at] = [a, b, c].map(|v| v.pos.to_vec2() * scale);
    let side = |p: Vec2, q: Vec2, at: Vec2| (q.x - p.x) * (at.y - p.y) - (q.y - p.y) * (at.x - p.x);
    let whole = side(a_at, b_at, c_at);
    if whole == 0.0 {
        return;
    }
    let xs = [a_at.x, b_at.x, c_at.x];
    let ys = [a_at.y, b_at.y, c_at.y];
    let least = |all: [f32; 3]| all.into_iter().fold(f32::MAX, f32::min).max(0.0) as usize;
    let most =
        |all: [f32; 3], end: usize| (all.into_iter().fold(0.0, f32::max).ceil() as usize).min(end);
    for y in least(ys)..most(ys, height) {
        for x in least(xs)..most(xs, width) {
            let at = vec2(x as f32 + 0.5, y as f32 + 0.5);
            let sides = [(a_at, b_at), (b_at, c_at), (c_at, a_at)];
            if sides.iter().all(|(p, q)| side(*p, *q, at) / whole >= 0.0) {
                pixels[y * width + x] = a.color.g();
            }
        }
    }
}

fn read(harness: &Opened, points: Vec2, scale: f32) -> String {
    let (width, height, pixels) = picture(harness, points, scale);
    let at = |x: usize, y: usize| pixels[y * width + x];
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
    let grids = seen.detect_grids();
    assert_eq!(grids.len(), 1, "codes on {points:?}@{scale}");
    grids[0].decode().unwrap().1
}

fn place(harness: &Opened) -> Rect {
    let label = "A code for the reader that stands for this verification";
    harness.get_by_role_and_label(Role::Image, label).rect()
}

#[test]
fn the_screen_is_read_and_what_is_read_counts() {
    let (token, receipt, verifier) = signed();
    let receipt = Arc::new(receipt);
    let shown = |snapshot| Snapshot {
        receipt: Some(Arc::clone(&receipt)),
        ..snapshot
    };
    let matched = || finished(Decision::Verified, Reason::Matched);
    let of_all = [
        shown(matched()),
        shown(measuring(matched())),
        shown(finished(Decision::Verified, Reason::PinMatched)),
    ];
    for (snapshot, theme) in
        of_all
            .into_iter()
            .zip([ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::Light])
    {
        for (x, y, scale) in [
            (1024.0, 600.0, 1.0),
            (1280.0, 800.0, 1.0),
            (1280.0, 800.0, 1.5),
            (1920.0, 1080.0, 1.0),
            (3840.0, 2160.0, 1.5),
            (800.0, 1280.0, 1.0),
            (1080.0, 1920.0, 1.5),
        ] {
            let points = vec2(x, y) / scale;
            let (_stage, harness) = window(snapshot.clone(), points, scale, theme);
            let text = read(&harness, points, scale);
            assert_eq!(text, token.text);
            let claims = verifier.verify(&text, AUDIENCE, NOW).unwrap();
            assert_eq!(claims, token.claims);
            let place = place(&harness);
            let around = harness.ctx.content_rect();
            assert!(around.contains_rect(place), "{place} in {around}");
            let pixels = place.width() * scale;
            if (x, y, scale) == (1280.0, 800.0, 1.0) {
                assert!(pixels >= 480.0, "{pixels} pixels");
            }
            // Squares of three pixels and more: what is read from a hand's
            // distance by a plain camera.
            let squares = receipt.width() as f32 + 8.0;
            assert!(pixels / squares >= 3.0, "{pixels} of {squares} at {x}x{y}");
        }
    }
}

#[test]
fn a_code_is_of_who_was_verified_at_the_kiosk_alone() {
    let (token, ..) = signed();
    let code = |change: &dyn Fn(&mut secure_biometric::domain::Session)| {
        let mut session = session(Source::Kiosk);
        change(&mut session);
        Receipt::of(&session, &token).is_some()
    };
    assert!(code(&|_| ()));
    assert!(code(&|session| session.source = Source::Attended));
    assert!(!code(&|session| session.source = Source::Recording));
    assert!(!code(&|session| session.source = Source::Upload));
    assert!(!code(&|session| session.decision = Decision::NotVerified));
    assert!(!code(&|session| session.decision = Decision::Inconclusive));
    assert!(!code(&|session| session.kind = SessionKind::Enrolment));
    assert!(!code(&|session| session.kind = SessionKind::SelfTest));
    let another = secure_biometric::domain::SessionId(Uuid::from_u128(99));
    assert!(!code(&|session| session.id = another));
    let (_, receipt, _) = signed();
    let said = format!("{receipt:?}");
    assert_eq!(said, format!("Receipt({})", receipt.token));
}
