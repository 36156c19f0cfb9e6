//! The report as HTML.

use std::collections::BTreeSet;

use kernel::Lang;
use report::html::{Links, Which, anchor, file, fragment};
use report::{BlockText, LinkText, Span};

use crate::sample::{document, period, report, text};

fn links(base: &str) -> Links {
    Links { base: base.to_owned(), period: period(), which: Which::Newest }
}

/// The values of an attribute, as they stand.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let before = format!(" {attribute}=\"");
    html.split(&before).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// The text without tags, as a reader sees it.
fn plain(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    out.replace("&#x2f;", "/").replace("&#x27;", "'").replace("&quot;", "\"")
}

#[test]
fn the_same_document_is_the_same_file() {
    for lang in Lang::ALL {
        let links = links("https://www.cert.example");
        let one = file(&document(lang), Some(&links)).unwrap();
        assert_eq!(one, file(&document(lang), Some(&links)).unwrap());
        assert!(one.starts_with(&format!("<!doctype html>\n<html lang=\"{lang}\">")), "{}", &one[..80]);
        if let Some(folder) = std::env::var_os("HINOMI_KEEP_HTML") {
            std::fs::write(std::path::Path::new(&folder).join(format!("report.{lang}.html")), &one).unwrap();
        }
    }
}

#[test]
fn a_file_needs_nothing_but_itself() {
    for lang in Lang::ALL {
        let html = file(&document(lang), None).unwrap();
        for outside in ["<script", "<link", "<img", "<iframe", "src=", "@import", " style=", "javascript:"] {
            assert!(!html.contains(outside), "{outside}");
        }
        assert!(
            html.split("url(").skip(1).all(|rest| rest.starts_with('#')),
            "a pattern of the drawing alone"
        );
        for href in values(&html, "href") {
            assert!(href.starts_with('#') || href.starts_with("https:&#x2f;&#x2f;"), "{href}");
        }
    }
}

#[test]
fn every_place_has_one_name_and_every_way_leads_to_one() {
    for lang in Lang::ALL {
        let html = file(&document(lang), Some(&links(""))).unwrap();
        let ids = values(&html, "id");
        let different: BTreeSet<_> = ids.iter().collect();
        assert_eq!(different.len(), ids.len(), "an id stands twice: {ids:?}");
        let inner = values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#'));
        let named = values(&html, "aria-labelledby").into_iter().flat_map(str::split_whitespace);
        for to in inner.chain(named) {
            assert!(different.contains(&to), "{to}");
        }
    }
}

/// Every figure that the document prints leads to its page, and has its anchor once.
#[test]
fn every_number_is_a_link() {
    for lang in Lang::ALL {
        let html = fragment(&document(lang), Some(&links(""))).unwrap();
        let plain_html = html.replace("&#x2f;", "/");
        for reported in report().figures {
            let figure = reported.figure;
            let link = format!("href=\"/activity/2008Q1/figure/{}\">{}</a>", figure.id, figure.written());
            assert!(plain_html.contains(&link), "{link}");
            let id = format!(" id=\"{}\"", anchor(&figure.id));
            assert_eq!(html.matches(&id).count(), 1, "{id}");
        }
        assert!(!fragment(&document(lang), None).unwrap().contains("/figure/"));
    }
}

#[test]
fn an_older_edition_leads_to_its_own_figures() {
    let links = Links { which: Which::Edition(2), ..links("https://www.cert.example") };
    let html = file(&document(Lang::En), Some(&links)).unwrap().replace("&#x2f;", "/");
    assert!(
        html.contains("href=\"https://www.cert.example/activity/2008Q1/figure/incident.reports?edition=2\"")
    );
    assert!(html.contains("href=\"https://www.cert.example/observe/graph.csv?series=icmp\""));
}

#[test]
fn the_whole_document_is_there() {
    for lang in Lang::ALL {
        let document = document(lang);
        let read = plain(&file(&document, None).unwrap());
        let cover = &document.cover;
        let mut wanted = vec![&cover.title, &cover.organisation, &cover.days, &cover.edition];
        wanted.extend(cover.notice.iter().chain(&cover.changes));
        wanted.extend(document.topics.iter().map(|topic| &topic.title));
        let parts = document.sections.iter().flat_map(|section| &section.parts);
        wanted.extend(document.sections.iter().chain(parts).map(|section| &section.title));
        for text in wanted {
            assert!(read.contains(text.as_str()), "{text}");
        }
        for section in document.sections.iter().flat_map(|one| std::iter::once(one).chain(&one.parts)) {
            for block in &section.blocks {
                if let BlockText::Table { number, rows, notes, .. } = block {
                    assert!(read.contains(number.as_str()), "{number}");
                    let cells = rows.iter().flatten().map(|cell| &cell.spans);
                    for span in cells.chain(notes).flatten() {
                        assert!(read.contains(span.text.as_str()), "{}", span.text);
                    }
                }
            }
        }
    }
}

#[test]
fn nobodys_text_becomes_markup() {
    let hostile = "</style><script>alert(1)</script>{{ 7*7 }}{% raw %}\"'&lt;";
    let mut made = report();
    made.organisation = text(hostile, hostile);
    made.notice = Some(text(hostile, hostile));
    made.topics[0].title = text(hostile, hostile);
    made.topics[0].text = text(hostile, hostile);
    made.topics[0].links[0].title = text(hostile, hostile);
    let mut document = report::Document::of(&made, Lang::En);
    let figure = Some(format!("x\"><b>{hostile}"));
    let spans = vec![Span { text: hostile.to_owned(), figure }];
    document.sections[0].blocks.push(BlockText::Paragraph { spans });
    let wrong = LinkText { title: "here".to_owned(), url: "javascript:alert(1)".to_owned() };
    document.sections[0].blocks.push(BlockText::Links { links: vec![wrong] });
    let html = file(&document, Some(&links(""))).unwrap();
    assert!(!html.contains("<script") && !html.contains("<b>"));
    assert_eq!(html.matches("</style>").count(), 1, "only the style's own end");
    assert!(html.contains("{{ 7*7 }}") && !html.contains("href=\"javascript"));
}

#[test]
fn an_empty_report_is_a_page() {
    let mut made = report();
    made.topics.clear();
    made.sections.clear();
    made.edition = None;
    made.figures.clear();
    for lang in Lang::ALL {
        let html = file(&report::Document::of(&made, lang), None).unwrap();
        assert!(html.contains("<main") && !html.contains("report-topics\""), "{html}");
    }
}
