//! The Pythons that have the engines which others read the lake with.

/// The one that has DuckDB.
pub fn with_duckdb() -> String {
    told("HINOMI_DUCKDB_PYTHON")
}

/// The one that has chDB.
pub fn with_chdb() -> String {
    told("HINOMI_CHDB_PYTHON")
}

#[expect(
    clippy::disallowed_methods,
    reason = "which Python has a module is the machine's affair, not a setting"
)]
fn told(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| "python3".to_owned())
}
