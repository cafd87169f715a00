//! What is written and drawn stands out from what is behind it.

use super::*;

/// Relative luminance (WCAG 2.2).
fn luminance(colour: Color32) -> f64 {
    let linear = |byte: u8| {
        let share = f64::from(byte) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

/// Contrast ratio (WCAG 2.2), 1 to 21.
fn contrast(one: Color32, other: Color32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[track_caller]
fn check(name: &str, ink: Color32, ground: Color32, least: f64) {
    let found = contrast(ink, ground);
    assert!(
        found >= least,
        "{name}: {ink:?} on {ground:?} is {found:.2}"
    );
}

/// Every palette, and how far every text in it stands out at least.
const PALETTES: [(&str, &Palette, f64); 6] = [
    ("light", &LIGHT, 4.5),
    ("dark", &DARK, 4.5),
    ("verified", &VERIFIED, 4.5),
    ("light, high contrast", &LIGHT_CONTRAST, 7.0),
    ("dark, high contrast", &DARK_CONTRAST, 7.0),
    ("verified, high contrast", &VERIFIED_CONTRAST, 7.0),
];

#[test]
fn texts_stand_out_from_whatever_they_are_on() {
    for (name, p, least) in PALETTES {
        for ground in [p.background, p.surface, p.surface_hover] {
            let plain = [p.text, p.muted, p.accent_text];
            for ink in plain.into_iter().chain([p.success, p.warning, p.danger]) {
                check(name, ink, ground, least);
            }
        }
        for (ink, ground) in [
            (p.success, p.success_soft),
            (p.warning, p.warning_soft),
            (p.danger, p.danger_soft),
            (p.on_accent, p.action),
            (p.on_accent, p.action_hover),
            (p.on_accent, p.danger),
            // A button that can't be used now is still read.
            (p.muted, p.track),
        ] {
            check(name, ink, ground, least);
        }
    }
}

/// What is selected is drawn on a part of the accent over its field. Nothing is
/// typed where somebody has been verified.
#[test]
fn selected_text_stands_out() {
    let typed = |name: &&str| !name.starts_with("verified");
    for (name, p, least) in PALETTES.into_iter().filter(|(name, ..)| typed(name)) {
        let mut visuals = egui::Visuals::light();
        paint_visuals(&mut visuals, p);
        let ground = p.surface.blend(visuals.selection.bg_fill);
        check(name, visuals.selection.stroke.color, ground, least);
    }
}

/// What is no text: edges of fields, rings, signs.
#[test]
fn lines_and_signs_stand_out() {
    for (name, p, _) in PALETTES {
        for ground in [p.background, p.surface] {
            for line in [p.field_border, p.accent, p.text] {
                check(name, line, ground, 3.0);
            }
        }
        check(name, p.on_accent, p.accent, 3.0);
        check(name, p.on_accent, p.success, 3.0);
    }
}

#[test]
fn words_on_pictures_stand_out() {
    check("stage", mesh::CAPTION, mesh::STAGE, 4.5);
    // Words on a picture stand on a scrim; it lets a tenth of it through.
    let white_below = UNTINTED.blend(SCRIM_STRONG);
    check("scrim", ON_SCRIM, white_below, 4.5);
    check("scrim", DARK.accent, white_below, 4.5);
}

#[test]
fn who_needs_more_contrast_has_it_on_every_screen() {
    for theme in [Theme::Light, Theme::Dark] {
        assert_ne!(palette(theme, true), palette(theme, false));
    }
    assert_eq!(verified(true), &VERIFIED_CONTRAST);
    assert_eq!(verified(false), &VERIFIED);
}
