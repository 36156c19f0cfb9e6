//! A template and its values become text, and can become nothing else.
//!
//! Whoever may edit a template must not gain more than words by it. So, before it is run, its syntax tree is walked:
//! what is not in the list here (loops over the given lists, conditions, comparisons, a few filters) is refused, with
//! its line. There is no way to call, to include, to set a variable, to join texts into larger ones, or to reach a
//! value's attributes. What is left is bounded: steps by fuel, depth by a limit, the text by its length.

use std::io;

use minijinja::machinery::{ast, parse};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior};

use super::{LONGEST, Values};

/// Steps of the engine; a text over 500 incidents takes some ten thousand.
const FUEL: u64 = 200_000;
/// Nested constructs.
const DEPTH: usize = 20;
/// Bytes of a text; larger mails are refused by servers anyway.
const BYTES: usize = 512 << 10;
/// Filters that may be used. Each takes texts and lists as they are given and makes nothing larger of them.
const FILTERS: [&str; 3] = ["join", "length", "first"];

/// Writes the text; an error tells the line.
pub(in super::super) fn render(text: &str, values: &Values) -> Result<String, String> {
    if text.chars().count() > LONGEST {
        return Err(format!("line 1: a text has {LONGEST} characters at most"));
    }
    // A line that holds nothing but a tag leaves no empty line.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    let syntax = syntax.build().map_err(|error| said(&error))?;
    let tree = parse(text, "text", syntax.clone()).map_err(|error| said(&error))?;
    statement(&tree, 0)?;
    let mut engine = Environment::empty();
    engine.set_syntax(syntax);
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    engine.set_recursion_limit(DEPTH);
    engine.add_filter("join", join);
    engine.add_filter("length", |list: Vec<String>| list.len());
    engine.add_filter("first", |list: Vec<String>| list.into_iter().next().unwrap_or_default());
    let template = engine.template_from_str(text).map_err(|error| said(&error))?;
    let mut bounded = Bounded(Vec::new());
    match template.render_captured_to(minijinja::value::Serde(values), &mut bounded) {
        Ok(_) => Ok(String::from_utf8_lossy(&bounded.0).into_owned()),
        Err(error) => Err(said(&error)),
    }
}

/// Texts with a short text between them.
fn join(list: Vec<String>, between: Option<String>) -> String {
    let between: String = between.unwrap_or_default().chars().take(20).collect();
    list.join(&between)
}

/// Text that stops growing.
#[derive(Debug)]
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > BYTES {
            return Err(io::Error::other(format!("the text is longer than {BYTES} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn said(error: &minijinja::Error) -> String {
    let line = error.line().unwrap_or(1);
    let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let source = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    format!("line {line}: {reason}{source}")
}

type Judged = Result<(), String>;

fn refused(line: impl Into<u64>, what: &str) -> Judged {
    Err(format!("line {}: {what} can't be used in these texts", line.into()))
}

fn statements(all: &[ast::Stmt<'_>], depth: usize) -> Judged {
    all.iter().try_for_each(|one| statement(one, depth))
}

fn statement(one: &ast::Stmt<'_>, depth: usize) -> Judged {
    if depth > DEPTH {
        return Err(format!("line 1: more than {DEPTH} constructs within each other"));
    }
    match one {
        ast::Stmt::Template(template) => statements(&template.children, depth + 1),
        ast::Stmt::EmitRaw(_) => Ok(()),
        ast::Stmt::EmitExpr(emit) => expression(&emit.expr, depth + 1),
        ast::Stmt::IfCond(condition) => {
            expression(&condition.expr, depth + 1)?;
            statements(&condition.true_body, depth + 1)?;
            statements(&condition.false_body, depth + 1)
        }
        ast::Stmt::ForLoop(repeat) => {
            if repeat.recursive {
                return refused(repeat.span().start_line, "a recursive loop");
            }
            if !matches!(repeat.target, ast::Expr::Var(_)) {
                return refused(repeat.span().start_line, "a loop over pairs");
            }
            expression(&repeat.iter, depth + 1)?;
            repeat.filter_expr.iter().try_for_each(|only| expression(only, depth + 1))?;
            statements(&repeat.body, depth + 1)?;
            statements(&repeat.else_body, depth + 1)
        }
        ast::Stmt::WithBlock(other) => refused(other.span().start_line, "\"with\""),
        ast::Stmt::Set(other) => refused(other.span().start_line, "\"set\""),
        ast::Stmt::SetBlock(other) => refused(other.span().start_line, "\"set\""),
        ast::Stmt::Include(other) => refused(other.span().start_line, "\"include\""),
        ast::Stmt::Import(other) => refused(other.span().start_line, "\"import\""),
        ast::Stmt::FromImport(other) => refused(other.span().start_line, "\"import\""),
        ast::Stmt::Extends(other) => refused(other.span().start_line, "\"extends\""),
        ast::Stmt::Macro(other) => refused(other.span().start_line, "\"macro\""),
        // Whatever else there is, or ever comes.
        _ => Err("line 1: only text, values, \"for\" and \"if\" can be used in these texts".to_owned()),
    }
}

fn both(operation: &ast::BinOp<'_>, depth: usize) -> Judged {
    expression(&operation.left, depth + 1)?;
    expression(&operation.right, depth + 1)
}

fn expression(one: &ast::Expr<'_>, depth: usize) -> Judged {
    if depth > DEPTH {
        return Err(format!("line 1: more than {DEPTH} constructs within each other"));
    }
    let line = one.span().start_line;
    match one {
        ast::Expr::Var(_) | ast::Expr::Const(_) => Ok(()),
        ast::Expr::UnaryOp(operation) if matches!(operation.op, ast::UnaryOpKind::Not) => {
            expression(&operation.expr, depth + 1)
        }
        ast::Expr::BinOp(operation) => match operation.op {
            ast::BinOpKind::Eq | ast::BinOpKind::Ne | ast::BinOpKind::In => both(operation, depth),
            ast::BinOpKind::ScAnd | ast::BinOpKind::ScOr => both(operation, depth),
            _ => refused(line, "arithmetic and joining of texts"),
        },
        ast::Expr::Compare(compared) => {
            expression(&compared.expr, depth + 1)?;
            compared.ops.iter().try_for_each(|op| expression(&op.expr, depth + 1))
        }
        ast::Expr::IfExpr(choice) => {
            expression(&choice.test_expr, depth + 1)?;
            expression(&choice.true_expr, depth + 1)?;
            choice.false_expr.iter().try_for_each(|other| expression(other, depth + 1))
        }
        ast::Expr::Filter(filter) => {
            if !FILTERS.contains(&filter.name) {
                return refused(line, &format!("the filter {:?}", filter.name));
            }
            filter.expr.iter().try_for_each(|inner| expression(inner, depth + 1))?;
            filter.args.iter().try_for_each(|argument| match argument {
                ast::CallArg::Pos(value @ ast::Expr::Const(_)) => expression(value, depth + 1),
                _ => refused(line, "anything but a plain text after a filter"),
            })
        }
        ast::Expr::Call(_) => refused(line, "a call"),
        ast::Expr::GetAttr(_) | ast::Expr::GetItem(_) => refused(line, "a part of a value"),
        other => refused(line, other.description()),
    }
}
