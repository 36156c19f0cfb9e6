#![doc = include_str!("../README.md")]

mod document;
mod drift;
mod edition;
mod error;
mod fonts;
pub mod html;
mod issue;
mod model;
pub mod pdf;
mod phrase;
mod reading;
mod remark;
mod service;
mod store;
mod topic;

pub use document::{
    BlockText, CellText, Cover, Document, ItemText, LinkText, SectionText, Span, TopicText, figure_path,
};
pub use drift::{Drift, drift};
pub use edition::{EditionHead, FileHead, Issued, IssuedFile, Media};
pub use error::{Error, Refusal};
pub use fonts::Fonts;
pub use model::{
    ActivityReport, Block, Cell, ChartBlock, Edition, Item, LeftOut, Link, Phrase, Reported, Section, Table,
    Topic, Value,
};
pub use remark::Remark;
pub use service::Service;
pub use topic::{TopicDetails, TopicWritten};
