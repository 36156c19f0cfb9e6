//! What is drawn, and how: plain values, no drawing.

use serde::{Deserialize, Serialize};

use crate::words::Words;

/// Values of several lines over the same points of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// Unique within the page; the prefix of every `id` in the SVG. Characters other than ASCII letters,
    /// digits, `-` and `_` become `-`.
    pub id: String,
    /// What it shows, as a heading.
    pub title: String,
    /// What it shows, in a sentence or two for people who can't see it.
    pub description: String,
    /// The points of time.
    pub x: TimeAxis,
    /// The values' axis.
    pub y: ValueAxis,
    /// Drawn in this order; from the eleventh on, colours and markers begin again.
    pub lines: Vec<Line>,
    /// Dates worth pointing at.
    pub marks: Vec<Mark>,
    /// The language's words and number signs.
    pub words: Words,
}

/// The points of time, one for each bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeAxis {
    /// Written under the axis and over the table's first column; not drawn where empty.
    pub title: String,
    /// How wide a point is. Points further apart than one and a half of it have a gap between them.
    pub bucket: Bucket,
    /// Drawn in order of [`TimePoint::at`], whatever their order here.
    pub points: Vec<TimePoint>,
}

/// How much time a point stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bucket {
    /// One hour.
    Hour,
    /// One civil day.
    Day,
    /// Seven civil days.
    Week,
    /// One civil month.
    Month,
}

impl Bucket {
    /// Its usual length in seconds (a day with a change of the clock differs by an hour, months by up to three days).
    pub fn seconds(self) -> i64 {
        match self {
            Self::Hour => 3600,
            Self::Day => 86_400,
            Self::Week => 604_800,
            Self::Month => 2_629_800,
        }
    }
}

/// One point of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimePoint {
    /// When the bucket begins, in Unix seconds: the place on the axis.
    pub at: i64,
    /// The same moment in the reader's time zone: what the axis is labelled by.
    pub civil: Civil,
    /// The point's name in titles and in the table, such as `2008-02-13`.
    pub label: String,
}

/// A moment as the reader's calendar and clock show it (proleptic Gregorian).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Civil {
    /// Year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
    /// 0 to 23.
    pub hour: i8,
}

/// The values' axis. It always begins at zero (or below, where values are negative).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueAxis {
    /// What is counted.
    pub title: String,
    /// In what; written in parentheses after the title where not empty.
    pub unit: String,
    /// Decimals of a value in titles and in the table.
    pub decimals: u8,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// A value for each point of the axis, in its order; missing ones at the end are gaps.
    pub values: Vec<Option<f64>>,
}

/// A date worth pointing at: a vertical line with words over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Unix seconds; not drawn outside the axis.
    pub at: i64,
    /// What happened.
    pub label: String,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Drawing {
    /// For a page or for itself.
    pub svg: Svg,
    /// For wide or narrow screens.
    pub size: Size,
    /// Whether the title stands in the picture; a page that has its own heading leaves it out.
    pub heading: bool,
}

/// Where the SVG will live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Svg {
    /// A document of its own, with its own style.
    Standalone(Scheme),
    /// Part of an HTML page whose stylesheet contains [`crate::CSS`]: classes only, no style element and no
    /// style attribute.
    Inline,
}

/// Colours of a document of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// What the reader prefers (`prefers-color-scheme`).
    Auto,
    /// Always light: for paper and PDF. Its style uses no CSS variable and no media query.
    Light,
    /// Always dark.
    Dark,
}

/// The shape of the picture, in CSS pixels. Height grows where title, legend or marks need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// 960 by 420.
    Wide,
    /// 360 by 360: text stays readable on a phone of 390 pixels with its page margins.
    Narrow,
    /// 640 by 300: as wide as the text of an A4 page its words have 8 to 9 points. Without the points that show
    /// their value to a pointer: paper has none, and a year of hours has thousands.
    Print,
}

impl Size {
    /// Width in CSS pixels.
    pub fn width(self) -> f64 {
        match self {
            Self::Wide => 960.0,
            Self::Narrow => 360.0,
            Self::Print => 640.0,
        }
    }

    /// Height in CSS pixels when nothing needs more.
    pub fn height(self) -> f64 {
        match self {
            Self::Wide => 420.0,
            Self::Narrow => 360.0,
            Self::Print => 300.0,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
            Self::Print => "print",
        }
    }
}
