//! `hinomi report`: drafts, figures, editions, corrections and drift, as somebody types it.

use std::os::unix::fs::PermissionsExt;

use crate::world::{Said, World, files, transcript};

/// A mail that reports scans of so many addresses.
fn mail(id: u32, addresses: u32) -> String {
    let lines = (1..=addresses)
        .map(|one| format!("2008-02-01T09:00:00+09:00 scan from 198.51.{id}.{one} port 22\r\n"));
    format!(
        "From: reporter@example.jp\r\nTo: desk@csirt.example\r\nSubject: scan {id}\r\n\
         Message-ID: <{id}@example.jp>\r\n\r\n{}",
        lines.collect::<String>()
    )
}

/// A folder in which a mail about two addresses came in February 2008.
fn world() -> World {
    let world = World::new();
    receive(&world, 1, 2);
    world
}

fn receive(world: &World, id: u32, addresses: u32) {
    world.file("mail.eml", mail(id, addresses));
    world.answer("incident receive mail.eml --received 2008-02-01T10:00:00+09:00");
}

/// A command with words that have blanks in them.
fn run(world: &World, line: &str, words: &[&str]) -> Said {
    let mut command = world.command(line);
    world.said(command.args(words).spawn().unwrap())
}

/// The same in a transcript.
fn typed(world: &World, line: &str, words: &[&str]) -> String {
    let quoted: String =
        words
            .iter()
            .map(|word| {
                if word.contains(' ') || word.is_empty() { format!(" '{word}'") } else { format!(" {word}") }
            })
            .collect();
    transcript(&format!("{line}{quoted}"), &run(world, line, words))
}

/// Lengths of files, and today, as signs: they change with the renderers and with the day.
fn quiet(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once(": ") {
        Some((file, size)) if size.ends_with(" bytes") => format!("{file}: N bytes\n"),
        _ => {
            let is_day =
                |word: &str| word.len() == 10 && word.starts_with("20") && word.as_bytes()[4] == b'-';
            let day = line.split_whitespace().find(|word| is_day(word));
            day.map_or(line.to_owned(), |day| line.replace(day, "YYYY-MM-DD")) + "\n"
        }
    });
    lines.collect()
}

#[test]
fn a_draft_is_told_and_its_figures_listed() {
    let world = world();
    insta::assert_snapshot!(world.session(&[
        "report build 2008Q1",
        "report build 2008Q1 --lang ja",
        "report build 2008-02",
    ]));
    let table = world.answer("report figures 2008Q1");
    let row = table.lines().find(|line| line.starts_with("incident.incidents ")).unwrap();
    assert_eq!(row.split_whitespace().collect::<Vec<_>>()[1..4], ["2008Q1", "2", "incidents"]);
    let csv = world.answer("report figures 2008Q1 --format csv");
    let rows = csv.lines().count();
    assert_eq!(rows, table.lines().count());
    assert_eq!(csv.lines().next().unwrap(), "id,period,value,unit,written,name_ja,name_en,evidence");
    assert!(csv.contains("\nincident.reports,2008Q1,1,reports,1,"), "{csv}");
    let json: serde_json::Value =
        serde_json::from_str(&world.answer("report figures 2008Q1 --format json")).unwrap();
    assert_eq!((&json["period"], &json["edition"]), (&"2008Q1".into(), &serde_json::Value::Null));
    let figures = json["figures"].as_array().unwrap();
    assert_eq!(figures.len() + 1, rows);
    for figure in figures {
        let said = |key: &str| figure[key].as_str().is_some_and(|text| !text.is_empty());
        assert!(said("id") && said("unit") && said("evidence"), "{figure}");
        assert!(figure["value"].is_i64() && figure["period"]["from"].is_string(), "{figure}");
        for part in ["name", "meaning", "computed"] {
            for lang in ["ja", "en"] {
                assert_ne!(figure["definition"][part][lang], "", "{figure}");
            }
        }
    }
}

#[test]
fn a_report_is_issued_corrected_and_drifts() {
    let world = world();
    let mut session =
        world.session(&["report drift", "report editions", "report issue 2008Q1 --leave-out-pdf ja"]);
    session += &world.session(&["report issue 2008Q1 --leave-out-pdf ja", "report drift"]);
    receive(&world, 2, 3);
    session +=
        &world.session(&["report drift", "report drift 2008Q1", "report issue 2008Q1 --leave-out-pdf ja"]);
    let words = ["--change", "3月末に遅れて届いた報告を加えました", "a report that came late is counted"];
    session += &typed(&world, "report issue 2008Q1 --leave-out-pdf ja --by aoki", &words);
    session += &world.session(&["report drift", "report editions"]);
    insta::assert_snapshot!(quiet(&session));
}

#[test]
fn what_cannot_be_done_is_said() {
    let world = world();
    world.file("a-file", "");
    let words = ["--change", "訂正", "a correction"];
    let session = world.session(&[
        "report build 2008Q5",
        "report build",
        "report build 2999Q1",
        "report build 1999Q1",
        "report issue 2999Q1",
        "report build 2008Q1 --lang fr",
        "report build 2008Q1 --html no/report.html",
        "report build 2008Q1 --html a-file/report.html",
        "report build 2008Q1 --lang ja --html report.html --pdf report.pdf",
        "report issue 2008Q1",
        "report issue 2008Q1 --leave-out-pdf fr",
        "report drift 2008Q1",
    ]) + &typed(&world, "report issue 2008Q1 --leave-out-pdf ja", &words)
        + &typed(&world, "report issue 2008Q1 --change", &["訂正"])
        + &world.session(&["report editions"]);
    insta::assert_snapshot!(session);
    let left = files(world.path()).into_iter().filter(|file| !file.starts_with("data/"));
    assert_eq!(left.collect::<Vec<_>>(), ["a-file", "mail.eml"], "nothing was written");
}

#[test]
fn files_are_written_whole_and_are_the_same_again() {
    let world = world();
    world.file("out/report.html", "of before");
    let line = "report build 2008Q1 --lang en --html out/report.html --pdf out/report.pdf";
    let said = quiet(&world.session(&[line]));
    insta::assert_snapshot!(said);
    assert_eq!(files(&world.path().join("out")), ["report.html", "report.pdf"]);
    let read = || {
        ["html", "pdf"]
            .map(|ending| std::fs::read(world.path().join(format!("out/report.{ending}"))).unwrap())
    };
    let first = read();
    assert!(first[0].starts_with(b"<!") && first[1].starts_with(b"%PDF-"));
    world.answer(line);
    assert!(read() == first, "the same records give the same bytes");
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let world = world();
    world.file("closed/readme", "");
    let closed = world.path().join("closed");
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o555)).unwrap();
    if std::fs::write(closed.join("try"), "").is_ok() {
        eprintln!("LEFT OUT: this user may write everywhere, so no folder is closed to it");
        return;
    }
    let said = world.run("report build 2008Q1 --html closed/report.html");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("closed/report.html: Permission denied"), "{}", said.err);
}

#[test]
fn a_japanese_pdf_is_made_where_the_machine_has_a_font() {
    let world = world();
    let mut command = world.command("report build 2008Q1 --lang ja --pdf report.pdf");
    let said = world.said(command.env_remove("HINOMI_FONTS").spawn().unwrap());
    if said.err.contains("fonts-noto-cjk") {
        eprintln!("LEFT OUT: no Japanese font is here");
        return;
    }
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(std::fs::read(world.path().join("report.pdf")).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn topics_and_remarks_are_written_and_taken_away() {
    let world = world();
    world.file(
        "topics.toml",
        "[[topic]]\ntitle = { ja = \"研修\", en = \"A training\" }\n\
         text = { ja = \"一段落目。\\n\\n二段落目。\", en = \"One.\\n\\nTwo.\" }\n\
         links = [{ url = \"https://csirt.example/t\", title = { ja = \"案内\", en = \"Notice\" } }]\n\n\
         [[topic]]\nplace = 1\ntitle = { ja = \"催し\", en = \"An event\" }\ntext = { ja = \"催し。\", en = \"An event.\" }\n",
    );
    world.file("half.toml", "[[topic]]\ntitle = { ja = \"研修\", en = \"A training\" }\n");
    world.file(
        "bad.toml",
        "[[topic]]\ntitle = { ja = \"良\", en = \"good\" }\ntext = { ja = \"良\", en = \"good\" }\n\n\
         [[topic]]\ntitle = { ja = \"\", en = \"bad\" }\ntext = { ja = \"悪\", en = \"bad\" }\n",
    );
    let mut session = world.session(&[
        "report topic list 2008Q1",
        "report topic add 2008Q1 --from topics.toml --by aoki",
        "report topic add 2008Q1 --from half.toml",
        "report topic add 2008Q1 --from bad.toml",
        "report topic add 2008Q1 --from none.toml",
        "report topic add 2008Q1",
        "report topic add 2008Q1 --from topics.toml --place 3",
    ]);
    let words = ["--title", "所見", "A view", "--text", "本文。", "Words.", "--place", "0"];
    session += &typed(&world, "report topic add 2008Q1", &words);
    let link = ["--title", "所見", "A view", "--text", "本文。", "Words.", "--link", "ftp://x", "x", "x"];
    session += &typed(&world, "report topic add 2008Q1", &link);
    session += &world.session(&[
        "report topic list 2008Q1",
        "report topic remove 2",
        "report topic remove 2",
        "report topic list 2008Q1",
        "report build 2008Q1",
    ]);
    let remark = ["--ja", "増えました。", "--en", "There were more."];
    for section in ["incidents-scan", "no-such-section"] {
        session += &typed(&world, &format!("report remark write 2008Q1 {section}"), &remark);
    }
    session += &typed(&world, "report remark write 2008Q1 incidents-scan", &["--ja", "", "--en", ""]);
    session += &world.session(&[
        "report remark list 2008Q1",
        "report remark remove 2008Q1 incidents-scan",
        "report remark remove 2008Q1 incidents-scan",
        "report remark list 2008Q1",
    ]);
    insta::assert_snapshot!(session);
}
