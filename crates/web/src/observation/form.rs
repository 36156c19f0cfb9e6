//! The form that asks for days, class and width of points; it says beside each field what is wrong with it.

use jiff::tz::TimeZone;
use kernel::{BucketSize, HourRange, Lang, Period};
use serde::Serialize;

use crate::observation::question::{CLASSES, Question};
use crate::parameters::{ParameterError, Parameters};
use crate::periods::{self, SIZES};
use crate::texts::text;
use crate::words;

/// The form as the template shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Form {
    /// Where it is sent.
    action: String,
    from: Field,
    to: Field,
    /// The first and the last day that have data.
    first_day: Option<String>,
    last_day: Option<String>,
    data_days: Option<String>,
    classes: Vec<Choice>,
    class_error: Option<String>,
    /// Empty where the page does not offer a choice.
    sizes: Vec<Choice>,
    size_error: Option<String>,
    /// Whether anything is wrong.
    wrong: bool,
    before: Option<QuarterLink>,
    after: Option<QuarterLink>,
}

#[derive(Debug, Clone, Serialize)]
struct Field {
    value: String,
    error: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

#[derive(Debug, Clone, Serialize)]
struct QuarterLink {
    address: String,
    name: String,
}

/// What the form shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filled<'a> {
    /// Where it is sent.
    pub(crate) action: &'a str,
    /// What was asked.
    pub(crate) question: Question,
    /// The width of the points, where there is a choice.
    pub(crate) size: Option<BucketSize>,
    /// The hours that have data.
    pub(crate) span: Option<HourRange>,
    /// What is wrong.
    pub(crate) errors: &'a [ParameterError],
}

impl Form {
    /// The form for a question that is well put.
    pub(crate) fn new(filled: Filled<'_>, lang: Lang, zone: &TimeZone) -> Self {
        let Filled { action, question, size, span, errors } = filled;
        let error = |name| errors.iter().find(|e| e.parameter == name).map(|e| e.says(lang));
        let span = span.filter(|span| !span.is_empty());
        let data = span.map(|span| Period {
            from: periods::day_of(span.start, zone),
            to: periods::day_of(kernel::Hour(span.end.0 - 1), zone),
        });
        let quarter = |period: Option<Period>| {
            let period = period.filter(|p| data.is_some_and(|d| p.from <= d.to && d.from <= p.to))?;
            let asked = Question { period, ..question };
            Some(QuarterLink { address: asked.address(action).into(), name: words::months(period, lang) })
        };
        let (before, after) = periods::neighbours(question.period);
        let all = Choice { value: "", label: text(lang, "class-all"), chosen: question.class.is_none() };
        let classes = CLASSES.iter().map(|(name, class)| Choice {
            value: name,
            label: words::class(*class, lang),
            chosen: question.class == Some(*class),
        });
        let sizes = SIZES.iter().filter(|_| size.is_some()).map(|(name, one)| Choice {
            value: name,
            label: text(lang, &format!("form-bucket-{name}")),
            chosen: size == Some(*one),
        });
        Self {
            action: action.to_owned(),
            from: Field { value: question.period.from.to_string(), error: error("from") },
            to: Field { value: question.period.to.to_string(), error: error("to") },
            first_day: data.map(|data| data.from.to_string()),
            last_day: data.map(|data| data.to.to_string()),
            data_days: data.map(|data| words::days(data, lang)),
            classes: std::iter::once(all).chain(classes).collect(),
            class_error: error("class"),
            sizes: sizes.collect(),
            size_error: error("bucket"),
            wrong: !errors.is_empty(),
            before: quarter(before),
            after: quarter(after),
        }
    }

    /// Shows what was really written in the fields of dates, so that it can be mended there.
    #[must_use]
    pub(crate) fn filled_as_written(mut self, parameters: &mut Parameters) -> Self {
        for (name, field) in [("from", &mut self.from), ("to", &mut self.to)] {
            if let Some(written) = parameters.all(name).pop() {
                field.value = written;
            }
        }
        self
    }
}
