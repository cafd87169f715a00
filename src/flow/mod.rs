//! What happens: the rules about people, as pure steps.
//!
//! Nothing here knows a camera, a window, a clock or Python.

mod instruction;
mod view;

pub use instruction::{Instruction, Obstacle};
pub use view::{CaptureView, Check, QualityBar, TurnAxis, TurnView};
