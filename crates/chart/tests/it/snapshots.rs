//! Whole drawings, byte for byte.

use chart::{Bucket, Civil, Drawing, Mark, Scheme, Size, Svg, TimePoint, Words, line_chart};

use crate::charts::{FEBRUARY, february, with_gaps};

const WIDE: Drawing = Drawing { svg: Svg::Inline, size: Size::Wide, heading: false };
const NARROW: Drawing = Drawing { svg: Svg::Inline, size: Size::Narrow, heading: true };

#[test]
fn gaps_and_an_isolated_point() {
    insta::assert_snapshot!(line_chart(&with_gaps(), &WIDE));
}

#[test]
fn narrow_in_japanese_with_marks() {
    let mut chart = with_gaps();
    chart.words = Words::japanese();
    chart.title = "アクセス先ポート別グラフ top1-5（2008年2月1日から9日まで）".to_owned();
    chart.y.title = "センサー平均パケット数".to_owned();
    chart.marks = vec![
        Mark { at: FEBRUARY + 86_400, label: "修正プログラム公開".to_owned() },
        Mark { at: FEBRUARY + 5 * 86_400, label: "センサーを追加".to_owned() },
        Mark { at: FEBRUARY - 86_400 * 365, label: "outside the axis".to_owned() },
    ];
    insta::assert_snapshot!(line_chart(&chart, &NARROW));
}

#[test]
fn standalone_for_paper() {
    let drawing = Drawing { svg: Svg::Standalone(Scheme::Light), size: Size::Wide, heading: true };
    insta::assert_snapshot!(line_chart(&february(&[("445/tcp", &[Some(1.0), Some(2.0)])]), &drawing));
}

#[test]
fn standalone_for_either_scheme() {
    let drawing = Drawing { svg: Svg::Standalone(Scheme::Auto), size: Size::Narrow, heading: true };
    insta::assert_snapshot!(line_chart(&february(&[]), &drawing));
}

#[test]
fn a_year_of_weeks_by_its_axis_alone() {
    let mut chart = february(&[("ICMP", &[])]);
    chart.x.bucket = Bucket::Week;
    chart.x.points = mondays();
    chart.lines[0].values = vec![Some(700.0); 53];
    let svg = line_chart(&chart, &WIDE);
    let texts: Vec<&str> = svg.lines().filter(|line| line.starts_with("<text")).collect();
    insta::assert_snapshot!(texts.join("\n"));
}

/// The Mondays from 2007-04-02 on.
fn mondays() -> Vec<TimePoint> {
    let lengths = [30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31];
    let months = (4..=12).map(|month| (2007, month)).chain((1..=3).map(|month| (2008, month)));
    let mut points = Vec::new();
    let mut day: i8 = 2;
    for ((year, month), length) in months.zip(lengths) {
        while day <= length {
            let at = FEBRUARY + (points.len() as i64 * 7 - 305) * 86_400;
            let label = format!("{year}-{month:02}-{day:02}");
            points.push(TimePoint { at, civil: Civil { year, month, day, hour: 0 }, label });
            day += 7;
        }
        day -= length;
    }
    points
}
