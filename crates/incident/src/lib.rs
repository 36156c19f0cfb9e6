#![doc = include_str!("../README.md")]

pub mod answer;
mod candidate;
mod config;
pub mod decide;
mod definitions;
mod error;
mod evidence;
pub mod export;
mod figures;
pub mod form;
pub mod formats;
mod inner;
pub mod intake;
mod kind;
mod model;
pub mod notify;
mod query;
pub mod reading;
mod records;
pub mod rsit;
mod search;
mod service;
mod spoken;
mod statistics;
mod store;
mod watch;
mod word;

pub use answer::Found;
pub use candidate::{
    Candidate, OpenIndicator, Port, Problem, Reading, Sink, Subject, address_key, address_of_key,
};
pub use config::Config;
pub use definitions::define;
pub use error::Error;
pub use evidence::Evidence;
pub use kind::{Kind, Refinement};
pub use model::{Channel, Disposition, Format, IncidentState, MessageState};
pub use query::{Incident, IncidentQuery, Message, MessageQuery, Page};
pub use rsit::Rsit;
pub use service::Service;
pub use statistics::{Counts, Statistics};
pub use watch::{
    Gone, Look, LookOutcome, Looker, Looking, Round, Schedule, Takedown, Takedowns, Watch, WatchConfig,
    WatchDetails, WatchEvent, WatchQuery, WatchState,
};
pub use word::UnknownWord;
