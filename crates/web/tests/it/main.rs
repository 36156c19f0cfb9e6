//! The site over a real lake: three months of the sample, imported as any captures are.

mod api;
mod browser;
mod pages;
mod world;
