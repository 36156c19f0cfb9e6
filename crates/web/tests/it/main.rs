//! The site over a real lake: three months of made-up sensors, imported as any rows are.

mod api;
mod browser;
mod pages;
mod world;
