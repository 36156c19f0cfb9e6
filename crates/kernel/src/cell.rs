//! Cells of CSV files that people open with a spreadsheet.
//!
//! A spreadsheet takes a cell that begins as formulas do for a formula, and runs it. Such a cell goes out with an
//! apostrophe in front, which spreadsheets show as text (OWASP's page on CSV injection); one that comes in loses it
//! again. A cell that had an apostrophe there of its own gets another one, so that every cell comes back as it was.
//! Plain numbers stay as they are.

/// Whether a spreadsheet would run it. The full-width forms count, since some do; so do blanks before them.
fn is_formula(cell: &str) -> bool {
    let bare = cell.trim_start_matches([' ', '\u{3000}', '\u{a0}', '\u{feff}']);
    let begins = ['=', '+', '-', '@', '|', '%', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    bare.starts_with(begins) && !cell.parse::<f64>().is_ok_and(f64::is_finite)
}

/// A cell as it goes out: no spreadsheet takes it for a formula.
pub fn inert_cell(cell: &str) -> String {
    if is_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell as it was before it went out.
pub fn original_cell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_every_cell_comes_back() {
        for (cell, inert) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+81-3-0000-0000", "'+81-3-0000-0000"),
            ("-2+3", "'-2+3"),
            ("-", "'-"),
            ("-2.5", "-2.5"),
            ("-inf", "'-inf"),
            ("＝cmd", "'＝cmd"),
            (" =1", "' =1"),
            ("\u{feff}=1", "'\u{feff}=1"),
            ("|cmd", "'|cmd"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("=HYPERLINK(\"http://a.example\",\"x\")", "'=HYPERLINK(\"http://a.example\",\"x\")"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("'", "'"),
            ("'a", "'a"),
            ("192.0.2.1", "192.0.2.1"),
            ("", ""),
        ] {
            assert_eq!(inert_cell(cell), inert);
            assert!(!is_formula(inert), "{cell:?}");
            assert_eq!(original_cell(inert), cell);
        }
        assert_eq!(original_cell("=1"), "=1", "what somebody else wrote stays as it is");
    }
}
