//! Mails as they lie on a disk: files, mbox, Maildir.

use std::fs;
use std::io::BufReader;

use mail::{Mbox, Source};

const MAIL: &str = "From: a@example.jp\nSubject: scan\n\ntext\n";

#[test]
fn a_path_is_told_by_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let from = "From a@example.jp Tue Jan  1 09:00:00 2008";
    for (name, content, expect) in [
        ("one.eml", MAIL.to_owned(), Source::Mail),
        ("mac.eml", MAIL.replace('\n', "\r"), Source::Mail),
        ("box", format!("{from}\n{MAIL}\n{from}\n{MAIL}"), Source::Mbox),
        ("mac-box", format!("{from}\n{MAIL}").replace('\n', "\r"), Source::Mail),
        ("list.csv", "date,URL,description\n".to_owned(), Source::Other),
        ("empty", String::new(), Source::Other),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        assert_eq!(Source::at(&path).unwrap(), expect, "{name}");
    }
    assert_eq!(Source::at(folder.path()).unwrap(), Source::Other);
    assert!(Source::at(&folder.path().join("absent")).is_err());
}

#[test]
fn a_maildir_is_listed_in_the_order_of_arrival() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["cur", "new", "tmp"] {
        fs::create_dir(folder.path().join(part)).unwrap();
    }
    assert_eq!(Source::at(folder.path()).unwrap(), Source::Maildir);
    for name in [
        "cur/900.a.host:2,S",
        "new/1000.b.host",
        "cur/1001.c.host:2,",
        "tmp/1.d.host",
        "new/.hidden",
        "cur/note",
    ] {
        fs::write(folder.path().join(name), MAIL).unwrap();
    }
    let files = mail::maildir(folder.path()).unwrap();
    let names: Vec<_> = files.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["900.a.host:2,S", "1000.b.host", "1001.c.host:2,", "note"]);
}

#[test]
fn an_mbox_is_read_message_by_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("box");
    let entry = |i: usize| format!("From a@example.jp Tue Jan  1 09:00:0{i} 2008\n{MAIL}>From the log\n\n");
    fs::write(&path, (0..5).map(entry).collect::<String>()).unwrap();
    let reader = BufReader::new(fs::File::open(&path).unwrap());
    let entries: Vec<_> = Mbox::new(reader).map(Result::unwrap).collect();
    assert_eq!(entries.len(), 5);
    for (i, entry) in entries.iter().enumerate() {
        assert_eq!(mail::read(&entry.bytes).body(), "text\nFrom the log\n");
        assert_eq!(entry.received.unwrap().to_string(), format!("2008-01-01T09:00:0{i}Z"));
        assert_eq!(entry.left_out, 0);
    }
}
