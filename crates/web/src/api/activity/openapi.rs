//! The OpenAPI document's part about activity reports.

use kernel::Lang;
use serde_json::{Map, Value, json};

use super::records::{MOST_SKIPPED, ROWS};
use super::reports::PATH;
use crate::api::openapi::{count, lang, object, reference};

/// An operation for anybody; a token shows more.
fn operation(id: &str, summary: &str, parameters: &[Value], csv: bool, schema: &str) -> Value {
    let mut content = json!({ "application/json": { "schema": reference(schema) } });
    if csv {
        content["text/csv"] = json!({ "schema": { "type": "string" } });
    }
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    json!({ "get": {
        "operationId": id, "summary": summary, "parameters": parameters,
        "security": [{}, { "token": [] }],
        "responses": {
            "200": { "description": "The answer", "content": content },
            "400": problem, "401": problem, "403": problem, "404": problem, "500": problem,
        },
    } })
}

fn in_path(name: &str, description: &str, example: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "description": description,
            "schema": { "type": "string", "minLength": 1 }, "example": example })
}

fn number(name: &str, description: &str, least: u64, most: u64, usual: u64) -> Value {
    json!({ "name": name, "in": "query", "description": description,
            "schema": { "type": "integer", "minimum": least, "maximum": most, "default": usual } })
}

/// The addresses.
pub(crate) fn paths() -> Map<String, Value> {
    let period = in_path("period", "The period's name: 2008Q1, 2008H1, 2008-01, 2008, FY2007", "2008Q1");
    let edition = json!({ "name": "edition", "in": "query",
        "description": "The edition's number, the newest where not given; draft for who has a token",
        "schema": { "type": "string", "pattern": "^([1-9][0-9]{0,8}|draft)$" }, "example": "1" });
    let format = json!({ "name": "format", "in": "query", "description": "The form of the answer",
        "schema": { "type": "string", "enum": ["json", "csv"], "default": "json" } });
    let id = in_path("id", "The figure's id", "incident.reports");
    let figures = [period.clone(), edition.clone(), format.clone(), lang()];
    let skip = number("skip", "Records that are passed over", 0, MOST_SKIPPED, 0);
    let limit = number("count", "How many records", 1, ROWS.1, ROWS.0);
    let records = [period, id, edition, skip, limit, format, lang()];
    let said = "The records behind a figure as they are now, newest first; their numbers for who has a token";
    [
        (
            String::new(),
            operation("activityReports", "The reports that were issued", &[lang()], false, "Editions"),
        ),
        (
            "/{period}/figures".to_owned(),
            operation(
                "activityFigures",
                "Every figure of a report with its definition",
                &figures,
                true,
                "ReportFigures",
            ),
        ),
        (
            "/{period}/figures/{id}/records".to_owned(),
            operation("activityRecords", said, &records, true, "FigureRecords"),
        ),
    ]
    .into_iter()
    .map(|(path, item)| (format!("{PATH}{path}"), item))
    .collect()
}

/// The shapes of the answers.
pub(crate) fn schemas() -> Map<String, Value> {
    let text = || json!({ "type": "string" });
    let date = || json!({ "type": "string", "format": "date" });
    let list = |of: &Value| json!({ "type": "array", "items": of });
    let file =
        object(&json!({ "lang": { "enum": Lang::ALL.map(Lang::tag) }, "media": { "enum": ["html", "pdf"] },
        "bytes": count(), "sha256": text(), "address": text() }));
    let edition = object(&json!({ "period": text(), "from": date(), "to": date(), "edition": count(),
        "issued": { "type": "string", "format": "date-time" }, "sha256": text(),
        "changes": list(&reference("BothLanguages")), "files": list(&file), "figures": text() }));
    let definition =
        object(&json!({ "name": reference("BothLanguages"), "meaning": reference("BothLanguages"),
        "computed": reference("BothLanguages") }));
    let figure = object(&json!({ "id": text(), "period": text(), "written": text(), "unit": text(),
        "value": { "type": "integer", "description": "In the unit's smallest step" },
        "decimals": { "type": "integer", "description": "Digits of the value after the decimal point" },
        "definition": definition, "records": text() }));
    let record = object(&json!({ "sort": text(), "id": { "type": ["string", "null"] },
        "day": { "type": ["string", "null"], "format": "date" }, "public": reference("BothLanguages") }));
    [
        ("BothLanguages", object(&json!({ "ja": text(), "en": text() }))),
        ("Editions", object(&json!({ "editions": list(&edition) }))),
        (
            "ReportFigures",
            object(&json!({ "period": text(), "figures": list(&figure),
                "edition": { "type": ["integer", "null"], "description": "null of a draft" } })),
        ),
        (
            "FigureRecords",
            object(&json!({ "id": text(), "value": { "type": "integer" }, "unit": text(), "total": count(),
                "skip": count(), "records": list(&record) })),
        ),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}
