//! The drawing as its callers see it.

mod any_value;
mod charts;
mod promises;
mod snapshots;
mod well_formed;
