#![doc = include_str!("../README.md")]

mod answer;
mod candidate;
mod config;
mod error;
pub mod export;
pub mod form;
pub mod formats;
mod inner;
pub mod intake;
mod kind;
mod model;
mod query;
pub mod reading;
pub mod rsit;
mod service;
mod store;
mod word;

pub use candidate::{
    Candidate, OpenIndicator, Port, Problem, Reading, Sink, Subject, address_key, address_of_key,
};
pub use config::Config;
pub use error::Error;
pub use kind::{Kind, Refinement};
pub use model::{Channel, Disposition, Format, IncidentState, MessageState};
pub use query::{Incident, IncidentQuery, Message, MessageQuery, Page};
pub use rsit::Rsit;
pub use service::Service;
pub use word::UnknownWord;
