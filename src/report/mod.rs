//! What measuring found, in numbers and pictures.

pub mod accuracy;
mod beta;
pub mod det;
mod tally;
pub mod trials;
