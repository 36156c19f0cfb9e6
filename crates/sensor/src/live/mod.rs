//! An interface that is listened on.

mod filter;
mod interface;
mod listener;
mod own;
mod watcher;

pub use filter::program;
pub use interface::{Interface, look};
pub use own::Own;
pub use watcher::{Closed, Counters, Watch, watch};
