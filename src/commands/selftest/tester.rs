//! The tester on a terminal: told what to hold up, asked when to go on.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::domain::{NextTrial, SelfTest, Species};
use crate::flow::Instruction;

/// What the tester wants next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Make the trial.
    Go,
    /// Take the last one back and make it again.
    Repeat,
    /// Leave this species.
    Skip,
    /// Stop.
    Stop,
}

/// Whoever holds things up.
pub struct Tester<R, W> {
    input: R,
    output: W,
}

impl Tester<io::StdinLock<'static>, io::Stderr> {
    /// The tester at this terminal; nobody without one.
    #[must_use]
    pub fn at_terminal() -> Option<Self> {
        let there = io::stdin().is_terminal() && io::stderr().is_terminal();
        there.then(|| Self {
            input: io::stdin().lock(),
            output: io::stderr(),
        })
    }
}

impl<R: BufRead, W: Write> Tester<R, W> {
    /// Says what to hold up and waits. The end of the input stops the test.
    ///
    /// # Errors
    /// When the terminal can't be read or written.
    pub fn ask(&mut self, next: &NextTrial, test: &SelfTest) -> io::Result<Step> {
        let NextTrial {
            species,
            number,
            of,
        } = next;
        writeln!(
            self.output,
            "\n{species}, trial {number} of {of}: {}.",
            hint(species)
        )?;
        let repeat = test.last_to_repeat().is_some();
        let repeated = if repeat { ", r repeats the last" } else { "" };
        loop {
            write!(
                self.output,
                "Enter begins{repeated}, s skips {species}, q stops > "
            )?;
            self.output.flush()?;
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                return Ok(Step::Stop);
            }
            match line.trim() {
                "" => return Ok(Step::Go),
                "r" if repeat => return Ok(Step::Repeat),
                "s" => return Ok(Step::Skip),
                "q" => return Ok(Step::Stop),
                _ => {}
            }
        }
    }

    /// Says what the camera asks for now.
    pub fn tell(&mut self, instruction: Instruction) {
        let word = serde_json::to_value(instruction).unwrap_or_default();
        let word = word.as_str().unwrap_or_default().replace('_', " ");
        // Whoever doesn't see it will see how the trial ends.
        let _ = writeln!(self.output, "  > {word}");
    }
}

/// How a species is held up.
fn hint(species: &Species) -> &'static str {
    match species.as_str() {
        Species::BONA_FIDE => "a person stands there and does what is asked",
        "flat" => "hold up a printed photo, flat, and turn it as asked",
        "bent" => "hold up a printed photo, bent like a face, and turn it as asked",
        "cutout" => "wear a printed face with holes for the eyes and do what is asked",
        "screen" => "hold up a face on a screen, or a video of one that turns",
        "mask" => "wear a mask in three dimensions and do what is asked",
        _ => "hold it up and do what is asked",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ModelHash, SelfTestId, SelfTestPlan, Timestamp, Trial};

    fn test(trials: Vec<Trial>) -> SelfTest {
        SelfTest {
            id: SelfTestId(uuid::Uuid::nil()),
            started_at: Timestamp(0),
            operator: "ada".parse().unwrap(),
            camera: String::new(),
            tolerance: "balanced".to_owned().try_into().unwrap(),
            tolerance_version: 1,
            model: ModelHash([0; 32]),
            program: String::new(),
            claimed: false,
            plan: SelfTestPlan {
                species: vec!["flat".parse().unwrap()],
                trials: 3,
            },
            skipped: Vec::new(),
            stopped: false,
            trials,
        }
    }

    fn asked(typed: &str, test: &SelfTest) -> (Step, String) {
        let mut tester = Tester {
            input: typed.as_bytes(),
            output: Vec::new(),
        };
        let step = tester.ask(&test.next().unwrap(), test).unwrap();
        (step, String::from_utf8(tester.output).unwrap())
    }

    #[test]
    fn a_tester_goes_on_skips_or_stops() {
        let new = test(Vec::new());
        for (typed, expected) in [
            ("\n", Step::Go),
            ("s\n", Step::Skip),
            ("q\n", Step::Stop),
            ("what?\n\n", Step::Go),
            ("r\n\n", Step::Go),
            ("", Step::Stop),
        ] {
            let (step, said) = asked(typed, &new);
            assert_eq!(step, expected, "{typed:?}");
            assert!(said.contains("flat, trial 1 of 3: hold up a printed photo"));
            assert!(!said.contains("repeats"), "there is no last one");
        }
    }

    #[test]
    fn the_last_trial_is_repeated_once() {
        let mut trial = Trial {
            species: "flat".parse().unwrap(),
            session: crate::domain::SessionId(uuid::Uuid::nil()),
            started_at: Timestamp(0),
            decision: crate::domain::Decision::NotVerified,
            reason: crate::domain::Reason::FlatSurface,
            classified: crate::domain::Classified::Attack,
            matched: false,
            p: None,
            g: None,
            total_millis: 0,
            recording: None,
            withdrawn: false,
        };
        assert_eq!(asked("r\n", &test(vec![trial.clone()])).0, Step::Repeat);
        trial.withdrawn = true;
        assert_eq!(asked("r\nq\n", &test(vec![trial])).0, Step::Stop);
    }
}
