//! What a look means: a machine without input or output.
//!
//! One odd failure is no takedown: a site is gone after some failing looks in a row that span some time, and it is
//! then gone since the first of them. One good look is a revival. What is unclear changes nothing.

use jiff::{SignedDuration, Timestamp};

use super::model::{Gone, WatchState};

/// What a page showed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Print {
    /// Its title.
    pub title: Option<String>,
    /// SHA-256 of its text in normal form.
    pub sha256: String,
}

/// Looks that fail, and are not enough yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failing {
    /// The first of them.
    pub since: Timestamp,
    /// How many.
    pub looks: u32,
}

/// How a site stands after all looks so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: WatchState,
    pub started: Timestamp,
    pub first_up: Option<Timestamp>,
    pub first: Option<Print>,
    pub failing: Option<Failing>,
    pub gone: Option<Timestamp>,
    pub gone_how: Option<Gone>,
    pub takedown: Option<Timestamp>,
    pub revived: u32,
    pub revived_at: Option<Timestamp>,
    /// Since when our own network is doubted in its favour.
    pub doubted_since: Option<Timestamp>,
}

impl Standing {
    /// Nothing is known yet.
    #[cfg(test)]
    pub(crate) fn new(started: Timestamp) -> Self {
        Self {
            state: WatchState::New,
            started,
            first_up: None,
            first: None,
            failing: None,
            gone: None,
            gone_how: None,
            takedown: None,
            revived: 0,
            revived_at: None,
            doubted_since: None,
        }
    }

    /// Whether the last look that counted found it there.
    pub(crate) fn answered(&self) -> bool {
        matches!(self.state, WatchState::Up | WatchState::Changed | WatchState::Back)
            && self.failing.is_none()
    }
}

/// What one look found, as far as it means anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    Up(Print),
    Down(Gone),
    /// It tells nothing, and why does not matter here.
    Nothing,
    /// It fails, but so does everything: our own network is doubted.
    Doubted,
}

/// What happened to the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    FirstUp,
    Changed,
    Gone { how: Gone, since: Timestamp },
    Revived { same: bool },
}

/// When to call it gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    pub looks: u32,
    pub span: SignedDuration,
}

/// What a look at `at` makes of a site.
pub(crate) fn step(
    before: Standing,
    at: Timestamp,
    found: Found,
    patience: Patience,
) -> (Standing, Vec<Event>) {
    match found {
        Found::Nothing => (before, Vec::new()),
        Found::Doubted => {
            let doubted_since = before.doubted_since.or(Some(at));
            (Standing { doubted_since, ..before }, Vec::new())
        }
        Found::Up(print) => up(Standing { doubted_since: None, ..before }, at, print),
        Found::Down(how) => down(Standing { doubted_since: None, ..before }, at, how, patience),
    }
}

fn up(before: Standing, at: Timestamp, print: Print) -> (Standing, Vec<Event>) {
    let mut after = Standing { failing: None, gone: None, ..before };
    let same = after.first.as_ref().is_none_or(|first| *first == print);
    let first_time = after.first_up.is_none();
    if first_time {
        after.first_up = Some(at);
        after.first = Some(print);
    }
    let events = match before.state {
        WatchState::Gone if !first_time => {
            after.state = WatchState::Back;
            after.revived += 1;
            after.revived_at = Some(at);
            vec![Event::Revived { same }]
        }
        // It was never there before: it was late, and not away.
        WatchState::New | WatchState::Gone => {
            after.state = WatchState::Up;
            vec![Event::FirstUp]
        }
        WatchState::Back => Vec::new(),
        WatchState::Up | WatchState::Changed => {
            after.state = if same { WatchState::Up } else { WatchState::Changed };
            if before.state == WatchState::Up && !same { vec![Event::Changed] } else { Vec::new() }
        }
    };
    (after, events)
}

fn down(before: Standing, at: Timestamp, how: Gone, patience: Patience) -> (Standing, Vec<Event>) {
    if before.state == WatchState::Gone {
        // How it is gone may change meanwhile: first the page, then the name.
        return (Standing { gone_how: Some(how), ..before }, Vec::new());
    }
    let failing = match before.failing {
        Some(failing) => Failing { looks: failing.looks.saturating_add(1), ..failing },
        None => Failing { since: at, looks: 1 },
    };
    if failing.looks < patience.looks || at.duration_since(failing.since) < patience.span {
        return (Standing { failing: Some(failing), ..before }, Vec::new());
    }
    let since = failing.since;
    let takedown = before.takedown.or(before.first_up.map(|_| since));
    let gone = Standing {
        state: WatchState::Gone,
        failing: None,
        gone: Some(since),
        gone_how: Some(how),
        takedown,
        ..before
    };
    (gone, vec![Event::Gone { how, since }])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks as `minute:what`, where what is a page (a letter), `dns`, `404`, `?` or `all` (everything fails);
    /// expected: the state after each look, and what happened, as words.
    fn check(looks: &str, expect: &str) {
        let patience = Patience { looks: 2, span: SignedDuration::from_hours(1) };
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let mut standing = Standing::new(at(0));
        let mut told = Vec::new();
        for look in looks.split(' ') {
            let (minute, what) = look.split_once(':').unwrap();
            let found = match what {
                "?" => Found::Nothing,
                "all" => Found::Doubted,
                "dns" => Found::Down(Gone::Dns),
                "404" => Found::Down(Gone::Status),
                page => Found::Up(Print { title: None, sha256: page.to_owned() }),
            };
            let (after, events) = step(standing, at(minute.parse().unwrap()), found, patience);
            standing = after;
            let events = events.into_iter().map(|event| match event {
                Event::FirstUp => "+first".to_owned(),
                Event::Changed => "+changed".to_owned(),
                Event::Gone { how, since } => format!("+gone({how},{})", since.as_second() / 60),
                Event::Revived { same } => format!("+revived({same})"),
            });
            told.push(format!("{}{}", standing.state, events.collect::<String>()));
        }
        assert_eq!(told.join(" "), expect, "{looks}");
    }

    #[test]
    fn a_site_is_up_changes_goes_and_comes_back() {
        for (looks, expect) in [
            ("0:a 30:a 90:a", "up+first up up"),
            ("0:a 30:b 90:c 150:a 210:b", "up+first changed+changed changed up changed+changed"),
            // Gone since the first failing look, told when it is sure.
            ("0:a 60:404 120:404 180:404", "up+first up gone+gone(status,60) gone"),
            ("0:a 60:404 120:dns", "up+first up gone+gone(dns,60)"),
            // One odd failure, or two too close together, are nothing.
            ("0:a 60:404 120:a 180:404", "up+first up up up"),
            ("0:a 30:404 60:404 90:404", "up+first up up gone+gone(status,30)"),
            // What is unclear neither counts nor breaks the row.
            ("0:a 60:404 90:? 120:404", "up+first up up gone+gone(status,60)"),
            ("0:a 60:all 120:all 180:all 240:a", "up+first up up up up"),
            ("0:a 60:404 120:all 180:404", "up+first up up gone+gone(status,60)"),
            // Revival, with what it showed first or with something else; and gone again.
            ("0:a 60:404 120:404 200:a 260:b", "up+first up gone+gone(status,60) back+revived(true) back"),
            ("0:a 60:404 120:404 200:b", "up+first up gone+gone(status,60) back+revived(false)"),
            (
                "0:a 60:404 120:404 200:a 260:dns 320:dns 400:a",
                "up+first up gone+gone(status,60) back+revived(true) back gone+gone(dns,260) back+revived(true)",
            ),
            // Never seen: gone, and its first time up is no revival.
            ("0:dns 30:dns 90:dns 1530:a", "new new gone+gone(dns,0) up+first"),
            ("0:? 30:? 90:?", "new new new"),
        ] {
            check(looks, expect);
        }
    }

    #[test]
    fn a_takedown_is_the_first_time_that_it_went_after_it_was_up() {
        let patience = Patience { looks: 1, span: SignedDuration::ZERO };
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let down = || Found::Down(Gone::Dns);
        let (never, _) = step(Standing::new(at(0)), at(0), down(), patience);
        assert_eq!((never.gone, never.takedown), (Some(at(0)), None));
        let (up, _) = step(never, at(10), Found::Up(Print::default()), patience);
        let (gone, _) = step(up, at(20), down(), patience);
        assert_eq!(gone.takedown, Some(at(20)));
        let (back, _) = step(gone, at(30), Found::Up(Print::default()), patience);
        assert_eq!((back.gone, back.takedown, back.revived), (None, Some(at(20)), 1));
        let (again, _) = step(back, at(40), down(), patience);
        assert_eq!((again.gone, again.takedown), (Some(at(40)), Some(at(20))));
    }
}
