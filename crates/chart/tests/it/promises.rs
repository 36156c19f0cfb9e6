//! What the crate's first page promises.

use chart::{Drawing, Scheme, Size, Svg, Table, Words, line_chart};

use crate::charts::{FEBRUARY, february, with_gaps};
use crate::well_formed;

const WIDE: Drawing = Drawing { svg: Svg::Inline, size: Size::Wide, heading: true };

/// Every way to draw.
pub(crate) fn drawings() -> Vec<Drawing> {
    let schemes = [Scheme::Auto, Scheme::Light, Scheme::Dark].map(Svg::Standalone);
    let mut all = Vec::new();
    for svg in schemes.into_iter().chain([Svg::Inline]) {
        for size in [Size::Wide, Size::Narrow, Size::Print] {
            all.extend([true, false].map(|heading| Drawing { svg, size, heading }));
        }
    }
    all
}

#[test]
fn every_value_has_a_title_and_no_gap_has_one() {
    let svg = line_chart(&with_gaps(), &WIDE);
    assert!(svg.contains("<title>2008-02-01 · 445/tcp · 12.3 packets/day</title>"), "{svg}");
    assert!(svg.contains("<title>2008-02-03 – 2008-02-04 · no data</title>"), "{svg}");
    assert!(svg.contains("<title>2008-02-06 · no data</title>"), "{svg}");
    assert!(!svg.contains("2008-02-03 · 445/tcp"), "{svg}");
    assert!(!svg.contains("2008-02-08 · no data"), "one line of two has a value there: {svg}");
    assert_eq!(svg.matches("h0\"><title>").count(), 6 + 5);
}

#[test]
fn print_has_no_points_for_a_pointer() {
    let drawing = Drawing { svg: Svg::Standalone(Scheme::Light), size: Size::Print, heading: false };
    let svg = line_chart(&with_gaps(), &drawing);
    assert!(!svg.contains("h0\"><title>"), "{svg}");
    assert!(svg.contains("class=\"chart-line\""), "{svg}");
}

#[test]
fn time_without_points_is_a_gap_too() {
    let mut chart = february(&[("445/tcp", &[Some(1.0); 6])]);
    chart.x.points.drain(2..4);
    chart.lines[0].values.truncate(4);
    let svg = line_chart(&chart, &WIDE);
    assert!(svg.contains("<title>2008-02-02 – 2008-02-05 · no data</title>"), "{svg}");
    let line = svg.lines().find(|l| l.starts_with("<path class=\"chart-line\"")).unwrap();
    assert_eq!(line.matches('M').count(), 2, "{line}");
}

#[test]
fn the_order_of_points_does_not_matter() {
    let chart = with_gaps();
    let mut turned = chart.clone();
    turned.x.points.reverse();
    turned.lines.iter_mut().for_each(|line| line.values.reverse());
    assert_eq!(line_chart(&chart, &WIDE), line_chart(&turned, &WIDE));
    assert_eq!(Table::of(&chart), Table::of(&turned));
}

#[test]
fn the_table_has_the_pictures_numbers() {
    let mut chart = with_gaps();
    chart.lines[1].values[8] = Some(1234.56);
    chart.lines[1].values[7] = Some(f64::NAN);
    let table = Table::of(&chart);
    assert_eq!(table.header, ["Date", "445/tcp", "135/tcp"]);
    assert_eq!(table.rows[8].cells[1].text, "1,234.6");
    assert!(line_chart(&chart, &WIDE).contains("2008-02-09 · 135/tcp · 1,234.6"));
    let records: Vec<_> = table.records().collect();
    assert_eq!(records[0], ["Date", "445/tcp", "135/tcp"]);
    assert_eq!(records[1], ["2008-02-01", "12.3", "3.0"]);
    assert_eq!(records[3], ["2008-02-03", "", ""]);
    assert_eq!(records[8], ["2008-02-08", "10.0", ""]);
    assert_eq!(records[9], ["2008-02-09", "13.0", "1234.6"]);
}

#[test]
fn an_inline_drawing_carries_no_style() {
    let mut chart = with_gaps();
    chart.marks = vec![chart::Mark { at: FEBRUARY, label: "mark".to_owned() }];
    for drawing in drawings().into_iter().filter(|d| d.svg == Svg::Inline) {
        let svg = line_chart(&chart, &drawing);
        assert!(!svg.contains("<style") && !svg.contains("style=") && !svg.contains("<script"), "{svg}");
    }
}

#[test]
fn every_class_has_its_rule() {
    let mut chart = with_gaps();
    chart.marks = vec![chart::Mark { at: FEBRUARY, label: "mark".to_owned() }];
    for i in 0..12 {
        let mut line = chart.lines[0].clone();
        line.name = format!("{i}");
        chart.lines.push(line);
    }
    for drawing in drawings() {
        let svg = line_chart(&chart, &drawing);
        for class in svg.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            for class in class.split(' ') {
                assert!(chart::CSS.contains(&format!(".{class} ")), "{class}");
            }
        }
    }
}

#[test]
fn hostile_text_stays_text() {
    let evil = "\"><script>alert(1)</script><g onload='x' ]]>&\u{0}\u{b}\u{ffff}";
    let mut chart = february(&[(evil, &[Some(1.0), None, Some(2.0)])]);
    chart.id = evil.to_owned();
    chart.title = evil.to_owned();
    chart.description = evil.to_owned();
    chart.x.title = evil.to_owned();
    chart.x.points[0].label = evil.to_owned();
    (chart.y.title, chart.y.unit) = (evil.to_owned(), evil.to_owned());
    chart.marks = vec![chart::Mark { at: FEBRUARY, label: evil.to_owned() }];
    chart.words = Words {
        lang: evil.to_owned(),
        no_data: evil.to_owned(),
        months: std::array::from_fn(|_| evil.to_owned()),
        day: evil.to_owned(),
        year: evil.to_owned(),
        hour: evil.to_owned(),
        group: evil.to_owned(),
        decimal: evil.to_owned(),
    };
    for drawing in drawings() {
        let svg = line_chart(&chart, &drawing);
        well_formed::check(&svg).unwrap();
        assert!(!svg.contains("<script") && !svg.contains("<g on"), "{svg}");
    }
}

#[test]
fn two_sizes_of_a_chart_share_no_id() {
    let ids = |size| {
        let svg = line_chart(&with_gaps(), &Drawing { size, ..WIDE });
        svg.split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (wide, narrow) = (ids(Size::Wide), ids(Size::Narrow));
    assert_eq!(wide.len(), 3);
    assert!(wide.iter().all(|id| !narrow.contains(id)), "{wide:?} {narrow:?}");
}

#[test]
fn names_stand_in_a_legend_where_ends_have_no_room() {
    fn check(chart: &chart::Chart, size: Size, at_the_ends: bool) {
        let svg = line_chart(chart, &Drawing { size, ..WIDE });
        assert_eq!(svg.contains("chart-leader"), at_the_ends, "{svg}");
        for line in &chart.lines {
            assert!(svg.contains(&format!(">{}</text>", line.name)), "{}", line.name);
        }
    }
    check(&with_gaps(), Size::Wide, true);
    check(&with_gaps(), Size::Narrow, false);
    let early = february(&[("ends early", &[Some(1.0), None, None, None]), ("whole", &[Some(2.0); 4])]);
    check(&early, Size::Wide, false);
    check(&february(&[("empty", &[None; 4]), ("whole", &[Some(2.0); 4])]), Size::Wide, false);
    let same: Vec<(String, [Option<f64>; 3])> =
        (0..10).map(|i| (format!("line {i}"), [Some(1.0); 3])).collect();
    let same: Vec<(&str, &[Option<f64>])> = same.iter().map(|(n, v)| (n.as_str(), v.as_slice())).collect();
    check(&february(&same), Size::Wide, false);
}
