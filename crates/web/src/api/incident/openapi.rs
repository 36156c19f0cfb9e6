//! The desk's part of the OpenAPI document.

use incident::{Channel, Disposition, IncidentState, Kind, MessageState, Refinement};
use serde_json::{Map, Value, json};

use super::ROWS;
use crate::desk::search::LONGEST;

fn names<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

pub(in crate::api) fn word(name: &str, values: &[String], description: &str) -> Value {
    json!({ "name": name, "in": "query", "description": description,
            "schema": { "type": "string", "enum": values } })
}

fn text(name: &str, description: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

fn period() -> Value {
    let schema = json!({ "type": "string", "examples": ["2008Q1", "2008-01", "2008", "FY2007"] });
    text("period", "Received in this period, in the organisation's time zone", &schema)
}

/// Where a page of messages or incidents begins: microseconds and number of the last row before it.
const AFTER_ROW: &str = "^[0-9]{1,18}\\.[0-9]{1,18}$";
/// Where a page of notifications begins: the number of the last one before it.
const AFTER_NUMBER: &str = "^[0-9]{1,18}$";

fn list(description: &str, after: &str) -> [Value; 3] {
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": ROWS.1, "default": ROWS.0 });
    [
        text(
            "after",
            "Where the page before has ended: its `next`",
            &json!({ "type": "string", "pattern": after }),
        ),
        text("limit", description, &limit),
        word("format", &["json".to_owned(), "csv".to_owned()], "The form of the answer"),
    ]
}

fn id() -> Value {
    json!({ "name": "id", "in": "path", "required": true, "description": "Its number",
            "schema": { "type": "integer", "minimum": 1 } })
}

/// An operation for those who have a token.
pub(in crate::api) fn operation(
    id: &str,
    summary: &str,
    parameters: Vec<Value>,
    media: &[&str],
    schema: &str,
) -> Value {
    let mut content = Map::new();
    for media in media {
        let schema = match *media {
            "application/json" => json!({ "$ref": format!("#/components/schemas/{schema}") }),
            _ => json!({ "type": "string" }),
        };
        content.insert((*media).to_owned(), json!({ "schema": schema }));
    }
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    json!({
        "operationId": id, "summary": summary, "parameters": parameters, "security": [{ "token": [] }],
        "responses": {
            "200": { "description": "The answer", "content": content },
            "400": problem, "401": problem, "403": problem, "404": problem, "500": problem,
        },
    })
}

/// The addresses.
pub(crate) fn paths() -> Map<String, Value> {
    let both = ["application/json", "text/csv"];
    let only_json = ["application/json"];
    let mut messages = vec![
        word("disposition", &names(Disposition::ALL), "What it turned out to be; may be repeated"),
        word("channel", &names(Channel::ALL), "By which way it came"),
        word("state", &names(MessageState::ALL), "How far it is"),
        text("sender-tld", "Top-level domain of the sender", &json!({ "type": "string" })),
        text("assignee", "Whom it was given to", &json!({ "type": "string" })),
        period(),
    ];
    messages.extend(list("How many messages", AFTER_ROW));
    let port = json!({ "type": "integer", "minimum": 0, "maximum": 65535 });
    let mut incidents = vec![
        word("kind", &names(Kind::ALL), "The kind of the activity report"),
        word("refinement", &names(Refinement::ALL), "The later kind"),
        word("state", &names(IncidentState::ALL), "How far it is"),
        text("port", "Destination port", &port),
        word("many-ports", &["true".to_owned(), "false".to_owned()], "Whether it has many ports at once"),
        text("message", "Number of its message", &json!({ "type": "integer" })),
        period(),
    ];
    incidents.extend(list("How many incidents", AFTER_ROW));
    let mut sent = vec![period()];
    sent.extend(list("How many notifications", AFTER_NUMBER));
    let q = json!({ "name": "q", "in": "query", "required": true,
        "description": "Addresses, networks, hosts, URLs, words; all of them must be there",
        "schema": { "type": "string", "minLength": 1, "maxLength": LONGEST } });
    let [_, limit, _] = list("How many of each sort", AFTER_ROW);
    let [_, _, format] = list("", AFTER_ROW);
    let mut report = operation("incidentReport", "Take in a report", Vec::new(), &only_json, "Taken");
    report["requestBody"] = json!({ "required": true,
        "description": "The report as it is: mail (message/rfc822), XARF, X-ARF, ARF, Shadowserver CSV, IODEF, a list of phishing URLs",
        "content": { "*/*": { "schema": { "type": "string", "format": "binary" } } } });
    let created = report["responses"]["200"].clone();
    report["responses"]["201"] = created;
    report["responses"]["413"] = json!({ "$ref": "#/components/responses/Problem" });
    [
        ("messages", json!({ "get": operation("incidentMessages", "Messages, newest first", messages, &both, "Messages") })),
        ("messages/{id}", json!({ "get": operation("incidentMessage", "One message with all that belongs to it", vec![id()], &only_json, "Record") })),
        ("incidents", json!({ "get": operation("incidentIncidents", "Incidents, newest first", incidents, &both, "Incidents") })),
        ("incidents/{id}", json!({ "get": operation("incidentIncident", "One incident with all that belongs to it", vec![id()], &only_json, "Record") })),
        ("notifications", json!({ "get": operation("incidentNotifications", "Notifications, newest first; with a period those that went out in it", sent, &both, "Notifications") })),
        ("takedowns", json!({ "get": operation("incidentTakedowns", "Sites that went away in a period, with the business days that it took", vec![period(), format.clone()], &both, "Takedowns") })),
        ("search", json!({ "get": operation("incidentSearch", "Messages and incidents that have all the words", vec![q, limit], &only_json, "Record") })),
        ("statistics", json!({ "get": operation("incidentStatistics", "What came in, counted as the activity report counts", vec![period()], &only_json, "Record") })),
        ("figures", json!({ "get": operation("incidentFigures", "Each number with the list behind it", vec![period(), format], &both, "Figures") })),
        ("reports", json!({ "post": report })),
    ]
    .into_iter()
    .map(|(path, item)| (format!("/api/v1/incident/{path}"), item))
    .collect()
}

/// The shapes of the answers.
pub(crate) fn schemas() -> Map<String, Value> {
    let record = json!({ "type": "object" });
    let records = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Record" } });
    let next =
        json!({ "type": ["string", "null"], "description": "What `after` has to say for the next page" });
    let figure = json!({ "type": "object", "required": ["id", "period", "value", "unit", "evidence"],
        "properties": { "id": { "type": "string" }, "period": { "type": "string" },
            "value": { "type": "integer", "minimum": 0 }, "unit": { "type": "string" },
            "evidence": { "type": "string" } } });
    let taken = json!({ "type": "object", "required": ["message", "sha256", "already", "disposition"],
        "properties": { "message": { "type": "integer" }, "sha256": { "type": "string" },
            "already": { "type": "boolean" }, "disposition": { "enum": names(Disposition::ALL) },
            "incidents": { "type": "integer" }, "problems": { "type": "integer" } } });
    let listed = |name: &str| {
        let mut properties = Map::new();
        properties.insert(name.to_owned(), records.clone());
        properties.insert("next".to_owned(), next.clone());
        json!({ "type": "object", "required": [name, "next"], "properties": properties })
    };
    [
        ("Record", record),
        ("Messages", listed("messages")),
        ("Incidents", listed("incidents")),
        ("Notifications", listed("notifications")),
        (
            "Figures",
            json!({ "type": "object", "required": ["figures"],
            "properties": { "figures": { "type": "array", "items": figure } } }),
        ),
        (
            "Takedowns",
            json!({ "type": "object", "required": ["takedowns", "mean_days", "median_days"], "properties": {
                "takedowns": records.clone(), "mean_days": { "type": ["integer", "null"] },
                "median_days": { "type": ["integer", "null"] } } }),
        ),
        ("Taken", taken),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}
