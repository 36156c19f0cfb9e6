#![doc = include_str!("../README.md")]

pub mod answer;
mod candidate;
mod config;
pub mod decide;
mod error;
mod formats;
mod inner;
pub mod intake;
mod kind;
mod model;
mod query;
mod reading;
mod service;
mod store;
mod word;

pub use candidate::{Candidate, Port, Problem, Reading, Subject, address_key, address_of_key};
pub use config::Config;
pub use error::Error;
pub use kind::{Kind, Refinement};
pub use model::{Channel, Disposition, Format, IncidentState, MessageState};
pub use query::{Incident, IncidentQuery, Message, MessageQuery, Page};
pub use service::Service;
pub use word::UnknownWord;
