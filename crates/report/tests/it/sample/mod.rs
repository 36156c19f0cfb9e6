//! A made-up report with everything that a report may have: for the tests of all renderers.
//!
//! Every number is a figure of its own, computed from its place, so that a test can tell one from another.

mod charts;
mod sections;

use jiff::civil::date;
use kernel::{Definition, Figure, Lang, Period, Text, Unit};
use report::{
    ActivityReport, BlockText, Cell, Document, Edition, LeftOut, Link, Phrase, Reported, Span, Topic,
};

/// January to March 2008.
pub(crate) fn period() -> Period {
    Period::new(date(2008, 1, 1), date(2008, 3, 31)).unwrap()
}

/// A text in both languages.
pub(crate) fn text(ja: &str, en: &str) -> Text {
    Text { ja: ja.to_owned(), en: en.to_owned() }
}

/// The same as a phrase.
pub(crate) fn said(ja: &str, en: &str) -> Phrase {
    Phrase::said(&text(ja, en))
}

fn link(ja: &str, en: &str, url: &str) -> Link {
    Link { title: text(ja, en), url: url.to_owned() }
}

/// The figures of a report while its blocks are made.
#[derive(Debug, Default)]
struct Figures(Vec<Reported>);

impl Figures {
    /// A figure, as a cell that prints it.
    fn cell(&mut self, id: &str, value: i64, unit: Unit) -> Cell {
        if self.0.iter().all(|known| known.figure.id != id) {
            let evidence = format!("records?of={id}");
            let figure = Figure { id: id.to_owned(), period: period(), value, unit, evidence };
            let name = text(&format!("{id}の数"), &format!("number of {id}"));
            let meaning = text("試験のための数値です。", "A number for tests.");
            let computed = text("該当する記録を数えます。", "The records concerned are counted.");
            self.0.push(Reported { figure, definition: Definition { name, meaning, computed } });
        }
        Cell::Figure(id.to_owned())
    }
}

/// The report, as its second edition.
pub(crate) fn report() -> ActivityReport {
    let mut figures = Figures::default();
    let sections = vec![
        sections::incidents(&mut figures),
        sections::observation(&mut figures),
        sections::cooperation(&mut figures),
        sections::contact(),
    ];
    ActivityReport {
        period: period(),
        organisation: text("火の見シーサート", "Hinomi Sample CSIRT"),
        notice: Some(text(
            "この報告の記録はすべて見本であり、実在の組織や出来事を示すものではありません。",
            "All records behind this report are made up; they are about no real organisation or event.",
        )),
        edition: Some(Edition {
            number: 2,
            issued: date(2008, 4, 17),
            changes: vec![text(
                "2月のスキャンの件数を訂正しました。",
                "The scans of February were corrected.",
            )],
        }),
        topics: topics(),
        sections,
        left_out: vec![LeftOut {
            title: said("脆弱性関連情報の流通", "Vulnerability coordination"),
            reason: said("この業務の記録はまだ扱っていません。", "Records of this work are not kept yet."),
        }],
        figures: figures.0,
    }
}

/// Its document. A paragraph with numbers in the middle of its sentence stands first in the first section.
pub(crate) fn document(lang: Lang) -> Document {
    let mut document = Document::of(&report(), lang);
    let number = |text: &str, id: &str| Span { text: text.to_owned(), figure: Some(id.to_owned()) };
    let words = |text: &str| Span { text: text.to_owned(), figure: None };
    let spans = match lang {
        Lang::Ja => vec![
            words("当四半期に寄せられた報告は"),
            number("1,545", "incident.reports"),
            words("件で、そこに含まれるインシデントは"),
            number("1,684", "incident.incidents"),
            words("件でした。ひとつの報告が複数のIPアドレスを含むことがあるため、両者は一致しません。"),
        ],
        Lang::En => vec![
            words("We received "),
            number("1,545", "incident.reports"),
            words(" reports with "),
            number("1,684", "incident.incidents"),
            words(" incidents in them. The two differ, as one report may name several IP addresses."),
        ],
    };
    document.sections[0].blocks.insert(0, BlockText::Paragraph { spans });
    document
}

fn topics() -> Vec<Topic> {
    vec![
        Topic {
            title: text("改ざんされたウェブサイトの増加", "More web sites with injected scripts"),
            text: text(
                "3月に入り、データベースの命令を差し込まれて改ざんされたウェブサイトの報告が目立って増えました。閲覧した人\
                 のコンピュータに不正なプログラムを入れようとするもので、サイトの運営者が気付いていない場合がほとんどです。\n\n\
                 運営者への通知連絡と並行して注意喚起を公開し、ログの確認方法と当面の対策を示しました。",
                "In March, reports of web sites that had been altered by injected database statements became notably more \
                 frequent. The scripts try to install malicious programs on the computers of visitors; most operators \
                 had not noticed.\n\n\
                 We notified the operators, and published an alert that says how to look for traces in the logs and \
                 what to do first.",
            ),
            links: vec![link(
                "ウェブサイトの改ざんに関する注意喚起",
                "Alert on altered web sites",
                "https://www.cert.example/at/2008/at080005.html",
            )],
        },
        Topic {
            title: text("1434/udpへのスキャンの減少", "Fewer scans of 1434/udp"),
            text: text(
                "長く続いていた1434/udpへのスキャンが2月中旬に大きく減りました。原因は確認できていません。",
                "Scans of 1434/udp, which had gone on for years, fell steeply in the middle of February. We could not \
                 confirm why.",
            ),
            links: Vec::new(),
        },
    ]
}
