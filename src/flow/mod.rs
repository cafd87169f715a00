//! What happens: the rules about people, as pure steps.
//!
//! Nothing here knows a camera, a window, a clock or Python. A state machine
//! takes an [`Event`] and answers with [`Effect`]s; whoever drives it does them
//! and reports back with further events.

pub mod attempts;
mod capture;
pub mod challenge;
mod clearness;
mod enrolment;
mod guidance;
mod instruction;
mod liveness;
mod matching;
pub mod profiles;
mod sameness;
#[cfg(test)]
mod tests;
mod verification;
mod view;
mod window;

pub use capture::{Effect, Event, Verdict};
pub use challenge::Draw;
pub use enrolment::Enrolment;
pub use guidance::{Observation, Wanted, assess};
pub use instruction::{Hint, Instruction, Obstacle};
pub use matching::{Comparison, score};
pub use verification::Verification;
pub use view::{CaptureView, Check, QualityBar, TurnAxis, TurnView};
pub use window::Window;
