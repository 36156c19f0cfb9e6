//! The words of the form. [`VERSION`] goes up when a label or a choice changes its meaning; the reader goes on
//! knowing the old ones.

use kernel::Lang;

use super::Happened;

/// The version that is written.
pub(super) const VERSION: u32 = 1;
/// What the title line is told by, with the version after it.
pub(super) const TITLE: &str = "incident-report-form";
/// What the last line is told by.
pub(super) const END: &str = "endofform";

/// The fields in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    Organisation,
    Mail,
    Phone,
    MayName,
    Mediation,
    Happened,
    When,
    Zone,
    Sources,
    Targets,
    Description,
    Logs,
    ChannelNote,
    Key,
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Line,
    Choice,
    List,
    Block,
}

/// A label and what is said beside it.
pub(super) struct Label {
    pub field: Field,
    pub shape: Shape,
    pub ja: &'static str,
    pub en: &'static str,
    pub hint_ja: &'static str,
    pub hint_en: &'static str,
}

impl Label {
    pub(super) const fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }

    pub(super) const fn hint(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.hint_ja,
            Lang::En => self.hint_en,
        }
    }
}

const fn label(
    field: Field,
    shape: Shape,
    [ja, hint_ja]: [&'static str; 2],
    [en, hint_en]: [&'static str; 2],
) -> Label {
    Label { field, shape, ja, en, hint_ja, hint_en }
}

/// All fields. Hints are shorter than a line of mail, so that no program wraps them.
pub(super) const LABELS: &[Label] = &[
    label(Field::Name, Shape::Line, ["お名前", ""], ["Name", ""]),
    label(Field::Organisation, Shape::Line, ["ご所属", ""], ["Organisation", ""]),
    label(Field::Mail, Shape::Line, ["メールアドレス", ""], ["Mail address", ""]),
    label(Field::Phone, Shape::Line, ["電話番号", ""], ["Telephone", ""]),
    label(
        Field::MayName,
        Shape::Choice,
        ["お名前を相手先に伝えてよいですか", ""],
        ["May we pass on your name", ""],
    ),
    label(Field::Mediation, Shape::Choice, ["報告の目的", ""], ["Purpose", ""]),
    label(
        Field::Happened,
        Shape::Choice,
        ["何が起きましたか", "一つ選んでください"],
        ["What happened", "Choose one."],
    ),
    label(
        Field::When,
        Shape::Line,
        ["日時", "例: 2008-01-15 03:12:45 から 2008-01-15 04:00:00 まで"],
        ["When", "Such as: 2008-01-15 03:12:45 to 2008-01-15 04:00:00"],
    ),
    label(
        Field::Zone,
        Shape::Line,
        ["時間帯", "日時とログの時間帯。例: JST または +09:00"],
        ["Time zone", "Of this and of the logs, such as UTC or +09:00"],
    ),
    label(
        Field::Sources,
        Shape::List,
        ["攻撃元・有害サイト", "IP アドレス、URL、ホスト名を 1 行に 1 つ"],
        ["Sources and harmful sites", "Addresses, URLs or host names, one a line"],
    ),
    label(
        Field::Targets,
        Shape::List,
        ["攻撃の対象", "アドレス、ポート、製品名などを 1 行に 1 つ"],
        ["Targets", "Address, port, product, one a line"],
    ),
    label(Field::Description, Shape::Block, ["状況", ""], ["Description", ""]),
    label(
        Field::Logs,
        Shape::Block,
        ["ログ", "時刻の入ったログをそのまま貼り付けてください"],
        ["Logs", "As they are, with their times"],
    ),
    label(
        Field::ChannelNote,
        Shape::Line,
        ["受付記録", "窓口で記入: FAX 3 枚、電話を受けた者など"],
        ["Desk note", "For the desk: FAX of 3 pages, who took the call"],
    ),
    label(
        Field::Key,
        Shape::Block,
        ["暗号化の鍵", "返信の暗号化を希望する場合の OpenPGP 公開鍵"],
        ["Encryption key", "OpenPGP public key, if answers are to be encrypted"],
    ),
];

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    MayName(bool),
    Mediation(bool),
    Happened(Happened),
}

/// All choices with their texts.
pub(super) const CHOICES: &[(Choice, &str, &str)] = &[
    (Choice::MayName(true), "はい", "Yes"),
    (Choice::MayName(false), "いいえ", "No"),
    (Choice::Mediation(false), "情報提供のみ", "For your information only"),
    (Choice::Mediation(true), "相手先への連絡を希望", "Please contact the other side"),
    (
        Choice::Happened(Happened::Scan),
        "スキャン、不審なアクセス、ログインの試み",
        "Scan, probe or login attempt",
    ),
    (Choice::Happened(Happened::Intrusion), "システムへの侵入", "Intrusion into a system"),
    (Choice::Happened(Happened::WebDefacement), "Web ページの改ざん", "Web page defaced"),
    (Choice::Happened(Happened::Phishing), "フィッシングサイト", "Phishing site"),
    (Choice::Happened(Happened::MalwareSite), "マルウェアを配布するサイト", "Site that hands out malware"),
    (Choice::Happened(Happened::Malware), "マルウェアの感染", "Malware infection"),
    (Choice::Happened(Happened::DenialOfService), "サービス運用妨害 (DoS)", "Denial of service"),
    (Choice::Happened(Happened::ForgedMail), "送信元を詐称したメール", "Mail with forged sender"),
    (Choice::Happened(Happened::TargetedAttack), "標的型攻撃", "Targeted attack"),
    (Choice::Happened(Happened::ControlSystem), "制御システムに関する事象", "About a control system"),
    (Choice::Happened(Happened::Other), "その他", "Other"),
];

impl Choice {
    /// The field that it is a choice of.
    pub(super) const fn field(self) -> Field {
        match self {
            Self::MayName(_) => Field::MayName,
            Self::Mediation(_) => Field::Mediation,
            Self::Happened(_) => Field::Happened,
        }
    }
}

/// How a text is compared: wide letters as narrow ones, small, without spaces and stops.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| !c.is_whitespace() && !matches!(c, '・' | '、' | ',' | '.' | '?'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
