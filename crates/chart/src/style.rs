//! Colours and line styles: one set of rules, for pages by CSS variables, for documents by value.
//!
//! The line colours start from Okabe and Ito's set (<https://jfly.uni-koeln.de/color/>), which people with
//! every kind of colour blindness can tell apart, darkened for white and lightened for dark until each has a
//! contrast of at least 3:1 to the paper (WCAG 2.2, 1.4.11; a test computes it). Documents of their own carry
//! plain values, since converters to PDF don't know CSS variables.

use crate::model::Scheme;

const LIGHT: &str = include_str!("css/light.css");
const DARK: &str = include_str!("css/dark.css");
const RULES: &str = include_str!("css/rules.css");

/// The rules for [`crate::Svg::Inline`], for a page's own stylesheet.
///
/// Colours are variables (`--chart-paper`, `--chart-ink`, `--chart-line-1` ...) set on `:root` by the reader's
/// preferred scheme; a page that has its own switch sets them again. Of two sizes inside an element of class
/// `chart-pair`, the one that suits the window is shown.
pub const CSS: &str = concat!(
    ":root {\n",
    include_str!("css/light.css"),
    "}\n@media (prefers-color-scheme: dark) {\n:root {\n",
    include_str!("css/dark.css"),
    "}\n}\n",
    include_str!("css/rules.css"),
    include_str!("css/page.css"),
);

/// The style of a document of its own.
pub(crate) fn standalone(scheme: Scheme) -> String {
    match scheme {
        Scheme::Light => rules(LIGHT),
        Scheme::Dark => rules(DARK),
        Scheme::Auto => {
            format!("{}@media (prefers-color-scheme: dark) {{\n{}}}\n", rules(LIGHT), rules(DARK))
        }
    }
}

/// The rules with a scheme's values in place of variables.
fn rules(scheme: &str) -> String {
    let mut rules = RULES.to_owned();
    for (name, value) in values(scheme) {
        rules = rules.replace(&format!("var({name})"), value);
    }
    rules
}

/// Name and value of each variable that a scheme sets, one a line.
fn values(scheme: &str) -> impl Iterator<Item = (&str, &str)> {
    scheme.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_suffix(';')?.split_once(':')?;
        Some((name.trim(), value.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marker::DISTINCT;

    #[test]
    fn no_variable_is_left_in_a_document() {
        for scheme in [Scheme::Light, Scheme::Dark, Scheme::Auto] {
            assert!(!standalone(scheme).contains("var("), "{}", standalone(scheme));
        }
        assert!(!standalone(Scheme::Light).contains("@media"));
        // Inside <style> in XML, these would need escaping.
        assert!(!standalone(Scheme::Auto).contains(['<', '&', '>']));
    }

    #[test]
    fn both_schemes_set_the_same_variables_and_the_rules_use_all() {
        let light: Vec<&str> = values(LIGHT).map(|(name, _)| name).collect();
        let dark: Vec<&str> = values(DARK).map(|(name, _)| name).collect();
        assert_eq!(light, dark);
        for name in light {
            assert!(RULES.contains(&format!("var({name})")), "{name}");
        }
    }

    #[test]
    fn lines_and_words_stand_out_from_the_paper() {
        for scheme in [LIGHT, DARK] {
            let colour = |name: &str| values(scheme).find(|(n, _)| *n == name).unwrap().1;
            let paper = colour("--chart-paper");
            for line in 1..=DISTINCT {
                let name = format!("--chart-line-{line}");
                let ratio = contrast(colour(&name), paper);
                assert!(ratio >= 3.0, "{name}: {ratio:.2}");
            }
            for name in ["--chart-ink", "--chart-quiet"] {
                let ratio = contrast(colour(name), paper);
                assert!(ratio >= 4.5, "{name}: {ratio:.2}");
            }
        }
    }

    /// Contrast ratio of two `#rrggbb` colours (WCAG 2.2).
    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }
}
