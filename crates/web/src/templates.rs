//! The HTML templates of `templates/`: escaped by themselves, strict about names, with the texts at hand.
//!
//! In a template `t("key", name=value)` is the message `key` in the page's language. A name that the context
//! does not have is an error, not an empty place; the test that renders every page finds it. Characters that no
//! reader could see are shown by their numbers ([`crate::inert`]).

use std::borrow::Cow;

use fluent_templates::fluent_bundle::FluentValue;
use kernel::Lang;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};
use rust_embed::Embed;
use serde::Serialize;

use crate::inert;
use crate::observation::address::encode;
use crate::pages::Layout;
use crate::texts::{self, Arguments};

#[derive(Embed)]
#[folder = "templates"]
struct Files;

/// All templates.
#[derive(Debug)]
pub(crate) struct Templates(Environment<'static>);

impl Templates {
    pub(crate) fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_loader(|name| match Files::get(name) {
            None => Ok(None),
            Some(file) => String::from_utf8(file.data.into_owned())
                .map(Some)
                .map_err(|e| Error::new(ErrorKind::SyntaxError, "not UTF-8").with_source(e)),
        });
        // While the pages are being written, a reload shows the changed file.
        environment.set_auto_reload(cfg!(debug_assertions));
        environment.add_function("t", message);
        environment.add_filter("urlencode", |value: String| encode(&value));
        environment.set_formatter(inert::write);
        Self(environment)
    }

    /// Renders the template `name`: what the page says, in its frame.
    pub(crate) fn render(&self, name: &str, layout: &Layout, page: &impl Serialize) -> Result<String, Error> {
        let context = minijinja::context! { layout => Serde(layout), page => Serde(page) };
        self.0.get_template(name)?.render(context)
    }
}

fn message(state: &State, key: &str, places: Kwargs) -> Result<String, Error> {
    let lang: Lang = state
        .lookup("layout")
        .and_then(|layout| layout.get_attr("lang").ok())
        .and_then(|lang| lang.as_str()?.parse().ok())
        .ok_or_else(|| Error::new(ErrorKind::UndefinedError, "the page has no language"))?;
    let mut arguments = Arguments::new();
    for name in places.args() {
        let value: Value = places.get(name)?;
        let value = match value.as_i64() {
            // A number decides about singular and plural.
            Some(number) if value.is_integer() => FluentValue::from(number),
            _ => FluentValue::from(value.to_string()),
        };
        arguments.insert(Cow::Owned(name.to_owned()), value);
    }
    texts::find(lang, key, &arguments)
        .ok_or_else(|| Error::new(ErrorKind::UndefinedError, format!("no message {key:?}")))
}
