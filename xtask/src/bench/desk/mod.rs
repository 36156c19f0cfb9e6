//! The incident desk: messages taken in, read, counted and durable; then its pages over all of them.

mod inputs;
mod pages;
mod peers;
mod receive;

use std::path::PathBuf;

use anyhow::Result;

use super::Bench;
use inputs::{Inputs, Sizes};

const SIZES: Sizes = Sizes { mails: 8_000, rows: 100_000, urls: 250_000 };

/// What every measurement of the desk needs.
#[derive(Debug)]
struct Desk<'a> {
    bench: &'a Bench<'a>,
    folder: PathBuf,
    inputs: Inputs,
}

pub(super) fn receive(bench: &Bench) -> Result<()> {
    let desk = open(bench)?;
    println!("\nincident receive, on one core");
    receive::measure(&desk)
}

pub(super) fn pages(bench: &Bench) -> Result<()> {
    pages::measure(&open(bench)?)
}

fn open<'a>(bench: &'a Bench<'a>) -> Result<Desk<'a>> {
    let folder = bench.folder.join("desk");
    let inputs = inputs::make(&folder, SIZES)?;
    Ok(Desk { bench, folder, inputs })
}
