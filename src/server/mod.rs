//! The service over HTTP: other systems check tokens, read sessions and watch
//! it run. Layers, each in its own file: router, middleware, an endpoint, and
//! below it the same stores and rules that the window and the commands use. No
//! rule of the product is written here a second time.

mod caller;
mod client;
mod endpoints;
mod error;
mod limits;
mod measured;
mod metrics;
mod middleware;
mod openapi;
mod router;
mod running;
mod service;
mod shown;
mod sync_metrics;
mod tls;
mod uploads;

pub use measured::Measured;
pub use running::{ServeError, serve};
pub use service::{Parts, Service};
pub use shown::{ConsentShown, OutcomeShown, PersonShown, SessionShown, TokenShown};
