//! Where a replay stands: playing, by steps, slower or faster.

use eframe::egui::{Key, Ui};

use crate::domain::Replay;

/// How fast a replay goes on, and how that is written.
const SPEEDS: [(f32, &str); 3] = [(1.0, "1×"), (2.0, "2×"), (0.25, "¼×")];

/// Where a replay stands.
#[derive(Clone, Copy, Debug)]
pub struct Player {
    /// The time that is shown, in milliseconds of the session.
    pub at_millis: f32,
    /// Whether it goes on by itself.
    pub playing: bool,
    /// Which of the speeds.
    speed: usize,
}

impl Default for Player {
    fn default() -> Self {
        Self {
            at_millis: 0.0,
            playing: false,
            speed: 0,
        }
    }
}

impl Player {
    /// One that stands at the end, where everything has been measured.
    #[must_use]
    pub fn at_end(replay: &Replay) -> Self {
        Self {
            at_millis: millis(replay.millis()),
            ..Self::default()
        }
    }

    /// How fast it goes on, and how that is written.
    #[must_use]
    pub fn speed(&self) -> (f32, &'static str) {
        SPEEDS.get(self.speed).copied().unwrap_or(SPEEDS[0])
    }

    /// The next speed, in a circle.
    pub fn next_speed(&mut self) {
        self.speed = (self.speed + 1) % SPEEDS.len();
    }

    /// The time that is shown, in whole milliseconds.
    #[must_use]
    pub fn millis(&self) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float cast saturates"
        )]
        let millis = self.at_millis.round() as u32;
        millis
    }

    /// Plays from here, from the beginning at the end, or stops.
    pub fn toggle(&mut self, replay: &Replay) {
        if !self.playing && self.millis() >= replay.millis() {
            self.at_millis = 0.0;
        }
        self.playing = !self.playing;
    }

    /// Goes on by so many seconds of the wall's clock; stops at the end.
    pub fn go_on(&mut self, replay: &Replay, seconds: f32) {
        if !self.playing {
            return;
        }
        self.at_millis += seconds * 1_000.0 * self.speed().0;
        let end = millis(replay.millis());
        if self.at_millis >= end {
            self.at_millis = end;
            self.playing = false;
        }
    }

    /// To the moment before or after this one.
    pub fn step(&mut self, replay: &Replay, on: bool) {
        self.playing = false;
        let now = self.millis();
        let mut times = replay.moments().iter().map(|one| one.at_millis);
        let to = match on {
            true => times.find(|at| *at > now),
            false => times.rfind(|at| *at < now),
        };
        if let Some(to) = to {
            self.at_millis = millis(to);
        }
    }

    /// By the keys: the space bar plays, comma and full stop step.
    pub fn by_keys(&mut self, ui: &Ui, replay: &Replay) {
        // What has the focus takes the space bar itself.
        let free = ui.memory(|memory| memory.focused()).is_none();
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        if free && pressed(Key::Space) {
            self.toggle(replay);
        }
        if pressed(Key::Comma) {
            self.step(replay, false);
        }
        if pressed(Key::Period) {
            self.step(replay, true);
        }
    }
}

/// A time as a number to reckon with.
pub fn millis(whole: u32) -> f32 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "hours of milliseconds are exact"
    )]
    let millis = whole as f32;
    millis
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Moment;

    #[test]
    fn it_plays_to_the_end_and_begins_again_and_goes_by_steps() {
        let moments = [0, 40, 80, 120].map(|at_millis| Moment {
            at_millis,
            ..Moment::default()
        });
        let replay = Replay::new(moments.to_vec(), Vec::new(), Vec::new()).unwrap();
        let mut player = Player::default();
        player.toggle(&replay);
        player.go_on(&replay, 0.1);
        assert_eq!((player.millis(), player.playing), (100, true));
        player.go_on(&replay, 0.1);
        assert_eq!((player.millis(), player.playing), (120, false));
        player.step(&replay, true);
        assert_eq!(player.millis(), 120);
        player.step(&replay, false);
        assert_eq!(player.millis(), 80);
        player.at_millis = 120.0;
        player.toggle(&replay);
        assert_eq!((player.millis(), player.playing), (0, true));
        player.next_speed();
        player.next_speed();
        assert_eq!(player.speed(), (0.25, "¼×"));
        player.go_on(&replay, 0.1);
        assert_eq!(player.millis(), 25);
        assert_eq!(Player::at_end(&replay).millis(), 120);
    }
}
