//! What every handler is given.

use std::sync::Arc;

use axum::response::Response;
use desk::answer::PeriodHead;
use jiff::tz::TimeZone;
use kernel::{HourRange, Lang, Period};
use observe::Publication;
use serde::Serialize;

use crate::cache::{Document, Media, Reader, Rendered, off_thread};
use crate::error::Failure;
use crate::observation::question::Question;
use crate::pages::Layout;
use crate::periods;
use crate::report_form::Rate;
use crate::templates::Templates;

/// The application, the templates, and what was rendered lately.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// The application.
    pub(crate) app: Arc<desk::App>,
    /// The templates.
    pub(crate) templates: Arc<Templates>,
    /// How often clients send public reports.
    pub(crate) report_rate: Arc<Rate>,
    rendered: Arc<Rendered>,
}

impl Site {
    pub(crate) fn new(app: desk::App) -> Self {
        Self {
            app: Arc::new(app),
            templates: Arc::new(Templates::new()),
            report_rate: Arc::new(Rate::default()),
            rendered: Arc::new(Rendered::new()),
        }
    }

    /// The organisation's time zone.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.app.settings.zone
    }

    /// The head of an answer to `question` for programs.
    pub(crate) fn period(&self, question: Question, lang: Lang) -> PeriodHead {
        PeriodHead::new(question.period, self.zone(), &self.app.settings, lang)
    }

    /// What stands on top of every page, and has to go with data that leaves the site.
    pub(crate) fn notice(&self, lang: Lang) -> Option<String> {
        self.app.settings.notice.as_ref().map(|notice| notice.get(lang).to_owned())
    }

    /// What of the observation is public now.
    pub(crate) fn publication(&self) -> Publication {
        self.app.settings.publication.at(self.app.clock.now(), self.zone())
    }

    /// The quarter that is shown unless asked otherwise, and the hours that have data.
    pub(crate) async fn latest_quarter(&self) -> Result<(Period, Option<HourRange>), Failure> {
        let span = self.app.observe.span().await?;
        Ok((periods::latest_quarter(span, self.app.clock.now(), self.zone()), span))
    }

    /// Answers with what was drawn for `asked`, an address that says all that the document depends on but the
    /// language, the lake and the hour up to which it is public; `draw` makes it where it isn't there.
    pub(crate) async fn answer(
        &self,
        reader: &Reader,
        asked: String,
        draw: impl Future<Output = Result<Document, Failure>>,
    ) -> Result<Response, Failure> {
        let observe = &self.app.observe;
        // Sensors change the lake every few seconds, and nothing that is public yet.
        let (public, generation) = match self.publication().until {
            Some(until) => (until.0, observe.generation_of_past().await?),
            None => (0, observe.generation().await?),
        };
        let asked = format!("{asked} {public}");
        let document = self.rendered.get_or_draw(asked, reader.lang, generation, draw).await?;
        Ok(reader.send(&document))
    }

    /// Draws a page: `context` is made and rendered off the threads that answer.
    pub(crate) async fn draw<C: Serialize>(
        &self,
        template: &'static str,
        layout: Layout,
        context: impl FnOnce() -> C + Send + 'static,
    ) -> Result<Document, Failure> {
        let templates = Arc::clone(&self.templates);
        off_thread(move || {
            let html = templates.render(template, &layout, &context())?;
            Document::new(Media::Html, html)
        })
        .await
    }
}
