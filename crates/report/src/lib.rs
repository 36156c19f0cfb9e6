#![doc = include_str!("../README.md")]

mod document;
pub mod html;
mod model;
mod phrase;
mod reading;

pub use document::{
    BlockText, CellText, Cover, Document, ItemText, LinkText, SectionText, Span, TopicText, figure_path,
};
pub use model::{
    ActivityReport, Block, Cell, ChartBlock, Edition, Item, LeftOut, Link, Phrase, Reported, Section, Table,
    Topic, Value,
};
