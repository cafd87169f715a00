//! A small demo of each widget. Its words are the widget's names and this
//! file's alone: nobody but who works on the program sees them.

use eframe::egui::{
    Align, Align2, Id, Layout, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2,
};
use zeroize::Zeroizing;

use crate::domain::{Component, Pose};
use crate::flow::{QualityBar, TurnAxis, TurnView};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets::{
    self, Button, Confirm, CountRow, Foot, Ink, LongList, MeasureRow, Note, Room, StepperNames,
    Tile, Tone,
};

/// Draws a widget.
pub type Demo = fn(&mut Tried, &mut Ui, &Palette);

/// What the widgets were set to.
pub struct Tried {
    name: String,
    note: String,
    secret: Zeroizing<String>,
    ticked: bool,
    on: bool,
    days: u32,
    at: f32,
    ink: Ink,
    list: LongList,
    line: usize,
}

impl Default for Tried {
    fn default() -> Self {
        Self {
            name: "Eileen Collins".to_owned(),
            note: "10427".to_owned(),
            secret: Zeroizing::new("204617".to_owned()),
            ticked: true,
            on: true,
            days: 90,
            at: 0.4,
            ink: Ink::default(),
            list: LongList::default(),
            line: 1,
        }
    }
}

/// Room of that height, as wide as there is.
fn place(ui: &mut Ui, height: f32) -> Rect {
    let size = vec2(ui.available_width(), height);
    ui.allocate_exact_size(size, Sense::hover()).0
}

fn plain() -> eframe::egui::FontId {
    theme::regular(theme::BODY)
}

/// Buttons of every kind.
pub fn button(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    ui.add(Button::primary(palette, icons::USER_FOCUS, "primary"));
    ui.add(Button::secondary(palette, icons::BADGE, "secondary"));
    ui.add(Button::secondary(palette, icons::PROHIBIT, "not now").enabled(false));
    ui.horizontal(|ui| {
        ui.add(Button::quiet(palette, icons::LOCK, "quiet"));
        ui.add(Button::choice(palette, icons::SUN, "choice", true));
        ui.add(Button::sign(palette, icons::CUBE, "sign", false));
    });
}

/// A tile that leads somewhere, and one that is chosen.
pub fn tile(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    Tile::way(palette, icons::PIN, "way", "leads somewhere").show(ui);
    Tile::choice(palette, icons::CAMERA, "choice", "is chosen", true).show(ui);
}

/// What has the focus.
pub fn focus(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    ui.add_space(GRID);
    ui.horizontal(|ui| {
        ui.add_space(GRID);
        let button = Button::secondary(palette, icons::KEYBOARD, "has the focus");
        let button = ui.add(button);
        if ui.memory(|memory| memory.focused()).is_none() {
            button.request_focus();
        }
    });
}

/// Fields for words and for a secret.
pub fn field(tried: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let id = Id::unique("gallery field");
    let wrong = Some("what is wrong with it");
    widgets::field(ui, palette, id, "field", &mut tried.name, false, wrong);
    let id = Id::unique("gallery secret");
    widgets::secret_field(ui, palette, id, "secret_field", &mut tried.secret, None);
}

/// A field with a note below it.
pub fn noted_field(tried: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let id = Id::unique("gallery noted field");
    let note = Note::Well("what is well with it");
    widgets::noted_field(ui, palette, id, "noted_field", &mut tried.note, 64, note);
}

/// A box to tick.
pub fn tick_box(tried: &mut Tried, ui: &mut Ui, palette: &Palette) {
    widgets::tick_box(ui, palette, &mut tried.ticked, "is agreed to");
}

/// A switch.
pub fn switch(tried: &mut Tried, ui: &mut Ui, palette: &Palette) {
    widgets::switch(ui, palette, &mut tried.on, "on", "what it does");
}

/// A number that is stepped up and down.
pub fn stepper(tried: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let names = StepperNames {
        less: "Less",
        more: "More",
    };
    let days = format!("{}", tried.days);
    widgets::stepper(ui, palette, &mut tried.days, (1..=365, 30), &days, &names);
}

/// Digits to press.
pub fn keypad(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 36.0 * GRID);
    widgets::keypad(ui, palette, rect, "Back");
}

/// Small words on a coloured ground.
pub fn pill(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    ui.horizontal(|ui| {
        widgets::pill(ui, palette, icons::CHECK, palette.success, "well");
        widgets::pill(ui, palette, icons::WARNING, palette.warning, "care");
    });
}

/// The question before what can't be undone.
pub fn confirm(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let words = Confirm {
        icon: icons::TRASH,
        act: "Remove",
        question: "Remove it for good?",
        happens: "What will happen is said before it does.",
        cancel: "Cancel",
        danger: true,
    };
    widgets::confirm(ui, palette, "gallery", true, words);
    widgets::confirm_card(ui, palette, words, false);
}

/// Banners of each tone.
pub fn banner(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    for (tone, words, read) in [
        (Tone::Well, "it went well", None),
        (Tone::Care, "it needs care", Some("Understood")),
        (Tone::Bad, "it was refused", None),
    ] {
        widgets::banner(ui, palette, tone, None, words, read);
    }
}

/// A line with its icon.
pub fn said_line(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let ink = palette.warning;
    widgets::said_line(ui, palette, icons::WARNING, ink, "a line that is said");
}

/// Title, label and paragraph.
pub fn text(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    widgets::title(ui, "title", theme::TITLE, palette.text);
    widgets::label(ui, "label", theme::semibold(theme::LEAD), palette.text);
    let words = "paragraph: text that wraps, with the air between lines that reading needs";
    widgets::paragraph(ui, words, plain(), palette.muted);
}

/// Words that are cut where their room ends.
pub fn elided(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 3.0 * GRID);
    let words = "a name that is longer than the room that is left for it on this line";
    widgets::elided(ui, rect, Align2::LEFT_CENTER, words, plain(), palette.text);
}

/// A link beside what matters more.
pub fn soft_link(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    widgets::soft_link(ui, palette, icons::QUESTION, "A question?", "its link");
}

/// Dots for the steps of a task.
pub fn step_dots(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    widgets::step_dots(ui, palette, 1, 4, "step 2 of 4");
}

/// The names of the steps of a task.
pub fn steps(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let names = ["done", "now", "next"].map(str::to_owned);
    let rect = place(ui, 4.0 * GRID);
    widgets::steps(ui, palette, rect, &names, 1);
}

/// The foot of a page, with its buttons.
pub fn foot(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 13.0 * GRID);
    let foot = Foot {
        back: Some(Button::secondary(palette, icons::ARROW_LEFT, "Back")),
        said: Some((icons::INFO, palette.warning, "what is missing")),
        primary: Button::primary(palette, icons::CHECK, "Save"),
    };
    foot.show(ui, rect);
}

/// Cards, and what stands at the end of a row.
pub fn frame(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 14.0 * GRID);
    widgets::card_in(ui, palette, rect, |ui| {
        widgets::label(ui, "card_in", theme::semibold(theme::BODY), palette.text);
        let row = ui.available_rect_before_wrap();
        widgets::at_end(ui, row, "gallery", |ui| {
            ui.add(Button::secondary(palette, icons::ARROW_RIGHT, "at_end"));
        });
    });
    widgets::card(ui, palette, |ui| {
        ui.set_width(ui.available_width());
        widgets::label(ui, "card", theme::semibold(theme::BODY), palette.text);
    });
}

/// How the room is told and split.
pub fn room(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let room = Room::of(ui);
    let words = format!(
        "tall {}, low {}, narrow {}",
        room.tall, room.low, room.narrow
    );
    widgets::label(ui, &words, plain(), palette.text);
    let rect = place(ui, 7.0 * GRID);
    let (first, second) = room.split(rect, 0.4, 0.4, 2.0 * GRID);
    for part in [first, second] {
        let line = Stroke::new(1.0, palette.accent);
        ui.painter().rect_stroke(part, 0, line, StrokeKind::Inside);
    }
}

/// A region that scrolls.
pub fn scroll(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 14.0 * GRID);
    widgets::region(ui, rect, Layout::top_down(Align::Min), |ui| {
        widgets::scroll(ui, "gallery", |ui| {
            for line in 1..=12 {
                widgets::label(ui, &format!("line {line}"), plain(), palette.text);
            }
        });
    });
}

/// Quality components beside their bounds.
pub fn quality_bar(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    for (component, value) in [
        (Component::Sharpness, 86.0),
        (Component::IlluminationUniformity, 31.0),
    ] {
        let bar = QualityBar {
            component,
            value,
            bound: 45.0,
        };
        widgets::quality_bar(ui, palette, &bar, component.name());
    }
}

/// A measured value, and a fact.
pub fn measure_row(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let row = MeasureRow {
        icon: icons::CHECK,
        ink: palette.success,
        name: "measured",
        says: "0.81 of 0.55",
        value: Some(0.81),
        bound: Some(0.55),
    };
    row.show(ui, palette);
    let sign = (icons::INFO, palette.muted);
    widgets::fact_row(ui, palette, sign, "fact_row", "what is known of it");
}

/// Counts with their shares.
pub fn count_row(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    for (words, count, share, chosen) in [("these", "12", 0.6, true), ("those", "8", 0.4, false)] {
        let row = CountRow {
            icon: (icons::LIST_SEARCH, palette.muted),
            words,
            count,
            share,
            chosen,
        };
        row.show(ui, palette);
    }
}

/// A list of many lines.
pub fn list_row(tried: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 26.0 * GRID);
    widgets::region(ui, rect, Layout::top_down(Align::Min), |ui| {
        let moved = tried.list.by_keys(ui, 40, Some(tried.line));
        tried.line = moved.unwrap_or(tried.line);
        let pressed = tried.list.show(ui, 40, Some(tried.line), |ui, at, line| {
            let words = format!("line {}", at + 1);
            let drawn = line.draw(ui, palette, &words);
            let at = Align2::LEFT_CENTER;
            widgets::elided(ui, drawn.inner, at, &words, plain(), palette.text);
            drawn
        });
        tried.line = pressed.unwrap_or(tried.line);
    });
}

/// How a head is turned, in degrees.
pub fn pose_dial(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 20.0 * GRID);
    let pose = Pose {
        yaw_degrees: 8.0,
        pitch_degrees: 3.0,
        ..Pose::default()
    };
    widgets::pose_dial(
        ui,
        rect,
        Some(pose),
        true,
        palette,
        "a head, turned a little",
    );
}

/// How far a turn has got, in degrees.
pub fn turn_arc(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 18.0 * GRID);
    let turn = TurnView {
        axis: TurnAxis::Yaw,
        wanted_degrees: 20.0,
        reached_degrees: 12.0,
    };
    widgets::turn_arc(
        ui,
        rect.shrink(2.0 * GRID),
        &turn,
        palette,
        "12 of 20 degrees",
    );
}

/// A ring that fills.
pub fn ring(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 22.0 * GRID);
    let half = vec2(7.0, 9.5) * GRID;
    widgets::ring(ui, rect.center(), half, 0.6, palette, "6 of 10");
}

/// A line that fills.
pub fn filled_line(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, GRID / 2.0);
    widgets::filled_line(ui, palette, rect, 0.6, "6 of 10");
}

/// A pad to sign on.
pub fn signature_pad(tried: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 24.0 * GRID);
    let hint = "Sign here";
    widgets::signature_pad(ui, palette, rect, &mut tried.ink, "signature_pad", hint);
}

/// A course to go through.
pub fn scrubber(tried: &mut Tried, ui: &mut Ui, palette: &Palette) {
    widgets::scrubber(ui, palette, &mut tried.at, 0.05, "scrubber");
}

/// A line of any thickness.
pub fn thick_line(_: &mut Tried, ui: &mut Ui, palette: &Palette) {
    let rect = place(ui, 8.0 * GRID).shrink2(Vec2::splat(2.0 * GRID));
    let points = [(0.0, 1.0), (0.25, 0.2), (0.5, 0.8), (1.0, 0.0)];
    let points = points.map(|(x, y)| {
        let at = rect.min + rect.size() * vec2(x, y);
        pos2(at.x, at.y)
    });
    widgets::thick_line(ui, points.to_vec(), GRID, palette.accent);
}
