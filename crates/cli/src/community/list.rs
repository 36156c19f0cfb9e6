//! `hinomi community list`: records of a kind, or how many there are.

use std::path::Path;
use std::process::ExitCode;

use ::community::{EntryQuery, Field, Kind};
use clap::{Args, ValueEnum};
use kernel::{Lang, Period};

use crate::output;

/// Records that a list has at most.
const ROWS: u64 = 100_000;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// event, training, support, lecture, article, engagement or organisation.
    #[arg(value_parser = super::kind)]
    kind: Option<Kind>,
    /// Only those with this in any cell.
    #[arg(long, value_name = "WORD", default_value = "", hide_default_value = true, requires = "kind")]
    word: String,
    /// Only those of a period, such as 2008Q1.
    #[arg(long, value_name = "PERIOD", requires = "kind")]
    period: Option<Period>,
    /// Only those without a date.
    #[arg(long, requires = "kind")]
    undated: bool,
    /// Language of days and names.
    #[arg(long, default_value = "en")]
    lang: Lang,
    /// Form of the list.
    #[arg(long, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading.
    Table,
    /// For programs: the cells as they are kept.
    Json,
}

impl List {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let text = match self.kind {
            Some(kind) => self.records(&app, kind).await?,
            None => self.counts(&app).await?,
        };
        output::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn counts(&self, app: &desk::App) -> anyhow::Result<String> {
        let counts = app.community.counts().await?;
        if self.format == Format::Json {
            let count = |(kind, all, undated): &(Kind, u64, u64)| serde_json::json!({ "kind": kind, "records": all, "undated": undated });
            return output::json(&counts.iter().map(count).collect::<Vec<_>>());
        }
        let row = |(kind, all, undated): &(Kind, u64, u64)| {
            vec![kind.to_string(), output::thousands(*all), output::thousands(*undated)]
        };
        Ok(output::table(&["kind", "records", "undated"], &counts.iter().map(row).collect::<Vec<_>>(), 1))
    }

    async fn records(&self, app: &desk::App, kind: Kind) -> anyhow::Result<String> {
        let query = EntryQuery {
            word: self.word.clone(),
            period: self.period,
            undated: self.undated,
            limit: ROWS,
            ..EntryQuery::default()
        };
        let page = app.community.entries(kind, &query).await?;
        if self.format == Format::Json {
            let record = |entry: &::community::Entry| serde_json::json!({ "id": entry.id, "cells": entry.is.by_name() });
            return output::json(&page.entries.iter().map(record).collect::<Vec<_>>());
        }
        let listed: Vec<&Field> = kind.fields().iter().filter(|field| field.listed).collect();
        let header: Vec<&str> = std::iter::once("id").chain(listed.iter().map(|field| field.name)).collect();
        let row = |entry: &::community::Entry| {
            let cells = listed.iter().map(|field| entry.is.told(field, self.lang));
            std::iter::once(entry.id.to_string()).chain(cells).collect::<Vec<_>>()
        };
        let rows: Vec<_> = page.entries.iter().map(row).collect();
        let mut text = output::table(&header, &rows, header.len());
        if page.total > ROWS {
            text.push_str(&format!("and {} more\n", output::thousands(page.total - ROWS)));
        }
        Ok(text)
    }
}
