//! Each widget once, to try.

use eframe::egui::{Align, Align2, Id, Layout, Rect, ScrollArea, Ui, vec2};
use zeroize::Zeroizing;

use crate::domain::{Component, Pose};
use crate::flow::{QualityBar, TurnAxis, TurnView};
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};
use crate::kiosk::widgets::{self, Button, StepperNames, Tile};

/// What the widgets were set to.
pub struct WidgetsPage {
    name: String,
    secret: Zeroizing<String>,
    ticked: bool,
    on: bool,
    days: u32,
}

impl Default for WidgetsPage {
    fn default() -> Self {
        Self {
            name: "Eileen Collins".to_owned(),
            secret: Zeroizing::new("204617".to_owned()),
            ticked: true,
            on: true,
            days: 90,
        }
    }
}

impl WidgetsPage {
    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, palette: &Palette) {
        theme::use_palette(ui, palette);
        widgets::top_bar(ui, palette, "Widgets", |ui| {
            widgets::pill(ui, palette, icons::USER, palette.muted, "pill");
        });
        let body = widgets::body(ui);
        let third = (body.width() - 4.0 * GRID) / 3.0;
        let column = |number: f32| {
            let left = body.left() + number * (third + 2.0 * GRID);
            Rect::from_min_size(
                eframe::egui::pos2(left, body.top()),
                vec2(third, body.height()),
            )
        };
        widgets::region(ui, column(0.0), Layout::top_down(Align::Min), |ui| {
            self.typed(ui, palette);
        });
        widgets::region(ui, column(1.0), Layout::top_down(Align::Min), |ui| {
            ScrollArea::vertical().show(ui, |ui| self.pressed(ui, palette));
        });
        looked_at(ui, palette, column(2.0));
    }

    fn typed(&mut self, ui: &mut Ui, palette: &Palette) {
        let id = Id::unique("gallery field");
        let wrong = Some("what is wrong with it");
        widgets::field(ui, palette, id, "field", &mut self.name, false, wrong);
        let id = Id::unique("gallery secret");
        widgets::secret_field(ui, palette, id, "secret_field", &mut self.secret, None);
        let room = ui.available_rect_before_wrap();
        let size = vec2(room.width(), 44.0 * GRID);
        widgets::keypad(ui, palette, Rect::from_min_size(room.min, size), "Back");
    }

    fn pressed(&mut self, ui: &mut Ui, palette: &Palette) {
        ui.spacing_mut().item_spacing.y = GRID;
        ui.add(Button::primary(
            palette,
            icons::USER_FOCUS,
            "Button::primary",
        ));
        ui.add(Button::secondary(
            palette,
            icons::BADGE,
            "Button::secondary",
        ));
        ui.add(Button::quiet(palette, icons::LOCK, "Button::quiet"));
        ui.add(Button::choice(palette, icons::SUN, "Button::choice", true));
        ui.add(Button::secondary(palette, icons::PROHIBIT, "disabled").enabled(false));
        Tile::way(palette, icons::PIN, "Tile::way", "leads somewhere").show(ui);
        Tile::choice(palette, icons::CAMERA, "Tile::choice", "is chosen", true).show(ui);
        widgets::switch(ui, palette, &mut self.on, "switch", "what it does");
        widgets::tick_box(ui, palette, &mut self.ticked, "tick_box");
        let names = StepperNames {
            less: "Less",
            more: "More",
        };
        let days = format!("{}", self.days);
        widgets::stepper(ui, palette, &mut self.days, (1..=365, 30), &days, &names);
        widgets::soft_link(ui, palette, icons::QUESTION, "A question?", "soft_link");
        let (inner, _) = widgets::list_row(ui, palette, true, "list_row");
        let font = theme::regular(theme::BODY);
        widgets::elided(
            ui,
            inner,
            Align2::LEFT_CENTER,
            "list_row",
            font,
            palette.text,
        );
        widgets::said_line(ui, palette, icons::WARNING, palette.warning, "said_line");
    }
}

fn looked_at(ui: &mut Ui, palette: &Palette, rect: Rect) {
    widgets::card_in(ui, palette, rect, |ui| {
        widgets::label(ui, "label", theme::semibold(theme::LEAD), palette.text);
        let words = "paragraph: text that wraps, with the air between lines that reading needs";
        widgets::paragraph(ui, words, theme::regular(theme::BODY), palette.muted);
        widgets::step_dots(ui, palette, 1, 4, "step_dots");
        ui.add_space(2.0 * GRID);
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
        let size = vec2(ui.available_width(), 16.0 * GRID);
        let (dial, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
        let pose = Pose {
            yaw_degrees: 8.0,
            pitch_degrees: 3.0,
            ..Pose::default()
        };
        widgets::pose_dial(ui, dial, Some(pose), true, palette, "pose_dial");
        let (arc, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
        let turn = TurnView {
            axis: TurnAxis::Yaw,
            wanted_degrees: 20.0,
            reached_degrees: 12.0,
        };
        widgets::turn_arc(ui, arc.shrink(2.0 * GRID), &turn, palette, "turn_arc");
        let (ring, _) = ui.allocate_exact_size(size, eframe::egui::Sense::hover());
        let half = vec2(5.0 * GRID, 6.5 * GRID);
        widgets::ring(ui, ring.center(), half, 0.6, palette, "ring");
    });
}
