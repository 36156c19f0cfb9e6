//! From the spool to the collector.

mod backoff;
mod connection;
mod courier;
mod enrol;
pub mod errand;
pub mod offset;
mod peers;
mod tls;

pub use backoff::Pauses;
pub use connection::{Answer, Connection};
pub use courier::{Courier, Delivered, Standing};
pub use enrol::enrol;
pub use peers::Peers;
pub use tls::client_config;
