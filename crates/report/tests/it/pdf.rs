//! The PDF, read back with a library of its own.

use kernel::Lang;
use report::Fonts;
use report::pdf::{Options, render};

use crate::sample;

#[test]
fn thin() {
    let fonts = Fonts::find(&[]);
    for lang in [Lang::En, Lang::Ja] {
        let bytes =
            render(&sample::document(lang), &fonts, Options { base: Some("https://www.cert.example") })
                .unwrap();
        if let Ok(folder) = std::env::var("HINOMI_LOOK") {
            std::fs::write(format!("{folder}/{lang}.pdf"), bytes).unwrap();
        }
    }
}
