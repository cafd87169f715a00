//! The DET plot: false matches against false non-matches, both on logarithmic
//! axes, as a PNG picture.

use std::io::Cursor;

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use plotters::coord::Shift;
use plotters::coord::combinators::{IntoLogRange, LogCoord};
use plotters::prelude::*;
use plotters::style::register_font;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use thiserror::Error;

use super::accuracy::{FMR_TARGETS, Scores};

/// Size of the picture in pixels.
pub const SIZE: (u32, u32) = (1200, 1240);
/// The lowest rate on both axes. What is lower, none included, is drawn here.
const LOWEST_RATE: f64 = 1e-4;
/// The axes reach a little beyond the rates at their ends, so that those get
/// their labels.
const MARGIN: f64 = 1.001;

/// The text face, the product's own.
const FACE: &str = "Inter";
const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");

/// Colours: slate 700 and 500, slate 200 of the grid, and the accent, teal 600.
const INK: RGBColor = RGBColor(0x33, 0x41, 0x55);
const FAINT_INK: RGBColor = RGBColor(0x64, 0x74, 0x8B);
const GRID: RGBColor = RGBColor(0xE2, 0xE8, 0xF0);
/// One for each curve; they also differ in width.
const CURVES: [(RGBColor, u32); 2] = [(INK, 3), (RGBColor(0x0D, 0x94, 0x88), 6)];

/// One line of the plot.
pub struct Curve<'a> {
    /// What was compared with what.
    pub name: &'a str,
    /// The scores.
    pub scores: &'a Scores,
}

/// The picture can't be drawn.
#[derive(Debug, Error)]
#[error("the plot can't be drawn: {0}")]
pub struct PlotError(String);

impl PlotError {
    fn new(why: impl std::fmt::Display) -> Self {
        Self(why.to_string())
    }
}

type Area<'a> = DrawingArea<BitMapBackend<'a>, Shift>;
type Plot<'a, 'b> = ChartContext<'a, BitMapBackend<'b>, Cartesian2d<LogCoord<f64>, LogCoord<f64>>>;

/// Draws up to two curves under a title and a line that says what was
/// measured.
///
/// # Errors
/// When the picture can't be drawn or encoded.
pub fn draw_png(title: &str, measured: &str, curves: &[Curve<'_>]) -> Result<Vec<u8>, PlotError> {
    for (style, face) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, SEMI_BOLD)] {
        register_font(FACE, style, face).map_err(|_| PlotError::new("its text face is broken"))?;
    }
    let (width, height) = SIZE;
    let bytes =
        usize::try_from(u64::from(width) * u64::from(height) * 3).map_err(PlotError::new)?;
    let mut pixels = vec![255_u8; bytes];
    let area = BitMapBackend::with_buffer(&mut pixels, SIZE).into_drawing_area();
    draw(&area, title, measured, curves).map_err(PlotError::new)?;
    drop(area);
    let mut png = Cursor::new(Vec::new());
    PngEncoder::new(&mut png)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .map_err(PlotError::new)?;
    Ok(png.into_inner())
}

type Drawn =
    Result<(), DrawingAreaErrorKind<<BitMapBackend<'static> as DrawingBackend>::ErrorType>>;

fn draw(area: &Area<'_>, title: &str, measured: &str, curves: &[Curve<'_>]) -> Drawn {
    let heading = TextStyle::from((FACE, 36, FontStyle::Bold).into_font()).color(&INK);
    area.draw(&Text::new(title.to_owned(), (56, 40), heading))?;
    area.draw(&Text::new(
        measured.to_owned(),
        (56, 90),
        text(22, FAINT_INK),
    ))?;
    for ((curve, (colour, width)), row) in curves.iter().zip(CURVES).zip(0..) {
        let y = 146 + row * 36;
        let sample = [(56, y), (96, y)];
        area.draw(&PathElement::new(sample, colour.stroke_width(width)))?;
        let style = text(22, INK).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(legend(curve), (110, y), style))?;
    }
    let foot = "Lower and further left is better. On the edge: no such error was seen. \
                Bars: 95 % intervals, as if comparisons were independent.";
    area.draw(&Text::new(foot, (56, 1200), text(18, FAINT_INK)))?;

    let axis = || (LOWEST_RATE / MARGIN..MARGIN).log_scale();
    let mut plot = ChartBuilder::on(area)
        .margin_top(224)
        .margin_right(56)
        .margin_left(40)
        .margin_bottom(56)
        .x_label_area_size(76)
        .y_label_area_size(104)
        .build_cartesian_2d(axis(), axis())?;
    plot.configure_mesh()
        .bold_line_style(GRID.stroke_width(2))
        .light_line_style(GRID.mix(0.5))
        .axis_style(FAINT_INK.stroke_width(2))
        .label_style(text(22, INK))
        .axis_desc_style(text(24, INK))
        .x_desc("False match rate: strangers taken for one person")
        .y_desc("False non-match rate: people not recognised")
        .x_label_formatter(&|rate| percent(*rate))
        .y_label_formatter(&|rate| percent(*rate))
        .draw()?;
    draw_diagonal(&mut plot)?;
    for (curve, (colour, width)) in curves.iter().zip(CURVES) {
        let line = line(curve.scores);
        plot.draw_series(LineSeries::new(line, colour.stroke_width(width)))?;
    }
    for (curve, (colour, _)) in curves.iter().zip(CURVES) {
        draw_operating_points(&mut plot, curve.scores, colour)?;
    }
    Ok(())
}

/// Where both rates are equal.
fn draw_diagonal(plot: &mut Plot<'_, '_>) -> Drawn {
    let diagonal = [(LOWEST_RATE, LOWEST_RATE), (1.0, 1.0)];
    plot.draw_series(DashedLineSeries::new(
        diagonal,
        6,
        8,
        FAINT_INK.mix(0.6).into(),
    ))?;
    let label = text(18, FAINT_INK).pos(Pos::new(HPos::Left, VPos::Center));
    let words = Text::new("both rates equal", (0, 0), label);
    plot.draw_series([EmptyElement::at((0.34, 0.24)) + words])?;
    Ok(())
}

/// Dots at the false match rates of the table, with the interval in which the
/// false non-match rate lies; none where no such error was seen.
fn draw_operating_points(plot: &mut Plot<'_, '_>, scores: &Scores, colour: RGBColor) -> Drawn {
    for point in FMR_TARGETS.map(|target| scores.at_fmr(target)) {
        if point.fnmr < LOWEST_RATE {
            continue;
        }
        let [low, high] = point.fnmr_ci95.map(on_axis);
        let at = (on_axis(point.fmr), point.fnmr);
        let interval = ErrorBar::new_vertical(at.0, low, at.1, high, colour.stroke_width(2), 14);
        plot.draw_series([interval])?;
        plot.draw_series([Circle::new(at, 8, colour.filled())])?;
        let label = format!(
            "{} at threshold {:.3}",
            percent(point.fnmr),
            point.threshold
        );
        let style = text(20, INK).pos(Pos::new(HPos::Left, VPos::Center));
        plot.draw_series([EmptyElement::at(at) + Text::new(label, (16, -14), style)])?;
    }
    Ok(())
}

/// The DET curve within the axes: what is lower lies on the edge. Points in
/// the middle of a straight line are left out: lines of fewer corners are
/// drawn cleaner.
fn line(scores: &Scores) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for rates in scores.det() {
        let next = (on_axis(rates.fmr), on_axis(rates.fnmr));
        if let [.., before, last] = points.as_slice() {
            let along_x = before.1 == last.1 && last.1 == next.1;
            let along_y = before.0 == last.0 && last.0 == next.0;
            if along_x || along_y {
                points.pop();
            }
        }
        points.push(next);
        if rates.fmr < LOWEST_RATE {
            break;
        }
    }
    points
}

fn on_axis(rate: f64) -> f64 {
    rate.clamp(LOWEST_RATE, 1.0)
}

fn legend(curve: &Curve<'_>) -> String {
    let scores = curve.scores;
    let (own, strangers) = (grouped(scores.genuine()), grouped(scores.impostor()));
    let found = match (scores.highest_impostor(), scores.lowest_genuine()) {
        (Some(stranger), Some(genuine)) if stranger < genuine => {
            format!("no error between {stranger:.3} and {genuine:.3}")
        }
        _ => format!("equal error rate {}", percent(scores.eer())),
    };
    format!(
        "{}: {found} ({own} genuine, {strangers} impostor scores)",
        curve.name
    )
}

/// A rate in per cent, with two significant digits.
#[must_use]
pub fn percent(rate: f64) -> String {
    let percent = rate * 100.0;
    if percent <= 0.0 {
        return "0 %".to_owned();
    }
    let digits = if percent >= 9.95 {
        0
    } else if percent >= 0.995 {
        1
    } else if percent >= 0.0995 {
        2
    } else {
        3
    };
    let text = format!("{percent:.digits$}");
    let text = if digits > 0 {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    format!("{text} %")
}

/// A count with its thousands set apart: `19,000`.
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in (0..digits.len()).rev().zip(digits.chars()) {
        text.push(digit);
        if place > 0 && place % 3 == 0 {
            text.push(',');
        }
    }
    text
}

fn text<'a>(pixels: u32, colour: RGBColor) -> TextStyle<'a> {
    (FACE, pixels).into_font().color(&colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_and_counts_read_well() {
        for (rate, text) in [
            (0.0, "0 %"),
            (1e-4, "0.01 %"),
            (0.001_05, "0.1 %"),
            (0.004_44, "0.44 %"),
            (0.0222, "2.2 %"),
            (0.02, "2 %"),
            (0.1, "10 %"),
            (1.0, "100 %"),
        ] {
            assert_eq!(percent(rate), text);
        }
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (19_000, "19,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(count), text);
        }
    }

    #[test]
    fn a_plot_is_a_picture_even_of_perfect_and_of_tiny_sets() {
        let mut scores = Scores::default();
        scores.add_genuine(0.9);
        scores.add_impostor(0.1);
        for curves in [0, 1, 2] {
            let curves: Vec<Curve<'_>> = (0..curves)
                .map(|_| Curve {
                    name: "One photo with one photo",
                    scores: &scores,
                })
                .collect();
            let png = draw_png("Recognition", "2 people", &curves).unwrap();
            let picture = image::load_from_memory(&png).unwrap().into_rgb8();
            assert_eq!(picture.dimensions(), SIZE);
            let inked = picture.pixels().filter(|pixel| pixel.0 != [255; 3]).count();
            assert!(inked > 10_000, "{inked} pixels");
        }
    }
}
