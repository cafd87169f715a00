//! How the days at a site went: small charts of one size, reasons, cues, and
//! kiosk by kiosk.

use eframe::egui::{Align, Align2, Color32, CornerRadius, Layout, Rect, Sense, Ui, vec2};

use crate::domain::{Component, Reason};
use crate::kiosk::review_words;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Room};
use crate::kiosk::words;
use crate::pipeline::SiteView;
use crate::report::site::{PlaceFigures, Share, SiteFigures};

use super::what_if::percent;
use super::{Scene, charts, grouped, spreads};

const MULTIPLE: f32 = 21.0 * GRID;
const SMALLER: f32 = 15.0 * GRID;
/// No more cameras are told of: those that saw the most.
const MOST_PLACES: usize = 12;
/// A reason's line, in points.
const LINE: f32 = 3.5 * GRID;

/// How many charts stand side by side, and how wide each is.
fn grid(ui: &mut Ui, add: impl FnOnce(&mut Ui, f32)) {
    let width = ui.available_width();
    let across = if Room::of(ui).narrow || Room::of(ui).tall {
        2.0
    } else {
        4.0
    };
    let gap = 2.0 * GRID;
    let each = (width - gap * (across - 1.0)) / across - 0.5;
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(gap, gap);
        add(ui, each);
    });
}

fn titled(ui: &mut Ui, scene: &Scene<'_>, key: &str, add: impl FnOnce(&mut Ui)) {
    widgets::card(ui, scene.palette, |ui| {
        ui.set_width(ui.available_width());
        let title = scene.texts.get(key);
        let font = theme::semibold(theme::BODY);
        widgets::label(ui, &title, font, scene.palette.text);
        ui.add_space(0.5 * GRID);
        add(ui);
    });
}

/// Small charts of one size, day by day.
pub fn multiples(ui: &mut Ui, scene: &Scene<'_>, site: &SiteView) {
    let palette = scene.palette;
    let days = &site.figures.days;
    let first = site.figures.first_day;
    let seconds =
        |value: Option<f32>| value.map_or("–".to_owned(), |value| scene.texts.decimal(value, 1));
    let share = |count: u64, all: u64| Share::of(count, all).rate;
    let attacks: u64 = days.iter().map(|day| day.attacks).sum();
    let inconclusive: u64 = days.iter().map(|day| day.inconclusive).sum();
    let light = days.iter().rev().find_map(|day| day.light);
    let times = [
        ("median", seconds(site.figures.median_seconds).into()),
        ("most", seconds(site.figures.p95_seconds).into()),
    ];
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a curve is drawn to a point"
    )]
    let charts: [(&str, String, Vec<Option<f32>>, _); 4] = [
        (
            "site-time",
            scene.texts.with("site-seconds", &times),
            days.iter().map(|day| day.median_seconds).collect(),
            palette.accent,
        ),
        (
            "site-attacks",
            grouped(attacks),
            days.iter().map(|day| Some(day.attacks as f32)).collect(),
            palette.danger,
        ),
        (
            "site-inconclusive",
            percent(scene, share(inconclusive, site.figures.sessions)),
            days.iter()
                .map(|day| {
                    let share = share(day.inconclusive, day.sessions) as f32 * 100.0;
                    (day.sessions > 0).then_some(share)
                })
                .collect(),
            palette.warning,
        ),
        (
            "site-light",
            light.map_or("–".to_owned(), |light| format!("{light:.0}")),
            days.iter().map(|day| day.light).collect(),
            palette.muted,
        ),
    ];
    widgets::card(ui, palette, |ui| {
        ui.set_width(ui.available_width());
        grid(ui, |ui, each| {
            for (key, value, curve, ink) in charts {
                let (rect, _) = ui.allocate_exact_size(vec2(each, MULTIPLE), Sense::hover());
                let name = scene.texts.get(key);
                charts::multiple(ui, scene, rect, (&name, &value), (first, &curve), ink);
            }
        });
    });
}

/// Each quality component day by day: half of the pictures were better.
pub fn quality(ui: &mut Ui, scene: &Scene<'_>, figures: &SiteFigures) {
    let of = |component: &Component| -> Vec<Option<f32>> {
        let days = figures.days.iter();
        days.map(|day| day.quality.get(component).copied())
            .collect()
    };
    let first = figures.first_day;
    let curves: Vec<_> = Component::ALL
        .iter()
        .map(|component| (*component, of(component)))
        .filter(|(_, curve)| curve.iter().any(Option::is_some))
        .collect();
    if curves.is_empty() {
        return;
    }
    titled(ui, scene, "site-quality", |ui| {
        grid(ui, |ui, each| {
            for (component, curve) in curves {
                let (rect, _) = ui.allocate_exact_size(vec2(each, SMALLER), Sense::hover());
                let name = scene.texts.get(words::component(component));
                let last = curve.iter().rev().find_map(|value| *value);
                let value = last.map_or("–".to_owned(), |value| format!("{value:.0}"));
                let ink = scene.palette.accent;
                charts::multiple(ui, scene, rect, (&name, &value), (first, &curve), ink);
            }
        });
    });
}

/// The cues' values.
pub fn cues(ui: &mut Ui, scene: &Scene<'_>, figures: &SiteFigures) {
    if figures.cues.is_empty() {
        return;
    }
    titled(ui, scene, "site-cues", |ui| {
        grid(ui, |ui, each| spreads::spreads(ui, scene, figures, each));
    });
}

/// When people came, and how it ended.
pub fn hours(ui: &mut Ui, scene: &Scene<'_>, site: &SiteView) {
    titled(ui, scene, "site-hours", |ui| {
        let size = vec2(ui.available_width(), MULTIPLE);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        charts::hours(ui, scene, rect, &site.figures.hours);
    });
}

/// Why verifications weren't verified, the most frequent reason first.
pub fn reasons(ui: &mut Ui, scene: &Scene<'_>, figures: &SiteFigures) {
    let granted = [
        Reason::Matched,
        Reason::Enrolled,
        Reason::PinMatched,
        Reason::Vouched,
    ];
    let mut refused: Vec<(Reason, u64)> = figures
        .reasons
        .iter()
        .map(|(reason, count)| (*reason, *count))
        .filter(|(reason, _)| !granted.contains(reason))
        .collect();
    refused.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let Some(most) = refused.first().map(|(_, count)| *count) else {
        return;
    };
    titled(ui, scene, "site-reasons", |ui| {
        for (reason, count) in refused {
            let name = scene.texts.get(review_words::reason(reason));
            let part = (count, most);
            bar_line(
                ui,
                scene,
                (&name, &grouped(count)),
                part,
                scene.palette.accent,
            );
        }
    });
}

/// What came of each camera's, or kiosk's, verifications.
pub fn places<'a>(
    ui: &mut Ui,
    scene: &Scene<'_>,
    key: &str,
    places: impl Iterator<Item = (&'a str, &'a PlaceFigures)>,
) {
    let mut places: Vec<_> = places.collect();
    places.sort_by_key(|(_, figures)| std::cmp::Reverse(figures.sessions));
    places.truncate(MOST_PLACES);
    let Some(most) = places.first().map(|(_, figures)| figures.sessions) else {
        return;
    };
    titled(ui, scene, key, |ui| {
        for (name, figures) in places {
            let name = match name.is_empty() {
                true => scene.texts.get("review-no-camera"),
                false => name.to_owned(),
            };
            let share = |count| percent(scene, Share::of(count, figures.sessions).rate);
            let seconds = figures.median_seconds;
            let seconds = seconds.map_or("–".to_owned(), |value| scene.texts.decimal(value, 1));
            let values = [
                ("verified", share(figures.verified).into()),
                ("inconclusive", share(figures.inconclusive).into()),
                ("refused", share(figures.refused).into()),
                ("seconds", seconds.into()),
            ];
            let says = scene.texts.with("site-place", &values);
            let part = (figures.sessions, most);
            let count = grouped(figures.sessions);
            bar_line(ui, scene, (&name, &count), part, scene.palette.accent);
            let font = theme::regular(theme::SMALL + 1.0);
            widgets::wrapping(ui, &says, font, scene.palette.muted);
        }
    });
}

/// A name, a bar of its share and what it says, in two lines.
fn bar_line(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (name, says): (&str, &str),
    (count, most): (u64, u64),
    ink: Color32,
) {
    let palette = scene.palette;
    let size = vec2(ui.available_width(), LINE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let spoken = format!("{name}: {says}");
    response.widget_info(|| {
        eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, &spoken)
    });
    let (left, rest) = rect.split_left_right_at_fraction(0.3);
    let font = theme::regular(theme::SMALL + 1.0);
    let at = Align2::LEFT_CENTER;
    widgets::elided(
        ui,
        left.shrink2(vec2(4.0, 0.0)),
        at,
        name,
        font.clone(),
        palette.text,
    );
    let (bar, said) = rest.split_left_right_at_fraction(0.35);
    #[expect(clippy::cast_precision_loss, reason = "a bar is drawn to a point")]
    let share = count as f32 / most.max(1) as f32;
    let track = Rect::from_center_size(bar.center(), vec2(bar.width(), GRID));
    let filled = track.with_max_x(track.left() + (track.width() * share).max(2.0));
    let corner = CornerRadius::same(4);
    ui.painter().rect_filled(track, corner, palette.track);
    ui.painter().rect_filled(filled, corner, ink);
    let said = said.with_min_x(said.left() + 1.5 * GRID);
    widgets::elided(ui, said, at, says, font, palette.muted);
}
