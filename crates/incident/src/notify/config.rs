//! What the organisation has set about its notifications.

use super::find::Registry;

/// Settings of notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotifyConfig {
    /// The desk's own mail address. Empty: nothing can be approved.
    pub from: String,
    /// Where answers go, if elsewhere.
    pub reply_to: Option<String>,
    /// The domain of `Message-ID`s, and our mark against loops. Empty: that of `from`.
    pub domain: String,
    /// What stands in the subject with the notification's number: `[HINOMI#12]`.
    pub token: String,
    /// Whether each notification has an envelope sender of its own (`desk+n12.ab12@…`), so that whatever comes
    /// back tells what it is about. The mail server has to take such addresses.
    pub own_sender: bool,
    /// Registries that are asked for contacts.
    pub rdap: Vec<Registry>,
    /// Whether sites are asked for their security.txt.
    pub security_txt: bool,
    /// More incidents than this travel as a table.
    pub table_above: usize,
    /// Business days without an answer after which a reminder is drafted.
    pub remind_after: u32,
    /// Reminders of one notification at most.
    pub reminders: u32,
}

impl Default for NotifyConfig {
    fn default() -> Self {
        Self {
            from: String::new(),
            reply_to: None,
            domain: String::new(),
            token: "HINOMI".to_owned(),
            own_sender: false,
            rdap: Vec::new(),
            security_txt: true,
            table_above: 10,
            remind_after: 7,
            reminders: 2,
        }
    }
}

impl NotifyConfig {
    /// The domain of our message identifiers.
    pub(crate) fn domain(&self) -> &str {
        match self.domain.as_str() {
            "" => self.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain),
            domain => domain,
        }
    }
}
