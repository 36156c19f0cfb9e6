//! Letters about phishing sites.

use super::contacts;
use super::mail::{Attachment, Letter};
use super::writing::Writing;

/// Made-up brands, in Japanese and English.
const BRANDS: [(&str, &str); 7] = [
    ("見本銀行", "Sample Bank"),
    ("例示信用金庫", "Placeholder Savings"),
    ("みほんオークション", "Mock Auctions"),
    ("見本ネット銀行", "Example Net Bank"),
    ("れいじカード", "Specimen Card"),
    ("見本インターネット (ISP)", "Sample Internet"),
    ("例示ペイ", "Example Pay"),
];

/// Writes the letter; returns it with the name of its style.
pub(super) fn write(writing: &mut Writing<'_>) -> (Letter, &'static str) {
    let brand = writing.random.pick(BRANDS);
    let brand = if writing.japanese() { brand.0 } else { brand.1 };
    let several = writing.incidents().len() > 1;
    match writing.random.below(12) {
        0 if !several => forwarded(writing, brand),
        1..=2 => html(writing, brand),
        3 if !writing.japanese() => signed(writing, brand),
        4..=6 => defanged(writing, brand),
        7 if !several => inline(writing, brand),
        8 => wrapped(writing, brand),
        _ => plain(writing, brand),
    }
}

fn subject(writing: &mut Writing<'_>, brand: &str) -> String {
    let words = writing.say(
        ["を騙るフィッシングサイトについて", "のフィッシングサイトの報告", "を装った偽サイト (フィッシング)"],
        [" phishing site", " phish - please help", ": fraudulent web site hosted in your region"],
    );
    format!("{brand}{words}")
}

fn opening(writing: &mut Writing<'_>, brand: &str) -> String {
    if writing.japanese() {
        let words = writing.random.pick([
            "を騙るフィッシングサイトを発見しましたので報告いたします。",
            "を装ったフィッシングサイトが公開されています。",
            "の偽サイト (フィッシング) と思われるページがあるとの連絡を受けました。",
        ]);
        return format!("{brand}{words}\n\n");
    }
    let words = writing.random.pick([
        "we have found a phishing site that targets customers of",
        "the following phishing pages impersonate",
        "this is a report about a fraudulent web site (phishing) aimed at",
    ]);
    format!("{words} {brand}.\n\n")
}

/// The sites, each on a line of its own, as `shown` writes a URL.
fn sites(writing: &mut Writing<'_>, shown: impl Fn(&str) -> String) -> String {
    let label = writing
        .say(["URL: ", "", "フィッシングサイトのURL:\n  ", "・"], ["URL: ", "", "  ", "Phishing URL: "]);
    let lines = writing.incidents().iter().map(|site| format!("{label}{}\n", shown(&site.subject)));
    lines.collect()
}

/// The sites with the addresses that their names had when they were found: one incident each, not two.
fn resolved(writing: &mut Writing<'_>) -> String {
    let mut out = String::new();
    for site in writing.incidents().to_vec() {
        let address = contacts::of(site.contact).address(&mut writing.random);
        let named = site.subject.contains(".example") || site.subject.contains(".test");
        out += &match (named, writing.japanese()) {
            (true, true) => format!("URL: {}\n(IPアドレス: {address})\n\n", site.subject),
            (true, false) => format!("{}\n  resolves to {address}\n\n", site.subject),
            (false, _) => format!("URL: {}\n\n", site.subject),
        };
    }
    out
}

fn plain(writing: &mut Writing<'_>, brand: &str) -> (Letter, &'static str) {
    let mut text = writing.greeting() + &opening(writing, brand);
    if writing.random.below(4) == 0 {
        text += &resolved(writing);
        text += &(writing.request(true) + &writing.closing());
        return (Letter { subject: subject(writing, brand), text, ..Letter::default() }, "phishing-resolved");
    }
    text += &sites(writing, str::to_owned);
    let genuine = writing.random.below(6) == 0;
    if genuine {
        text += writing.say(
            ["\nなお、正規のサイトは http://www.mihon-bank.example/ です。\n"],
            ["\nThe legitimate site is http://www.mihon-bank.example/ .\n"],
        );
    }
    text += &(writing.request(true) + &writing.closing());
    let letter = Letter { subject: subject(writing, brand), text, ..Letter::default() };
    (letter, if genuine { "phishing-genuine-site" } else { "phishing-plain" })
}

/// URLs made harmless, as people write them who fear filters and clicks.
fn defanged(writing: &mut Writing<'_>, brand: &str) -> (Letter, &'static str) {
    let (form, style) = writing.random.pick([
        (0, "phishing-hxxp"),
        (1, "phishing-hxxp-brackets"),
        (2, "phishing-brackets"),
        (3, "phishing-ttp"),
    ]);
    let shown = move |url: &str| {
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let bracketed = host.replace('.', "[.]");
        match form {
            0 => format!("{}://{rest}", scheme.replace("tt", "xx")),
            1 => format!("{}://{bracketed}/{path}", scheme.replace("tt", "xx")),
            2 => format!("{scheme}://{bracketed}/{path}"),
            _ => format!("{}://{rest}", &scheme[1..]),
        }
    };
    let mut text = writing.greeting() + &opening(writing, brand);
    if form == 3 {
        text += writing.say(
            ["(クリック防止のため、URL の先頭の h を抜いています)\n"],
            ["(the leading h of the URL has been removed)\n"],
        );
    }
    text += &(sites(writing, shown) + &writing.request(true) + &writing.closing());
    (Letter { subject: subject(writing, brand), text, ..Letter::default() }, style)
}

/// HTML with the URLs as links, with or without a plain text beside it.
fn html(writing: &mut Writing<'_>, brand: &str) -> (Letter, &'static str) {
    let (greeting, opening) = (writing.greeting(), opening(writing, brand));
    let (request, closing) = (writing.request(true), writing.closing());
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let paragraphs = |text: &str| escaped(text.trim()).replace('\n', "<br>\n");
    let links = writing.incidents().iter().map(|site| {
        let url = escaped(&site.subject);
        format!("<li><a href=\"{url}\">{url}</a></li>\n")
    });
    let html = format!(
        "<html><head><style>p {{ margin: 1em }}</style></head><body>\n<p>{}</p>\n<p>{}</p>\n<ul>\n{}</ul>\n<p>{}</p>\n\
         <p>{}</p>\n</body></html>\n",
        paragraphs(&greeting),
        paragraphs(&opening),
        links.collect::<String>(),
        paragraphs(&request),
        paragraphs(&closing),
    );
    let alternative = writing.random.below(2) == 0;
    let text = if alternative {
        greeting + &opening + &sites(writing, str::to_owned) + &request + &closing
    } else {
        String::new()
    };
    let letter = Letter { subject: subject(writing, brand), text, html: Some(html), ..Letter::default() };
    (letter, if alternative { "phishing-alternative" } else { "phishing-html" })
}

/// Signed in clear text (RFC 4880, 7). The signature is made up, as is its writer.
fn signed(writing: &mut Writing<'_>, brand: &str) -> (Letter, &'static str) {
    let words = writing.greeting()
        + &opening(writing, brand)
        + &sites(writing, str::to_owned)
        + &writing.request(true)
        + &writing.closing();
    let escaped: String = words
        .lines()
        .map(|line| if line.starts_with('-') { format!("- {line}\n") } else { format!("{line}\n") })
        .collect();
    let noise: Vec<u8> = (0..8).flat_map(|_| writing.random.next().to_be_bytes()).collect();
    let armour = data_encoding::BASE64.encode(&noise);
    let (first, second) = armour.split_at(64);
    let text = format!(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\n{escaped}-----BEGIN PGP SIGNATURE-----\nVersion: made up\n\n\
         {first}\n{second}\n=AAAA\n-----END PGP SIGNATURE-----\n"
    );
    (Letter { subject: subject(writing, brand), text, ..Letter::default() }, "phishing-signed")
}

/// The URL within a sentence, with its punctuation.
fn inline(writing: &mut Writing<'_>, brand: &str) -> (Letter, &'static str) {
    let url = writing.incidents().first().map(|site| site.subject.clone()).unwrap_or_default();
    let sentence = match (writing.japanese(), writing.random.below(3)) {
        (true, 0) => format!("{brand}を装ったフィッシングサイト({url})が公開されています。\n"),
        (true, 1) => format!("「{url}」にて、{brand}の偽サイト(フィッシング)を確認しました。\n"),
        (true, _) => format!("{brand}のフィッシングサイトを報告します。アドレスは{url}です。\n"),
        (false, 0) => {
            format!("the page at {url}, a phishing site, collects the passwords of {brand} customers.\n")
        }
        (false, 1) => format!("{brand} is being phished (see {url}).\n"),
        (false, _) => format!("customers of {brand} are led to this phishing site: {url}.\n"),
    };
    let text = writing.greeting() + &sentence + &writing.request(true) + &writing.closing();
    (Letter { subject: subject(writing, brand), text, ..Letter::default() }, "phishing-inline")
}

/// URLs in angle brackets, the long ones broken at the end of a line (RFC 3986, appendix C).
fn wrapped(writing: &mut Writing<'_>, brand: &str) -> (Letter, &'static str) {
    let mut text = writing.greeting() + &opening(writing, brand);
    for site in writing.incidents() {
        let (head, tail) = site.subject.split_at(site.subject.len().min(40));
        let gap = if tail.is_empty() { "" } else { "\n" };
        text += &format!("<{head}{gap}{tail}>\n");
    }
    text += &(writing.request(true) + &writing.closing());
    (Letter { subject: subject(writing, brand), text, ..Letter::default() }, "phishing-wrapped")
}

/// The phishing mail itself, sent on as an attached message.
fn forwarded(writing: &mut Writing<'_>, brand: &str) -> (Letter, &'static str) {
    let url = writing.incidents().first().map(|site| site.subject.clone()).unwrap_or_default();
    let at = super::mail::date(writing.received, writing.offset);
    let inner = format!(
        "Received: from unknown (HELO pc-1) (192.0.2.7)\r\n\tby mx.{domain} with SMTP; {at}\r\nDate: {at}\r\n\
         From: Sample Bank <support@mihon-bank.example>\r\nTo: {to}\r\nSubject: Your account will be suspended\r\n\
         Message-ID: <{id:x}@pc-1>\r\n\r\nDear customer,\r\n\r\nyour account has been limited. Verify your data within 24 \
         hours:\r\n\r\n{url}\r\n\r\nSample Bank\r\n",
        domain = writing.person.domain,
        to = writing.person.address(),
        id = writing.random.next(),
    );
    let said = writing.say(
        [
            "フィッシングメールと思われるメールを受信しましたので、添付にて転送いたします。\n",
            "添付のメールはフィッシングサイトへ誘導するものと思われます。\n",
        ],
        ["the attached mail leads to a phishing site.\n", "I received the attached phishing mail today.\n"],
    );
    let text = writing.greeting() + said + &writing.request(true) + &writing.closing();
    let letter = Letter {
        subject: subject(writing, brand),
        text,
        attachments: vec![Attachment::message(inner.into_bytes())],
        ..Letter::default()
    };
    (letter, "phishing-forwarded")
}
