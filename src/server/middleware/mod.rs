//! What happens to every request before and after its endpoint.

mod authorise;
mod cors;
mod deadline;
mod headers;
mod limit;
mod once;
mod outermost;
mod request_id;

pub use authorise::authorise;
pub use cors::cors;
pub use deadline::deadline;
pub use limit::limit;
pub use once::{key_of, once};
pub use outermost::outermost;
