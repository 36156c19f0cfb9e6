//! The plain-text report form.

use incident::form::{FormReport, Happened, blank, parse, write};
use kernel::Lang;
use proptest::prelude::*;

fn full() -> FormReport {
    FormReport {
        name: "青木 花子".to_owned(),
        organisation: "見本銀行 情報システム部".to_owned(),
        mail: "aoki@example.co.jp".to_owned(),
        phone: "03-0000-0000".to_owned(),
        may_name: true,
        mediation: true,
        happened: Some(Happened::Scan),
        when: "2008-01-15 03:12:45 から 04:00 まで".to_owned(),
        zone: "JST".to_owned(),
        sources: vec!["192.0.2.1".to_owned(), "http://www.example.org/login".to_owned()],
        targets: vec!["198.51.100.7 22/tcp OpenSSH".to_owned()],
        description: "はじめまして。\n\n  詳しくはログをご覧ください。".to_owned(),
        logs: "#Fields: date time\n* Name: not a label\n+++ end +++\n\\* Name: nor this".to_owned(),
        channel_note: "FAX 3 枚".to_owned(),
        key: "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc=\n-----END PGP PUBLIC KEY BLOCK-----".to_owned(),
    }
}

/// The form as `mangle` leaves it must still say the same.
fn check(mangle: impl Fn(&str) -> String) {
    for lang in [Lang::Ja, Lang::En] {
        let text = mangle(&write(&full(), lang));
        let (read, problems) = parse(&text).unwrap_or_else(|| panic!("no form in:\n{text}"));
        assert_eq!(read, full(), "{text}");
        assert_eq!(problems, [], "{text}");
    }
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

#[test]
fn what_mail_does_to_it_changes_nothing() {
    check(str::to_owned);
    check(|text| text.replace('\n', "\r\n"));
    check(|text| each_line(text, |line| format!("> {line}").trim_end().to_owned()));
    check(|text| each_line(text, |line| format!("> > {line}")));
    check(|text| each_line(text, |line| format!("{line}  ")));
    check(|text| {
        format!("お世話になっております。\n報告します。\n\n{text}\n-- \n青木\nhttp://www.example.co.jp/\n")
    });
    check(|text| text.replace("* お名前:", "＊　お名前 ：").replace("* Name: 青", "*Name  :青"));
    check(|text| text.replace("[x]", "[ｘ]").replace("[ ]", "[　]"));
    check(|text| text.replace("部\n", "\n部\n").replace("aoki@", "\n   aoki@"));
    check(|text| text.replace("=== インシデント", "＝＝＝ インシデント"));
    check(|text| text.replace("+++ ここ", "＋＋＋ここ").replace("+++ begin +++", "+++Begin"));
}

#[test]
fn nothing_else_is_a_form() {
    for text in
        ["", "=== ===", "incident-report-form 1", "see === x (incident-report-form 1) ===", "=== end of form"]
    {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn a_blank_form_says_nothing_and_hints_are_not_read() {
    for lang in [Lang::Ja, Lang::En] {
        assert_eq!(parse(&blank(lang)), Some((FormReport::default(), Vec::new())));
        let longest = blank(lang).lines().map(str::len).max().unwrap_or_default();
        assert!(longest < 110, "a mail program would wrap a line of {longest} bytes");
    }
}

#[test]
fn what_stands_in_no_field_is_said() {
    let text = "=== (incident-report-form 1) ===\nhello\n* Name: A\n\nstray\n* What happened\n[x] Phishing site\n\
                [x] Other\n[x] nonsense\n* Logs\n+++ begin +++\na\n=== end of form";
    let (report, problems) = parse(text).unwrap();
    assert_eq!((report.name.as_str(), report.happened), ("A", Some(Happened::Phishing)));
    assert_eq!(report.logs, "a");
    let places: Vec<_> = problems.iter().map(|problem| problem.place.as_str()).collect();
    assert_eq!(places, ["line 2", "line 5", "line 8", "line 9", "line 13"]);
}

#[test]
fn a_form_without_fences_labels_or_end_gives_what_is_there() {
    let (report, problems) = parse(
        "=== (incident-report-form 1)\n* Logs:\nline one\nline two\n* Sources and harmful sites: 192.0.2.1\n",
    )
    .unwrap();
    assert_eq!(report.logs, "line one\nline two");
    assert_eq!(report.sources, ["192.0.2.1"]);
    assert_eq!(problems, []);
    let (_, problems) = parse("=== (incident-report-form 9) ===\n").unwrap();
    assert_eq!(problems.len(), 1);
}

fn anything() -> impl Strategy<Value = String> {
    let syntax = prop::sample::select(vec![
        "* Name: x",
        "\\",
        "+++ end +++",
        "+++ ここから +++",
        "=== a (incident-report-form 1) ===",
        "#",
        " ",
        "\n",
        "\r\n",
        "\t",
        "　",
        "＊ログ：",
        "=== end of form",
        "[x] Yes",
        "\u{7}",
        "192.0.2.1",
        "ロ",
        "> ",
    ]);
    let piece = prop_oneof![3 => syntax.prop_map(str::to_owned), 1 => ".{0,8}"];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(
        lines in prop::collection::vec(anything(), 7),
        blocks in prop::collection::vec(anything(), 3),
        lists in prop::collection::vec(prop::collection::vec(anything(), 0..4), 2),
        (may_name, mediation, japanese) in any::<(bool, bool, bool)>(),
        happened in prop::option::of(prop::sample::select(Happened::ALL)),
    ) {
        let report = FormReport {
            name: lines[0].clone(), organisation: lines[1].clone(), mail: lines[2].clone(),
            phone: lines[3].clone(), when: lines[4].clone(), zone: lines[5].clone(),
            channel_note: lines[6].clone(), description: blocks[0].clone(), logs: blocks[1].clone(),
            key: blocks[2].clone(), sources: lists[0].clone(), targets: lists[1].clone(),
            may_name, mediation, happened,
        };
        let text = write(&report, if japanese { Lang::Ja } else { Lang::En });
        prop_assert_eq!(parse(&text), Some((report.tidied(), Vec::new())), "{}", text);
    }

    #[test]
    fn no_text_is_too_much(text in anything()) {
        let _ = parse(&format!("=== (incident-report-form 1) ===\n{text}"));
        let _ = parse(&text);
    }
}
