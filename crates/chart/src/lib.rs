//! A chart description in, an SVG text and its data table out.
//!
//! This crate draws; it knows nothing of what the figures mean, reads no file, asks no clock and knows no time
//! zone. What it promises to everybody who hands it a [`Chart`]:
//!
//! - **A gap is a gap.** `None` (and NaN, and infinity) breaks the line; where no line has a value, a hatched
//!   band says so. Nothing is bridged and nothing falls to zero.
//! - **One picture, one truth.** [`Table`] is made from the same value as the picture and writes its numbers
//!   with the same function.
//! - **The same chart gives the same bytes**, on every machine: fixed decimals, no hashing, no fonts measured.
//! - **Any value gives a drawing.** Empty, absurd or hostile input never panics, and all text is escaped.
//! - **Colour is never the only sign**: each line has its own marker, the second five are dashed as well.
//! - **Text is never cut**: margins are computed from the labels ([unicode-width], East Asian Width, UAX #11),
//!   long titles wrap and the picture grows.
//!
//! A page embeds [`Svg::Inline`] and puts [`CSS`] into its own stylesheet, so that a Content Security Policy
//! without `unsafe-inline` holds. A file, a mail or a PDF takes [`Svg::Standalone`].
//!
//! [unicode-width]: https://docs.rs/unicode-width

mod calendar;
mod end_labels;
mod frame;
mod legend;
mod line_chart;
mod marker;
mod marks;
mod model;
mod number;
mod plotted;
mod scale;
mod style;
mod svg;
mod table;
mod text;
mod time_ticks;
mod words;

pub use line_chart::line_chart;
pub use model::{
    Bucket, Chart, Civil, Drawing, Line, Mark, Scheme, Size, Svg, TimeAxis, TimePoint, ValueAxis,
};
pub use style::CSS;
pub use table::{Cell, Row, Table};
pub use words::Words;
