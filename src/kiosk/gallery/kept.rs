//! Pictures that are kept, much smaller, to notice what has changed: a button
//! that moved, words that are gone. A person looks at what differs and accepts
//! it, or mends the screen.
//!
//! All looks of a state are one file: a column a language, a row a theme, each
//! a grey picture of an eighth of the size in a few shades.

use std::path::{Path, PathBuf};

use image::{GrayImage, Luma, RgbImage, imageops};

/// A kept picture's side to that of the screen's.
pub const SMALLER: u32 = 8;
/// Steps of a kept grey.
const SHADE: u8 = 12;
/// Greys that lie apart by more than this differ: half a step of each, and
/// what another machine's rounding makes of an edge.
const SAME: u8 = SHADE + 4;
/// So many points may differ: a blurred edge here and there. A short word has
/// more, and so has a button's edge.
const MOST_DIFFERENT: usize = 5;

/// One look of a state: its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Which language, from 0.
    pub column: u32,
    /// Which theme, from 0.
    pub row: u32,
}

/// A picture in the size in which it is kept.
#[must_use]
pub fn small(picture: &RgbImage) -> GrayImage {
    let grey = imageops::grayscale(picture);
    let (width, height) = (grey.width() / SMALLER, grey.height() / SMALLER);
    let mut small = GrayImage::new(width, height);
    for (x, y, point) in small.enumerate_pixels_mut() {
        let block = imageops::crop_imm(&grey, x * SMALLER, y * SMALLER, SMALLER, SMALLER);
        let sum: u32 = block.pixels().map(|(_, _, Luma([grey]))| u32::from(grey)).sum();
        let mean = u8::try_from(sum / (SMALLER * SMALLER)).unwrap_or(u8::MAX);
        *point = Luma([mean]);
    }
    small
}

/// How many points of two small pictures differ; those that `left_out` says
/// aren't compared.
#[must_use]
pub fn different(
    kept: &GrayImage,
    taken: &GrayImage,
    left_out: impl Fn(u32, u32) -> bool,
) -> usize {
    if kept.dimensions() != taken.dimensions() {
        return usize::MAX;
    }
    let points = kept.enumerate_pixels();
    let differing = points.filter(|(x, y, Luma([kept]))| {
        let Luma([taken]) = taken.get_pixel(*x, *y);
        kept.abs_diff(*taken) > SAME && !left_out(*x, *y)
    });
    differing.count()
}

/// Whether so many points are a change.
#[must_use]
pub fn is_change(points: usize) -> bool {
    points > MOST_DIFFERENT
}

/// The file of a state.
#[must_use]
pub fn file(folder: &Path, state: &str) -> PathBuf {
    folder.join(format!("{state}.png"))
}

/// What is kept of one look; nothing if none is.
#[must_use]
pub fn look(sheet: &GrayImage, cell: Cell, size: (u32, u32)) -> Option<GrayImage> {
    let (left, top) = (cell.column * size.0, cell.row * size.1);
    let fits = left + size.0 <= sheet.width() && top + size.1 <= sheet.height();
    fits.then(|| imageops::crop_imm(sheet, left, top, size.0, size.1).to_image())
}

/// Puts looks into one picture, in few shades.
#[must_use]
pub fn sheet(looks: &[(Cell, GrayImage)]) -> Option<GrayImage> {
    let (_, first) = looks.first()?;
    let (width, height) = first.dimensions();
    let columns = looks.iter().map(|(cell, _)| cell.column + 1).max()?;
    let rows = looks.iter().map(|(cell, _)| cell.row + 1).max()?;
    let mut sheet = GrayImage::new(columns * width, rows * height);
    for (cell, look) in looks {
        for (x, y, Luma([grey])) in look.enumerate_pixels() {
            let shade = (grey / SHADE).saturating_mul(SHADE).saturating_add(SHADE / 2);
            let (x, y) = (cell.column * width + x, cell.row * height + y);
            sheet.put_pixel(x, y, Luma([shade]));
        }
    }
    Some(sheet)
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    /// A light page with a button and a line of words.
    fn page(button: u32, words: bool) -> RgbImage {
        let mut page = RgbImage::from_pixel(640, 400, Rgb([245, 247, 250]));
        for y in 200..264 {
            for x in button..button + 200 {
                page.put_pixel(x, y, Rgb([15, 118, 110]));
            }
        }
        if words {
            // About as much ink as a word of five letters has at 18 pixels.
            for y in 100..118 {
                for x in (100..145).step_by(4) {
                    page.put_pixel(x, y, Rgb([86, 97, 109]));
                }
            }
        }
        page
    }

    fn kept(picture: &RgbImage) -> GrayImage {
        let cell = Cell { column: 0, row: 0 };
        sheet(&[(cell, small(picture))]).unwrap()
    }

    fn change(before: &RgbImage, after: &RgbImage) -> bool {
        is_change(different(&kept(before), &small(after), |_, _| false))
    }

    #[test]
    fn a_moved_button_and_lost_words_are_changes_and_noise_is_none() {
        let before = page(100, true);
        assert!(!change(&before, &before));
        assert!(change(&before, &page(108, true)), "the button moved");
        assert!(change(&before, &page(100, false)), "a word is gone");
        let mut noisy = before.clone();
        for (at, pixel) in noisy.pixels_mut().enumerate() {
            let Rgb(channels) = pixel;
            for channel in channels {
                *channel = channel.saturating_sub(u8::from(at % 3 == 0) * 4);
            }
        }
        assert!(!change(&before, &noisy), "another machine's rounding");
    }

    #[test]
    fn looks_are_found_again() {
        let (first, second) = (small(&page(100, true)), small(&page(300, false)));
        let cells = [(0, 0), (2, 1)].map(|(column, row)| Cell { column, row });
        let looks = [(cells[0], first.clone()), (cells[1], second.clone())];
        let sheet = sheet(&looks).unwrap();
        for (cell, expected) in looks {
            let found = look(&sheet, cell, expected.dimensions()).unwrap();
            assert_eq!(different(&found, &expected, |_, _| false), 0);
        }
        assert!(look(&sheet, Cell { column: 3, row: 0 }, first.dimensions()).is_none());
    }
}
