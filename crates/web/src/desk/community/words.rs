//! Names of fields, and reasons, in the reader's language.

use community::{Cell, Field, Kind, LineProblem, LineReason, Reason, Shape};
use kernel::Lang;

use crate::texts::{text, text_with};

/// What a field is called.
pub(super) fn field(kind: Kind, field: &Field, lang: Lang) -> String {
    // The same word names other things in these.
    let name = match (kind, field.name) {
        (Kind::Engagement, "role") => "engagement-role",
        (Kind::Support, "what") => "support-what",
        (_, name) => name,
    };
    text(lang, &format!("community-field-{}", name.replace('_', "-")))
}

/// What a cell is called: the field, and its language where it has both.
pub(super) fn cell(kind: Kind, cell: Cell, lang: Lang) -> String {
    let name = field(kind, cell.field, lang);
    match cell.lang {
        None => name,
        Some(of) => text_with(lang, &format!("community-field-in-{of}"), [("field", &name)]),
    }
}

/// How a cell is written, where that has to be said.
pub(super) fn hint(shape: Shape, lang: Lang) -> String {
    let key = match shape {
        Shape::When => "when",
        Shape::Associations => "associations",
        Shape::Countries => "countries",
        Shape::Fingerprints => "fingerprints",
        Shape::People => "people",
        _ => return String::new(),
    };
    text(lang, &format!("community-hint-{key}"))
}

/// Why a cell can't be taken.
pub(super) fn reason(reason: Reason, lang: Lang) -> String {
    text(lang, &format!("community-reason-{}", reason.name()))
}

/// Why a place of a file can't be taken.
pub(super) fn line_reason(problem: &LineProblem, lang: Lang) -> String {
    match &problem.reason {
        LineReason::Cell(why) => reason(*why, lang),
        LineReason::Twice(line) => text_with(lang, "community-reason-twice", [("line", &line.to_string())]),
        LineReason::Column => text(lang, "community-reason-column"),
        LineReason::ColumnTwice => text(lang, "community-reason-column-twice"),
        LineReason::TooMany(cells) => {
            text_with(lang, "community-reason-too-many-cells", [("cells", &cells.to_string())])
        }
        LineReason::Unreadable(why) => text_with(lang, "community-reason-unreadable", [("why", why)]),
    }
}
