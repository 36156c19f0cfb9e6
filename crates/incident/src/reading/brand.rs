//! The brand that a phishing site abuses, where the text says it plainly.

/// What stands behind the brand, in Japanese.
const BEHIND: &[&str] = &[
    "を装",
    "を騙",
    "をかた",
    "を語",
    "を名乗",
    "を模",
    "をまね",
    "を真似",
    "になりすま",
    "に似せ",
    "に偽装",
    "の偽サイト",
    "の偽の",
    "の偽ページ",
    "のフィッシング",
    "のログイン画面を",
];
/// What stands before it, in English and in tables.
const AHEAD: &[&str] = &[
    "impersonating ",
    "impersonates ",
    "targeting customers of ",
    "targeting ",
    "targets ",
    "spoofing ",
    "imitating ",
    "imitates ",
    "mimicking ",
    "pretending to be ",
    "posing as ",
    "purporting to be ",
    "masquerading as ",
    "customers of ",
    "phishing site of ",
    "phishing site for ",
    "phishing page for ",
    "phishing against ",
    "brand: ",
    "brand:",
    "ブランド名: ",
    "ブランド名:",
    "ブランド: ",
    "ブランド:",
    "騙られた組織: ",
    "騙られたブランド: ",
    "対象組織: ",
    "対象ブランド: ",
];
/// A brand is so long at most, in characters: longer is a sentence.
const LONGEST: usize = 40;

/// The brand that a clean line names.
pub(super) fn find(line: &str) -> Option<String> {
    // The two bytes that begin all of the words behind it are rare enough to look for them only where they are.
    let japanese = BEHIND.iter().filter_map(|word| line.find(word)).min().and_then(|at| before(&line[..at]));
    japanese.or_else(|| {
        let lower = line.to_ascii_lowercase();
        AHEAD
            .iter()
            .find_map(|word| lower.find(word).map(|at| at + word.len()))
            .and_then(|at| after(&line[at..]))
    })
}

fn before(text: &str) -> Option<String> {
    let text = text.trim_end();
    for (open, close) in [('「', '」'), ('『', '』'), ('"', '"'), ('(', ')'), ('【', '】')] {
        if let Some(inner) = text.strip_suffix(close) {
            // `見本銀行 (Mihon Bank)を装`: the bracket explains.
            let at = inner.rfind(open)?;
            return if open == '(' { before(&inner[..at]) } else { brand(&inner[at + open.len_utf8()..]) };
        }
    }
    let stops = [
        '。', '、', '「', '」', ',', ':', ';', '\t', '>', '・', '※', '【', '】', '(', ')', '\u{3000}', ' ',
        '[', ']', '*',
    ];
    let from = text.rfind(stops).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let word = &text[from..];
    let word = ["は", "が", "では", "にて", "日に", "で"]
        .iter()
        .find_map(|particle| {
            word.rsplit_once(particle).map(|(_, rest)| rest).filter(|rest| rest.chars().count() > 1)
        })
        .unwrap_or(word);
    let word = ["国内の", "日本の", "実在の", "実在する", "大手"]
        .iter()
        .find_map(|filler| word.strip_prefix(filler))
        .unwrap_or(word);
    brand(word)
}

fn after(text: &str) -> Option<String> {
    let text = text.trim_start();
    let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("customers of ")).unwrap_or(text);
    let first = text.chars().next()?;
    if let Some(close) = [('"', '"'), ('\'', '\''), ('「', '」')]
        .iter()
        .find(|(open, _)| *open == first)
        .map(|(_, close)| *close)
    {
        return brand(text[first.len_utf8()..].split(close).next()?);
    }
    if !first.is_ascii() {
        return brand(text.split(['。', '、', ' ', '(', ',', '\t']).next()?);
    }
    // Words that begin large, and the small ones between them.
    let mut words: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        let name = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
        let large = name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || (!words.is_empty() && matches!(name, "of" | "and" | "&" | "the" | "de"));
        if !large || words.len() > 5 {
            break;
        }
        words.push(name);
        if name.len() < word.len() {
            break;
        }
    }
    while words.last().is_some_and(|word| matches!(*word, "of" | "and" | "&" | "the" | "de")) {
        words.pop();
    }
    brand(&words.join(" "))
}

fn brand(name: &str) -> Option<String> {
    let name = name.trim();
    let pointer = [
        "金融機関",
        "銀行",
        "企業",
        "弊社",
        "当社",
        "当行",
        "弊行",
        "同社",
        "同行",
        "本物",
        "サイト",
        "以下",
        "上記",
        "下記",
        "A",
        "The",
        "Our",
        "Its",
        "http",
    ];
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    (letters >= 2 && name.chars().count() <= LONGEST && !pointer.contains(&name) && !name.contains("://"))
        .then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brands() {
        for (line, expect) in [
            ("見本銀行を装ったフィッシングサイトを発見しました。", Some("見本銀行")),
            ("以下のサイトは、「みほんオークション」を騙るものです", Some("みほんオークション")),
            ("国内の見本信用金庫を騙ったサイト", Some("見本信用金庫")),
            ("弊社を装った", None),
            ("http://www.example.com/ は見本銀行をかたる", Some("見本銀行")),
            ("a phishing site impersonating Sample Bank of Japan.", Some("Sample Bank of Japan")),
            ("a site targeting \"Mihon Pay\" users", Some("Mihon Pay")),
            ("Brand: Mihon Card", Some("Mihon Card")),
            ("ブランド名: 見本カード", Some("見本カード")),
            ("targeting our customers", None),
            ("見本銀行のフィッシングサイト", Some("見本銀行")),
        ] {
            assert_eq!(find(line).as_deref(), expect, "{line}");
        }
    }
}
