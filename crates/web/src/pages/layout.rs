//! What stands around every page: head, navigation, language switch, foot.

use desk::Settings;
use kernel::{Lang, Text};
use serde::Serialize;

use crate::assets;
use crate::observation::address::Address;
use crate::staff::{Desk, Staff};

/// The frame of a page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Layout {
    /// The page's language.
    lang: Lang,
    title: String,
    /// Who runs this.
    organisation: String,
    /// What stands on top of every page, if anything.
    notice: Option<String>,
    /// The zone that days and times are in.
    zone: String,
    /// The first part of the path: which place of the navigation this is.
    section: String,
    style: String,
    mark: String,
    tongues: Vec<Tongue>,
    /// What stands around a page for staff; nothing on others.
    desk: Option<Desk>,
}

/// A language to switch to.
#[derive(Debug, Clone, Serialize)]
struct Tongue {
    tag: &'static str,
    name: &'static str,
    /// Switches and remembers.
    switch: String,
    /// The same page in this language, for search engines.
    alternate: String,
    current: bool,
}

impl Layout {
    /// The frame of the page that `address`, a path with its query, leads to.
    pub(crate) fn new(settings: &Settings, lang: Lang, title: &str, address: &str) -> Self {
        let zone = settings.zone.iana_name().unwrap_or("UTC");
        let notice = settings.notice.as_ref().map(|notice| notice.get(lang).to_owned());
        Self { notice, ..Self::framed(&settings.organisation, zone, lang, title, address) }
    }

    /// The frame of a page for staff.
    pub(crate) fn desk(settings: &Settings, staff: &Staff, title: &str, address: &str) -> Self {
        let desk = Some(Desk::new(staff, address));
        Self { desk, ..Self::new(settings, staff.lang, title, address) }
    }

    fn framed(organisation: &Text, zone: &str, lang: Lang, title: &str, address: &str) -> Self {
        let path = address.split_once('?').map_or(address, |(path, _)| path);
        let tongues = Lang::ALL.map(|other| Tongue {
            tag: other.tag(),
            name: match other {
                Lang::Ja => "日本語",
                Lang::En => "English",
            },
            switch: Address::new(&format!("/language/{other}")).with("back", address).into(),
            alternate: Address::new(address).lang(other).into(),
            current: other == lang,
        });
        Self {
            lang,
            title: title.to_owned(),
            organisation: organisation.get(lang).to_owned(),
            notice: None,
            zone: zone.to_owned(),
            section: path.split('/').nth(1).unwrap_or_default().to_owned(),
            style: assets::address(assets::STYLE),
            mark: assets::address(assets::MARK),
            tongues: tongues.into(),
            desk: None,
        }
    }
}

#[cfg(test)]
impl Layout {
    /// A frame to look at in tests; it does not change with the style sheet.
    pub(crate) fn sample(lang: Lang, address: &str) -> Self {
        let organisation = kernel::Text { ja: "見本 <CSIRT>".to_owned(), en: "Sample <CSIRT>".to_owned() };
        let mut layout = Self::framed(&organisation, "Asia/Tokyo", lang, "title", address);
        layout.style = "/assets/0/site.css".to_owned();
        layout.notice = Some("<notice>".to_owned());
        layout.mark = "/assets/0/mark.svg".to_owned();
        layout
    }

    /// A frame of a page for staff, an admin.
    pub(crate) fn desk_sample(lang: Lang, address: &str) -> Self {
        Self { desk: Some(Desk::sample(address)), ..Self::sample(lang, address) }
    }
}
