//! Internet fixed-point observation: captures become packets, packets the lake, the lake series and graphs.

mod class;
pub mod lake;
pub mod count;
mod packet;
mod port;
mod problem;
mod query;
pub mod read;

pub use class::Class;
pub use packet::{Address, Known, Packet, proto};
pub use port::{Port, PortError};
pub use problem::{Problem, Reading};
pub use query::{By, Line, Point, Sensors, Series, SeriesQuery, Spread, Top, TopQuery, TopRow};
