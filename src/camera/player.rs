//! Which frame of a recording is next. Pure; a responsive recording follows
//! these rules:
//!
//! - `neutral` loops.
//! - An instruction that differs from the one before starts its clip at once,
//!   from the clip's first frame, even while another clip runs.
//! - A clip runs once; then `neutral` loops again from its own first frame.
//!   The same instruction, still asked, does not start the clip again: it does
//!   so only after something else was asked in between.
//! - Asking for `neutral`, or for a clip that is missing, lets a running clip
//!   finish, as a head that has turned comes back before it rests.

use super::Prompt;

/// A frame of a recording: which clip, and its number there from zero. A plain
/// recording is one clip under [`Prompt::Neutral`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The clip.
    pub clip: Prompt,
    /// The frame in it.
    pub frame: usize,
}

/// Goes through a recording frame by frame. Cloning it looks ahead.
#[derive(Clone, Debug)]
pub enum Player {
    /// All frames once, whatever is asked.
    Plain {
        /// How many there are.
        frames: usize,
        /// The next one.
        next: usize,
    },
    /// Clips by instruction.
    Responsive {
        /// Frames of each clip, in the order of [`Prompt::ALL`]; zero if it is missing.
        frames: [usize; Prompt::ALL.len()],
        /// What was asked last.
        asked: Prompt,
        /// The next frame.
        next: Cue,
    },
}

impl Player {
    /// Plays `frames` frames once.
    pub fn plain(frames: usize) -> Self {
        Self::Plain { frames, next: 0 }
    }

    /// Plays clips as asked. `frames` has the length of each clip in the order
    /// of [`Prompt::ALL`]; that of `neutral` must not be zero.
    pub fn responsive(frames: [usize; Prompt::ALL.len()]) -> Self {
        Self::Responsive {
            frames,
            asked: Prompt::Neutral,
            next: Cue {
                clip: Prompt::Neutral,
                frame: 0,
            },
        }
    }

    /// The next frame while `prompt` is asked; `None` when a plain recording
    /// is over.
    pub fn next(&mut self, prompt: Prompt) -> Option<Cue> {
        match self {
            Self::Plain { frames, next } => {
                let cue = Cue {
                    clip: Prompt::Neutral,
                    frame: *next,
                };
                (cue.frame < *frames).then(|| {
                    *next += 1;
                    cue
                })
            }
            Self::Responsive {
                frames,
                asked,
                next,
            } => {
                let length = |clip| {
                    Prompt::ALL
                        .iter()
                        .zip(frames.iter())
                        .find_map(|(name, frames)| (*name == clip).then_some(*frames))
                        .unwrap_or(0)
                };
                if prompt != *asked {
                    *asked = prompt;
                    if prompt != Prompt::Neutral && length(prompt) > 0 {
                        *next = Cue {
                            clip: prompt,
                            frame: 0,
                        };
                    }
                }
                let cue = *next;
                *next = if cue.frame + 1 < length(cue.clip) {
                    Cue {
                        frame: cue.frame + 1,
                        ..cue
                    }
                } else {
                    Cue {
                        clip: Prompt::Neutral,
                        frame: 0,
                    }
                };
                Some(cue)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays neutral (3 frames), left (2) and right (3); every other clip is
    /// missing. Each step is what is asked and the frame that should come.
    fn check(steps: &[(Prompt, &str)]) {
        let mut frames = [0; 8];
        (frames[0], frames[1], frames[2]) = (3, 2, 3);
        let mut player = Player::responsive(frames);
        for (step, (prompt, expected)) in steps.iter().enumerate() {
            let cue = player.next(*prompt).unwrap();
            let name = format!("{}{}", cue.clip.as_str(), cue.frame);
            assert_eq!(&name, expected, "step {step}");
        }
    }

    #[test]
    fn neutral_loops() {
        use Prompt::Neutral;
        check(&[
            (Neutral, "neutral0"),
            (Neutral, "neutral1"),
            (Neutral, "neutral2"),
            (Neutral, "neutral0"),
        ]);
    }

    #[test]
    fn a_clip_runs_once_until_something_else_was_asked() {
        use Prompt::{Left, Neutral};
        check(&[
            (Neutral, "neutral0"),
            (Left, "left0"),
            (Left, "left1"),
            (Left, "neutral0"),
            (Left, "neutral1"),
            (Neutral, "neutral2"),
            (Left, "left0"),
        ]);
    }

    #[test]
    fn a_new_instruction_starts_at_once() {
        use Prompt::{Left, Right};
        check(&[
            (Left, "left0"),
            (Right, "right0"),
            (Right, "right1"),
            (Left, "left0"),
        ]);
    }

    #[test]
    fn neutral_and_missing_clips_let_a_running_clip_finish() {
        use Prompt::{Blink, Neutral, Right};
        check(&[
            (Right, "right0"),
            (Neutral, "right1"),
            (Blink, "right2"),
            (Blink, "neutral0"),
            (Neutral, "neutral1"),
        ]);
    }

    #[test]
    fn a_plain_recording_plays_once_whatever_is_asked() {
        let mut player = Player::plain(2);
        let frames: Vec<_> = [Prompt::Left, Prompt::Right, Prompt::Left]
            .map(|prompt| player.next(prompt).map(|cue| cue.frame))
            .into();
        assert_eq!(frames, [Some(0), Some(1), None]);
    }
}
