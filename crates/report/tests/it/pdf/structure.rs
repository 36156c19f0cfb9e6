//! Tags, standards, fonts, bookmarks and links.

use kernel::Lang;
use lopdf::Object;
use report::{BlockText, Document, Fonts, SectionText};

use super::look::{Read, name};
use super::{BASE, languages, made, made_of};
use crate::sample;

/// All blocks of a document.
fn blocks(document: &Document) -> Vec<&BlockText> {
    fn of<'a>(section: &'a SectionText, all: &mut Vec<&'a BlockText>) {
        all.extend(&section.blocks);
        section.parts.iter().for_each(|part| of(part, all));
    }
    let mut all = Vec::new();
    document.sections.iter().for_each(|section| of(section, &mut all));
    all
}

#[test]
fn it_says_which_standards_it_keeps() {
    let fonts = Fonts::find(&[]);
    for lang in languages(&fonts) {
        let read = Read::of(&made(lang, &fonts));
        let metadata = read.metadata();
        for said in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            &sample::document(lang).cover.title,
            &sample::document(lang).cover.organisation,
            "2008-04-17",
        ] {
            assert!(metadata.contains(said), "{said} in {metadata}");
        }
        let catalog = read.catalog();
        assert_eq!(
            read.at(catalog, "Lang").as_str().unwrap(),
            if lang == Lang::Ja { &b"ja-JP"[..] } else { b"en" }
        );
        assert!(read.at(read.dictionary(catalog, "MarkInfo"), "Marked").as_bool().unwrap());
        assert!(read.at(read.dictionary(catalog, "ViewerPreferences"), "DisplayDocTitle").as_bool().unwrap());
        assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"OutputIntents"));
        assert!(!catalog.has(b"AA") && !catalog.has(b"OpenAction"));
        for dictionary in read.dictionaries() {
            let action = name(dictionary, "S").unwrap_or_default();
            assert!(!["JavaScript", "Launch", "SubmitForm", "ImportData"].contains(&action.as_str()));
            assert!(!dictionary.has(b"EF"), "no file is inside: {dictionary:?}");
        }
    }
}

#[test]
fn every_table_has_headings_for_columns_and_rows() {
    let document = sample::document(Lang::En);
    let tables: Vec<(usize, usize)> = blocks(&document)
        .into_iter()
        .filter_map(|block| match block {
            BlockText::Table { header, rows, .. } => Some((header.len(), rows.len())),
            _ => None,
        })
        .collect();
    let read = Read::of(&made_of(&document));
    assert_eq!(read.tagged("Table").len(), tables.len());
    let scope = |of: &str| {
        let says = |object: &Object| {
            let attributes = read.0.dereference(object).unwrap().1;
            let attributes = match attributes {
                Object::Array(all) => all.iter().map(|one| read.0.dereference(one).unwrap().1).collect(),
                one => vec![one],
            };
            attributes
                .iter()
                .any(|one| one.as_dict().is_ok_and(|one| name(one, "Scope").as_deref() == Some(of)))
        };
        read.tagged("TH").into_iter().filter(|heading| heading.get(b"A").is_ok_and(says)).count()
    };
    assert_eq!(scope("Column"), tables.iter().map(|(columns, _)| columns).sum::<usize>());
    assert_eq!(scope("Row"), tables.iter().map(|(_, rows)| rows).sum::<usize>());
}

#[test]
fn every_chart_is_drawn_and_described() {
    let document = sample::document(Lang::En);
    let read = Read::of(&made_of(&document));
    let figures = read.tagged("Figure");
    let mut said: Vec<String> =
        figures.iter().map(|one| lopdf::decode_text_string(read.at(one, "Alt")).unwrap()).collect();
    let mut wanted: Vec<String> = blocks(&document)
        .into_iter()
        .filter_map(|block| match block {
            BlockText::Chart { description, .. } => Some(description.clone()),
            _ => None,
        })
        .collect();
    said.sort();
    wanted.sort();
    assert_eq!(said, wanted);
    // As lines, not as a raster of points.
    assert!(!read.dictionaries().iter().any(|one| name(one, "Subtype").as_deref() == Some("Image")));
}

#[test]
fn all_fonts_are_inside() {
    let fonts = Fonts::find(&[]);
    for lang in languages(&fonts) {
        let read = Read::of(&made(lang, &fonts));
        let of_type = |kind: &str| -> Vec<_> {
            let all = read.dictionaries().into_iter();
            all.filter(|one| name(one, "Type").as_deref() == Some(kind)).collect()
        };
        let descriptors = of_type("FontDescriptor");
        let composed =
            of_type("Font").into_iter().filter(|one| name(one, "Subtype").as_deref() == Some("Type0"));
        let composed: Vec<_> = composed.collect();
        assert!(!composed.is_empty());
        assert_eq!(descriptors.len(), composed.len());
        for descriptor in descriptors {
            assert!(descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"), "{descriptor:?}");
        }
        for font in composed {
            assert!(font.has(b"ToUnicode"), "its text can be copied: {font:?}");
            let family = name(font, "BaseFont").unwrap();
            let expect = if lang == Lang::Ja { "CJKjp" } else { "LibertinusSerif" };
            assert!(family.contains(expect), "{family}");
        }
    }
}

#[test]
fn bookmarks_are_the_headings_and_pages_have_labels() {
    let document = sample::document(Lang::En);
    let read = Read::of(&made_of(&document));
    let mut wanted = vec![(0, "Contents".to_owned()), (0, "Topics".to_owned())];
    for (number, topic) in (1..).zip(&document.topics) {
        wanted.push((1, format!("Topic {number} {}", topic.title)));
    }
    for section in &document.sections {
        wanted.push((0, format!("{} {}", section.number, section.title)));
        wanted.extend(section.parts.iter().map(|part| (1, format!("{} {}", part.number, part.title))));
    }
    assert_eq!(read.bookmarks(), wanted);
    assert!(read.catalog().has(b"PageLabels"));
    assert!((5..=12).contains(&read.0.get_pages().len()));
}

#[test]
fn figures_lead_to_their_records_where_the_site_is_known() {
    let fonts = Fonts::in_folders(Vec::new());
    let links = Read::of(&made(Lang::En, &fonts)).links();
    let report = sample::report();
    for reported in &report.figures {
        let path = report::figure_path(report.period, &reported.figure.id);
        let wanted = format!("{BASE}{path}");
        assert!(links.contains(&wanted), "{wanted}");
    }
    assert!(links.contains(&format!("{BASE}/observe/graph.csv?series=icmp")));

    let mut links = Read::of(&made_of(&sample::document(Lang::En))).links();
    links.sort();
    links.dedup();
    // Those that people wrote.
    assert_eq!(
        links,
        [
            "https://vendor.example/security/2008/advisory-with-a-rather-long-name-0123456789.html?lang=ja&page=1",
            "https://www.cert.example/at/2008/at080005.html",
            "https://www.cert.example/form/",
        ]
    );
}
