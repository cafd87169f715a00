//! A token that somebody shows, checked or used up; and one of the list with all that is
//! known of it.

use eframe::egui::{Align, Id, Layout, Rect, Ui, vec2};

use crate::auth::tokens::TokenError;
use crate::domain::{RevocationReason, Source, TokenId, TokenState};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Note, Tone};
use crate::pipeline::{TokenCheck, TokenLine, TokensIntent};

use super::tokens::{TokensForm, ask, fact, is_idle, may_list, may_revoke, state};
use super::{Act, Scene};
use crate::kiosk::screens::date;

/// No token is longer, nor any other receipt that is signed here, in characters.
pub(super) const LONGEST: usize = 8 * 1024;

/// Draws the pane.
pub fn token_pane(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    form: &mut TokensForm,
) -> Option<Act> {
    let list = scene.snapshot.desk.tokens.list.as_deref();
    let found = list.and_then(|list| {
        let mut lines = list.iter();
        lines.find(|line| form.selected == Some(line.token.id))
    });
    widgets::card_in(ui, scene.palette, rect, |ui| {
        widgets::scrolled(ui, "token", |ui| {
            let revoked = what_came(ui, scene, form);
            let checked = check(ui, scene, form).or(revoked);
            let chosen = match found {
                Some(line) => one(ui, scene, line, form),
                None if !may_list(scene) => None,
                None => {
                    let words = scene.texts.get("tokens-choose");
                    let font = theme::regular(theme::BODY);
                    widgets::paragraph(ui, &words, font, scene.palette.muted);
                    None
                }
            };
            checked.or(chosen)
        })
    })
}

/// What came of checking, using up or revoking; of one that counts, making it
/// worthless.
fn what_came(ui: &mut Ui, scene: &Scene<'_>, form: &mut TokensForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let tokens = &scene.snapshot.desk.tokens;
    let mut act = None;
    if let Some(why) = scene.failure() {
        widgets::banner(ui, palette, Tone::Bad, None, &why, None);
    } else if let Some(check) = &tokens.check {
        let (tone, key) = outcome(check);
        let words = format!("{} {}", texts.get(key), texts.advice(key));
        widgets::banner(ui, palette, tone, None, &words, None);
        if let TokenCheck::Genuine { claims, .. } | TokenCheck::UsedUp { claims } = &**check {
            ui.add_space(GRID);
            fact(ui, scene, "tokens-person", &claims.sub.to_string());
            fact(
                ui,
                scene,
                "tokens-source",
                &texts.get(source(claims.source)),
            );
            fact(ui, scene, "tokens-audience", &claims.aud);
            fact(ui, scene, "tokens-id", &claims.jti.to_string());
            let valid = Some(TokenState::Valid);
            let counts = matches!(&**check, TokenCheck::Genuine { state, .. } if *state == valid);
            if counts && may_revoke(scene) {
                act = revoking(ui, scene, claims.jti, form);
            }
        }
    } else if tokens.revoked.is_some() {
        let words = texts.get("tokens-revoked-now");
        widgets::banner(ui, palette, Tone::Well, None, &words, None);
    } else {
        return None;
    }
    ui.add_space(2.0 * GRID);
    act
}

/// How good that is, and the words: what, and in its advice what to do.
fn outcome(check: &TokenCheck) -> (Tone, &'static str) {
    match check {
        TokenCheck::Genuine { state, .. } => match state {
            Some(TokenState::Valid) => (Tone::Well, "tokens-outcome-valid"),
            Some(TokenState::Redeemed) => (Tone::Bad, "tokens-outcome-redeemed"),
            Some(TokenState::Revoked) => (Tone::Bad, "tokens-outcome-revoked"),
            Some(TokenState::Expired) => (Tone::Care, "tokens-outcome-expired"),
            None => (Tone::Bad, "tokens-outcome-unknown"),
        },
        TokenCheck::UsedUp { .. } => (Tone::Well, "tokens-outcome-used-up"),
        TokenCheck::Refused(why) => match why {
            TokenError::Expired => (Tone::Care, "tokens-outcome-expired"),
            TokenError::NotYet => (Tone::Care, "tokens-outcome-early"),
            TokenError::Retired => (Tone::Bad, "tokens-outcome-retired"),
            TokenError::Trial => (Tone::Bad, "tokens-outcome-trial"),
            TokenError::Audience => (Tone::Care, "tokens-outcome-audience"),
            TokenError::Issuer | TokenError::UnknownKey => (Tone::Care, "tokens-outcome-elsewhere"),
            TokenError::Malformed | TokenError::KeySet => (Tone::Bad, "tokens-outcome-none"),
            TokenError::Algorithm
            | TokenError::Signature
            | TokenError::Source
            | TokenError::Decision
            | TokenError::Signing => (Tone::Bad, "tokens-outcome-forged"),
        },
    }
}

/// Where a token is pasted or scanned.
fn check(ui: &mut Ui, scene: &Scene<'_>, form: &mut TokensForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let name = texts.get("tokens-check-field");
    let id = Id::unique("token to check");
    let typed = &mut form.shown;
    widgets::noted_field(ui, palette, id, &name, typed, LONGEST, Note::Nothing);
    let ready = !form.shown.trim().is_empty() && is_idle(scene);
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    let [checked, used_up] = ui
        .with_layout(layout, |ui| {
            ui.spacing_mut().item_spacing = vec2(GRID, GRID);
            let ways = [
                (icons::SHIELD_CHECK, "tokens-check"),
                (icons::SEAL, "tokens-redeem"),
            ];
            ways.map(|(icon, key)| {
                let words = texts.get(key);
                let button = Button::secondary(palette, icon, &words)
                    .min_size(vec2(0.0, theme::TARGET))
                    .enabled(ready);
                ui.add(button).clicked() && ready
            })
        })
        .inner;
    ui.add_space(2.0 * GRID);
    if !checked && !used_up {
        return None;
    }
    form.revoking = None;
    let text = std::mem::take(&mut form.shown);
    Some(ask(match used_up {
        true => TokensIntent::Redeem { text },
        false => TokensIntent::Check { text },
    }))
}

/// One token with all that is known of it.
fn one(ui: &mut Ui, scene: &Scene<'_>, line: &TokenLine, form: &mut TokensForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let token = &line.token;
    let (key, _, _) = state(line.state, palette);
    let font = theme::bold(theme::LEAD);
    widgets::paragraph(ui, &texts.get(key), font, palette.text);
    ui.add_space(GRID);
    fact(ui, scene, "tokens-person", &token.person.to_string());
    fact(ui, scene, "tokens-issued", &date(scene, token.issued_at));
    fact(ui, scene, "tokens-expires", &date(scene, token.expires_at));
    let ended = [
        ("tokens-redeemed", token.redeemed_at),
        ("tokens-revoked", token.revoked_at),
    ];
    for (key, at) in ended {
        if let Some(at) = at {
            fact(ui, scene, key, &date(scene, at));
        }
    }
    fact(ui, scene, "tokens-source", &texts.get(source(token.source)));
    fact(ui, scene, "tokens-audience", &token.audience);
    fact(
        ui,
        scene,
        "tokens-kiosk",
        &scene.snapshot.desk.tokens.issuer,
    );
    fact(ui, scene, "tokens-session", &token.session.to_string());
    fact(ui, scene, "tokens-id", &token.id.to_string());
    if line.state != TokenState::Valid || !may_revoke(scene) {
        return None;
    }
    ui.add_space(GRID);
    revoking(ui, scene, token.id, form)
}

/// Asks why before a token is made worthless.
fn revoking(ui: &mut Ui, scene: &Scene<'_>, id: TokenId, form: &mut TokensForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    if form.revoking != Some(id) {
        let words = texts.get("tokens-revoke");
        let button = Button::secondary(palette, icons::PROHIBIT, &words)
            .min_size(vec2(0.0, theme::TARGET))
            .enabled(is_idle(scene));
        if ui.add(button).clicked() {
            form.revoking = Some(id);
        }
        return None;
    }
    let words = texts.get("tokens-why");
    widgets::paragraph(ui, &words, theme::semibold(theme::BODY), palette.text);
    ui.add_space(GRID);
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    let chosen = ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(GRID, GRID);
        let mut chosen = None;
        for why in RevocationReason::ALL {
            let words = texts.get(reason(*why));
            let button = Button::secondary(palette, icons::PROHIBIT, &words)
                .min_size(vec2(0.0, theme::TARGET))
                .enabled(is_idle(scene));
            if ui.add(button).clicked() {
                chosen = Some(*why);
            }
        }
        chosen
    });
    let why = chosen.inner?;
    form.revoking = None;
    Some(ask(TokensIntent::Revoke { id, why }))
}

fn reason(why: RevocationReason) -> &'static str {
    match why {
        RevocationReason::Asked => "tokens-why-asked",
        RevocationReason::GivenAway => "tokens-why-given-away",
        RevocationReason::WrongPerson => "tokens-why-wrong-person",
        RevocationReason::Other => "tokens-why-other",
    }
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Kiosk => "audit-word-kiosk",
        Source::Attended => "audit-word-attended",
        Source::Upload => "audit-word-upload",
        Source::Recording => "audit-word-recording",
    }
}
