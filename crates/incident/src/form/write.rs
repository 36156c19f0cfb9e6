//! A [`FormReport`] as text.

use kernel::Lang;

use super::FormReport;
use super::label::{CHOICES, Choice, Field, LABELS, Label, Shape, TITLE, VERSION};
use super::parse::is_syntax;

/// The form as people download it, with hints and nothing filled in.
pub fn blank(lang: Lang) -> String {
    text(None, lang)
}

/// The form, filled in. Lines end in LF.
pub fn write(report: &FormReport, lang: Lang) -> String {
    text(Some(&report.clone().tidied()), lang)
}

fn text(report: Option<&FormReport>, lang: Lang) -> String {
    let (title, end, hints): (_, _, &[&str]) = match lang {
        Lang::Ja => (
            "インシデント報告様式",
            "おわり",
            &[
                "分かる欄だけで結構です。選択肢は [x] のように印を付けてください。",
                "# で始まる行は説明です。",
            ],
        ),
        Lang::En => (
            "Incident report form",
            "Thank you",
            &[
                "Fill in what you know. Mark what applies like this: [x]",
                "Lines that begin with # are hints.",
            ],
        ),
    };
    let mut out = format!("=== {title} ({TITLE} {VERSION}) ===\n");
    if report.is_none() {
        for hint in hints {
            out += &format!("# {hint}\n");
        }
    }
    out.push('\n');
    for label in LABELS {
        if report.is_none() && !label.hint(lang).is_empty() {
            out += &format!("# {}\n", label.hint(lang));
        }
        field(&mut out, report, label, lang);
        if label.shape != Shape::Line || matches!(label.field, Field::Phone | Field::Zone) {
            out.push('\n');
        }
    }
    out += &format!("=== {end} (end of form) ===\n");
    out
}

fn field(out: &mut String, report: Option<&FormReport>, label: &Label, lang: Lang) {
    let name = label.text(lang);
    match label.shape {
        Shape::Line => {
            *out += format!("* {name}: {}", report.map_or("", |r| line(r, label.field))).trim_end();
        }
        Shape::Choice => {
            *out += &format!("* {name}");
            for (choice, ja, en) in CHOICES.iter().filter(|(choice, ..)| choice.field() == label.field) {
                let mark = if report.is_some_and(|report| chosen(report, *choice)) { 'x' } else { ' ' };
                let text = if lang == Lang::Ja { ja } else { en };
                *out += &format!("\n  [{mark}] {text}");
            }
        }
        Shape::List => {
            *out += &format!("* {name}:");
            for entry in report.map_or(&[][..], |report| list(report, label.field)) {
                *out += &format!("\n  {}{entry}", escape(entry, Shape::List));
            }
        }
        Shape::Block => {
            let (begin, end) =
                if lang == Lang::Ja { ("ここから", "ここまで") } else { ("begin", "end") };
            *out += &format!("* {name}\n+++ {begin} +++");
            for line in report.map_or("", |report| block(report, label.field)).lines() {
                *out += &format!("\n{}{line}", escape(line, Shape::Block));
            }
            *out += &format!("\n+++ {end} +++");
        }
    }
    out.push('\n');
}

fn escape(line: &str, shape: Shape) -> &'static str {
    if is_syntax(line.trim_start_matches('\\'), shape) { "\\" } else { "" }
}

fn chosen(report: &FormReport, choice: Choice) -> bool {
    match choice {
        Choice::MayName(may) => report.may_name == may,
        Choice::Mediation(mediation) => report.mediation == mediation,
        Choice::Happened(happened) => report.happened == Some(happened),
    }
}

fn line(report: &FormReport, field: Field) -> &str {
    match field {
        Field::Name => &report.name,
        Field::Organisation => &report.organisation,
        Field::Mail => &report.mail,
        Field::Phone => &report.phone,
        Field::When => &report.when,
        Field::Zone => &report.zone,
        Field::ChannelNote => &report.channel_note,
        _ => "",
    }
}

fn list(report: &FormReport, field: Field) -> &[String] {
    match field {
        Field::Sources => &report.sources,
        Field::Targets => &report.targets,
        _ => &[],
    }
}

fn block(report: &FormReport, field: Field) -> &str {
    match field {
        Field::Description => &report.description,
        Field::Logs => &report.logs,
        Field::Key => &report.key,
        _ => "",
    }
}
