#![doc = include_str!("../README.md")]

pub mod answer;
mod candidate;
mod config;
pub mod decide;
mod error;
mod evidence;
mod figures;
pub mod form;
mod formats;
mod inner;
pub mod intake;
mod kind;
mod model;
mod query;
mod reading;
mod search;
mod service;
mod statistics;
mod store;
mod word;

pub use answer::Found;
pub use candidate::{Candidate, Port, Problem, Reading, Subject, address_key, address_of_key};
pub use config::Config;
pub use error::Error;
pub use evidence::Evidence;
pub use kind::{Kind, Refinement};
pub use model::{Channel, Disposition, Format, IncidentState, MessageState};
pub use query::{Incident, IncidentQuery, Message, MessageQuery, Page};
pub use service::Service;
pub use statistics::{Counts, Statistics};
pub use word::UnknownWord;
