//! Mails that other people collected, if `../shared` lies beside the checkout: every one is read without loss.

use std::path::{Path, PathBuf};

use mail::{Message, Nature, bounce};

/// The files under a folder of `../shared/data/incident`; none, and a word about it, where it is absent.
fn files(folder: &str) -> Vec<PathBuf> {
    let root =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/incident")).join(folder);
    let mut files = Vec::new();
    gather(&root, &mut files);
    files.sort();
    if files.is_empty() {
        println!("left out: {folder} is not beside the checkout");
    }
    files
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { gather(&path, files) } else { files.push(path) }
    }
}

fn name(path: &Path) -> String {
    let mut last: Vec<_> = path.iter().rev().take(2).map(|piece| piece.to_string_lossy()).collect();
    last.reverse();
    last.join("/")
}

fn texts(message: &Message) -> Vec<&str> {
    let mut texts = vec![message.subject.as_str()];
    texts.extend(message.headers.iter().map(|(_, value)| value.as_str()));
    texts.extend(message.from.iter().filter_map(|from| from.name.as_deref()));
    for part in &message.parts {
        texts.extend(part.text.as_deref());
        texts.extend(part.name.as_deref());
        texts.extend(part.message.iter().flat_map(|nested| self::texts(nested)));
    }
    texts
}

#[test]
fn every_mail_is_read() {
    for folder in ["mail-parser", "notifier-mails", "bounces"] {
        let (mut count, mut problems) = (0, 0);
        for path in files(folder) {
            let message = mail::read(&std::fs::read(&path).unwrap());
            count += 1;
            problems += usize::from(!message.problems.is_empty());
            assert!(
                !message.headers.is_empty() && !message.parts.is_empty(),
                "{}: nothing read",
                name(&path)
            );
            for text in texts(&message) {
                assert!(!text.contains('\u{1b}'), "{}: an escape is left", name(&path));
                // All of them can be decoded, whatever some of them declare.
                assert!(!text.contains('\u{fffd}'), "{}: characters are lost", name(&path));
            }
        }
        println!("{folder}: {count} read, {problems} of them with problems");
    }
}

#[test]
fn notifiers_are_not_set_apart() {
    for path in files("notifier-mails") {
        let message = mail::read(&std::fs::read(&path).unwrap());
        let is_report = matches!(message.nature, Nature::Person | Nature::Generated);
        assert!(is_report, "{}: {:?}", name(&path), message.nature);
    }
}

/// Of 416 files 396 are bounces. The others: complaints (RFC 5965), vacations, notifications of a cloud's own, an
/// answer of a list, a bounce that a person sent on, and two that are no bounces on purpose.
#[test]
fn bounces_are_told_and_read() {
    let (mut told, mut named, mut coded, mut linked) = (0, 0, 0, 0);
    let files = files("bounces");
    for path in &files {
        let message = mail::read(&std::fs::read(path).unwrap());
        let Some(bounce) = bounce::read(&message) else {
            println!("no bounce: {} {:?} {}", name(path), message.nature, message.subject);
            continue;
        };
        told += 1;
        named += usize::from(!bounce.recipients.is_empty());
        coded += usize::from(bounce.recipients.iter().any(|one| one.status.is_some() || one.reply.is_some()));
        linked += usize::from(bounce.message_id.is_some() || bounce.subject.is_some());
    }
    println!(
        "{} files: {told} bounces, {named} name a recipient, {coded} give a code, {linked} tell the message",
        files.len()
    );
    if !files.is_empty() {
        assert_eq!((told, named), (396, 396));
        assert!(coded >= 318 && linked >= 375, "{coded} {linked}");
    }
}
