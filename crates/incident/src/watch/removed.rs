//! Pages that stand where the site was.
//!
//! Hosters and registrars seldom take a site's name away at once; they put a page of their own there. It is
//! recognised by what such pages say, in their title or in a text that is short: a long page that has these words
//! somewhere is about something else.

/// A notice has no more characters than this, once digits and markup are gone.
const LONGEST_NOTICE: usize = 4000;

/// What they say, as the normal form of a page has it: lower case, no digits.
const WORDS: &[&str] = &[
    // Hosters.
    "account suspended",
    "account has been suspended",
    "account is suspended",
    "account disabled",
    "account has been disabled",
    "site suspended",
    "site has been suspended",
    "website suspended",
    "website has been suspended",
    "website is suspended",
    "site has been disabled",
    "website has been disabled",
    "site is disabled",
    "site has been removed",
    "website has been removed",
    "page has been removed",
    "content has been removed",
    "file has been removed",
    "has been removed for violating",
    "removed for violation",
    "suspended for violation",
    "violation of our terms of service",
    "violated our terms of service",
    "reported for phishing",
    "reported as phishing",
    "blocked due to phishing",
    "this site has been taken down",
    "this website has been taken down",
    "website is no longer available",
    "site is no longer available",
    "this website is currently unavailable",
    "web site not found",
    // Courts and police.
    "domain has been seized",
    "website has been seized",
    // Registrars.
    "domain has expired",
    "domain name has expired",
    "domain is for sale",
    "domain name is for sale",
    "domain may be for sale",
    "buy this domain",
    "domain is parked",
    "parked free, courtesy of",
    "domain has been suspended",
    "domain name has been suspended",
    // The same in Japanese.
    "アカウントは停止",
    "アカウントが停止",
    "アカウントは凍結",
    "アカウントが凍結",
    "利用を停止し",
    "サイトは停止",
    "サイトは閉鎖",
    "サイトは削除",
    "ページは削除され",
    "ページは閉鎖",
    "ホームページは閉鎖",
    "公開を停止し",
    "公開が停止",
    "利用規約違反",
    "利用規約に違反",
    "フィッシングサイトとして報告",
    "ドメインは失効",
    "ドメインの有効期限が",
    "ドメインは販売中",
    "ドメインは売り出し",
    "サーバは停止",
    "サーバーは停止",
];

/// What a page says of its removal, if it does. `own` are an organisation's further words.
pub(crate) fn notice(title: Option<&str>, text: &str, own: &[String]) -> Option<String> {
    let title = title.unwrap_or_default().to_lowercase();
    let short = text.chars().nth(LONGEST_NOTICE).is_none();
    let says = |word: &str| !word.is_empty() && (title.contains(word) || (short && text.contains(word)));
    let known = WORDS.iter().find(|word| says(word)).map(|word| (*word).to_owned());
    known.or_else(|| own.iter().map(|word| word.trim().to_lowercase()).find(|word| says(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::page::Page;

    fn check(html: &str, expect: Option<&str>) {
        let page = Page::read(html.as_bytes(), Some("text/html; charset=utf-8"));
        let own = ["  Geschlossen ".to_owned(), String::new()];
        assert_eq!(notice(page.title.as_deref(), &page.text, &own).as_deref(), expect, "{html}");
    }

    #[test]
    fn notices_are_told_from_pages() {
        check("<title>Account Suspended</title><h1>Hello</h1>", Some("account suspended"));
        check("<p>This account has been <b>suspended</b>.", Some("account has been suspended"));
        check("<p>このサイトは閉鎖されました。</p>", Some("サイトは閉鎖"));
        check("<p>利用規約違反のため公開を停止しました", Some("公開を停止し"));
        check("<p>Wegen Betrugs GESCHLOSSEN", Some("geschlossen"));
        check("<title>My Bank</title><p>Log in</p>", None);
        check("<p>Your card will be suspended unless you log in", None);
        check("", None);
        // Phishers threaten with just these words; but not in a short text that says nothing else.
        let long = format!("<p>Your account has been suspended. {}", "Log in here. ".repeat(400));
        check(&long, None);
    }
}
