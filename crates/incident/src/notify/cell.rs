//! Cells of tables that people open in spreadsheets.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula, and
//! runs it. Such a cell goes out with an apostrophe in front, which spreadsheets show as text; one that comes in
//! loses it again. A cell that had an apostrophe there of its own gets another one, so that every cell comes back
//! as it was.

/// Whether a spreadsheet would take it for a formula. The full-width forms count, since some do.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches([' ', '\u{3000}', '\u{a0}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A cell as it goes out.
pub(crate) fn neutral(cell: &str) -> String {
    if is_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell as it was before it went out.
pub(crate) fn original(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_comes_back_and_none_is_a_formula() {
        for cell in [
            "",
            "a",
            "=1+1",
            "+81-3-0000-0000",
            "-",
            "@SUM(A1)",
            "'=1",
            "''=1",
            "'",
            "'a",
            "\t=1",
            " =1",
            "＝1",
            "=HYPERLINK(\"http://a.example\",\"x\")",
            "\r=1",
        ] {
            let out = neutral(cell);
            assert!(!is_formula(&out), "{cell:?}");
            assert_eq!(original(&out), cell);
        }
        assert_eq!(original("=1"), "=1", "what somebody else wrote stays as it is");
    }
}
