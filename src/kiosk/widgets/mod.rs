//! Parts that several screens are made of. Each has a name for screen
//! readers.

mod button;
mod field;
mod frame;
mod gauge;
mod keypad;
mod pose_dial;
mod said_line;
mod soft_link;
mod step_dots;
mod stepper;
mod switch;
mod text;
mod tile;

pub use button::{Button, pill, tick_box};
pub use field::{field, secret_field};
pub use frame::{body, card, card_in, region, top_bar};
pub use gauge::{quality_bar, ring, turn_arc};
pub use keypad::{KeypadKey, keypad};
pub use pose_dial::pose_dial;
pub use said_line::said_line;
pub use soft_link::soft_link;
pub use step_dots::step_dots;
pub use stepper::{StepperNames, stepper};
pub use switch::switch;
pub use text::{centred_paragraph, icon, label, paragraph, say};
pub use tile::Tile;
