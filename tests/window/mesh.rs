//! The live mesh: drawn, lit, in three ways, and turned by dragging.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use image::RgbImage;

use crate::kiosk::Kiosk;
use crate::support::{BADGE, Head, Site, is_set_up};
use crate::{ALONE, FakeCamera};

/// Where the mesh is in a window of 1280 by 800: left, top, right, bottom.
const STAGE: [u32; 4] = [820, 390, 1140, 625];
/// The three ways of showing it, beside it.
const DEPTH: [u32; 2] = [1190, 396];
const TEXTURED: [u32; 2] = [1190, 464];
const WIREFRAME: [u32; 2] = [1190, 532];
/// On the face, and where a hand drags it to.
const FACE: [u32; 2] = [968, 500];
const ASIDE: [u32; 2] = [1068, 500];
/// Pixels of a face that is drawn, at least.
const DRAWN: usize = 6_000;

#[test]
fn the_live_mesh_is_drawn_lit_in_three_ways_and_turned_by_dragging() {
    if !is_set_up() {
        return;
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let person = Head::FirstLater.folder();
    let sees = |camera: &FakeCamera| camera.play(&person.join("neutral"));
    let kiosk = Kiosk::open("mesh", Site::with_person(), sees);
    let display = &kiosk.display;
    kiosk.scan(BADGE);

    display.shows("a mesh in the colours of depth", |screen| {
        blue(screen).len() > DRAWN && skin(screen).len() < DRAWN / 10
    });
    kiosk.take_picture("1-depth");
    let mesh = blue(&display.picture());
    // Light falls on it: one colour would be as bright everywhere.
    let shades: BTreeSet<u32> = mesh.iter().map(|[_, _, light]| light / 8).collect();
    assert!(shades.len() > 8, "{shades:?}");
    let ahead = nearest(&mesh);

    display.click(TEXTURED);
    display.shows("a mesh with the skin of the picture", |screen| {
        skin(screen).len() > DRAWN && blue(screen).len() < DRAWN / 2
    });
    kiosk.take_picture("2-textured");
    display.click(WIREFRAME);
    display.shows("a mesh of lines", |screen| {
        let lines = lit(screen).len();
        (DRAWN / 20..mesh.len() * 3 / 4).contains(&lines) && skin(screen).len() < DRAWN / 10
    });
    kiosk.take_picture("3-wireframe");
    display.click(DEPTH);
    display.drag(FACE, ASIDE);
    display.shows("a mesh that is turned", |screen| {
        let mesh = blue(screen);
        mesh.len() > DRAWN && nearest(&mesh) > ahead + 0.04
    });
    kiosk.take_picture("4-turned");
}

/// Pixels of the stage that are so: column, row, brightness.
fn pixels(screen: &RgbImage, is_so: impl Fn([i32; 3]) -> bool) -> Vec<[u32; 3]> {
    let [left, top, right, bottom] = STAGE;
    let places = (top..bottom).flat_map(|y| (left..right).map(move |x| [x, y]));
    let colour = |[x, y]: [u32; 2]| screen.get_pixel(x, y).0;
    places
        .filter(|place| is_so(colour(*place).map(i32::from)))
        .map(|[x, y]| [x, y, colour([x, y]).into_iter().max().unwrap().into()])
        .collect()
}

/// What the colours of depth have: from teal to blue.
fn blue(screen: &RgbImage) -> Vec<[u32; 3]> {
    pixels(screen, |[red, _, blue]| blue > red + 40)
}

/// What skin has.
fn skin(screen: &RgbImage) -> Vec<[u32; 3]> {
    pixels(screen, |[red, _, blue]| red > blue + 25)
}

/// What is brighter than the card.
fn lit(screen: &RgbImage) -> Vec<[u32; 3]> {
    pixels(screen, |colour| colour.into_iter().max().unwrap() > 90)
}

/// Where the brightest part of the mesh is, which is nearest: from 0 at its
/// left to 1 at its right.
fn nearest(mesh: &[[u32; 3]]) -> f64 {
    let [left, right] = [
        mesh.iter().map(|[x, ..]| *x).min(),
        mesh.iter().map(|[x, ..]| *x).max(),
    ]
    .map(Option::unwrap);
    let mut sorted = mesh.to_vec();
    sorted.sort_by_key(|[_, _, light]| *light);
    let brightest = sorted.get(mesh.len() * 95 / 100..).unwrap();
    let sum: u32 = brightest.iter().map(|[x, ..]| x - left).sum();
    let count = u32::try_from(brightest.len()).unwrap();
    f64::from(sum) / f64::from(count) / f64::from(right - left)
}
