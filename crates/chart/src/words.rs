//! The words and signs of a language that a chart needs.

use serde::{Deserialize, Serialize};

/// What a chart says by itself, in the reader's language. [`Words::japanese`] and [`Words::english`] are ready;
/// a caller may change any field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// BCP 47 tag, the SVG's `lang`: Han characters are drawn in the right country's shapes by it.
    pub lang: String,
    /// Said of a time without any value.
    pub no_data: String,
    /// January to December on the axis.
    pub months: [String; 12],
    /// A day: `{month}` (a name of `months`), `{m}` (1 to 12) and `{d}` (1 to 31) are replaced.
    pub day: String,
    /// A year: `{y}` is replaced.
    pub year: String,
    /// An hour: `{h}` (0 to 23) is replaced.
    pub hour: String,
    /// Between groups of three digits.
    pub group: String,
    /// Before the decimals.
    pub decimal: String,
}

impl Words {
    /// Japanese: `2/13`, `2月`, `2008年`, `6時`.
    pub fn japanese() -> Self {
        Self {
            lang: "ja".to_owned(),
            no_data: "データなし".to_owned(),
            months: std::array::from_fn(|i| format!("{}月", i + 1)),
            day: "{m}/{d}".to_owned(),
            year: "{y}年".to_owned(),
            hour: "{h}時".to_owned(),
            group: ",".to_owned(),
            decimal: ".".to_owned(),
        }
    }

    /// English: `13 Feb`, `Feb`, `2008`, `6:00`.
    pub fn english() -> Self {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        Self {
            lang: "en".to_owned(),
            no_data: "no data".to_owned(),
            months: months.map(str::to_owned),
            day: "{d} {month}".to_owned(),
            year: "{y}".to_owned(),
            hour: "{h}:00".to_owned(),
            group: ",".to_owned(),
            decimal: ".".to_owned(),
        }
    }

    /// `month` is 1 to 12.
    pub(crate) fn month(&self, month: i8) -> &str {
        let index = usize::try_from(month.clamp(1, 12) - 1).unwrap_or(0);
        self.months.get(index).map_or("", String::as_str)
    }

    pub(crate) fn day(&self, month: i8, day: i8) -> String {
        self.day
            .replace("{month}", self.month(month))
            .replace("{m}", &month.to_string())
            .replace("{d}", &day.to_string())
    }

    pub(crate) fn year(&self, year: i64) -> String {
        self.year.replace("{y}", &year.to_string())
    }

    pub(crate) fn hour(&self, hour: i8) -> String {
        self.hour.replace("{h}", &hour.to_string())
    }
}
