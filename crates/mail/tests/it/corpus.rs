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
        let (mut count, mut lost, mut problems) = (0, 0, 0);
        for path in files(folder) {
            let bytes = std::fs::read(&path).unwrap();
            let message = mail::read(&bytes);
            count += 1;
            let texts = texts(&message);
            assert!(!texts.iter().any(|text| text.contains('\u{1b}')), "{}: an escape is left", name(&path));
            if texts.iter().any(|text| text.contains('\u{fffd}')) {
                lost += 1;
                println!("{}: {:?}", name(&path), message.problems.iter().take(3).collect::<Vec<_>>());
            }
            problems += usize::from(!message.problems.is_empty());
            if std::env::var_os("SHOW").is_some() {
                println!(
                    "{} {} {} {:?}",
                    name(&path),
                    message.media_type,
                    message.parts.len(),
                    message
                        .problems
                        .iter()
                        .take(3)
                        .map(|p| format!("{}: {}", p.place, p.reason))
                        .collect::<Vec<_>>()
                );
            }
        }
        println!("{folder}: {count} read, {lost} with lost characters, {problems} with problems");
    }
}

#[test]
fn notifiers_are_not_set_apart() {
    for path in files("notifier-mails") {
        let message = mail::read(&std::fs::read(&path).unwrap());
        assert!(
            matches!(message.nature, Nature::Person | Nature::Generated),
            "{}: {:?}",
            name(&path),
            message.nature
        );
    }
}

#[test]
fn bounces_are_told_and_read() {
    let (mut count, mut told, mut named, mut linked) = (0, 0, 0, 0);
    for path in files("bounces") {
        let message = mail::read(&std::fs::read(&path).unwrap());
        count += 1;
        match bounce::read(&message) {
            Some(bounce) => {
                told += 1;
                named += usize::from(!bounce.recipients.is_empty());
                linked += usize::from(bounce.message_id.is_some() || bounce.subject.is_some());
                if bounce.recipients.is_empty() {
                    println!("nobody named: {}", name(&path));
                }
                if std::env::var_os("SHOW").is_some() {
                    println!(
                        "B {} {:?} {:?}",
                        name(&path),
                        bounce
                            .recipients
                            .iter()
                            .map(|r| (&r.address, r.action, &r.status, r.reply))
                            .collect::<Vec<_>>(),
                        bounce.message_id
                    );
                }
            }
            None => println!("no bounce: {} {:?} {}", name(&path), message.nature, message.subject),
        }
    }
    println!("{count} files: {told} are bounces, {named} name a recipient, {linked} the message");
}
