//! What measuring found, in numbers and pictures, and faces for other
//! programs.

pub mod accuracy;
pub mod attacks;
pub mod attacks_export;
mod beta;
pub mod consent;
pub mod det;
pub mod session_html;
pub mod sessions_csv;
pub mod site;
pub mod surface;
mod tally;
pub mod trials;
