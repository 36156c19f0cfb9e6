//! The PDF's text, as somebody gets it who copies it or has it read.

use report::{BlockText, Document, Fonts, SectionText, Span};

use super::look::{joined, text};
use super::{languages, made};
use crate::sample;

/// The numbers of a document in reading order.
fn numbers(document: &Document) -> Vec<String> {
    fn of(section: &SectionText, all: &mut Vec<String>) {
        let mut take = |spans: &[Span]| {
            all.extend(spans.iter().filter(|span| span.figure.is_some()).map(|span| span.text.clone()));
        };
        for block in &section.blocks {
            match block {
                BlockText::Paragraph { spans } => take(spans),
                BlockText::Table { caption, rows, notes, .. } => {
                    take(caption);
                    rows.iter().flatten().for_each(|cell| take(&cell.spans));
                    notes.iter().for_each(|note| take(note));
                }
                BlockText::List { items } => {
                    for item in items {
                        take(&item.lead);
                        item.lines.iter().for_each(|line| take(line));
                    }
                }
                BlockText::Chart { caption, .. } => take(caption),
                BlockText::Written { .. } | BlockText::Links { .. } => {}
            }
        }
        section.parts.iter().for_each(|part| of(part, all));
    }
    let mut all = Vec::new();
    document.sections.iter().for_each(|section| of(section, &mut all));
    all
}

#[test]
fn the_numbers_stand_in_reading_order() {
    let fonts = Fonts::find(&[]);
    for lang in languages(&fonts) {
        let Some(text) = text(&made(lang, &fonts)) else { return };
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '+' | '-');
        let mut tokens = text.split(|c| !is_part(c)).filter(|token| !token.is_empty());
        let wanted = numbers(&sample::document(lang));
        assert!(wanted.len() > 150, "{}", wanted.len());
        for (place, number) in wanted.iter().enumerate() {
            assert!(tokens.any(|token| token == number), "{lang}: number {place}, {number}");
        }
    }
}

#[test]
fn every_page_says_whose_it_is_and_what_it_is() {
    let fonts = Fonts::find(&[]);
    for lang in languages(&fonts) {
        let Some(text) = text(&made(lang, &fonts)) else { return };
        let cover = sample::document(lang).cover;
        let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        for (number, page) in (1..).zip(&pages) {
            for said in [&cover.organisation, &cover.title, &cover.edition, cover.notice.as_ref().unwrap()] {
                assert!(joined(page).contains(&joined(said)), "page {number}: {said}");
            }
            let label = format!("{number}/{}", pages.len());
            assert_eq!(joined(page).contains(&label), number > 1, "page {number}");
        }
        assert!(joined(pages[0]).contains(&joined(&cover.changes[0])));
    }
}

#[test]
fn headings_of_a_long_table_stand_on_each_of_its_pages() {
    let fonts = Fonts::in_folders(Vec::new());
    let Some(text) = text(&made(kernel::Lang::En, &fonts)) else { return };
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| page.contains("0.example ")).collect();
    assert!(pages.len() >= 2);
    for page in pages {
        assert!(page.contains("Domain Reports"), "{page}");
    }
}
