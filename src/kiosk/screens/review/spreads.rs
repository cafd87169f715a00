//! How the values of liveness cues are spread: sessions in which they passed
//! above those in which they failed, and the threshold between.

use eframe::egui::{
    Align2, Color32, CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::kiosk::review_words;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets;
use crate::report::spread::{CueSpread, SPREAD_BARS, SPREADS};

use super::{Scene, charts, grouped};

const HEIGHT: f32 = 17.0 * GRID;

/// Draws a chart a cue, so wide each; nothing where nothing was measured.
pub fn spreads(
    ui: &mut Ui,
    scene: &Scene<'_>,
    figures: &crate::report::site::SiteFigures,
    each: f32,
) {
    for (name, ..) in SPREADS {
        if let Some(spread) = figures.cues.get(name) {
            let (rect, _) = ui.allocate_exact_size(vec2(each, HEIGHT), Sense::hover());
            chart(ui, scene, rect, (name, spread));
        }
    }
}

fn chart(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, (name, spread): (&str, &CueSpread)) {
    let palette = scene.palette;
    let texts = scene.texts;
    let called = review_words::cue(name).map_or_else(|| name.to_owned(), |key| texts.get(key));
    let called = match spread.advisory {
        true => texts.with("review-advisory", &[("cue", called.into())]),
        false => called,
    };
    let (passed, all) = spread.counts();
    let values = [
        ("passed", grouped(passed).into()),
        ("all", grouped(all).into()),
        ("bound", texts.decimal(spread.threshold, 2).into()),
    ];
    let says = texts.with("site-cue-says", &values);
    let id = ui.scope_id().with(("spread", name));
    let response = ui.interact(rect, id, Sense::hover());
    let spoken = format!("{called}: {says}");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &spoken));
    let names = theme::regular(theme::SMALL + 1.0);
    let (head, rest) = rect.split_top_bottom_at_y(rect.top() + 2.75 * GRID);
    let at = Align2::LEFT_CENTER;
    widgets::elided(ui, head, at, &called, names.clone(), palette.muted);
    let (line, plot) = rest.split_top_bottom_at_y(rest.top() + 3.0 * GRID);
    let font = theme::semibold(theme::SMALL + 1.0);
    widgets::elided(ui, line, at, &says, font, palette.text);
    let plot = plot.with_max_y(plot.bottom() - 2.5 * GRID);
    bars(
        ui,
        plot,
        &spread.passed,
        palette.success.gamma_multiply(0.8),
        0.0,
    );
    bars(
        ui,
        plot,
        &spread.failed,
        palette.danger.gamma_multiply(0.8),
        0.0,
    );
    let painter = ui.painter();
    painter.hline(
        plot.x_range(),
        plot.bottom(),
        Stroke::new(1.0, palette.border),
    );
    let (low, high) = spread.ends;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a line is drawn to a point"
    )]
    let share = ((spread.threshold - low) / (high - low)).clamp(0.0, 1.0) as f32;
    let x = plot.left() + plot.width() * share;
    painter.vline(x, plot.y_range(), Stroke::new(1.5, palette.text));
    let font = theme::regular(theme::SMALL);
    for (value, align, at) in [
        (low, Align2::LEFT_TOP, plot.left()),
        (high, Align2::RIGHT_TOP, plot.right()),
    ] {
        let words = texts.decimal(value, 1);
        let place = pos2(at, plot.bottom() + 2.0);
        painter.text(place, align, words, font.clone(), palette.muted);
    }
    charts::at_pointer(ui, &response, |at| {
        let share = ((at.x - plot.left()) / plot.width()).clamp(0.0, 1.0);
        let bar = charts::place_among(share, SPREAD_BARS);
        let count = |bars: &[u64]| bars.get(bar).copied().unwrap_or_default();
        let value = low + (high - low) * f64::from(share);
        let values = [
            ("value", texts.decimal(value, 2).into()),
            ("passed", grouped(count(&spread.passed)).into()),
            ("failed", grouped(count(&spread.failed)).into()),
        ];
        let words = texts.with("site-cue-bar", &values);
        Some((pos2(at.x, plot.bottom()), words))
    });
}

/// Bars of one colour, each of its own height.
fn bars(ui: &Ui, plot: Rect, counts: &[u64], ink: Color32, below: f32) {
    let most = counts.iter().copied().max().unwrap_or_default();
    if most == 0 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "a bar is drawn to a point")]
    let width = plot.width() / counts.len() as f32;
    let mut left = plot.left();
    for count in counts {
        #[expect(clippy::cast_precision_loss, reason = "a bar is drawn to a point")]
        let share = *count as f32 / most as f32;
        if *count > 0 {
            let height = (plot.height() * share).max(1.5);
            let bar = Rect::from_min_max(
                pos2(left + 0.5, plot.bottom() - height - below),
                pos2(left + width - 0.5, plot.bottom() - below),
            );
            ui.painter().rect_filled(bar, CornerRadius::ZERO, ink);
        }
        left += width;
    }
}
