//! Whether a page is ours and nothing but ours: taken apart as a browser would, every element and every attribute
//! is one that our templates write.

/// What our templates write.
const ELEMENTS: &str = "html head meta title link body a header div svg path rect g circle nav ul li span aside p \
    main h1 h2 h3 section form input label select option button dl dt dd table caption thead tbody tr th td details \
    summary pre code textarea ol strong footer fieldset legend br line polyline text desc polygon figure figcaption \
    small em abbr time use symbol defs tspan optgroup pattern";

/// Attributes that our templates write; none of them runs anything. Those that load or lead are looked at further.
const ATTRIBUTES: &str = "lang charset name content rel href type hreflang class id tabindex role for value action \
    method enctype required multiple checked selected disabled maxlength minlength min max step rows cols autocomplete \
    autocapitalize spellcheck inputmode placeholder accesskey scope colspan rowspan form formaction accept pattern \
    viewbox width height d fill stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray x y x1 y1 x2 y2 cx \
    cy r rx ry points transform text-anchor dominant-baseline focusable xmlns opacity datetime title open hidden dir \
    size readonly list download rel patternunits patterntransform font-size font-weight preserveaspectratio";

/// Holds a page against the lists; `at` says which it is.
#[track_caller]
pub(super) fn check(at: &str, html: &str) {
    let known = |list: &str, name: &str| list.split_whitespace().any(|one| one == name);
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if rest.starts_with('!') {
            assert!(rest.starts_with("!doctype html>"), "{at}: <{rest:.40}");
            continue;
        }
        let rest_of_tag = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest_of_tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest_of_tag.len());
        let name = rest_of_tag[..end].to_ascii_lowercase();
        assert!(known(ELEMENTS, &name), "{at}: <{rest:.60}");
        rest = attributes(at, &rest_of_tag[end..], &known);
    }
}

/// The attributes up to the tag's end; says what stands after it.
#[track_caller]
fn attributes<'a>(at: &str, mut rest: &'a str, known: &impl Fn(&str, &str) -> bool) -> &'a str {
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return after;
        }
        if let Some(after) = rest.strip_prefix('/') {
            rest = after;
            continue;
        }
        let end = rest.find(['=', '>', '/', ' ', '\n']).unwrap_or_else(|| panic!("{at}: a tag without end"));
        let name = rest[..end].to_ascii_lowercase();
        let ours = known(ATTRIBUTES, &name) || name.starts_with("aria-");
        assert!(ours, "{at}: attribute {name:?} in {rest:.80}");
        rest = &rest[end..];
        let Some(after) = rest.strip_prefix('=') else { continue };
        let after =
            after.strip_prefix('"').unwrap_or_else(|| panic!("{at}: an attribute without quotes: {name}"));
        let (value, after) = after.split_once('"').unwrap_or_else(|| panic!("{at}: an open quote"));
        if matches!(name.as_str(), "href" | "action" | "formaction") {
            let value = value.replace("&#x2f;", "/");
            let here = (value.starts_with('/') && !value.starts_with("//")) || value.starts_with('#');
            assert!(here, "{at}: {name} leads away: {value}");
        }
        rest = after;
    }
}

#[test]
fn what_is_not_ours_is_seen() {
    check(
        "ours",
        "<!doctype html><p class=\"a\">x<br><a href=\"&#x2f;desk\" aria-current=\"true\">y</a></p>",
    );
    for wrong in [
        "<script>x</script>",
        "<p onclick=\"x\">",
        "<a href=\"javascript:x\">",
        "<a href=\"//evil.example\">",
        "<a href=\"http://evil.example\">",
        "<p style=\"x\">",
        "<img src=\"x\">",
        "<p class=a>",
        "<!-- x -->",
        "<form action=\"data:x\">",
        "<form action=\"/x\"onfocus=\"y\">",
        "< p>",
    ] {
        assert!(std::panic::catch_unwind(|| check("wrong", wrong)).is_err(), "{wrong}");
    }
}
