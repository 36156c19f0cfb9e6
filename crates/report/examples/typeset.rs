//! Makes the made-up report of the tests as PDF in both languages, to look at page by page before a change of the
//! template is called done: `cargo run -p report --example typeset -- FOLDER [ROUNDS]`. With rounds it is made as often,
//! to be measured.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use kernel::Lang;
use report::Fonts;
use report::pdf::{Options, render};

#[allow(clippy::unwrap_used, reason = "it is a test's")]
#[path = "../tests/it/sample/mod.rs"]
mod sample;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "report-look".to_owned()));
    let rounds: u32 = arguments.next().map_or(Ok(1), |rounds| rounds.parse())?;
    fs::create_dir_all(&folder)?;
    let fonts = Fonts::find(&[]);
    for _ in 0..rounds {
        for lang in Lang::ALL {
            let options = Options { base: Some("https://www.cert.example") };
            let bytes = render(&sample::document(lang), &fonts, options)?;
            fs::write(folder.join(format!("{}-{lang}.pdf", sample::period())), bytes)?;
        }
    }
    Ok(())
}
