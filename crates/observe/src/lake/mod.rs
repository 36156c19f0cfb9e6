//! The embedded lake's files: packets by day, hourly series and sums by month, in plain Parquet.
//!
//! This module writes, reads, merges and moves files; which of them are the lake is the manifest's say, in
//! the caller's database. Nothing here changes a file that was written: a merge or a rebuilt month is a new
//! file under a new name.
//!
//! An import is: a [`Writer`] takes packets and leaves [`Segment`]s in `staging/`; [`build_month`] makes the
//! series and sums of each month that got new ones; the caller commits all of it to its manifest in one
//! transaction; [`publish`] moves the files. [`sweep`] at the next start clears away what a kill left behind.
//!
//! - Rows of a file are in one canonical order, by protocol, port, time, sensor's name and the rest, and equal
//!   rows stay as often as they came: the same packets in any order merge to the same bytes.
//! - Files hold sensors' names; the numbers in a [`Packet`](crate::Packet) are places in the caller's [`Names`].
//! - Counts of sources are exact. They never add up over hours, sensors or classes: sets are merged instead.

mod codes;
mod column;
mod day;
mod encode;
mod error;
mod file;
mod files;
mod groups;
mod listing;
mod merge;
mod month;
mod names;
mod pages;
mod place;
mod rows;
mod scan;
mod schema;
mod segment;
mod series;
mod set;
mod sources;
mod table;
mod totals;
mod view;
mod write;

pub use error::LakeError;
pub use files::{Files, months_of};
pub use listing::{Seen, packets_by_hour, packets_in};
pub use merge::{merge, rows, to_merge, to_merge_live};
pub use month::{MonthFiles, MonthPlan, build_hours, build_month};
pub use names::Names;
pub(crate) use names::ranks;
pub use place::{Month, discard, is_swept, publish, sweep};
pub use rows::Row;
pub use segment::Segment;
pub use series::{PortHour, SeriesFile};
pub use sources::{days_of, for_each_port_sources, sources_by_bucket};
pub use totals::TotalsFile;
pub use view::{HourRow, MonthPart, View};
pub use write::Writer;
