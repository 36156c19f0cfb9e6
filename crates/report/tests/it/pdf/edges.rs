//! Reports with little in them, and with much.

use kernel::Lang;
use report::{BlockText, CellText, Document, SectionText, Span};

use super::look::{Read, text};
use super::{made_of, short};
use crate::sample;

/// A report without topics and sections.
fn empty() -> Document {
    let mut document = short(Lang::En);
    document.topics.clear();
    document.cover.changes.clear();
    document.cover.notice = None;
    document
}

fn section(blocks: Vec<BlockText>) -> SectionText {
    SectionText {
        id: "s".to_owned(),
        number: "1".to_owned(),
        title: "One".to_owned(),
        blocks,
        parts: Vec::new(),
    }
}

fn table(header: &[&str], rows: Vec<Vec<CellText>>) -> BlockText {
    BlockText::Table {
        id: "t".to_owned(),
        number: "Table 1-1".to_owned(),
        caption: Vec::new(),
        header: header.iter().map(|&head| head.to_owned()).collect(),
        rows,
        notes: Vec::new(),
    }
}

fn cell(text: &str, numeric: bool) -> CellText {
    CellText { spans: vec![Span { text: text.to_owned(), figure: None }], numeric }
}

#[test]
fn a_quarter_without_anything_is_a_cover_and_contents() {
    let pages = Read::of(&made_of(&empty())).0.get_pages().len();
    assert_eq!(pages, 2);
}

#[test]
fn blocks_may_be_empty() {
    fn check(block: BlockText) {
        let mut document = empty();
        document.sections = vec![section(vec![block.clone()])];
        assert_eq!(Read::of(&made_of(&document)).bookmarks().len(), 2, "{block:?}");
    }
    check(BlockText::Paragraph { spans: Vec::new() });
    check(BlockText::Written { paragraphs: vec![String::new(), "\u{200B}".to_owned()] });
    check(BlockText::List { items: Vec::new() });
    check(BlockText::Links { links: Vec::new() });
    check(table(&["What", "Number"], Vec::new()));
    check(table(&["What", ""], vec![vec![cell("", false), CellText { spans: Vec::new(), numeric: true }]]));
    check(table(&["What"], vec![vec![cell("only a heading", false)]]));
}

#[test]
fn a_chart_without_values_says_so() {
    let mut document = sample::document(Lang::En);
    document.charts[0].lines.clear();
    let mut described = 0;
    for block in &mut document.sections[0].parts[0].blocks {
        if let BlockText::Chart { description, .. } = block {
            description.clear();
            described += 1;
        }
    }
    assert_eq!(described, 1);
    let bytes = made_of(&document);
    assert_eq!(Read::of(&bytes).tagged("Figure").len(), document.charts.len());
    let Some(text) = text(&bytes) else { return };
    assert!(text.contains("no data"));
}

#[test]
fn no_row_of_a_long_table_is_lost() {
    let rows = (0..400).map(|row| {
        let words =
            format!("row{row} with words that take more than one line of the cell as it is set ").repeat(3);
        vec![cell(&words, false), cell(&format!("{}", 10_000 + row), true)]
    });
    let mut document = empty();
    document.sections = vec![section(vec![table(&["What", "Number"], rows.collect())])];
    let bytes = made_of(&document);
    assert!(Read::of(&bytes).0.get_pages().len() > 12);
    let Some(text) = text(&bytes) else { return };
    let mut tokens = text.split_whitespace();
    for row in 0..400 {
        let number = format!("{}", 10_000 + row);
        assert!(tokens.any(|token| token == number), "row {row}");
    }
}
