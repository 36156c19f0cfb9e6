//! Any bytes as a mail, as a bounce, and as an mbox: nothing panics, and nothing that is hidden is handed out.

#![no_main]

use mail::{Mbox, Message, bounce, is_mail, nature, read};

/// Characters that would change what others look like.
fn clean(text: &str, is_body: bool) {
    let hidden = |c: char| c.is_control() && !(is_body && matches!(c, '\n' | '\t'));
    assert!(!text.contains(|c| hidden(c) || matches!(c, '\u{202a}'..='\u{202e}')), "{text:?}");
}

fn check(message: &Message) {
    clean(&message.subject, false);
    for (name, value) in &message.headers {
        clean(name, false);
        clean(value, false);
    }
    for part in &message.parts {
        clean(part.text.as_deref().unwrap_or(""), true);
        clean(part.name.as_deref().unwrap_or(""), false);
        assert!(!part.name.as_deref().unwrap_or("").contains(['/', '\\']));
        part.message.iter().for_each(|nested| check(nested));
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let message = read(bytes);
    check(&message);
    clean(&message.body(), true);
    nature(&message, Some("mark"));
    bounce::read(&message);
    is_mail(bytes);
    let kept: usize = Mbox::new(bytes).map(|entry| entry.map_or(0, |entry| entry.bytes.len())).sum();
    assert!(kept <= bytes.len());
});
