//! `[mail]`: how notifications go out, and from whom.

use std::path::PathBuf;

use ::mail::{SmtpServer, SmtpTls, check_address};
use incident::notify::NotifyConfig;
use serde::Deserialize;

use super::{Place, SettingsError};

/// The way that notifications take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// To a mail server.
    Smtp(SmtpServer),
    /// As files into a folder, for a dry run or another program.
    Folder(PathBuf),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    from: Option<String>,
    reply_to: Option<String>,
    /// The domain of Message-IDs; that of `from` unless said.
    domain: Option<String>,
    /// What stands in subjects with the notification's number.
    token: Option<String>,
    /// An envelope sender for each notification.
    own_sender: bool,
    smtp: Option<Server>,
    folder: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Server {
    host: String,
    port: Option<u16>,
    #[serde(default)]
    tls: Secrecy,
    user: Option<String>,
    password_file: Option<PathBuf>,
    hello: Option<String>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Secrecy {
    None,
    #[default]
    StartTls,
    Tls,
}

impl Table {
    /// What notifications say of us.
    pub(super) fn say(&self, notify: &mut NotifyConfig, place: Place<'_>) -> Result<(), SettingsError> {
        if let Some(from) = &self.from {
            check_address(from).map_err(|error| place.wrong("mail.from", error))?;
            notify.from.clone_from(from);
        } else if self.smtp.is_some() || self.folder.is_some() {
            return Err(place.wrong("mail.from", "say from which address notifications go out"));
        }
        if let Some(reply_to) = &self.reply_to {
            check_address(reply_to).map_err(|error| place.wrong("mail.reply-to", error))?;
        }
        notify.reply_to.clone_from(&self.reply_to);
        notify.domain.clone_from(&self.domain.clone().unwrap_or_default());
        if let Some(token) = &self.token {
            notify.token.clone_from(token);
        }
        notify.own_sender = self.own_sender;
        Ok(())
    }

    /// The way out.
    pub(super) fn outgoing(&self, place: Place<'_>) -> Result<Option<Outgoing>, SettingsError> {
        let server = match (&self.smtp, &self.folder) {
            (None, None) => return Ok(None),
            (None, Some(folder)) => return Ok(Some(Outgoing::Folder(place.resolve(folder)))),
            (Some(_), Some(_)) => {
                return Err(place.wrong("mail.folder", "there is mail.smtp as well: choose one"));
            }
            (Some(server), None) => server,
        };
        let tls = match server.tls {
            Secrecy::None => SmtpTls::None,
            Secrecy::StartTls => SmtpTls::StartTls,
            Secrecy::Tls => SmtpTls::Tls,
        };
        let usual = match tls {
            SmtpTls::None => 25,
            SmtpTls::StartTls => 587,
            SmtpTls::Tls => 465,
        };
        let credentials = match (&server.user, &server.password_file) {
            (Some(user), Some(file)) => Some((user.clone(), place.secret(file)?)),
            (None, None) => None,
            _ => return Err(place.wrong("mail.smtp", "user and password-file go together")),
        };
        let local = SmtpServer::local(server.port.unwrap_or(usual));
        let hello = server.hello.clone().unwrap_or_else(|| local.hello.clone());
        Ok(Some(Outgoing::Smtp(SmtpServer { host: server.host.clone(), tls, credentials, hello, ..local })))
    }
}
