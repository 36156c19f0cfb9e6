#![doc = include_str!("../README.md")]

mod address;
mod answer;
mod body;
mod client;
mod error;
mod fetcher;
mod options;
mod place;
mod resolve;

pub use address::Denied;
pub use answer::{Answer, Cut, Hop};
pub use error::Error;
pub use fetcher::Fetcher;
pub use options::Options;
pub use place::Refusal;
pub use resolve::{Lookup, LookupError, Resolve, Resolving};
