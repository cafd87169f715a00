//! Both errors against each other on logarithmic axes (a DET curve): how many
//! strangers are let in, and how many visits are asked to try again, at every
//! threshold; and where the one in force, or tried, stands.

use eframe::egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;
use crate::pipeline::SiteView;
use crate::report::site::{LEAST_RATE, Share};

use super::what_if::percent;
use super::{Scene, charts};

const HEIGHT: f32 = 30.0 * GRID;
/// Rates that are written beside the axes, in percent.
const MARKS: [(f64, &str); 5] = [
    (1.0, "100"),
    (0.1, "10"),
    (0.01, "1"),
    (0.001, "0.1"),
    (0.0001, "0.01"),
];

/// Draws the chart, or says what it takes.
pub fn det(ui: &mut Ui, scene: &Scene<'_>, site: &SiteView, threshold: f32) {
    let palette = scene.palette;
    widgets::card(ui, palette, |ui| {
        ui.set_width(ui.available_width());
        let title = scene.texts.get("site-det");
        widgets::label(ui, &title, theme::semibold(theme::BODY), palette.text);
        if site.det.is_empty() {
            let key = match site.progress {
                Some(_) => "site-det-coming",
                None => "site-det-none",
            };
            let font = theme::regular(theme::BODY - 1.0);
            widgets::wrapping(ui, &scene.texts.get(key), font, palette.muted);
            return;
        }
        let size = vec2(ui.available_width(), HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let here = (
            site.strangers.let_in(threshold),
            site.figures.asked_again(threshold),
        );
        let values = [
            ("strangers", percent(scene, here.0.rate).into()),
            ("visits", percent(scene, here.1.rate).into()),
        ];
        let spoken = scene.texts.with("site-det-here", &values);
        response
            .widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{title}: {spoken}")));
        let plot = Rect::from_min_max(
            rect.min + vec2(6.0 * GRID, GRID),
            rect.max - vec2(GRID, 5.0 * GRID),
        );
        axes(ui, scene, plot);
        curve(ui, plot, &site.det, palette.accent);
        standing(ui, scene, plot, here);
        charts::at_pointer(ui, &response, |at| {
            let nearest = |point: &&(f64, f64)| {
                let far = place(plot, **point).distance(at);
                // Distances of points are numbers that can be put in order.
                (far * 100.0).round().to_bits()
            };
            let point = site.det.iter().min_by_key(nearest)?;
            let values = [
                ("strangers", percent(scene, point.0).into()),
                ("visits", percent(scene, point.1).into()),
            ];
            let words = scene.texts.with("site-det-here", &values);
            Some((place(plot, *point), words))
        });
        let font = theme::regular(theme::SMALL + 1.0);
        widgets::wrapping(ui, &spoken, font, palette.muted);
    });
}

/// Where a rate is between the ends of an axis, 0 to 1.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a point is drawn to a point"
)]
fn share(rate: f64) -> f32 {
    let lowest = LEAST_RATE.log10();
    (1.0 - rate.max(LEAST_RATE).log10() / lowest) as f32
}

fn place(plot: Rect, (strangers, visits): (f64, f64)) -> Pos2 {
    pos2(
        plot.left() + plot.width() * share(strangers),
        plot.bottom() - plot.height() * share(visits),
    )
}

fn axes(ui: &Ui, scene: &Scene<'_>, plot: Rect) {
    let palette = scene.palette;
    let painter = ui.painter();
    let line = Stroke::new(1.0, palette.border);
    let font = theme::regular(theme::SMALL);
    for (rate, mark) in MARKS {
        let words = match scene.texts.language().code {
            "en" => format!("{mark} %"),
            _ => format!("{} %", mark.replace('.', ",")),
        };
        let at = place(plot, (rate, rate));
        painter.vline(at.x, plot.y_range(), line);
        painter.hline(plot.x_range(), at.y, line);
        let left = pos2(plot.left() - 6.0, at.y);
        painter.text(
            left,
            Align2::RIGHT_CENTER,
            &words,
            font.clone(),
            palette.muted,
        );
        let (below, align) = match rate >= 1.0 {
            true => (pos2(plot.right(), plot.bottom() + 4.0), Align2::RIGHT_TOP),
            false => (pos2(at.x, plot.bottom() + 4.0), Align2::CENTER_TOP),
        };
        painter.text(below, align, words, font.clone(), palette.muted);
    }
    painter.rect_stroke(plot, CornerRadius::ZERO, line, StrokeKind::Middle);
    let name = scene.texts.get("site-det-strangers");
    let below = Rect::from_min_max(
        pos2(plot.left(), plot.bottom() + 2.5 * GRID),
        pos2(plot.right(), plot.bottom() + 5.0 * GRID),
    );
    widgets::elided(
        ui,
        below,
        Align2::CENTER_CENTER,
        &name,
        font.clone(),
        palette.text,
    );
    let name = scene.texts.get("site-det-visits");
    let above = Rect::from_min_max(
        plot.left_top() + vec2(GRID, 2.0),
        pos2(plot.right() - 9.0 * GRID, plot.top() + 3.0 * GRID),
    );
    let cover = palette.surface;
    ui.painter().rect_filled(above, CornerRadius::ZERO, cover);
    widgets::elided(ui, above, Align2::LEFT_CENTER, &name, font, palette.text);
}

fn curve(ui: &Ui, plot: Rect, points: &[(f64, f64)], ink: Color32) {
    let line: Vec<Pos2> = points.iter().map(|point| place(plot, *point)).collect();
    ui.painter().add(Shape::line(line, Stroke::new(2.5, ink)));
}

/// The threshold as a point, and where it may lie at 95 %.
fn standing(ui: &Ui, scene: &Scene<'_>, plot: Rect, (strangers, visits): (Share, Share)) {
    let ink = scene.palette.text;
    let (low, high) = (
        place(plot, (strangers.bounds.0, visits.bounds.0)),
        place(plot, (strangers.bounds.1, visits.bounds.1)),
    );
    let around = Rect::from_two_pos(low, high).intersect(plot);
    let painter = ui.painter();
    painter.rect_filled(around, CornerRadius::same(2), ink.gamma_multiply(0.14));
    painter.circle_filled(place(plot, (strangers.rate, visits.rate)), 5.0, ink);
}
