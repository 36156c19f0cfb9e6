//! The pages in both languages, over records that want to do harm.

use std::collections::BTreeMap;

use community::{
    CellProblem, Draft, Entry, EntryPage, FirstImported, Imported, Kind, LineProblem, LineReason, Reason,
};
use kernel::Lang;

use super::file::FilePage;
use super::first::FirstPage;
use super::form::{Form, Subject};
use super::list::{Asked, List};
use super::overview::Overview;
use crate::desk::check_page;
use crate::pages::Layout;

fn check<C: serde::Serialize>(template: &str, address: &str, context: impl Fn(Lang) -> C) -> Vec<String> {
    check_page(template, |lang| Layout::desk_sample(lang, address), context)
}

/// A record of the kind that needs nothing but texts and words, each of them harmful where it may be.
fn entry(kind: Kind) -> Entry {
    let written = |cell: &str| {
        let text = match cell {
            "role" if kind == Kind::Event => "held",
            "section" => "national",
            "sort" => "group",
            "kind" if kind == Kind::Organisation => "csirt",
            "country" => "KH",
            "countries" => "KH LK",
            "keys" => "0123456789ABCDEF0123456789ABCDEF01234567",
            "associations" => "FIRST",
            "link" | "website" => "https://csirt.example/\"><b>",
            "begins" | "ends" | "day" | "since" | "until" | "days" | "kind" | "what" => "",
            _ => "<b>\"><script>alert(1)</script>\u{202E}",
        };
        text.to_owned()
    };
    Entry { id: 7, is: Draft::check(kind, written).unwrap() }
}

#[test]
fn the_overview_says_what_lacks_a_date() {
    let counts = || vec![(Kind::Event, 8, 2), (Kind::Organisation, 9, 0)];
    let pages = check("desk_community_overview.html", "/desk/community", |_| Overview::new(counts(), true));
    assert!(pages[1].contains("undated=yes\">2 without a date</a>"));
    let pages = check("desk_community_overview.html", "/desk/community", |_| Overview::new(counts(), false));
    assert!(!pages[1].contains("/new"));
}

#[test]
fn lists_of_every_kind() {
    for kind in Kind::ALL {
        let asked = Asked { q: "\"><b>".to_owned(), ..Asked::default() };
        let address = format!("/desk/community/{kind}");
        let page = || EntryPage { kind, total: 60, entries: vec![entry(kind)] };
        let pages =
            check("desk_community_list.html", &address, |lang| List::new(&page(), &asked, true, lang));
        assert!(pages.iter().all(|html| html.contains(&format!("href=\"{address}/7\""))), "{kind}");
        assert!(pages[1].contains("skip=1\""), "{kind}: the next page begins after the last row");
        assert_eq!(pages[1].contains(">No date<"), kind.is_dated(), "{kind}");
        let seen =
            check("desk_community_list.html", &address, |lang| List::new(&page(), &asked, false, lang));
        assert!(!seen[1].contains("<form class=\"act\""), "{kind}: who may not change it sees no form");
    }
}

#[test]
fn forms_of_every_kind() {
    for kind in Kind::ALL {
        let entry = entry(kind);
        let address = format!("/desk/community/{kind}/7");
        let problems: Vec<CellProblem> =
            kind.cells().map(|cell| CellProblem { cell: cell.name(), reason: Reason::TooLong }).collect();
        for problems in [&[], &problems[..]] {
            let pages = check("desk_community_form.html", &address, |lang| {
                Form::new(kind, &Subject::Known(&entry), &entry.is.by_name(), problems, true, lang)
            });
            assert_eq!(pages[0].matches("aria-invalid").count(), problems.len(), "{kind}");
            for cell in kind.cells() {
                assert!(pages[1].contains(&format!("name=\"{}\"", cell.name())), "{kind} {}", cell.name());
            }
        }
        let empty = BTreeMap::new();
        check("desk_community_form.html", &address, |lang| {
            Form::new(kind, &Subject::New, &empty, &[], true, lang)
        });
        let pages = check("desk_community_form.html", &address, |lang| {
            Form::new(kind, &Subject::Known(&entry), &entry.is.by_name(), &[], false, lang)
        });
        assert!(!pages[1].contains("<textarea") && pages[1].contains("[U+202E]"), "{kind}");
    }
}

#[test]
fn files_and_what_is_wrong_with_them() {
    let reasons = [
        LineReason::Cell(Reason::NoDay),
        LineReason::Twice(3),
        LineReason::Column,
        LineReason::ColumnTwice,
        LineReason::TooMany(2),
        LineReason::Unreadable("<b>".to_owned()),
    ];
    let problem =
        |reason: &LineReason| LineProblem { line: 4, column: "<b>".to_owned(), reason: reason.clone() };
    for kept in [false, true] {
        let imported = Imported {
            added: 1,
            changed: 2,
            unchanged: 3,
            kept,
            wrong_lines: 6,
            problems: reasons.iter().map(problem).collect(),
            problem_count: 9,
        };
        let pages = check("desk_community_file.html", "/desk/community/event/file", |lang| {
            FilePage::new(Kind::Event, &imported, b"title_ja\n", lang)
        });
        assert_eq!(pages[1].contains("name=\"carried\" value=\"dGl0bGVfamEK\""), !kept);
        assert!(pages[1].contains("And 3 more.") && pages[1].contains("Line 3 tells of the same record"));
    }
    let first = FirstImported {
        added: vec!["<b>".to_owned(); 300],
        absent: vec!["A".to_owned()],
        problems: vec![(4, "<b>".to_owned())],
        problem_count: 5,
        ..FirstImported::default()
    };
    let pages =
        check("desk_community_first.html", "/desk/community/organisation", |_| FirstPage::new(first.clone()));
    assert!(pages[1].contains("And 4 more.") && pages[1].contains("Number 4:"));
}
