//! Cells of CSV files that people open with a spreadsheet.

/// A cell that no spreadsheet takes for a formula: one that begins as formulas do gets an apostrophe in front,
/// as OWASP's page on CSV injection advises. Plain numbers stay as they are.
pub fn inert_cell(cell: &str) -> String {
    let looks = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if looks && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for (cell, inert) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("-2.5", "-2.5"),
            ("＝cmd", "'＝cmd"),
            ("\t=1", "'\t=1"),
            ("192.0.2.1", "192.0.2.1"),
            ("", ""),
        ] {
            assert_eq!(inert_cell(cell), inert);
        }
    }
}
