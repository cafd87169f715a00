//! Parts that several screens are made of. Each has a name for screen
//! readers.

mod banner;
mod button;
mod elided;
mod field;
mod frame;
mod gauge;
mod noted_field;
mod signature_pad;
mod steps;
mod text;

pub use banner::{Tone, banner};
pub use button::{Button, pill, tick_box};
pub use elided::elided;
pub use field::field;
pub use frame::{body, card, card_in, region, top_bar};
pub use gauge::{quality_bar, ring, turn_arc};
pub use noted_field::{Note, noted_field};
pub use signature_pad::{Ink, signature_pad, signature_picture};
pub use steps::steps;
pub use text::{icon, label, paragraph, say};
