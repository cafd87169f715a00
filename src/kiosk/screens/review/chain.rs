//! What vouches for a session: camera, model, profile, the number its turns
//! were drawn from, its receipt, and its entry in the audit, looked at when the
//! page was opened.

use eframe::egui::{Color32, Ui};

use crate::kiosk::icons;
use crate::kiosk::review_words;
use crate::kiosk::screens::date;
use crate::kiosk::widgets;
use crate::pipeline::SessionDetails;

use super::session::heading;
use super::{Scene, grouped};

/// Digits that are shown of a hash or a number of hexadecimal digits.
const DIGITS: usize = 16;

/// Draws the links.
pub fn chain(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    heading(ui, scene, "review-chain");
    audit(ui, scene, details);
    let session = &details.session;
    let texts = scene.texts;
    let palette = scene.palette;
    let camera = match session.camera.is_empty() {
        true => texts.get("review-no-camera"),
        false => session.camera.clone(),
    };
    let source = texts.get(review_words::source(session.source).key);
    link(ui, scene, (icons::CAMERA, palette.muted), &source, &camera);
    profile(ui, scene, details);
    if let Some(model) = session.model {
        let hash = model.to_string();
        let (sign, key) = match details.model_in_use {
            true => ((icons::CHECK, palette.success), "review-model-in-use"),
            false => ((icons::WARNING, palette.warning), "review-model-other"),
        };
        let values = [("hash", beginning(&hash).into())];
        let says = texts.with(key, &values);
        link(ui, scene, sign, &texts.get("review-model"), &says);
    }
    if !session.program.is_empty() {
        let name = texts.get("review-program");
        link(
            ui,
            scene,
            (icons::CPU, palette.muted),
            &name,
            &session.program,
        );
    }
    if let Some(nonce) = &session.liveness.nonce {
        let name = texts.get("review-nonce");
        link(
            ui,
            scene,
            (icons::KEY, palette.muted),
            &name,
            &beginning(nonce),
        );
    }
    token(ui, scene, details);
    operator(ui, scene, details);
    timings(ui, scene, details);
    exports(ui, scene, details);
}

fn link(ui: &mut Ui, scene: &Scene<'_>, sign: (&str, Color32), name: &str, says: &str) {
    widgets::fact_row(ui, scene.palette, sign, name, says);
}

fn beginning(hexadecimal: &str) -> String {
    let digits: String = hexadecimal.chars().take(DIGITS).collect();
    format!("{digits}…")
}

fn audit(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    let texts = scene.texts;
    let palette = scene.palette;
    let (sign, says) = match &details.proof {
        Some(proof) => {
            let number = grouped(proof.entry.sequence);
            let values = [("number", number.into())];
            match proof.sound {
                true => (
                    (icons::SHIELD_CHECK, palette.success),
                    texts.with("review-audit-sound", &values),
                ),
                false => (
                    (icons::WARNING, palette.danger),
                    texts.with("review-audit-changed", &values),
                ),
            }
        }
        None => (
            (icons::QUESTION, palette.warning),
            texts.get("review-audit-none"),
        ),
    };
    link(ui, scene, sign, &texts.get("review-audit"), &says);
}

fn profile(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    let session = &details.session;
    let values = [
        ("name", session.tolerance.as_str().to_owned().into()),
        ("version", session.tolerance_version.into()),
        ("newest", details.newest_version.unwrap_or_default().into()),
    ];
    let changed = details
        .newest_version
        .is_some_and(|newest| newest != session.tolerance_version);
    let key = match changed {
        true => "review-profile-changed",
        false => "review-profile-as-now",
    };
    let says = scene.texts.with(key, &values);
    let sign = (icons::SLIDERS, scene.palette.muted);
    link(ui, scene, sign, &scene.texts.get("review-profile"), &says);
}

fn token(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    let texts = scene.texts;
    let palette = scene.palette;
    let at = |time| [("time", date(scene, time).into())];
    let (sign, says) = match &details.token {
        None => ((icons::MINUS, palette.muted), texts.get("review-no-token")),
        Some(token) => match (token.revoked_at, token.redeemed_at) {
            (Some(time), _) => (
                (icons::PROHIBIT, palette.danger),
                texts.with("review-token-revoked", &at(time)),
            ),
            (None, Some(time)) => (
                (icons::CHECK, palette.success),
                texts.with("review-token-redeemed", &at(time)),
            ),
            (None, None) if token.expires_at.0 <= scene.now.timestamp().as_millisecond() => (
                (icons::CLOCK, palette.muted),
                texts.with("review-token-expired", &at(token.expires_at)),
            ),
            (None, None) => (
                (icons::CLOCK, palette.accent),
                texts.with("review-token-open", &at(token.expires_at)),
            ),
        },
    };
    link(ui, scene, sign, &texts.get("review-token"), &says);
}

/// Who ran it or vouched, and why.
fn operator(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    let session = &details.session;
    let Some(name) = &session.operator else {
        return;
    };
    let why = session.vouch_reason.as_ref().map(|why| why.as_str());
    let says: Vec<&str> = std::iter::once(name.as_str()).chain(why).collect();
    let sign = (icons::USER_GEAR, scene.palette.muted);
    let words = scene.texts.get("review-operator");
    link(ui, scene, sign, &words, &says.join(": "));
}

fn timings(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    let timings = details.session.timings;
    let values = [
        ("analysed", timings.frames_analysed.into()),
        ("dropped", timings.frames_dropped.into()),
        ("millis", timings.deciding_millis.into()),
        ("restarts", timings.engine_restarts.into()),
    ];
    let says = scene.texts.with("review-frames-said", &values);
    let sign = (icons::TIMER, scene.palette.muted);
    link(ui, scene, sign, &scene.texts.get("review-frames"), &says);
}

/// Who got the face out of the database.
fn exports(ui: &mut Ui, scene: &Scene<'_>, details: &SessionDetails) {
    for export in &details.exports {
        let values = [
            ("operator", export.operator.as_str().to_owned().into()),
            ("time", date(scene, export.at).into()),
            ("reason", export.reason.as_str().to_owned().into()),
        ];
        let says = scene.texts.with("review-exported", &values);
        let sign = (icons::EXPORT, scene.palette.warning);
        link(ui, scene, sign, &scene.texts.get("review-export"), &says);
    }
}
