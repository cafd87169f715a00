//! What is heavy or can't be undone is asked for twice: the first press opens
//! a card that says what will happen, and only the card's button does it.

use eframe::egui::{
    Align, CornerRadius, Frame, Id, Key, Layout, Margin, Modifiers, Response, Role, Stroke, Ui,
    WidgetInfo, style, vec2,
};

use crate::kiosk::hands::Hands;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID, Palette};

use super::{Button, text};

/// What is asked for, and what is said before it is done.
#[derive(Clone, Copy, Debug)]
pub struct Confirm<'a> {
    /// The icon of what is done.
    pub icon: &'a str,
    /// What is done, as both buttons say it.
    pub act: &'a str,
    /// The card's question.
    pub question: &'a str,
    /// What will happen.
    pub happens: &'a str,
    /// The way back.
    pub cancel: &'a str,
    /// Whether something is taken away by it.
    pub danger: bool,
}

/// What came of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is to be done.
    Yes,
    /// It is not to be done.
    No,
}

/// A card that is open: in which frame it was drawn last, and whether the focus
/// has been handed to it.
#[derive(Clone, Copy, Default)]
struct Open {
    drawn: u64,
    entered: bool,
}

/// The button that asks, or the card once it was pressed; true once the card's
/// button is pressed, too. `name` tells it from others of its page.
pub fn confirm(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    ready: bool,
    words: Confirm<'_>,
) -> bool {
    let id = ui.scope_id().with(("confirm", name));
    let frame = ui.ctx().cumulative_frame_nr();
    let open: Option<Open> = ui.data(|data| data.get_temp(id));
    // A card that wasn't drawn in the frame before was left with its page.
    let open = open.filter(|open| ready && frame <= open.drawn + 1);
    let Some(open) = open else {
        ui.data_mut(|data| data.remove_temp::<Open>(id));
        let button = Button::secondary(palette, words.icon, words.act)
            .min_size(vec2(0.0, theme::TARGET))
            .enabled(ready);
        let pressed = ui.add(button);
        take_back(ui, id, &pressed);
        if pressed.clicked() {
            set(
                ui,
                id,
                Some(Open {
                    drawn: frame,
                    entered: false,
                }),
            );
        }
        return false;
    };
    let answer = card(ui, palette, words, !open.entered);
    let stays = answer.is_none().then_some(Open {
        drawn: frame,
        entered: true,
    });
    set(ui, id, stays);
    if answer == Some(Answer::No) {
        ui.data_mut(|data| data.insert_temp(id.with("left"), true));
    }
    answer == Some(Answer::Yes)
}

fn set(ui: &Ui, id: Id, open: Option<Open>) {
    ui.data_mut(|data| match open {
        Some(open) => {
            data.insert_temp(id, open);
        }
        None => {
            data.remove_temp::<Open>(id);
        }
    });
    if open.is_none_or(|open| !open.entered) {
        ui.ctx().request_repaint();
    }
}

/// The button gets the focus back from a card that was left.
fn take_back(ui: &Ui, id: Id, button: &Response) {
    let left: Option<bool> = ui.data_mut(|data| data.remove_temp(id.with("left")));
    if left.is_some() {
        button.request_focus();
    }
}

/// The card alone, where a screen keeps itself whether it is open. One that
/// has just opened gets the focus, on the way back; Escape is the way back,
/// too.
pub fn card(ui: &mut Ui, palette: &Palette, words: Confirm<'_>, opens: bool) -> Option<Answer> {
    let mut answer = None;
    let drawn = Frame::new()
        .fill(palette.background)
        .stroke(Stroke::new(1.0, palette.field_border))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(24, 16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            // Whatever it stands in: a line below the other.
            let layout = Layout::top_down(Align::Min);
            let size = vec2(ui.available_width(), 0.0);
            ui.allocate_ui_with_layout(size, layout, |ui| {
                ui.spacing_mut().item_spacing = vec2(1.5 * GRID, GRID);
                ui.horizontal_top(|ui| {
                    text::icon(ui, icons::WARNING, theme::LEAD, palette.warning);
                    ui.vertical(|ui| {
                        let said = text::title(ui, words.question, theme::LEAD - 2.0, palette.text);
                        let alert = || WidgetInfo::labeled(Role::Alert, true, words.question);
                        said.widget_info(alert);
                        let font = theme::regular(theme::BODY);
                        text::paragraph(ui, words.happens, font, palette.muted);
                    });
                });
                ui.add_space(0.5 * GRID);
                ui.horizontal_wrapped(|ui| answer = buttons(ui, palette, words, opens));
            });
        });
    if opens {
        // What is pressed at once was meant for the button before.
        let hands = ui.ctx().plugin_or_default::<Hands>();
        hands.lock().another_screen();
        let place = drawn.response.rect.expand(GRID);
        ui.scroll_to_rect_animation(place, None, style::ScrollAnimation::none());
    }
    answer
}

fn buttons(ui: &mut Ui, palette: &Palette, words: Confirm<'_>, opens: bool) -> Option<Answer> {
    let size = vec2(0.0, theme::TARGET);
    let back = Button::secondary(palette, icons::CROSS, words.cancel);
    let back = ui.add(back.min_size(size));
    if opens {
        back.request_focus();
    }
    let act = if words.danger {
        Button::danger(palette, words.icon, words.act)
    } else {
        Button::primary(palette, words.icon, words.act)
    };
    let act = ui.add(act.font(theme::semibold(theme::BODY)).min_size(size));
    text::describe(ui, &act, words.happens);
    let escaped = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if act.clicked() {
        Some(Answer::Yes)
    } else if back.clicked() || escaped {
        Some(Answer::No)
    } else {
        None
    }
}
