//! Parts that several screens are made of. Each has a name for screen
//! readers.

mod banner;
mod button;
mod confirm;
mod count_row;
mod elided;
mod field;
mod filled_line;
mod focus;
mod foot;
mod frame;
mod keypad;
mod list_row;
mod measure_row;
mod noted_field;
mod pill;
mod pose_dial;
mod quality_bar;
mod ring;
mod room;
mod said_line;
mod scroll;
mod scrubber;
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
pub use confirm::{Answer, Confirm, card as confirm_card, confirm};
pub use count_row::CountRow;
pub use elided::elided;
pub use field::{cursor_to_end, field, secret_field, select_all};
pub use filled_line::filled_line;
pub use focus::{focus_ring, focus_ring_in};
pub use foot::{Foot, foot};
pub use frame::{
    anchored, at_end, before_end, body, card, card_in, card_scrolled, region, scrolled, top_bar,
};
pub use keypad::{KeypadKey, keypad};
pub use list_row::{LineDrawn, ListLine, LongList, long_list_row};
pub use measure_row::{MeasureRow, fact_row};
pub use noted_field::{Note, noted_field};
pub use pill::{pill, pill_width};
pub use pose_dial::pose_dial;
pub use quality_bar::{quality_bar, quality_bar_height};
pub use ring::ring;
pub use room::Room;
pub use said_line::said_line;
pub use scroll::{scroll, scroll_on};
pub use scrubber::scrubber;
pub use signature_pad::{Ink, signature_pad, signature_picture};
pub use soft_link::soft_link;
pub use step_dots::step_dots;
pub use stepper::{StepperNames, stepper};
pub use steps::steps;
pub use switch::switch;
pub use text::{
    announce, centred_paragraph, describe, icon, label, paragraph, said_in, say, title, wrapping,
};
#[cfg(feature = "gallery")]
pub use thick_line::thick_line;
pub use tick_box::{tick_box, tick_box_if};
pub use tile::Tile;
pub use turn_arc::turn_arc;
