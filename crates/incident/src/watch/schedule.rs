//! When a site is looked at next.

use jiff::{SignedDuration, Timestamp};

use super::state::Standing;

/// How often to look. Soon at first, because most takedowns come early; seldom when a site is gone, because a
/// revival is rare; and not for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// The second look comes so long after the first.
    pub second: SignedDuration,
    /// Then between two looks at a site that is there.
    pub up: SignedDuration,
    /// After so long without a change, it is looked at only as often as one that is gone.
    pub up_for: SignedDuration,
    /// Between two looks at a site that is gone.
    pub gone: SignedDuration,
    /// For so long after it went.
    pub gone_for: SignedDuration,
    /// Then between two looks.
    pub later: SignedDuration,
    /// For so long again; then the watch ends.
    pub later_for: SignedDuration,
}

const DAY: i64 = 24;

impl Default for Schedule {
    fn default() -> Self {
        Self {
            second: SignedDuration::from_mins(30),
            up: SignedDuration::from_hours(1),
            up_for: SignedDuration::from_hours(14 * DAY),
            gone: SignedDuration::from_hours(DAY),
            gone_for: SignedDuration::from_hours(30 * DAY),
            later: SignedDuration::from_hours(7 * DAY),
            later_for: SignedDuration::from_hours(90 * DAY),
        }
    }
}

impl Schedule {
    /// When to look after the look at `now`; none where that was the last one.
    pub(crate) fn next(&self, standing: &Standing, now: Timestamp) -> Option<Timestamp> {
        let after = |wait: SignedDuration| now.checked_add(wait).ok();
        if let Some(gone) = standing.gone {
            // Somebody may have taken up the watch long after: then all this is counted from there.
            let since = now.duration_since(gone.max(standing.started));
            return if since < self.gone_for {
                after(self.gone)
            } else if since < self.gone_for + self.later_for {
                after(self.later)
            } else {
                None
            };
        }
        let second = standing.started.checked_add(self.second).ok()?;
        if now < second {
            return Some(second);
        }
        // Whether it is gone wants to be known soon.
        let quiet_since = standing.revived_at.unwrap_or(standing.started);
        if standing.failing.is_none() && now.duration_since(quiet_since) >= self.up_for {
            after(self.gone)
        } else {
            after(self.up)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::state::Failing;

    /// `gone`, `failing` and `now` in minutes after the start; expected: minutes until the next look.
    fn check(gone: Option<i64>, failing: Option<i64>, now: i64, expect: Option<i64>) {
        let at = |minutes| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let standing = Standing {
            gone: gone.map(at),
            failing: failing.map(|since| Failing { since: at(since), looks: 1 }),
            ..Standing::new(at(0))
        };
        let next = Schedule::default().next(&standing, at(now));
        let minutes = next.map(|next| next.duration_since(at(now)).as_mins());
        assert_eq!(minutes, expect, "{gone:?} {failing:?} {now}");
    }

    #[test]
    fn looks_grow_rarer() {
        const DAY: i64 = 24 * 60;
        check(None, None, 0, Some(30));
        check(None, None, 10, Some(20));
        check(None, None, 30, Some(60));
        check(None, None, 91, Some(60));
        check(None, None, 14 * DAY - 1, Some(60));
        check(None, None, 14 * DAY, Some(DAY));
        check(None, Some(20 * DAY), 20 * DAY, Some(60));
        check(Some(0), None, 90, Some(DAY));
        check(Some(DAY), None, 31 * DAY - 1, Some(DAY));
        check(Some(DAY), None, 31 * DAY, Some(7 * DAY));
        check(Some(DAY), None, 121 * DAY - 1, Some(7 * DAY));
        check(Some(DAY), None, 121 * DAY, None);
    }
}
