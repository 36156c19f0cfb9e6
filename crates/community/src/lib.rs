#![doc = include_str!("../README.md")]

mod country;
mod csv_file;
mod definitions;
mod entry;
mod error;
mod evidence;
mod field;
mod figures;
mod first;
mod kind;
mod kinds;
mod query;
mod service;
mod shape;
mod store;
mod told;
mod verbs;
mod when;

pub use country::Country;
pub use csv_file::{Imported, LineProblem, LineReason, Lines};
pub use definitions::define;
pub use entry::{Draft, Entry};
pub use error::Error;
pub use field::{Cell, CellProblem, Field, Reason};
pub use first::FirstImported;
pub use kind::{Kind, UnknownKind};
pub use kinds::{
    Article, Engagement, Event, Lecture, Organisation, Person, Role, Section, Sort, Support, Training,
};
pub use query::{EntryPage, EntryQuery};
pub use service::Service;
pub use shape::{Choice, Shape};
pub use when::When;
