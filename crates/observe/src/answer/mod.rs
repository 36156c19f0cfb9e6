//! From the lake's files to averages: pure over one [`Snapshot`](crate::snapshot::Snapshot).
//!
//! The average of a period is the sum over its hours of the packets divided by the sensors alive in that hour.
//! So the points of a graph add up to the figure of the period, whatever width they have, and an hour in which
//! half of the sensors were down weighs as much as any other. All sums are of integers, one for each number of
//! sensors alive; the division comes last, and the result does not depend on the order of anything.

mod ports;
mod public_top;
mod publication;
mod series;
mod spread;
mod top;

pub(crate) use public_top::public_top;
pub use publication::Publication;
pub(crate) use series::{public_series, series};
pub(crate) use top::top;
