//! How the organisation is reached: what the settings say.

use report::{Block, Item, Link, Phrase, Section, Value};

use super::section;
use crate::app::App;

pub(super) fn section_of(app: &App) -> Section {
    let contact = &app.settings.contact;
    let item = |lead: Phrase| Item { lead, lines: Vec::new(), links: Vec::new() };
    let named = |key: &str, sign: &Option<String>| {
        let sign = sign.as_ref()?;
        Some(item(Phrase::new(key).with("sign", Value::Sign(sign.clone()))))
    };
    let mut items = vec![item(Phrase::said(&app.settings.organisation))];
    items.extend(named("contact-mail", &contact.mail));
    items.extend(named("contact-phone", &contact.phone));
    items.extend(named("contact-fax", &contact.fax));
    items.extend(named("contact-fingerprint", &contact.fingerprint));
    if let Some(form) = &contact.form {
        let link = Link { title: Phrase::new("contact-form-here").text(), url: form.clone() };
        items.push(Item { lead: Phrase::new("contact-form"), lines: Vec::new(), links: vec![link] });
    }
    section("contact", "contact-title", vec![Block::List { items }])
}
