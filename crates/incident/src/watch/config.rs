//! What the organisation has set about watching.

use std::time::Duration;

use jiff::SignedDuration;

/// Settings of the watch. The defaults are meant to be polite: nobody is asked more than once an hour for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchConfig {
    /// Whether the sites of new phishing and malware-site incidents are watched without anybody asking for it.
    pub enabled: bool,
    /// Only incidents received within this time get a watch by themselves: an old archive read in is not.
    pub youngest: SignedDuration,
    /// A site is gone after so many failing looks in a row. With 1, a server that restarts is a takedown.
    pub gone_looks: u32,
    /// And when these span at least this time.
    pub gone_span: SignedDuration,
    /// Whether an incident is closed when its site is gone. It is opened again when the site comes back, either way.
    pub close_gone: bool,
    /// For how long it is believed that our own network fails, when all sites that were up fail at once.
    pub doubt: SignedDuration,
    /// So many hosts that were up have to fail at once for that. Fewer may well be gone together.
    pub doubt_hosts: usize,
    /// So many sites are looked at in one round, at most.
    pub round: u64,
    /// So many at the same time; never two of one host.
    pub parallel: usize,
    /// Between two looks at one host.
    pub pause: Duration,
    /// Words by which a page tells that the site was removed, besides those known: a hoster's own. Any case.
    pub removal_words: Vec<String>,
    /// When to look.
    pub schedule: super::Schedule,
}

impl Default for WatchConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            youngest: SignedDuration::from_hours(30 * 24),
            gone_looks: 2,
            gone_span: SignedDuration::from_hours(1),
            close_gone: false,
            doubt: SignedDuration::from_hours(24),
            doubt_hosts: 3,
            round: 200,
            parallel: 16,
            pause: Duration::from_secs(1),
            removal_words: Vec::new(),
            schedule: super::Schedule::default(),
        }
    }
}
