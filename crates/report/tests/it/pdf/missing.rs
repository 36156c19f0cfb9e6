//! What can't be made, and what is said of it.

use std::path::PathBuf;

use kernel::Lang;
use report::pdf::{Options, PdfError, render};
use report::{Fonts, Span};
use testkit::DataFolder;

use crate::sample;

#[test]
fn without_a_japanese_font_it_says_where_it_looked_and_what_to_install() {
    let folder = DataFolder::new();
    let fonts = Fonts::in_folders(vec![folder.path().to_owned(), PathBuf::from("/nowhere/fonts")]);
    assert!(!fonts.have_japanese());
    let error = render(&sample::document(Lang::Ja), &fonts, Options::default()).unwrap_err();
    assert!(matches!(error, PdfError::NoJapaneseFont { .. }));
    let said = error.to_string();
    for part in [&folder.path().display().to_string(), "/nowhere/fonts", "fonts-noto-cjk", "Noto Sans CJK JP"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    // English does not need one.
    render(&super::short(Lang::En), &fonts, Options::default()).unwrap();
}

#[test]
fn a_file_that_is_no_font_is_named() {
    let folder = DataFolder::new();
    let path = folder.path().join("opentype");
    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("NotoSansCJK-Regular.ttc"), "not a font").unwrap();
    let fonts = Fonts::in_folders(vec![folder.path().to_owned()]);
    assert!(fonts.have_japanese());
    let error = render(&sample::document(Lang::Ja), &fonts, Options::default()).unwrap_err();
    assert!(matches!(error, PdfError::BadFont { .. }), "{error}");
    assert!(error.to_string().contains("NotoSansCJK-Regular.ttc"), "{error}");
}

#[test]
fn a_character_that_no_font_has_is_named_with_its_place() {
    fn check(written: &str, expect: &str) {
        let mut document = sample::document(Lang::En);
        document.sections[1].parts[0].title = written.to_owned();
        let error = render(&document, &Fonts::in_folders(Vec::new()), Options::default()).unwrap_err();
        assert!(matches!(error, PdfError::NoGlyph { .. }), "{error}");
        let said = error.to_string();
        assert!(said.starts_with("2.1: ") && said.contains(expect), "{said}");
    }
    check("Ports \u{1F525}", "U+1F525");
    check("\u{E000}", "U+E000");
    check("火の見", "'火' (U+706B)");
    check("العربية", "U+0627");
}

#[test]
fn the_place_may_be_a_table_or_a_chart() {
    let fonts = Fonts::in_folders(Vec::new());
    let mut document = sample::document(Lang::En);
    document.charts[0].lines[0].name = "\u{1F525}".to_owned();
    let error = render(&document, &fonts, Options::default()).unwrap_err().to_string();
    assert!(error.starts_with("Figure 1-1: "), "{error}");
    for block in &mut document.sections[0].blocks {
        if let report::BlockText::Table { notes, .. } = block {
            *notes = vec![vec![Span { text: "\u{E000}".to_owned(), figure: None }]];
        }
    }
    let error = render(&document, &fonts, Options::default()).unwrap_err().to_string();
    assert!(error.starts_with("Table 1-1: "), "{error}");
}

#[test]
fn english_takes_japanese_names_where_a_font_is_there() {
    let fonts = Fonts::find(&[]);
    if !fonts.have_japanese() {
        eprintln!("left out: Japanese names in English, as Noto CJK (fonts-noto-cjk) is not installed");
        return;
    }
    let mut document = super::short(Lang::En);
    document.topics[0].paragraphs =
        vec!["Hinomi (火の見) is a watch-tower; 葛\u{e0100}飾, か\u{3099}.".to_owned()];
    let bytes = render(&document, &fonts, Options::default()).unwrap();
    let Some(text) = super::look::text(&bytes) else { return };
    assert!(text.contains("(火の見) is a watch-tower"), "{text}");
}

/// Headings are of another family than running text; what only one of them has is taken from there.
#[test]
fn a_character_of_any_font_at_hand_is_set() {
    let fonts = Fonts::find(&[]);
    if !fonts.have_japanese() {
        eprintln!(
            "left out: characters of some Japanese fonts, as Noto CJK (fonts-noto-cjk) is not installed"
        );
        return;
    }
    for lang in Lang::ALL {
        let mut document = super::short(lang);
        // Of Libertinus alone, and of Noto Sans CJK JP alone.
        document.topics[0].paragraphs = vec!["Ąčę \u{9FEB}".to_owned()];
        document.topics[0].title = "Ąčę \u{9FEB}".to_owned();
        let bytes = render(&document, &fonts, Options::default()).unwrap();
        let Some(text) = super::look::text(&bytes) else { return };
        assert!(text.matches("\u{9FEB}").count() >= 3, "in contents, heading and text");
    }
}
