//! A check that a text is one well-formed XML element, as far as the writer could get it wrong: tags balanced,
//! attributes quoted and unique, no raw `<` or `&`, only characters that XML allows.

/// Says what is wrong, where something is.
pub(crate) fn check(xml: &str) -> Result<(), String> {
    if let Some(bad) =
        xml.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{fffe}'..='\u{ffff}').contains(c))
    {
        return Err(format!("character {bad:?}"));
    }
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    let mut roots = 0;
    while let Some(at) = rest.find('<') {
        text(&rest[..at])?;
        if open.is_empty() && !rest[..at].trim().is_empty() {
            return Err(format!("text outside: {:?}", &rest[..at]));
        }
        let end = rest[at..].find('>').ok_or("a tag without its end")? + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split(' ').next().unwrap_or_default();
        attributes(&tag[name.len()..])?;
        roots += usize::from(open.is_empty());
        if !is_empty {
            open.push(name);
        }
    }
    if !open.is_empty() || roots != 1 || !rest.trim().is_empty() {
        return Err(format!("open at the end: {open:?}, roots: {roots}, after: {rest:?}"));
    }
    Ok(())
}

fn attributes(mut rest: &str) -> Result<(), String> {
    let mut names = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").ok_or_else(|| format!("attributes {rest:?}"))?;
        let name = name.strip_prefix(' ').ok_or_else(|| format!("no blank before {name:?}"))?;
        if names.contains(&name) || name.contains(['<', '"', ' ']) || name.is_empty() {
            return Err(format!("attribute {name:?}"));
        }
        names.push(name);
        let (value, after) = after.split_once('"').ok_or("an attribute without its end")?;
        text(value)?;
        rest = after;
    }
    Ok(())
}

fn text(text: &str) -> Result<(), String> {
    for (at, _) in text.match_indices('&') {
        let entity = text[at + 1..].split(';').next().unwrap_or_default();
        if !["amp", "lt", "gt", "quot", "#39"].contains(&entity) {
            return Err(format!("raw & in {text:?}"));
        }
    }
    if text.contains('>') { Err(format!("raw > in {text:?}")) } else { Ok(()) }
}

#[test]
fn the_check_finds_what_is_wrong() {
    fn check(xml: &str, expect: bool) {
        assert_eq!(super::well_formed::check(xml).is_ok(), expect, "{xml}");
    }
    check("<a/>", true);
    check("<a b=\"1\"><c/>x &amp; y</a>\n", true);
    check("<a><b></a></b>", false);
    check("<a>", false);
    check("<a/><b/>", false);
    check("<a b=\"1\" b=\"2\"/>", false);
    check("<a b=1/>", false);
    check("<a>x & y</a>", false);
    check("<a>x > y</a>", false);
    check("<a>\u{1}</a>", false);
}
