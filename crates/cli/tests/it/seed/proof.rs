//! The rules, held against the sample's own report: what is said to be reproduced is there, with its number.

use std::collections::BTreeMap;

use super::numbers::{normal, numbers};
use super::rules::{RULES, Why};

/// Holds every rule that says "reproduced" against the report: its `figures` by id, and the `page` that was made of it
/// in Japanese, as HTML.
pub fn holds(figures: &BTreeMap<String, i64>, page: &str) {
    let text: String = normal(&text_of(page)).into_iter().collect();
    let mut wrong = Vec::new();
    for (_, pattern, why) in RULES {
        match why {
            Why::Figure(id) if !is_figure(figures, id, pattern) => {
                wrong.push(format!("{pattern}: no figure {id} with this number"));
            }
            Why::Printed(words) | Why::Slip(_, words) => {
                let wanted: String = normal(words).into_iter().collect();
                if !text.contains(&wanted) {
                    wrong.push(format!("{pattern}: {words} is not printed"));
                }
            }
            Why::Figure(_) | Why::Name(_) | Why::Missing(_) => {}
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "{}", wrong.join("\n"));
}

/// Whether there is a figure with this id (`*` for the number of a record), whose value is one of the numbers that the
/// pattern claims; a further one may be the port in its id.
fn is_figure(figures: &BTreeMap<String, i64>, id: &str, pattern: &str) -> bool {
    let (before, after) = id.split_once('*').unwrap_or((id, ""));
    let fits = |name: &str| {
        let between = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        between.is_some_and(|between| {
            if id.contains('*') {
                !between.is_empty() && between.bytes().all(|b| b.is_ascii_digit())
            } else {
                between.is_empty()
            }
        })
    };
    let signs: Vec<char> = pattern.chars().collect();
    let claimed: Vec<i64> = numbers(&signs).iter().filter_map(|number| number.digits.parse().ok()).collect();
    figures.iter().any(|(name, value)| fits(name) && claimed.contains(value))
}

/// What people read of a page: no style, no pictures, no tags.
fn text_of(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let skipped = ["style", "svg", "title"].into_iter().find(|name| tag.starts_with(*name));
        let end = skipped.map_or_else(|| ">".to_owned(), |name| format!("</{name}>"));
        rest = tag.split_once(end.as_str()).map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text
}

#[test]
fn a_figure_that_is_not_there_or_has_another_number_is_noticed() {
    let figures: BTreeMap<String, i64> =
        [("incident.scan.port.80".to_owned(), 151), ("community.training.7.days".to_owned(), 5)].into();
    assert!(is_figure(&figures, "incident.scan.port.80", "[80](http)[151]件"));
    assert!(!is_figure(&figures, "incident.scan.port.80", "[80](http)[152]件"));
    assert!(!is_figure(&figures, "incident.scan.port.8", "[8](x)[151]件"));
    assert!(is_figure(&figures, "community.training.*.days", "[5]日間"));
    assert!(!is_figure(&figures, "community.training.*.countries", "[5]日間"));
    assert_eq!(text_of("a<b>1</b><style>9</style><svg><text>8</text></svg>c"), "a1c");
}
