//! Parts that several screens are made of. Each has a name for screen
//! readers.

mod banner;
mod button;
mod elided;
mod field;
mod frame;
mod keypad;
mod noted_field;
mod pill;
mod pose_dial;
mod quality_bar;
mod ring;
mod said_line;
mod signature_pad;
mod soft_link;
mod step_dots;
mod stepper;
mod steps;
mod switch;
mod text;
mod thick_line;
mod tick_box;
mod tile;
mod turn_arc;

pub use banner::{Tone, banner};
pub use button::Button;
pub use elided::elided;
pub use field::{field, secret_field};
pub use frame::{body, card, card_in, region, top_bar};
pub use keypad::{KeypadKey, keypad};
pub use noted_field::{Note, noted_field};
pub use pill::pill;
pub use pose_dial::pose_dial;
pub use quality_bar::quality_bar;
pub use ring::ring;
pub use said_line::said_line;
pub use signature_pad::{Ink, signature_pad, signature_picture};
pub use soft_link::soft_link;
pub use step_dots::step_dots;
pub use stepper::{StepperNames, stepper};
pub use steps::steps;
pub use switch::switch;
pub use text::{centred_paragraph, icon, label, paragraph, say};
pub use tick_box::tick_box;
pub use tile::Tile;
pub use turn_arc::turn_arc;
