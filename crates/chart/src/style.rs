//! Colours and line styles: one set of rules, for pages by CSS variables, for documents by value.
//!
//! The line colours keep the hues of Okabe and Ito's set (<https://jfly.uni-koeln.de/color/>), but not its
//! lightness: three of its colours have less than 3:1 contrast to white (WCAG 2.2, 1.4.11), which thin lines
//! need. For each scheme, lightness and strength were searched so that contrast holds and the first five, and
//! the second five, stay apart for every kind of colour vision. Tests compute both. Documents of their own
//! carry plain values, since converters to PDF don't know CSS variables.

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

    /// The first five are told apart by everybody, and so are the second five, which are dashed as well.
    #[test]
    fn colours_differ_for_every_kind_of_colour_vision() {
        for scheme in [LIGHT, DARK] {
            let lines: Vec<&str> =
                values(scheme).filter(|(name, _)| name.starts_with("--chart-line")).map(|(_, v)| v).collect();
            for five in lines.chunks(DISTINCT / 2) {
                for (i, one) in five.iter().enumerate() {
                    for other in &five[i + 1..] {
                        for (kind, matrix) in VISION {
                            let distance = distance(seen(one, matrix), seen(other, matrix));
                            assert!(distance >= 0.075, "{one} and {other}, {kind}: {distance:.3}");
                        }
                    }
                }
            }
        }
    }

    /// How linear RGB is seen with each kind of dichromacy (Machado, Oliveira and Fernandes 2009, severity 1).
    const VISION: [(&str, [[f64; 3]; 3]); 4] = [
        ("usual", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protan",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deutan",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "tritan",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    /// A colour seen through a matrix, in Oklab (Ottosson 2020).
    fn seen(colour: &str, matrix: [[f64; 3]; 3]) -> [f64; 3] {
        let times =
            |m: [[f64; 3]; 3], v: [f64; 3]| m.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>());
        let linear = times(matrix, linear(colour)).map(|part| part.clamp(0.0, 1.0));
        let cones = [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ];
        let lab = [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ];
        times(lab, times(cones, linear).map(f64::cbrt))
    }

    fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
        one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    /// Contrast ratio of two `#rrggbb` colours (WCAG 2.2).
    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(colour: &str) -> f64 {
        let [red, green, blue] = linear(colour);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Linear RGB of `#rrggbb`.
    fn linear(colour: &str) -> [f64; 3] {
        [1, 3, 5].map(|at| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }
}
