//! Words and icons.

use eframe::egui::accesskit::{Invalid, Live};
use eframe::egui::{
    Align, Align2, Color32, FontId, Label, Rect, Response, RichText, Role, Sense, Ui, WidgetInfo,
    pos2, text::LayoutJob,
};

use crate::kiosk::theme;

/// One line of text.
pub fn label(ui: &mut Ui, text: &str, font: FontId, colour: Color32) -> Response {
    // Lines of large type stand closer (ours, by eye).
    let height = (font.size >= theme::TITLE).then_some(font.size * 1.1);
    let text = RichText::new(text)
        .line_height(height)
        .font(font)
        .color(colour);
    ui.add(Label::new(text).selectable(false))
}

/// Text that wraps, its lines as close as the face has them.
pub fn wrapping(ui: &mut Ui, text: &str, font: FontId, colour: Color32) -> Response {
    let text = RichText::new(text).font(font).color(colour);
    ui.add(Label::new(text).selectable(false).wrap())
}

/// A title: bold, its lines close together; it wraps.
pub fn title(ui: &mut Ui, text: &str, size: f32, colour: Color32) -> Response {
    let text = RichText::new(text)
        .line_height(Some(size * 1.1))
        .font(theme::bold(size))
        .color(colour);
    ui.add(Label::new(text).selectable(false).wrap())
}

/// Text that wraps, with the air between lines that reading needs.
pub fn paragraph(ui: &mut Ui, text: &str, font: FontId, colour: Color32) -> Response {
    let height = font.size * 1.5;
    let text = RichText::new(text)
        .line_height(Some(height))
        .font(font)
        .color(colour);
    ui.add(Label::new(text).selectable(false).wrap())
}

/// Text that wraps around the middle, its lines `line` times the type's size
/// apart.
pub fn centred_paragraph(ui: &mut Ui, text: &str, font: FontId, colour: Color32, line: f32) {
    let height = font.size * line;
    let text = RichText::new(text)
        .line_height(Some(height))
        .font(font)
        .color(colour);
    let label = Label::new(text).selectable(false);
    ui.add(label.wrap().halign(Align::Center));
}

/// An icon beside a word; it has no name of its own.
pub fn icon(ui: &mut Ui, icon: &str, size: f32, colour: Color32) {
    let galley = ui
        .painter()
        .layout_no_wrap(icon.to_owned(), theme::icon(size), colour);
    let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
    ui.painter().galley(rect.min, galley, colour);
}

/// What a screen reader adds to the name of something.
pub fn describe(ui: &Ui, response: &Response, words: &str) {
    if !words.is_empty() {
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_description(words));
    }
}

/// The same of a field in which something wrong stands.
pub fn describe_wrong(ui: &Ui, response: &Response, words: &str) {
    describe(ui, response, words);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_invalid(Invalid::True));
}

/// Text painted at a place, which screen readers find there; they say it by
/// themselves when it changes. `name` tells it from others of its screen.
pub fn announce(ui: &Ui, rect: Rect, name: &str, text: &str, font: FontId, colour: Color32) {
    let place = Align2::LEFT_CENTER.pos_in_rect(&rect);
    let painted = ui
        .painter()
        .text(place, Align2::LEFT_CENTER, text, font, colour);
    let id = ui.scope_id().with(("announced", name));
    ui.interact(painted, id, Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_live(Live::Polite));
}

/// Text that wraps inside a place and stands in its middle's height; screen
/// readers find it there.
pub fn said_in(ui: &mut Ui, rect: Rect, align: Align, text: &str, font: FontId, colour: Color32) {
    let mut job = LayoutJob::simple(text.to_owned(), font, colour, rect.width());
    job.halign = align;
    let galley = ui.painter().layout_job(job);
    let left = match align {
        Align::Min => rect.left(),
        Align::Center => rect.center().x,
        Align::Max => rect.right(),
    };
    let top = (rect.center().y - galley.size().y / 2.0).max(rect.top());
    let id = ui
        .scope_id()
        .with((text, rect.min.x.to_bits(), rect.min.y.to_bits()));
    ui.interact(rect, id, Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().galley(pos2(left, top), galley, colour);
}

/// Text painted at a place, which screen readers find there too.
pub fn say(ui: &Ui, rect: Rect, align: Align2, text: &str, font: FontId, colour: Color32) {
    let place = align.pos_in_rect(&rect);
    let painted = ui.painter().text(place, align, text, font, colour);
    let id = ui
        .scope_id()
        .with((text, rect.min.x.to_bits(), rect.min.y.to_bits()));
    ui.interact(painted, id, Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
}
