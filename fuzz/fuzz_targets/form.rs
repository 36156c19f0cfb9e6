#![no_main]

use incident::form::{parse, write};
use kernel::Lang;

// What was read from any text is written and read again as the same.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = format!("=== (incident-report-form 1) ===\n{}", String::from_utf8_lossy(bytes));
    let Some((report, _)) = parse(&text) else { return };
    for lang in [Lang::Ja, Lang::En] {
        assert_eq!(parse(&write(&report, lang)), Some((report.clone(), Vec::new())));
    }
});
