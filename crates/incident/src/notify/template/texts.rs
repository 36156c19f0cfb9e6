//! The built-in texts.

use kernel::Lang;

/// Subject and body of a text: the file's first line, and what follows the empty line after it.
pub(super) fn built_in(name: &str, lang: Lang) -> (&'static str, &'static str) {
    let file = match (lang, name) {
        (Lang::Ja, "scan") => include_str!("texts/scan.ja.txt"),
        (Lang::Ja, "forged") => include_str!("texts/forged.ja.txt"),
        (Lang::Ja, "intrusion") => include_str!("texts/intrusion.ja.txt"),
        (Lang::Ja, "phishing") => include_str!("texts/phishing.ja.txt"),
        (Lang::Ja, "web-defacement") => include_str!("texts/web-defacement.ja.txt"),
        (Lang::Ja, "malware-site") => include_str!("texts/malware-site.ja.txt"),
        (Lang::Ja, "dos") => include_str!("texts/dos.ja.txt"),
        (Lang::Ja, "mixed") => include_str!("texts/mixed.ja.txt"),
        (Lang::Ja, "reminder") => include_str!("texts/reminder.ja.txt"),
        (Lang::Ja, "revival") => include_str!("texts/revival.ja.txt"),
        (Lang::Ja, _) => include_str!("texts/other.ja.txt"),
        (Lang::En, "scan") => include_str!("texts/scan.en.txt"),
        (Lang::En, "forged") => include_str!("texts/forged.en.txt"),
        (Lang::En, "intrusion") => include_str!("texts/intrusion.en.txt"),
        (Lang::En, "phishing") => include_str!("texts/phishing.en.txt"),
        (Lang::En, "web-defacement") => include_str!("texts/web-defacement.en.txt"),
        (Lang::En, "malware-site") => include_str!("texts/malware-site.en.txt"),
        (Lang::En, "dos") => include_str!("texts/dos.en.txt"),
        (Lang::En, "mixed") => include_str!("texts/mixed.en.txt"),
        (Lang::En, "reminder") => include_str!("texts/reminder.en.txt"),
        (Lang::En, "revival") => include_str!("texts/revival.en.txt"),
        (Lang::En, _) => include_str!("texts/other.en.txt"),
    };
    file.split_once("\n\n").unwrap_or(("", file))
}
