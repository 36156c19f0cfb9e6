#![doc = include_str!("../README.md")]

mod answer;
pub mod count;
mod coverage;
mod definitions;
mod digest;
mod engine;
mod error;
mod figures;
pub mod fleet;
mod graph;
mod import;
mod inner;
pub mod lake;
pub mod live;
mod lock;
mod port;
mod query;
pub mod read;
mod records;
mod service;
pub mod services;
mod snapshot;
mod store;
mod watched;

pub use answer::Publication;
pub use definitions::define;
pub use digest::Digest;
pub use engine::{Cluster, LINGER};
pub use error::Error;
pub use figures::port_id;
pub use graph::{GraphOptions, graph, rate};
pub use import::{ImportFile, ImportRequest, Imported, Progress};

pub use capture::{Address, Class, Known, Packet, Problem, Reading, proto};
pub use port::{Port, PortError};
pub use query::{By, Line, Point, Sensors, Series, SeriesQuery, Spread, Top, TopQuery, TopRow};
pub use records::RECORDS_AT_ONCE;
pub use service::Service;
pub use watched::{
    Book, BookEntry, Change, Choice, Decision, PortInPeriod, Quarter, QuarterError, Reference, Standing,
    State, SuggestedFor, Suggestion, Watched, WatchedImported, WatchedInPeriod, WatchedPort, Why,
};
