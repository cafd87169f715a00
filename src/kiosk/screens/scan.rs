//! What a badge scanner types while no field to write in has the focus. It types letter
//! by letter, and home may come in the middle of it: the camera is back, or a
//! result was shown for long enough. Half a badge is somebody else's, so it is
//! listened to on every screen, and taken whole.

use eframe::egui::{Context, Event, Key, Modifiers, TextEdit};

use crate::domain::Badge;

/// After a longer pause between two letters it is another badge, in seconds
/// (ours: scanners take some thousandths, slow typists half of it).
const PAUSE_SECONDS: f64 = 1.0;

/// A badge as far as it was scanned.
#[derive(Debug, Default)]
pub struct Scan {
    typed: String,
    /// When its last letter came, by the window's clock.
    last: f64,
    /// Its Enter has come.
    entered: bool,
    /// What is being typed was begun where no badge is typed.
    elsewhere: bool,
}

impl Scan {
    /// Hears what is typed where no badge is: until a pause, none of it is one.
    /// Somebody who leaves a page while typing a password doesn't show it.
    pub fn overhear(&mut self, ctx: &Context) {
        let is_text = |event: &Event| matches!(event, Event::Text(_) | Event::Paste(_));
        let (typing, time) = ctx.input(|input| (input.events.iter().any(is_text), input.time));
        self.typed.clear();
        self.entered = false;
        if typing {
            self.last = time;
            self.elsewhere = true;
        }
    }

    /// Takes what came since the last frame; to be called once in each, before
    /// its screen.
    pub fn listen(&mut self, ctx: &Context) {
        let focused = ctx.memory(|memory| memory.focused());
        // A button that has the focus writes nothing.
        let focused = focused.is_some_and(|id| TextEdit::load_state(ctx, id).is_some());
        // What ended in the frame before was taken, or wasn't wanted.
        if focused || self.entered {
            *self = Self::default();
        }
        if focused {
            return;
        }
        ctx.input(|input| {
            for event in &input.events {
                // Spaces alone press what has the focus.
                if let Event::Text(text) = event
                    && !text.trim().is_empty()
                {
                    if input.time - self.last > PAUSE_SECONDS {
                        self.typed.clear();
                        self.elsewhere = false;
                    }
                    if !self.elsewhere {
                        self.typed.push_str(text);
                    }
                    self.last = input.time;
                }
            }
            self.entered = input.key_pressed(Key::Enter);
        });
    }

    /// The letters so far, once there are any.
    pub fn take(&mut self, ctx: &Context) -> Option<String> {
        let typed = std::mem::take(&mut self.typed);
        self.entered = false;
        let stale = ctx.input(|input| input.time) - self.last > PAUSE_SECONDS;
        (!stale && !typed.is_empty()).then_some(typed)
    }

    /// The badge, once Enter has ended it, which then means nothing else.
    pub fn ended(&mut self, ctx: &Context) -> Option<Badge> {
        if self.typed.is_empty() || !self.entered {
            return None;
        }
        take_enter(ctx);
        self.take(ctx)?.parse().ok()
    }
}

/// Takes Enter away from whatever has the focus; whether it was pressed.
pub fn take_enter(ctx: &Context) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
}
