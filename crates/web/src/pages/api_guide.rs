//! `GET /api`: the API described for people, from the same document that programs get.

use axum::extract::State;
use axum::response::Response;
use kernel::Lang;
use serde::Serialize;
use serde_json::Value;

use crate::api::{openapi, sensors};
use crate::cache::Reader;
use crate::error::Failure;
use crate::pages::Layout;
use crate::router::ROUTES;
use crate::site::Site;
use crate::texts::text;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Guide {
    endpoints: Vec<Endpoint>,
    document: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Endpoint {
    id: String,
    path: String,
    about: String,
    example: String,
    parameters: Vec<Parameter>,
}

#[derive(Debug, Clone, Serialize)]
struct Parameter {
    name: String,
    required: bool,
    values: String,
    about: String,
}

impl Guide {
    pub(crate) fn new(lang: Lang) -> Self {
        let document = openapi::document("");
        let described = ROUTES.iter().map(|route| (route.path, &document["paths"][route.path]["get"]));
        Self {
            endpoints: described
                // The desk's part is described in the document, for those who have a token.
                .filter(|(path, _)| !path.starts_with("/api/v1/incident/") && *path != sensors::PATH)
                .filter(|(_, operation)| operation.is_object())
                .map(|(path, operation)| endpoint(path, operation, lang))
                .collect(),
            document: openapi::PATH,
        }
    }
}

fn endpoint(path: &str, operation: &Value, lang: Lang) -> Endpoint {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let example = match id.as_str() {
        "observeTop" => "?from=2008-01-01&to=2008-03-31&format=csv",
        "observeSeries" => "?port=445/tcp&from=2008-01-01&to=2008-03-31&bucket=week",
        "observeGraph" => "?top=1-5&from=2008-01-01&to=2008-03-31",
        _ => "",
    };
    let in_path = operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "path");
    let filled = in_path.fold(path.to_owned(), |path, one| {
        let place = format!("{{{}}}", one["name"].as_str().unwrap_or_default());
        path.replace(&place, one["example"].as_str().unwrap_or_default())
    });
    Endpoint {
        about: text(lang, &format!("api-{}", id.to_ascii_lowercase())),
        example: format!("{filled}{example}"),
        path: path.to_owned(),
        parameters: operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|p| parameter(p, lang))
            .collect(),
        id,
    }
}

fn parameter(described: &Value, lang: Lang) -> Parameter {
    let name = described["name"].as_str().unwrap_or_default().to_owned();
    let schema = &described["schema"];
    let values = if let Some(values) = schema["enum"].as_array() {
        values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ")
    } else if let (Some(least), Some(most)) = (schema["minimum"].as_u64(), schema["maximum"].as_u64()) {
        format!("{least}–{most}")
    } else {
        described["example"].as_str().unwrap_or("445/tcp, 1026/udp, 8/icmp, icmp").to_owned()
    };
    Parameter {
        about: text(lang, &format!("api-parameter-{name}")),
        required: described["required"] == true,
        values,
        name,
    }
}

pub(crate) async fn get(State(site): State<Site>, reader: Reader) -> Result<Response, Failure> {
    let lang = reader.lang;
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "api-title"), "/api");
    site.answer(&reader, "/api".to_owned(), site.draw("api.html", layout, move || Guide::new(lang))).await
}
