//! What measuring found, in numbers and pictures, and faces for other
//! programs.

pub mod accuracy;
pub mod attacks;
pub mod attacks_export;
mod beta;
pub mod consent;
pub mod det;
pub mod document;
pub mod document_html;
pub mod marked;
pub mod session_document;
pub mod session_html;
pub mod sessions_csv;
pub mod sessions_parquet;
pub mod sessions_table;
pub mod site;
pub mod site_document;
mod site_drawn;
pub mod spread;
pub mod surface;
mod tally;
pub mod trials;
