//! Parts that several screens are made of. Each has a name for screen
//! readers.

mod button;
mod field;
mod frame;
mod keypad;
mod pill;
mod pose_dial;
mod quality_bar;
mod ring;
mod said_line;
mod soft_link;
mod step_dots;
mod stepper;
mod switch;
mod text;
mod thick_line;
mod tick_box;
mod tile;
mod turn_arc;

pub use button::Button;
pub use field::{field, secret_field};
pub use frame::{body, card, card_in, region, top_bar};
pub use keypad::{KeypadKey, keypad};
pub use pill::pill;
pub use pose_dial::pose_dial;
pub use quality_bar::quality_bar;
pub use ring::ring;
pub use said_line::said_line;
pub use soft_link::soft_link;
pub use step_dots::step_dots;
pub use stepper::{StepperNames, stepper};
pub use switch::switch;
pub use text::{centred_paragraph, icon, label, paragraph, say};
pub use tick_box::tick_box;
pub use tile::Tile;
pub use turn_arc::turn_arc;
