//! Text of people is data: it stands on the page as it was written, and does nothing.

use kernel::Lang;
use report::{BlockText, Document, LinkText, SectionText, Span};

use super::look::{Read, joined, text};
use super::{made_of, short};
use crate::sample;

/// What would do something if it were source of the template, of JSON, of SVG or of PDF.
const HOSTILE: [&str; 12] = [
    r#"#import "/etc/passwd": *"#,
    "#read(\"report.typ\")",
    "]; #panic()",
    "$ x^2 $ and \\ and \\u{41} and @x and <label>",
    "*bold* _it_ = heading",
    "// comment /* more */",
    "\"},\"cover\":{\"title\":\"x\"",
    "(/S /JavaScript /JS (app.alert(1)))",
    "--- ... -- ~ `raw` ```raw```",
    "</svg><script>alert(1)</script>&amp;",
    "#{ while true {} }",
    "%PDF-1.7 endobj",
];

/// The made-up report with `hostile` wherever people may write, and in what the program writes, too.
fn with(hostile: &str) -> Document {
    let mut document = sample::document(Lang::En);
    let link = || LinkText { title: hostile.to_owned(), url: hostile.to_owned() };
    document.cover.title = hostile.to_owned();
    document.cover.organisation = hostile.to_owned();
    document.cover.notice = Some(hostile.to_owned());
    document.cover.changes = vec![hostile.to_owned()];
    document.topics[0].title = hostile.to_owned();
    document.topics[0].paragraphs = vec![hostile.to_owned()];
    document.topics[0].links = vec![link()];
    document.sections.iter_mut().for_each(|section| spoil(section, hostile));
    for chart in &mut document.charts {
        hostile.clone_into(&mut chart.title);
        hostile.clone_into(&mut chart.y.title);
        chart.lines.iter_mut().for_each(|line| hostile.clone_into(&mut line.name));
        chart.marks.iter_mut().for_each(|mark| hostile.clone_into(&mut mark.label));
    }
    document
}

/// The same in a section and its parts.
fn spoil(section: &mut SectionText, hostile: &str) {
    let spans = || vec![Span { text: hostile.to_owned(), figure: Some(hostile.to_owned()) }];
    let link = || LinkText { title: hostile.to_owned(), url: hostile.to_owned() };
    section.title = hostile.to_owned();
    for block in &mut section.blocks {
        match block {
            BlockText::Paragraph { spans: own } => *own = spans(),
            BlockText::Written { paragraphs } => *paragraphs = vec![hostile.to_owned()],
            BlockText::Table { id, caption, header, rows, notes, .. } => {
                hostile.clone_into(id);
                *caption = spans();
                header.iter_mut().for_each(|head| hostile.clone_into(head));
                rows.iter_mut().flatten().for_each(|cell| cell.spans = spans());
                *notes = vec![spans()];
            }
            BlockText::Chart { caption, description, data, .. } => {
                *caption = spans();
                hostile.clone_into(description);
                *data = Some(hostile.to_owned());
            }
            BlockText::List { items } => {
                for item in items {
                    item.lead = spans();
                    item.lines = vec![spans()];
                    item.links = vec![link()];
                }
            }
            BlockText::Links { links } => *links = vec![link()],
        }
    }
    section.parts.iter_mut().for_each(|part| spoil(part, hostile));
}

#[test]
fn it_stands_as_it_was_written() {
    let document = with(&HOSTILE.join(" "));
    let bytes = made_of(&document);
    let read = Read::of(&bytes);
    assert!(read.links().is_empty(), "no web address: {:?}", read.links());
    assert!(read.metadata().contains("#panic()"));
    let Some(text) = text(&bytes) else { return };
    for hostile in HOSTILE {
        let times = joined(&text).matches(&joined(hostile)).count();
        // In heads, headings, paragraphs, cells and lists; ligatures and lines of a page come between in some.
        assert!(times >= 12, "{hostile}: {times} times");
    }
}

#[test]
fn signs_without_ink_are_left_out() {
    fn check(written: &str, expect: &str) {
        let mut document = short(Lang::En);
        document.topics[0].paragraphs = vec![written.to_owned()];
        let bytes = made_of(&document);
        let Some(text) = text(&bytes) else { return };
        assert!(text.contains(expect), "{expect} in {text}");
        assert!(!text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\u{c}')));
    }
    check("left\u{202e}thgir\u{202c} on\u{200b} \u{feff}and\u{7} \u{2066}on\u{2069}", "leftthgir on and on");
    check("one\r\ntwo\tthree\u{2028}four", "one\ntwo three\nfour");
    check("a\u{2063}b", "ab");
}

#[test]
fn overlong_words_are_broken_and_none_of_them_is_lost() {
    let letters = 10_000;
    let word: String = "abcdefghij".chars().cycle().take(letters).collect();
    let mut document = sample::document(Lang::En);
    document.topics[0].paragraphs = vec![word.clone()];
    document.topics[0].links =
        vec![LinkText { title: "long".to_owned(), url: format!("https://a.example/{}", &word[..6000]) }];
    document.topics[1].title = word[..2000].to_owned();
    let spans = vec![Span { text: word[..3000].to_owned(), figure: None }];
    for block in &mut document.sections[0].blocks {
        if let BlockText::Table { rows, .. } = block {
            rows[1][0].spans.clone_from(&spans);
        }
    }
    let bytes = made_of(&document);
    let links = Read::of(&bytes).links();
    assert!(links.contains(&format!("https://a.example/{}", &word[..6000])));
    let Some(text) = text(&bytes) else { return };
    // Headers and footers come between pages, so that parts are looked for.
    let all = joined(&text);
    let tens = all.matches("abcdefghij").count();
    let expect = (letters + 6000 + 2000 + 3000) / 10;
    // The heading stands in the contents, too; a line of the page may end within ten letters.
    assert!(tens >= expect + 150 && tens <= expect + 210, "{tens}, not about {}", expect + 200);
}
