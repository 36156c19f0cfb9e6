//! What the steps came to.

use std::time::Duration;

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    Failed(String),
    /// Could not be done here; why, and what is therefore not tested.
    LeftOut(String),
}

/// Each step's outcome and wall time, in order.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<(String, Outcome, Duration)>);

impl Report {
    pub(super) fn add(&mut self, name: &str, outcome: Outcome, time: Duration) {
        match &outcome {
            Outcome::Passed => println!("{name}: passed in {}", seconds(time)),
            Outcome::Failed(why) => println!("{name}: FAILED in {}: {why}", seconds(time)),
            Outcome::LeftOut(what) => println!("{name}: LEFT OUT: {what}"),
        }
        self.0.push((name.to_owned(), outcome, time));
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn failed(&self) -> usize {
        self.0.iter().filter(|(_, outcome, _)| matches!(outcome, Outcome::Failed(_))).count()
    }

    /// The closing lines: times, what was left out, and the count.
    pub(super) fn print(&self) {
        headline("summary");
        print!("{}", self.text());
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (name, outcome, time) in &self.0 {
            let word = match outcome {
                Outcome::Passed => "passed",
                Outcome::Failed(_) => "FAILED",
                Outcome::LeftOut(_) => "LEFT OUT",
            };
            text.push_str(&format!("{name:<20} {word:<9} {:>9}\n", seconds(*time)));
        }
        for (name, outcome, _) in &self.0 {
            match outcome {
                Outcome::Failed(why) => text.push_str(&format!("FAILED    {name}: {why}\n")),
                Outcome::LeftOut(what) => text.push_str(&format!("LEFT OUT  {name}: {what}\n")),
                Outcome::Passed => {}
            }
        }
        let left_out = self.0.iter().filter(|(_, outcome, _)| matches!(outcome, Outcome::LeftOut(_))).count();
        let passed = self.0.len() - self.failed() - left_out;
        text.push_str(&format!("{passed} passed, {} failed, {left_out} left out\n", self.failed()));
        text
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

pub(super) fn headline(name: &str) {
    println!("\n=== {name}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_said_again_at_the_end() {
        let mut report = Report::default();
        report.add("fmt", Outcome::Passed, Duration::from_millis(1240));
        report.add("browser", Outcome::LeftOut("no chromium: pages are untested".to_owned()), Duration::ZERO);
        report.add("tests", Outcome::Failed("cargo test ended with 101".to_owned()), Duration::from_secs(61));
        assert_eq!(report.failed(), 1);
        assert_eq!(
            report.text(),
            "fmt                  passed        1.2 s\n\
             browser              LEFT OUT      0.0 s\n\
             tests                FAILED       61.0 s\n\
             LEFT OUT  browser: no chromium: pages are untested\n\
             FAILED    tests: cargo test ended with 101\n\
             1 passed, 1 failed, 1 left out\n"
        );
    }
}
