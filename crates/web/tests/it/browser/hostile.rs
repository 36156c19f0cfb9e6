//! A mail made to do harm, on every page that shows it: nothing runs, nothing is fetched, nothing leads away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fantoccini::Locator;
use incident::{IncidentQuery, Page};
use testkit::DataFolder;

use super::desk::{receive, serve, sign_in};
use super::driver::{Driver, Look};
use super::text;

/// A server that nobody may come to; how many did.
async fn trap() -> (u16, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, came) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&came);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (port, came)
}

/// Everything that a browser would fetch, run or follow by itself.
fn harm(port: u16) -> String {
    let away = format!("http://127.0.0.1:{port}");
    format!(
        "</pre></textarea></title><script>document.title='harm'</script><script src=\"{away}/a.js\"></script>\
         <img src=\"{away}/b.png\" onerror=\"document.title='harm'\"><link rel=stylesheet href=\"{away}/c.css\">\
         <style>@import url({away}/d.css);*{{background:url({away}/e.png)}}</style><iframe src=\"{away}/f\"></iframe>\
         <object data=\"{away}/g\"></object><embed src=\"{away}/h\"><video poster=\"{away}/i\" src=\"{away}/j\"></video>\
         <svg><image href=\"{away}/k\"/><script>document.title='harm'</script></svg><base href=\"{away}/\">\
         <meta http-equiv=\"refresh\" content=\"0;url={away}/l\"><link rel=\"dns-prefetch preconnect prefetch\" href=\"{away}\">\
         <form action=\"{away}/m\"><input autofocus onfocus=\"document.title='harm'\"></form>\
         <a href=\"javascript:document.title='harm'\" ping=\"{away}/n\">x</a><body onload=\"document.title='harm'\">"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_hostile_mail_runs_or_is_fetched_on_any_page() {
    let Some(driver) = Driver::start().await else { return };
    let folder = DataFolder::new();
    let (site, app) = serve(&folder).await;
    let (port, came) = trap().await;
    let harm = harm(port);
    let words: Vec<String> = data_encoding::BASE64
        .encode(harm.as_bytes())
        .as_bytes()
        .chunks(60)
        .map(|word| format!("=?utf-8?B?{}?=", String::from_utf8_lossy(word)))
        .collect();
    let words = words.join("\n ");
    let mail = format!(
        "From: {words} <evil@evil.example>\nSubject: {words}\nX-Evil: {harm}\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n{harm}\n\
         --b\nContent-Type: text/plain\n\nscan from 192.0.2.1, phishing at http://127.0.0.1:{port}/login {harm}\n\
         --b\nContent-Type: image/svg+xml; name=\"{words}\"\nContent-Disposition: attachment\n\n{harm}\n--b--\n"
    );
    let id = receive(&app, &mail).await;
    app.incident.note_message(id, &harm, "aoki").await.unwrap();
    let incidents = app.incident.incidents(&IncidentQuery::default(), Page::default()).await.unwrap();
    let mut pages = vec![
        "/desk".to_owned(),
        format!("/desk/message/{id}"),
        "/desk/incidents".to_owned(),
        "/desk/takedown".to_owned(),
        "/desk/search?q=harm".to_owned(),
        "/desk/journal".to_owned(),
    ];
    pages.extend(incidents.iter().map(|one| format!("/desk/incident/{}", one.id)));

    let browser = driver.open(Look::default()).await;
    sign_in(&browser, &site).await;
    let look = "return [document.scripts.length, document.images.length, document.title.includes('harm'), \
        document.querySelectorAll('iframe, object, embed, video, style, base, meta[http-equiv]').length, \
        [...document.links].filter(a => a.origin !== location.origin).length, \
        [...document.forms].filter(f => new URL(f.action).origin !== location.origin).length, \
        performance.getEntriesByType('resource').filter(e => new URL(e.name).origin !== location.origin).length]";
    for page in pages {
        browser.goto(&format!("{site}{page}")).await.unwrap();
        for part in browser.find_all(Locator::Css("details summary")).await.unwrap() {
            part.click().await.unwrap();
        }
        let counted = browser.execute(look, Vec::new()).await.unwrap();
        assert_eq!(counted, serde_json::json!([0, 0, false, 0, 0, 0, 0]), "{page}");
        assert_eq!(
            browser.current_url().await.unwrap().port(),
            site.rsplit(':').next().unwrap().parse().ok(),
            "{page}"
        );
    }
    browser.goto(&format!("{site}/desk/message/{id}")).await.unwrap();
    assert!(
        text(&browser, "main").await.contains("<script>document.title='harm'</script>"),
        "it is shown as text"
    );
    browser.end().await;
    assert_eq!(came.load(Ordering::SeqCst), 0, "nothing was asked for");
}
