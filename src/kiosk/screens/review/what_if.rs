//! What another threshold would do, in numbers, and for administrators the way
//! to keep it.

use eframe::egui::{Id, Ui};

use crate::domain::{ChangeReason, Role, Tolerance};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Note};
use crate::pipeline::{DeskIntent, Intent, SiteView, WorkStatus};
use crate::report::site::Share;

use super::site::SiteForm;
use super::{Act, Scene, grouped};

/// What the threshold that is tried would do, and for administrators the way
/// to keep it.
pub fn what_if(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SiteForm,
    site: &SiteView,
) -> Option<Act> {
    let texts = scene.texts;
    let palette = scene.palette;
    widgets::card(ui, palette, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = GRID;
        let Some(tried) = form.tried else {
            let words = texts.get("site-drag");
            let font = theme::regular(theme::BODY - 1.0);
            widgets::wrapping(ui, &words, font, palette.muted);
            return back(ui, scene, form, site);
        };
        let values = [("threshold", scene.texts.decimal(tried, 3).into())];
        let title = texts.with("site-what-if", &values);
        widgets::title(ui, &title, theme::BODY + 2.0, palette.text);
        let again = site.figures.asked_again(tried);
        let values = [
            (
                "strangers",
                one_in(scene, site.strangers.let_in(tried)).into(),
            ),
            ("count", grouped(again.count).into()),
            ("visits", grouped(again.all).into()),
            (
                "before",
                grouped(
                    site.figures
                        .asked_again(site.tolerance.match_threshold)
                        .count,
                )
                .into(),
            ),
        ];
        let words = texts.with("site-would", &values);
        widgets::wrapping(ui, &words, theme::regular(theme::BODY - 1.0), palette.text);
        let next = Tolerance {
            match_threshold: tried,
            ..Tolerance::clone(&site.tolerance)
        };
        save(ui, scene, form, &site.tolerance, next)
    })
}

/// The way back to the version before the one in force: its numbers are kept
/// as the next version, so that every session says what it was judged by.
fn back(ui: &mut Ui, scene: &Scene<'_>, form: &mut SiteForm, site: &SiteView) -> Option<Act> {
    let before = site.before.as_deref()?;
    let texts = scene.texts;
    let words = texts.get("site-back");
    let button = Button::quiet(scene.palette, icons::ARROW_BACK, &words);
    if ui.add(button).clicked() {
        form.goes_back = !form.goes_back;
    }
    if !form.goes_back {
        return None;
    }
    let values = [
        ("version", before.version.into()),
        ("threshold", texts.decimal(before.match_threshold, 3).into()),
    ];
    let words = texts.with("site-back-said", &values);
    let font = theme::regular(theme::BODY - 1.0);
    widgets::wrapping(ui, &words, font, scene.palette.text);
    save(ui, scene, form, &site.tolerance, before.clone())
}

/// Keeps numbers as the next version of the profile, with a reason.
fn save(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SiteForm,
    tolerance: &Tolerance,
    next: Tolerance,
) -> Option<Act> {
    let texts = scene.texts;
    let palette = scene.palette;
    let operator = scene.snapshot.operator.as_ref();
    let may = operator.is_some_and(|operator| operator.role.holds(Role::Administrator));
    if !may {
        let words = texts.get("site-administrator-saves");
        let font = theme::regular(theme::SMALL + 1.0);
        widgets::wrapping(ui, &words, font, palette.muted);
        return None;
    }
    let allowed = next.clone().validated().is_ok();
    let name = texts.get("site-why");
    let id = Id::unique("why another threshold");
    let failure = scene.failure().filter(|_| form.saving.is_some());
    let note = match (&failure, allowed) {
        (Some(words), _) => words.clone(),
        (None, false) => texts.get("site-not-allowed"),
        (None, true) => String::new(),
    };
    let note = match note.is_empty() {
        true => Note::Nothing,
        false => Note::Wrong(&note),
    };
    widgets::noted_field(ui, palette, id, &name, &mut form.why, 300, note);
    let why = ChangeReason::try_from(form.why.clone()).ok();
    let values = [
        ("name", tolerance.name.as_str().to_owned().into()),
        ("version", (tolerance.version + 1).into()),
    ];
    let words = texts.with("site-save", &values);
    let ready = allowed && why.is_some() && scene.snapshot.desk.work != WorkStatus::Working;
    let mut button = Button::secondary(palette, icons::CHECK, &words);
    // A profile's name may be longer than there is room beside it.
    let save = texts.get("settings-save");
    if button.width(ui) > ui.available_width() {
        widgets::wrapping(ui, &words, theme::regular(theme::BODY - 1.0), palette.text);
        button = Button::secondary(palette, icons::CHECK, &save);
    }
    let pressed = ui.add(button.enabled(ready)).clicked() && ready;
    let why = why.filter(|_| pressed)?;
    form.saving = Some((tolerance.name.clone(), tolerance.version + 1));
    Some(Act::Send(Intent::Desk(DeskIntent::SaveTolerance {
        tolerance: Box::new(next),
        why,
    })))
}

/// A rate of 0 to 1 in percent, small ones to two digits.
pub fn percent(scene: &Scene<'_>, rate: f64) -> String {
    let digits = if rate > 0.0 && rate < 0.01 { 2 } else { 1 };
    format!("{} %", scene.texts.decimal(rate * 100.0, digits))
}

/// Between which percents a share lies at 95 % confidence, and of how many.
pub fn bounds(scene: &Scene<'_>, share: Share) -> String {
    let (low, high) = share.bounds;
    let values = [
        ("low", percent(scene, low).into()),
        ("high", percent(scene, high).into()),
        ("count", grouped(share.count).into()),
        ("all", grouped(share.all).into()),
    ];
    scene.texts.with("site-bounds", &values)
}

/// A small share as one in so many.
pub fn one_in(scene: &Scene<'_>, share: Share) -> String {
    if share.all == 0 {
        return scene.texts.get("site-nobody-compared");
    }
    let rate = if share.count == 0 {
        share.bounds.1
    } else {
        share.rate
    };
    let key = if share.count == 0 {
        "site-fewer-than-one-in"
    } else {
        "site-one-in"
    };
    scene.texts.with(key, &[("number", turned(rate).into())])
}

/// Between which one-in-so-many a share lies at 95 % confidence, and of how many.
pub fn bounds_one_in(scene: &Scene<'_>, share: Share) -> String {
    let (low, high) = share.bounds;
    let values = [
        ("count", grouped(share.count).into()),
        ("all", grouped(share.all).into()),
        ("most", turned(high).into()),
        ("least", turned(low).into()),
    ];
    let key = match (share.all, share.count) {
        (0, _) => "site-too-few-people",
        (_, 0) => "site-none-of",
        _ => "site-bounds-one-in",
    };
    scene.texts.with(key, &values)
}

/// One over a rate, to two digits or so.
fn turned(rate: f64) -> String {
    if rate <= 0.0 {
        return "∞".to_owned();
    }
    let number = 1.0 / rate;
    let unit = 10_f64.powf((number.log10().floor() - 1.0).max(0.0));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates"
    )]
    let number = ((number / unit).round() * unit) as u64;
    grouped(number)
}
