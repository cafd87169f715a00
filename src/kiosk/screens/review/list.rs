//! The list to the left: search, and a line a session. Only the lines in view
//! are opened and laid out, however many there are.

use std::time::Duration;

use eframe::egui::{Id, Key, Rect, ScrollArea, Ui};

use crate::kiosk::screens::entered;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Note, Tone};
use crate::pipeline::{ReviewIntent, SESSIONS_A_PAGE, SessionList, SessionQuery};

use super::line::{Stand, coming, damaged, line};
use super::{Act, ReviewForm, Scene, ask, count, open};

/// How long a search must stand before it is asked for, in seconds (ours).
const SEARCH_STANDS: f64 = 0.2;
/// A page that doesn't come for so long is asked for again, in seconds: who
/// scrolls fast asks for more than is waited for.
const PAGE_WAITS: f64 = 0.5;
const LOOK_AGAIN: Duration = Duration::from_millis(60);
/// No search takes more characters.
const MOST_CHARACTERS: usize = 64;
const ROW: f32 = theme::TARGET;
const GAP: f32 = 4.0;
/// Lines that one key goes on by.
const PAGE_OF_KEYS: usize = 8;

/// Where the list was scrolled to, in points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scroll {
    offset: f32,
    height: f32,
    /// Where it is to go.
    wanted: Option<f32>,
}

/// Draws the pane.
pub fn list_pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut ReviewForm) -> Option<Act> {
    let review = &scene.snapshot.review;
    let list = review.list.as_deref();
    let list = list.filter(|list| Some(&list.query) == form.asked.as_ref());
    let enter = entered(ui.ctx(), &[field_id()]);
    let mut act = None;
    widgets::card_in(ui, scene.palette, rect, |ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        search_field(ui, scene, form, list);
        if let Some(why) = &review.trouble {
            let words = scene.told(why).line();
            widgets::banner(ui, scene.palette, Tone::Bad, None, &words, None);
            return;
        }
        ui.add_space(0.5 * GRID);
        match list {
            None => say(ui, scene, "instruction-one-moment"),
            Some(list) if list.found == 0 && list.looked.is_some() => {
                say(ui, scene, "instruction-one-moment");
            }
            Some(list) if list.found == 0 && list.query == SessionQuery::default() => {
                say(ui, scene, "review-none-yet");
            }
            Some(list) if list.found == 0 => say(ui, scene, "review-none-found"),
            Some(list) => {
                move_by_keys(ui, form, list);
                if enter {
                    let chosen = list.line(form.selected.unwrap_or_default());
                    act = chosen.map(|line| open(line.id));
                }
                let shown = lines(ui, scene, form, list);
                act = act.take().or(shown);
            }
        }
    });
    act
}

fn field_id() -> Id {
    Id::unique("search sessions")
}

fn search_field(ui: &mut Ui, scene: &Scene<'_>, form: &mut ReviewForm, list: Option<&SessionList>) {
    let texts = scene.texts;
    let id = field_id();
    if form.asked.is_none() && ui.memory(|memory| memory.focused()).is_none() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let words = list.map_or(" ".to_owned(), |list| match list.looked {
        Some((looked, all)) => texts.with(
            "review-looking",
            &[
                ("found", count(list.found).into()),
                ("looked", count(looked).into()),
                ("all", count(all).into()),
            ],
        ),
        None => {
            let values = [
                ("found", list.found.into()),
                ("number", count(list.found).into()),
            ];
            texts.with("review-found", &values)
        }
    });
    let name = texts.get("review-search");
    let note = Note::Plain(&words);
    let typed = &mut form.typed;
    widgets::noted_field(ui, scene.palette, id, &name, typed, MOST_CHARACTERS, note);
}

/// Asks for the list once the search stands; for anything else at once.
pub fn renew(ui: &Ui, form: &mut ReviewForm) -> Option<Act> {
    let time = ui.input(|input| input.time);
    if form.standing.0 != form.typed {
        form.standing = (form.typed.clone(), time);
    }
    let query = SessionQuery {
        text: form.typed.trim().to_owned(),
        ..form.query.clone()
    };
    if form.asked.as_ref() == Some(&query) {
        return None;
    }
    let same_words = form
        .asked
        .as_ref()
        .is_none_or(|asked| asked.text == query.text);
    if !same_words && time - form.standing.1 < SEARCH_STANDS {
        ui.ctx().request_repaint_after(LOOK_AGAIN);
        return None;
    }
    form.asked = Some(query.clone());
    form.asked_page = None;
    form.selected = None;
    form.scroll.wanted = Some(0.0);
    Some(ask(ReviewIntent::List(query)))
}

fn say(ui: &mut Ui, scene: &Scene<'_>, key: &str) {
    ui.add_space(2.0 * GRID);
    let words = scene.texts.get(key);
    widgets::paragraph(ui, &words, theme::regular(theme::BODY), scene.palette.muted);
    let advice = scene.texts.advice(key);
    if advice != key {
        widgets::paragraph(
            ui,
            &advice,
            theme::regular(theme::BODY),
            scene.palette.muted,
        );
    }
}

/// Up and down go from line to line, Page up and down further, Home and End
/// all the way.
fn move_by_keys(ui: &Ui, form: &mut ReviewForm, list: &SessionList) {
    let last = list.found.saturating_sub(1);
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let now = form.selected;
    let at = now.unwrap_or_default();
    let next = if pressed(Key::ArrowDown) {
        now.map_or(0, |now| now + 1)
    } else if pressed(Key::ArrowUp) {
        at.saturating_sub(1)
    } else if pressed(Key::PageDown) {
        at + PAGE_OF_KEYS
    } else if pressed(Key::PageUp) {
        at.saturating_sub(PAGE_OF_KEYS)
    } else if pressed(Key::End) && form.typed.is_empty() {
        last
    } else if pressed(Key::Home) && form.typed.is_empty() {
        0
    } else {
        return;
    };
    go_to(form, next.min(last));
    // The focus goes along.
    form.moved = form.focused;
}

/// Stands on a line, and scrolls as far as is needed for it to be in view.
pub fn go_to(form: &mut ReviewForm, at: usize) {
    form.selected = Some(at);
    let top = top_of(at);
    let scroll = &mut form.scroll;
    if top < scroll.offset {
        scroll.wanted = Some(top);
    } else if top + ROW > scroll.offset + scroll.height {
        scroll.wanted = Some(top + ROW - scroll.height);
    }
}

/// Where a line begins, in points.
fn top_of(at: usize) -> f32 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "the millionth line is found to a point or two"
    )]
    let at = at as f32;
    at * (ROW + GAP)
}

fn lines(ui: &mut Ui, scene: &Scene<'_>, form: &mut ReviewForm, list: &SessionList) -> Option<Act> {
    let mut area = ScrollArea::vertical().auto_shrink(false);
    if let Some(wanted) = form.scroll.wanted.take() {
        area = area.vertical_scroll_offset(wanted);
    }
    let mut act = None;
    let mut missing = None;
    let mut focused = false;
    let shown = area.show_rows(ui, ROW, list.found, |ui, range| {
        let stood_on = match form.selected {
            Some(at) if range.contains(&at) => at,
            _ => range.start,
        };
        for at in range {
            let chosen = form.selected == Some(at);
            match list.known(at) {
                Some(None) => damaged(ui, scene),
                Some(Some(shown)) => {
                    let stand = Stand {
                        chosen,
                        stood_on: at == stood_on,
                        takes_focus: chosen && std::mem::take(&mut form.moved),
                    };
                    let drawn = line(ui, scene, shown, stand);
                    focused |= drawn.focused;
                    if drawn.pressed {
                        form.selected = Some(at);
                        act = Some(open(shown.id));
                    }
                }
                None => {
                    coming(ui, scene);
                    missing = missing.or(Some(at / SESSIONS_A_PAGE));
                }
            }
        }
    });
    form.focused = focused;
    form.scroll.offset = shown.state.clamped_offset().y;
    form.scroll.height = shown.inner_rect.height();
    act.or_else(|| ask_for_page(ui, form, list, missing?))
}

/// Asks for the first page in view that isn't there, once, and again if it
/// doesn't come.
fn ask_for_page(ui: &Ui, form: &mut ReviewForm, list: &SessionList, page: usize) -> Option<Act> {
    let time = ui.input(|input| input.time);
    let asked = form.asked_page.is_some_and(|(number, asked, at)| {
        (number, asked) == (list.number, page) && time - at < PAGE_WAITS
    });
    if asked {
        ui.ctx()
            .request_repaint_after(Duration::from_secs_f64(PAGE_WAITS));
        return None;
    }
    form.asked_page = Some((list.number, page, time));
    Some(ask(ReviewIntent::Page {
        list: list.number,
        page,
    }))
}
