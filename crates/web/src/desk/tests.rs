//! Every page of the desk in both languages, over records that want to do harm.

use kernel::Lang;
use serde::Serialize;

use super::*;
use crate::pages::Layout;
use crate::templates::Templates;

/// Renders a page in both languages and holds it against what no page may have.
pub(crate) fn check_page<C: Serialize>(
    template: &str,
    layout: impl Fn(Lang) -> Layout,
    context: impl Fn(Lang) -> C,
) -> Vec<String> {
    let templates = Templates::new();
    let render = |lang| {
        let html = templates.render(template, &layout(lang), &context(lang)).unwrap();
        for wrong in
            ["<script", " style=", "href=\"javascript:", "<b>", "\u{202E}", "\u{200B}", " src=", "onerror"]
        {
            assert!(!html.contains(wrong), "{template} {lang}: {wrong:?}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{template} {lang}");
        html.replace("&#x2f;", "/")
    };
    Lang::ALL.map(render).into()
}

fn check<C: Serialize>(template: &str, address: &str, context: impl Fn(Lang) -> C) -> Vec<String> {
    check_page(template, |lang| Layout::desk_sample(lang, address), context)
}

#[test]
fn lists() {
    let pages = check("desk_inbox.html", "/desk", inbox::Inbox::sample);
    assert!(pages[1].contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(pages[0].contains("after=0.12"), "the next page begins after the last row");
    check("desk_incidents.html", "/desk/incidents", incidents::Incidents::sample);
    check("desk_search.html", "/desk/search", |_| search::Search::sample());
}

#[test]
fn records() {
    let pages = check("desk_message.html", "/desk/message/12", message::MessagePage::sample);
    assert!(pages.iter().all(|html| html.contains("bill[U+202E]fdp.")));
    let pages = check("desk_incident.html", "/desk/incident/34", incident::IncidentPage::sample);
    assert!(pages.iter().all(|html| html.contains("bank[U+202E].example")));
    assert!(pages[1].contains("/desk/notifications/7") && pages[1].contains("Doubtful"));
    let pages = check("desk_drafted.html", "/desk/notifications", drafting::DraftedPage::sample);
    for said in ["Nobody is known for", "lack the time zone", "value=\"34\" checked", "merged &lt;b&gt;"] {
        assert!(pages[1].contains(said), "{said}");
    }
}

#[test]
fn notifications_and_their_texts() {
    let pages = check("desk_notifications.html", "/desk/notifications", notifications::Notifications::sample);
    assert!(pages.iter().all(|html| html.contains("href=\"/desk/notifications/7\"")));
    for state in ::incident::notify::NotificationState::ALL {
        let page = |lang| notifications::NotificationPage::sample(*state, lang);
        let pages = check("desk_notification.html", "/desk/notifications/7", page);
        let may_change = pages[1].contains("/desk/notifications/7/edit");
        assert_eq!(may_change, *state == ::incident::notify::NotificationState::Draft, "{state}");
    }
    check("desk_templates.html", "/desk/templates", templates::Templates::sample);
    let pages = check("desk_template.html", "/desk/templates/scan/ja", templates::TemplatePage::sample);
    assert!(pages[1].contains("Back to the built-in text") && pages[1].contains("line 1: &lt;b&gt;"));
}

#[test]
fn contacts_and_sites() {
    for (one, address) in [(false, "/desk/contacts"), (true, "/desk/contacts/3")] {
        let pages = check("desk_contacts.html", address, |lang| contacts::Contacts::sample(one, lang));
        assert!(pages[1].contains("Net &lt;b&gt;Example[U+202E]"), "{address}");
    }
    let pages = check("desk_takedown.html", "/desk/takedown", takedown::Takedown::sample);
    assert!(
        pages[1].contains("/desk/takedown/34/start")
            && pages[0].contains("after=0.34")
            && pages[1].contains("the page says it was removed")
    );
    let pages = check("desk_takedowns.html", "/desk/takedowns", takedowns::TakedownsPage::sample);
    assert!(pages[1].contains("<dt>Business days, on average</dt><dd>4</dd>"));
}

#[test]
fn watched_ports_in_list_and_alone() {
    let list = watched_ports::list::WatchedPorts::sample;
    let pages = check("desk_watched_ports.html", "/desk/watched-ports", list);
    for said in [
        "+94%",
        "Much more in the week from 12 February 2008",
        "Place 2",
        "quarter=2008Q1&amp;port=445/tcp#form",
    ] {
        assert!(pages[1].contains(said), "{said}");
    }
    let one = watched_ports::one::WatchedPortPage::sample;
    let pages = check("desk_watched_port.html", "/desk/watched-ports/3", one);
    assert!(pages[0].contains("掲載を続ける") && pages[1].contains("&lt;/textarea&gt;"));
}

#[test]
fn sensors_in_list_and_alone() {
    let pages = check("desk_sensors.html", "/desk/sensors", sensors::list::SensorsPage::sample);
    for said in ["No delivery for 7 minutes", "Japan, University or research", "sensors/invite/4/withdraw"] {
        assert!(pages[1].contains(said), "{said}");
    }
    assert!(pages.iter().all(|html| html.contains("Tokyo &lt;b&gt;") && !html.contains("192.0.2.1")));
    let one = |role| move |lang| sensors::one::SensorPage::sample(role, lang);
    let pages = check("desk_sensor.html", "/desk/sensors/tokyo-1", one(account::Role::Admin));
    for said in ["192.0.2.1", "&lt;/textarea&gt;", "24 of 24", "sensors/tokyo-1/revoke"] {
        assert!(pages.iter().any(|html| html.contains(said)), "{said}");
    }
    for role in [account::Role::Reader, account::Role::Coordinator] {
        let pages = check("desk_sensor.html", "/desk/sensors/tokyo-1", one(role));
        for kept in ["192.0.2.1", "textarea", "revoke", "action=\"/desk/sensors/tokyo-1"] {
            assert!(pages.iter().all(|html| !html.contains(kept)), "{role}: {kept}");
        }
    }
    check("desk_sensor_invite.html", "/desk/sensors/invite", sensors::invite::InvitePage::sample);
    check("desk_sensor_invited.html", "/desk/sensors/invite", |_| sensors::invite::InvitedPage::sample());
}

#[test]
fn forms_and_figures() {
    check("desk_entry.html", "/desk/entry", entry::EntryPage::sample);
    let pages = check("desk_statistics.html", "/desk/statistics", statistics::StatisticsPage::sample);
    let link = "/desk/incidents?period=2008-02&amp;kind=scan\">300</a>";
    assert!(pages.iter().all(|html| html.contains(link)));
    assert!(pages.iter().all(|html| html.contains("/desk/takedowns?period=2008Q1\">2</a>")));
}
