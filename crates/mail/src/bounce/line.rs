//! One line of a notice: which addresses it has, how they stand in it, and whether the returned message begins there.

/// How the copy of the message begins, in lower case.
const COPY: [&str; 19] = [
    "--- below this line is a copy",
    "this is a copy of",
    "original message follows",
    "unsent message follows",
    "message headers follow",
    "message header follows",
    "----- original message",
    "returned message --",
    "header of the original message",
    "message text follows",
    "copy of the message",
    "copy of your message",
    "undelivered message follows",
    "--- original message",
    "below is a copy of",
    "オリジナルメッセージ",
    "元のメッセージ",
    "received: from",
    "return-path: <",
];

/// Where an address stands in its line: the smaller, the surer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    Listed,
    Begins,
    Command,
    Sentence,
}

/// Whether the copy of the message that came back begins with this line.
pub(super) fn begins_copy(line: &str) -> bool {
    let start = &line[..line.floor_char_boundary(200)];
    let start = start.to_lowercase();
    COPY.iter().any(|pattern| {
        if pattern.ends_with(['m', '<']) && pattern.contains(": ") {
            start.starts_with(pattern)
        } else {
            start.contains(pattern)
        }
    })
}

/// The addresses of a line that may be recipients.
pub(super) fn standing(line: &str) -> Vec<(Standing, String)> {
    let line = &line[..line.floor_char_boundary(2000)];
    if !line.contains('@') {
        return Vec::new();
    }
    let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || "*-•・·".contains(c));
    let lower = trimmed.to_ascii_lowercase();
    let not_recipients = [
        "from",
        "sender",
        "reply-to",
        "message-id",
        "mail from",
        "contact",
        "please",
        "in-reply-to",
        "references",
        "hello ",
        ">>> mail",
    ];
    if not_recipients.iter().any(|word| lower.starts_with(word))
        || lower.contains("contact <")
        || lower.contains("from:<")
    {
        return Vec::new();
    }
    let command = ["rcpt to:", "rcpt to "].iter().find_map(|command| lower.find(command));
    let refused = command.and_then(|at| addresses(trimmed.get(at + 8..)?).into_iter().next());
    if let Some(refused) = refused {
        return vec![(Standing::Command, refused)];
    }
    // `Recipient: <a@example.jp>`, `To: a@example.jp`, `554 <a@example.jp>... no`.
    let labels = [
        "recipient address:",
        "recipient:",
        "recipients:",
        "unknown user:",
        "invalid final delivery userid:",
        "to:",
        "undeliverable to",
        "554",
        "550",
        "553",
        "421",
    ];
    let label = labels.iter().find(|label| lower.starts_with(**label)).map_or(0, |label| label.len());
    let rest = trimmed.get(label..).unwrap_or_default().trim_start();
    let all = addresses(rest);
    let Some(first) = all.first() else { return Vec::new() };
    let bare = rest.trim_start_matches(['<', '"', '\'', '(', '[']);
    if bare.starts_with(first.as_str()) {
        let after = &bare[first.len()..];
        let ends = after.trim_start_matches(['>', '"', '\'', ')', ']']);
        let listed =
            label == 0 && (ends.trim().is_empty() || ends.starts_with(':') || ends.starts_with("..."));
        let standing = if listed { Standing::Listed } else { Standing::Begins };
        let all_listed =
            rest.split([',', ';']).all(|piece| addresses(piece).len() == 1 && !piece.trim().contains(' '));
        let count = if all_listed { all.len() } else { 1 };
        return all.into_iter().take(count).map(|one| (standing, one)).collect();
    }
    all.into_iter().map(|one| (Standing::Sentence, one)).collect()
}

/// All that looks like a mail address in `text`.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || "!#$%&*+-/=?^_`{|}~.@".contains(c);
    text.split(|c: char| !is_part(c))
        .map(|word| word.trim_matches(['.', '-', '/', '=']))
        .map(|word| word.strip_prefix("mailto=").unwrap_or(word))
        .filter(|word| {
            word.len() <= 320
                && word.split_once('@').is_some_and(|(local, domain)| {
                    !local.is_empty() && !domain.contains('@') && domain.len() >= 3 && domain.contains('.')
                })
        })
        .map(str::to_owned)
        .take(RECIPIENTS_IN_LINE)
        .collect()
}

/// Addresses of one line that are looked at.
const RECIPIENTS_IN_LINE: usize = 50;
