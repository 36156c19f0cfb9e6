//! A multipart form (RFC 7578) as it streams in, bounded at every step.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest as _, Multipart, Request};
use incident::decide::EntryFile;

use crate::error::Failure;
use crate::staff::{Staff, is_ours};

/// What of a form is taken at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Fields of text.
    pub(crate) fields: usize,
    /// Bytes of one field.
    pub(crate) field_bytes: usize,
    /// Files.
    pub(crate) files: usize,
    /// Bytes of all files.
    pub(crate) file_bytes: usize,
}

impl Limits {
    /// What a report takes.
    pub(crate) const REPORT: Self = Self { fields: 40, field_bytes: 1 << 20, files: 5, file_bytes: 20 << 20 };
}

/// What was sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent {
    fields: Vec<(String, String)>,
    /// The files, those without name and bytes left out: a browser sends such for an empty choice.
    pub(crate) files: Vec<EntryFile>,
}

fn failed(error: &MultipartError) -> Failure {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Failure::TooLarge
    } else {
        Failure::Malformed
    }
}

impl Sent {
    /// Reads a form with files of somebody signed in. One that another site's page sent is refused before anything
    /// of it is read, and one without the session's token before anything is done with it.
    pub(crate) async fn of_staff(staff: &Staff, request: Request) -> Result<Self, Failure> {
        if !is_ours(request.headers()) {
            return Err(Failure::Foreign);
        }
        // What is no such form has no token of ours either.
        let multipart = Multipart::from_request(request, &()).await.map_err(|_| Failure::Foreign)?;
        let sent = Self::read(multipart, Limits::REPORT).await?;
        if staff.csrf_fits(sent.one("csrf")) { Ok(sent) } else { Err(Failure::Foreign) }
    }

    /// Reads all of it.
    pub(crate) async fn read(mut multipart: Multipart, limits: Limits) -> Result<Self, Failure> {
        let mut sent = Self::default();
        let mut file_bytes = 0;
        while let Some(mut field) = multipart.next_field().await.map_err(|error| failed(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let mut bytes = Vec::new();
            while let Some(chunk) = field.chunk().await.map_err(|error| failed(&error))? {
                let most = if file.is_some() { limits.file_bytes - file_bytes } else { limits.field_bytes };
                if bytes.len() + chunk.len() > most {
                    return Err(Failure::TooLarge);
                }
                bytes.extend_from_slice(&chunk);
            }
            match file {
                Some(file) if file.is_empty() && bytes.is_empty() => {}
                Some(file) => {
                    if sent.files.len() >= limits.files {
                        return Err(Failure::TooLarge);
                    }
                    file_bytes += bytes.len();
                    sent.files.push(EntryFile { name: file, bytes });
                }
                None => {
                    if sent.fields.len() >= limits.fields {
                        return Err(Failure::TooLarge);
                    }
                    sent.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
        }
        Ok(sent)
    }

    /// The value of a field; empty where it was not sent.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// The lines of a field, empty ones left out.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        self.one(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}
