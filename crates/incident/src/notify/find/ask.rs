//! How others are asked: a URL in, status and body out.

use std::fmt::Debug;
use std::pin::Pin;

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The document.
    pub body: Vec<u8>,
    /// After how many seconds to ask again, if said.
    pub retry_after: Option<u64>,
}

/// An answer that is on its way, or why there is none.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Result<Answer, String>> + Send + 'a>>;

/// Somebody who fetches documents; redirects are followed, bounds are kept.
pub trait Ask: Debug + Send + Sync {
    /// Fetches a document.
    fn ask<'a>(&'a self, url: &'a str) -> Asking<'a>;
}

impl Ask for fetch::Fetcher {
    fn ask<'a>(&'a self, url: &'a str) -> Asking<'a> {
        Box::pin(async move {
            let answer = self.get(url).await.map_err(|error| error.to_string())?;
            if answer.truncated() {
                return Err("the answer is too long, or broke off".to_owned());
            }
            let retry_after = answer.header("retry-after").and_then(|value| value.trim().parse().ok());
            Ok(Answer { status: answer.status, body: answer.body, retry_after })
        })
    }
}
