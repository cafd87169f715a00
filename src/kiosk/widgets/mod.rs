//! Parts that several screens are made of. Each has a name for screen
//! readers.

mod button;
mod field;
mod frame;
mod gauge;
mod text;

pub use button::{Button, pill, tick_box};
pub use field::field;
pub use frame::{body, card, card_in, region, top_bar};
pub use gauge::{quality_bar, ring, turn_arc};
pub use text::{icon, label, paragraph, say};
