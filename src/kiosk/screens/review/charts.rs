//! The charts of the site, drawn as lines and boxes: crisp at any size, in the
//! colours of the theme. What they say is said to screen readers, too.

use eframe::egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;
use crate::pipeline::SiteView;
use crate::report::site::{BARS, HIGHEST, Histogram, HourFigures, LOWEST};

use super::{Scene, grouped};

/// Scores that are written below the bars.
const MARKS: [f32; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// Strangers and visits as bars, each of its own height, and the threshold.
pub fn histograms(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, site: &SiteView, threshold: f32) {
    let palette = scene.palette;
    let (plot, below) = rect.split_top_bottom_at_y(rect.bottom() - 6.0 * GRID);
    let place = |score: f32| {
        let share = (score - LOWEST) / (HIGHEST - LOWEST);
        plot.left() + plot.width() * share.clamp(0.0, 1.0)
    };
    bars(
        ui,
        plot,
        &site.strangers.histogram,
        palette.muted.gamma_multiply(0.6),
    );
    bars(
        ui,
        plot,
        &site.figures.histogram,
        palette.accent.gamma_multiply(0.85),
    );
    let painter = ui.painter();
    let line = Stroke::new(1.0, palette.border);
    painter.hline(plot.x_range(), plot.bottom(), line);
    let font = theme::regular(theme::SMALL);
    for mark in MARKS {
        let at = pos2(place(mark), plot.bottom() + 4.0);
        let align = if mark >= HIGHEST {
            Align2::RIGHT_TOP
        } else {
            Align2::CENTER_TOP
        };
        let words = scene.texts.decimal(mark, 2);
        painter.text(at, align, words, font.clone(), palette.muted);
    }
    let x = place(threshold);
    painter.vline(x, plot.y_range(), Stroke::new(2.0, palette.text));
    painter.circle_filled(pos2(x, plot.top() + 4.0), 5.0, palette.text);
    let legend = below.with_min_y(below.top() + 3.0 * GRID);
    let middle = legend.center().x;
    for (key, ink, left) in [
        (
            "site-strangers",
            palette.muted.gamma_multiply(0.6),
            legend.left(),
        ),
        ("site-visits", palette.accent, middle),
    ] {
        let sign = Rect::from_center_size(pos2(left + 6.0, legend.center().y), vec2(12.0, 12.0));
        painter.rect_filled(sign, CornerRadius::same(3), ink);
        let words = scene.texts.get(key);
        let to = if left < middle {
            middle
        } else {
            legend.right()
        };
        let place = Rect::from_min_max(
            pos2(left + 2.5 * GRID, legend.top()),
            pos2(to, legend.bottom()),
        );
        let font = theme::regular(theme::SMALL + 1.0);
        widgets::elided(ui, place, Align2::LEFT_CENTER, &words, font, palette.text);
    }
}

fn bars(ui: &Ui, plot: Rect, histogram: &Histogram, ink: Color32) {
    let most = histogram.most();
    if most == 0 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "a bar is drawn to a point")]
    let width = plot.width() / BARS as f32;
    let mut left = plot.left();
    for count in &histogram.0 {
        #[expect(clippy::cast_precision_loss, reason = "a bar is drawn to a point")]
        let share = (*count as f32 / most as f32).min(1.0);
        if *count > 0 {
            // One of a million is still seen.
            let height = (plot.height() * share).max(1.5);
            let bar = Rect::from_min_max(
                pos2(left + 0.5, plot.bottom() - height),
                pos2(left + width - 0.5, plot.bottom()),
            );
            ui.painter().rect_filled(bar, CornerRadius::ZERO, ink);
        }
        left += width;
    }
}

/// Says what stands under the pointer, and marks the place; `find` knows it.
pub fn at_pointer(ui: &Ui, response: &Response, find: impl FnOnce(Pos2) -> Option<(Pos2, String)>) {
    let Some((place, words)) = response.hover_pos().and_then(find) else {
        return;
    };
    let ink = ui.visuals().strong_text_color();
    ui.painter().circle_filled(place, 4.0, ink);
    response.clone().on_hover_text_at_pointer(words);
}

/// Which of `count` parts a share of all lies in.
pub fn place_among(share: f32, count: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a float cast saturates, and parts are few"
    )]
    let place = (share.clamp(0.0, 1.0) * count as f32) as usize;
    place.min(count.saturating_sub(1))
}

/// A small chart: what it is of, the figure of all days, and a curve.
pub fn multiple(
    ui: &mut Ui,
    scene: &Scene<'_>,
    rect: Rect,
    (name, value): (&str, &str),
    (first_day, curve): (i64, &[Option<f32>]),
    ink: Color32,
) {
    let palette = scene.palette;
    let id = ui.scope_id().with(("chart", name));
    let names = theme::regular(theme::SMALL + 1.0);
    let name = ui
        .painter()
        .layout(name.to_owned(), names, palette.muted, rect.width());
    let top = rect.top() + name.size().y;
    let spoken = name.text().to_owned();
    ui.painter().galley(rect.min, name, palette.muted);
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{spoken}: {value}")));
    let (figure, plot) = rect.with_min_y(top).split_top_bottom_at_y(top + 4.0 * GRID);
    let font = theme::bold(theme::BODY + 2.0);
    widgets::elided(ui, figure, Align2::LEFT_CENTER, value, font, palette.text);
    let plot = plot.shrink2(vec2(0.0, 6.0));
    let most = curve.iter().flatten().copied().fold(0.0_f32, f32::max);
    let painter = ui.painter();
    painter.hline(
        plot.x_range(),
        plot.bottom(),
        Stroke::new(1.0, palette.border),
    );
    if most <= 0.0 || plot.height() < 1.0 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "a curve is drawn to a point")]
    let step = plot.width() / (curve.len().max(2) - 1) as f32;
    let y_of = |value: f32| plot.bottom() - plot.height() * value / most;
    at_pointer(ui, &response, |at| {
        let number = place_among((at.x - plot.left()) / plot.width(), curve.len());
        let value = (*curve.get(number)?)?;
        let since = first_day.checked_add(i64::try_from(number).ok()?)?;
        let day = jiff::civil::date(1970, 1, 1);
        let day = day
            .checked_add(jiff::Span::new().try_days(since).ok()?)
            .ok()?;
        #[expect(clippy::cast_precision_loss, reason = "a curve is drawn to a point")]
        let x = plot.left() + step * number as f32;
        let words = format!("{day}: {}", scene.texts.decimal(value, 1));
        Some((pos2(x, y_of(value)), words))
    });
    let mut x = plot.left();
    let mut points = Vec::new();
    for value in curve {
        match value {
            Some(value) => points.push(pos2(x, y_of(*value))),
            None => line(ui, &mut points, ink),
        }
        x += step;
    }
    line(ui, &mut points, ink);
}

fn line(ui: &Ui, points: &mut Vec<eframe::egui::Pos2>, ink: Color32) {
    let points = std::mem::take(points);
    match points.as_slice() {
        [] => {}
        [alone] => {
            ui.painter().circle_filled(*alone, 2.5, ink);
        }
        _ => {
            ui.painter().add(Shape::line(points, Stroke::new(2.0, ink)));
        }
    }
}

/// The hours of the day as bars of three parts: verified, inconclusive, not
/// verified.
pub fn hours(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, hours: &[HourFigures; 24]) {
    let palette = scene.palette;
    let all = |hour: &HourFigures| hour.verified + hour.inconclusive + hour.refused;
    let most = hours.iter().map(all).max().unwrap_or_default().max(1);
    let plot = rect.with_max_y(rect.bottom() - 3.0 * GRID);
    let width = plot.width() / 24.0;
    for (hour, (at, figures)) in (0_u8..).zip(hours.iter().enumerate()) {
        let left = plot.left() + width * f32::from(hour);
        let mut bottom = plot.bottom();
        for (count, ink) in [
            (figures.verified, palette.success),
            (figures.inconclusive, palette.warning),
            (figures.refused, palette.danger),
        ] {
            #[expect(clippy::cast_precision_loss, reason = "a bar is drawn to a point")]
            let height = plot.height() * count as f32 / most as f32;
            let bar = Rect::from_min_max(
                pos2(left + 2.0, bottom - height),
                pos2(left + width - 2.0, bottom),
            );
            ui.painter().rect_filled(bar, CornerRadius::same(2), ink);
            bottom -= height;
        }
        let whole = Rect::from_min_max(pos2(left, plot.top()), pos2(left + width, rect.bottom()));
        let values = [
            ("hour", at.into()),
            ("verified", grouped(figures.verified).into()),
            ("inconclusive", grouped(figures.inconclusive).into()),
            ("refused", grouped(figures.refused).into()),
        ];
        let spoken = scene.texts.with("site-hour", &values);
        let id = ui.scope_id().with(("hour", at));
        let response = ui.interact(whole, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
        response.on_hover_text(&spoken);
        if hour % 3 == 0 {
            let font = theme::regular(theme::SMALL);
            let below = pos2(left + width / 2.0, plot.bottom() + 4.0);
            let words = format!("{hour}");
            ui.painter()
                .text(below, Align2::CENTER_TOP, words, font, palette.muted);
        }
    }
    let line = Stroke::new(1.0, palette.border);
    ui.painter().hline(plot.x_range(), plot.bottom(), line);
}
