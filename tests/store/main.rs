//! The store's promises: all or nothing, sealed, and only by its key.

mod at_rest;
mod opening;
mod people;
mod sessions;
mod support;
mod values;
