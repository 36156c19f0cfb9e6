//! What can go wrong, and with which status it is said: decided here and nowhere else.
//!
//! A handler returns a [`Failure`]. [`present`] stands around all handlers and says it in the reader's language:
//! as a page, or under `/api/` as problem details (RFC 9457).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, VARY, WWW_AUTHENTICATE,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use desk::flows::activity_report::ActivityError;
use kernel::Lang;
use serde_json::json;

use crate::pages::Layout;
use crate::parameters::ParameterError;
use crate::site::Site;
use crate::texts::{text, text_with};
use crate::{activity, language, pages, staff};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// There is nothing at this address.
    #[error("not found")]
    NotFound,
    /// The address exists, but not for this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The question itself is wrong.
    #[error("{} parameters are wrong", .0.len())]
    Parameters(Vec<ParameterError>),
    /// The question in a page's form is wrong: the page, with what is wrong beside the fields.
    #[error("a form is wrong")]
    Form(String),
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// The same client has sent too many; again in so many seconds.
    #[error("too often")]
    TooOften(u64),
    /// A list is asked for by what narrows no list.
    #[error("question: {0}")]
    Question(String),
    /// What was asked can't be done with this record as it is now.
    #[error("refused: {0}")]
    Refused(String),
    /// The desk did not answer.
    #[error("desk: {0}")]
    Desk(incident::Error),
    /// Nobody has signed in; where to go after that.
    #[error("nobody has signed in")]
    SignIn(String),
    /// Whoever has signed in may not do this.
    #[error("not allowed")]
    Forbidden,
    /// A form that did not come from a page of this site, or from one of an older session.
    #[error("a form of another site or session")]
    Foreign,
    /// What was sent is no form, or too much.
    #[error("what was sent can't be read")]
    Malformed,
    /// Accounts say no.
    #[error("account: {0}")]
    Account(#[from] account::Error),
    /// The lake did not answer.
    #[error("lake: {0}")]
    Lake(observe::Error),
    /// The activity report can't be written, or what is asked of it can't be.
    #[error("activity report: {0}")]
    Activity(ActivityError),
    /// A template is wrong.
    #[error("template: {0:#}")]
    Template(#[from] minijinja::Error),
    /// A mistake of ours.
    #[error("{0}")]
    Internal(String),
}

impl Failure {
    /// The HTTP status (RFC 9110, 15).
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Parameters(_) | Self::Form(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Question(_) => StatusCode::BAD_REQUEST,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::SignIn(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Foreign => StatusCode::FORBIDDEN,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Account(account::Error::NotFound(_)) => StatusCode::NOT_FOUND,
            Self::Account(account::Error::Refused(_)) => StatusCode::BAD_REQUEST,
            Self::Account(account::Error::Busy) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Activity(error) if activity::refusal(error).is_some() => StatusCode::CONFLICT,
            Self::Account(_)
            | Self::Lake(_)
            | Self::Desk(_)
            | Self::Activity(_)
            | Self::Template(_)
            | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The message with the title, without the language's prefix.
    fn key(&self) -> &'static str {
        match self {
            Self::NotFound => "error-not-found",
            Self::MethodNotAllowed => "error-method-not-allowed",
            Self::Parameters(_) | Self::Form(_) => "error-parameters",
            Self::TooLarge => "error-too-large",
            Self::TooOften(_) => "error-too-often",
            Self::Question(_) => "error-parameters",
            Self::Refused(_) => "error-refused",
            Self::SignIn(_) => "error-sign-in",
            Self::Forbidden => "error-forbidden",
            Self::Foreign => "error-foreign",
            Self::Malformed => "error-malformed",
            Self::Account(account::Error::NotFound(_)) => "error-not-found",
            Self::Account(account::Error::Refused(_)) => "error-parameters",
            Self::Account(account::Error::Busy) => "error-busy",
            Self::Activity(error) if activity::refusal(error).is_some() => "error-refused",
            Self::Account(_)
            | Self::Lake(_)
            | Self::Desk(_)
            | Self::Activity(_)
            | Self::Template(_)
            | Self::Internal(_) => "error-internal",
        }
    }

    fn parameters(&self) -> &[ParameterError] {
        match self {
            Self::Parameters(errors) => errors,
            _ => &[],
        }
    }
}

impl Failure {
    /// The reasons in words, each a line: the parameters that are wrong, or why it was refused.
    fn reasons(&self, lang: Lang) -> Vec<String> {
        match self {
            Self::Parameters(errors) => errors.iter().map(|error| error.says(lang)).collect(),
            Self::Question(reason) | Self::Refused(reason) => vec![reason.clone()],
            Self::Activity(error) => {
                activity::refusal(error).map(|key| text(lang, key)).into_iter().collect()
            }
            Self::TooOften(seconds) => {
                vec![text_with(lang, "error-too-often-again", [("seconds", &seconds.to_string())])]
            }
            _ => Vec::new(),
        }
    }
}

impl From<observe::Error> for Failure {
    fn from(error: observe::Error) -> Self {
        match error {
            observe::Error::NotFound { .. } | observe::Error::NoLiveSensor { .. } => Self::NotFound,
            observe::Error::Refused(reason) => Self::Refused(reason),
            observe::Error::Civil(error) => Self::Question(error.to_string()),
            error => Self::Lake(error),
        }
    }
}

impl From<incident::Error> for Failure {
    fn from(error: incident::Error) -> Self {
        match error {
            incident::Error::NotFound { .. } => Self::NotFound,
            incident::Error::Refused(reason) => Self::Refused(reason),
            incident::Error::Word(error) => Self::Refused(error.to_string()),
            error => Self::Desk(error),
        }
    }
}

impl From<ActivityError> for Failure {
    fn from(error: ActivityError) -> Self {
        match error {
            ActivityError::Incident(error) => error.into(),
            ActivityError::Observe(error) => error.into(),
            ActivityError::Report(report::Error::NotFound(_)) => Self::NotFound,
            error => Self::Activity(error),
        }
    }
}

impl From<report::Error> for Failure {
    fn from(error: report::Error) -> Self {
        ActivityError::from(error).into()
    }
}

impl From<report::html::HtmlError> for Failure {
    fn from(error: report::html::HtmlError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl IntoResponse for Failure {
    /// The bare status; [`present`] puts it in words.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Puts a [`Failure`] in words.
pub(crate) async fn present(State(site): State<Site>, request: Request, next: Next) -> Response {
    let lang = language::of(request.uri(), request.headers());
    let uri = request.uri().clone();
    let response = next.run(request).await;
    let Some(failure) = response.extensions().get::<Arc<Failure>>().cloned() else { return response };
    if failure.status().is_server_error() {
        tracing::error!(path = uri.path(), %failure, "no answer");
    }
    let is_data = uri.path().starts_with("/api/");
    if let (Failure::SignIn(next), false) = (&*failure, is_data) {
        return staff::to_sign_in(next);
    }
    let (media, body) = if is_data {
        ("application/problem+json", problem(&failure, lang))
    } else {
        ("text/html; charset=utf-8", page(&site, &failure, lang, uri.path()))
    };
    let mut words = (failure.status(), body).into_response();
    let headers = words.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding, accept-language, cookie"));
    if let Failure::TooOften(seconds) = *failure {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Failure::SignIn(_) = *failure {
        // RFC 6750, section 3.
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(methods) = response.headers().get(ALLOW) {
        headers.insert(ALLOW, methods.clone());
    }
    words
}

/// Problem details; `parameter` names the first one that is wrong, `errors` all of them.
fn problem(failure: &Failure, lang: Lang) -> String {
    let key = failure.key();
    let mut problem = json!({
        "type": format!("/api#{key}"),
        "title": text(lang, key),
        "status": failure.status().as_u16(),
        "detail": text(lang, &format!("{key}-detail")),
    });
    if let Some(first) = failure.parameters().first() {
        problem["detail"] = first.says(lang).into();
        problem["parameter"] = first.parameter.as_ref().into();
        problem["errors"] = failure
            .parameters()
            .iter()
            .map(|e| json!({ "parameter": e.parameter, "detail": e.says(lang) }))
            .collect();
    }
    if let (Failure::Question(_) | Failure::Refused(_) | Failure::Activity(_), [reason]) =
        (failure, failure.reasons(lang).as_slice())
    {
        problem["detail"] = reason.as_str().into();
    }
    problem.to_string()
}

fn page(site: &Site, failure: &Failure, lang: Lang, path: &str) -> String {
    if let Failure::Form(page) = failure {
        return page.clone();
    }
    let context = pages::failure::Failed {
        status: failure.status().as_u16(),
        title: text(lang, failure.key()),
        detail: text(lang, &format!("{}-detail", failure.key())),
        errors: failure.reasons(lang),
    };
    let layout = Layout::new(&site.app.settings, lang, &context.title, path);
    let rendered = site.templates.render("failure.html", &layout, &context);
    rendered.unwrap_or_else(|error| {
        // The last resort: the templates themselves are broken.
        tracing::error!(%error, "the page of errors has an error");
        text(lang, "error-internal")
    })
}

/// A panic in a handler: a mistake of ours like any other.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Failure::Internal("a handler panicked".to_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use testkit::DataFolder;
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn check(path: &str, accept: &str, media: &str, said: &str) {
        let folder = DataFolder::new();
        let clock = testkit::clock("2008-04-07T00:00:00+09:00");
        let site = Site::new(desk::App::open(folder.path(), clock).await.unwrap());
        let router: Router = Router::new()
            .route("/panic", get(async || -> Failure { panic!("as the test wants") }))
            .route("/api/broken", get(async || Failure::Internal("a secret path".to_owned())))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn_with_state(site, present));
        let request = Request::builder().uri(path).header("accept-language", accept);
        let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[CONTENT_TYPE], media);
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains(said), "{body}");
        assert!(!body.contains("secret"), "what went wrong is for the log");
    }

    #[tokio::test]
    async fn mistakes_of_ours_are_said_without_their_cause() {
        check("/panic", "ja", "text/html; charset=utf-8", "こちらの不具合です").await;
        check("/panic", "en", "text/html; charset=utf-8", "The fault is ours").await;
        check("/api/broken", "en", "application/problem+json", "This could not be shown").await;
    }
}
