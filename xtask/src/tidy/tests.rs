//! Each rule on a made-up tree: broken, it speaks; mended, it is silent.

use super::tree::Tree;
use super::{Finding, RULES};

fn findings(rule: &str, files: &[(&str, &str)]) -> Vec<Finding> {
    let (_, rule) = RULES.iter().find(|(name, _)| *name == rule).unwrap();
    rule(&Tree::of(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()))
}

/// `files` must give exactly these findings, as they are printed.
fn check(rule: &str, files: &[(&str, &str)], expect: &[&str]) {
    let found: Vec<String> = findings(rule, files).iter().map(ToString::to_string).collect();
    assert_eq!(found, expect, "{rule}");
}

#[test]
fn the_house_is_in_order() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    super::run(root).unwrap();
}

#[test]
fn edges() {
    let manifest = |dependencies: &str| format!("[package]\n[dependencies]\n{dependencies}");
    let kernel = ("crates/kernel/Cargo.toml", "[package]");
    let incident = manifest("kernel.workspace = true");
    let testkit = manifest("kernel.workspace = true");
    let good = manifest(
        "kernel.workspace = true\nserde = \"1\"\n[dev-dependencies]\nsamples.workspace = true\ntestkit.workspace = true",
    );
    let bad = manifest(
        "incident.workspace = true\nsamples.workspace = true\ntestkit.workspace = true\naxum = \"0.8\"",
    );
    let rest = [
        kernel,
        ("crates/incident/Cargo.toml", incident.as_str()),
        ("crates/testkit/Cargo.toml", testkit.as_str()),
        ("samples/Cargo.toml", "[package]"),
    ];
    check("edges", &[&rest[..], &[("crates/observe/Cargo.toml", &good)]].concat(), &[]);
    check(
        "edges",
        &[&rest[..], &[("crates/observe/Cargo.toml", &bad)]].concat(),
        &[
            "error: crates/observe/Cargo.toml: observe must not know HTTP: axum",
            "error: crates/observe/Cargo.toml: observe must not use incident (dependencies)",
            "error: crates/observe/Cargo.toml: observe must not use samples (dependencies)",
            "error: crates/observe/Cargo.toml: observe must not use testkit (dependencies)",
        ],
    );
    let web = manifest("sea-orm = \"2\"\n[dev-dependencies]\nsamples.workspace = true");
    check(
        "edges",
        &[&rest[..], &[("crates/web/Cargo.toml", &web)]].concat(),
        &[
            "error: crates/web/Cargo.toml: web must not know storage: sea-orm",
            "error: crates/web/Cargo.toml: web must not use samples (dev-dependencies)",
        ],
    );
    let only_here = "[target.'cfg(windows)'.dependencies]\nkernel.workspace = true";
    check(
        "edges",
        &[kernel, ("crates/chart/Cargo.toml", only_here)],
        &["error: crates/chart/Cargo.toml: chart must not use kernel (dependencies)"],
    );
    check(
        "edges",
        &[("crates/helper/Cargo.toml", "[package]")],
        &["error: crates/helper/Cargo.toml: crate helper is in no list of xtask/src/tidy/edges.rs"],
    );
}

#[test]
fn faces() {
    let file = "crates/web/src/a.rs";
    check("faces", &[(file, "// parquet\nfn f() -> observe::Top")], &[]);
    check(
        "faces",
        &[(file, "use sea_orm::DbErr;\nuse observe::store::rows;")],
        &[
            "error: crates/web/src/a.rs:1: web mentions sea_orm",
            "error: crates/web/src/a.rs:2: web mentions ::store::",
        ],
    );
}

#[test]
fn tables() {
    let outside = "crates/observe/src/service.rs";
    let inside = "crates/observe/src/store/lake.rs";
    let own = "#[sea_orm(table_name = \"observe_file\")]\nuse sea_orm::EntityTrait;\n\
               const Q: &str = \"SELECT a FROM observe_file JOIN recent ON 1 WITH recent AS (SELECT 1)\";";
    check("tables", &[(outside, "use sea_orm::DbErr;"), (inside, own)], &[]);
    check(
        "tables",
        &[(outside, "use sea_orm::{DbErr, EntityTrait};\nconst Q: &str = \"DELETE FROM observe_file\";")],
        &[
            "error: crates/observe/src/service.rs:1: sea_orm::EntityTrait outside store/",
            "error: crates/observe/src/service.rs:2: SQL outside store/",
        ],
    );
    let others =
        "#[sea_orm(table_name = \"file\")]\nconst Q: &str = \"INSERT INTO incident_case VALUES (1)\";";
    check(
        "tables",
        &[(inside, others)],
        &[
            "error: crates/observe/src/store/lake.rs:2: table incident_case does not begin with observe_",
            "error: crates/observe/src/store/lake.rs:1: table file does not begin with observe_",
        ],
    );
    let migration = "crates/observe/migrations/0001_first.sql";
    let good = "-- FROM here\nCREATE TABLE IF NOT EXISTS observe_file (a TEXT DEFAULT 'FROM x');\n\
                CREATE UNIQUE INDEX observe_file_a ON observe_file (a);";
    check("tables", &[(migration, good)], &[]);
    check(
        "tables",
        &[(migration, "CREATE TABLE sensors (a TEXT);\nCREATE INDEX by_a ON sensors (a);")],
        &[
            "error: crates/observe/migrations/0001_first.sql:1: table sensors does not begin with observe_",
            "error: crates/observe/migrations/0001_first.sql:2: table by_a does not begin with observe_",
        ],
    );
}

#[test]
fn clock() {
    check("clock", &[("crates/kernel/src/clock.rs", "Timestamp::now()")], &[]);
    check("clock", &[("crates/web/src/a.rs", "let a = Instant::now(); let b = clock.now();")], &[]);
    check(
        "clock",
        &[
            ("crates/web/src/a.rs", "\nstd::time::SystemTime::now()"),
            ("crates/observe/m.sql", "CURRENT_TIMESTAMP"),
        ],
        &[
            "error: crates/web/src/a.rs:2: asks the time by SystemTime::now",
            "error: crates/observe/m.sql: asks the time in SQL by CURRENT_TIMESTAMP",
        ],
    );
}

#[test]
fn settings() {
    let reads = "let a = std::env::var_os(\"A\"); read(\"settings.toml\");";
    check("settings", &[("crates/desk/src/a.rs", reads), ("crates/web/tests/it/main.rs", reads)], &[]);
    check(
        "settings",
        &[("crates/observe/src/a.rs", reads)],
        &[
            "error: crates/observe/src/a.rs:1: reads env::var",
            "error: crates/observe/src/a.rs:1: reads settings.toml",
        ],
    );
}

#[test]
fn speech() {
    let tested = "fn f() { x.unwrap_or(1) }\n#[cfg(test)]\nmod tests { fn t() { x.unwrap() } }";
    check("speech", &[("crates/a/src/a.rs", tested), ("crates/cli/src/a.rs", "println!(\"x\")")], &[]);
    let proven = "#[expect(clippy::unwrap_used, reason = \"sixteen bytes\")]\nlet a = x.unwrap();";
    check("speech", &[("crates/a/src/a.rs", proven)], &[]);
    let sample =
        [("crates/a/src/lib.rs", "#[cfg(test)]\nmod sample;"), ("crates/a/src/sample.rs", "x.unwrap()")];
    check("speech", &sample, &[]);
    check(
        "speech",
        &[
            ("crates/a/src/a.rs", "x.unwrap();\nx\n.expect(\"y\");\nprintln!()"),
            ("crates/cli/src/a.rs", "panic!()"),
        ],
        &[
            "error: crates/a/src/a.rs:1: .unwrap() outside tests",
            "error: crates/a/src/a.rs:3: .expect( outside tests",
            "error: crates/a/src/a.rs:4: println!( outside tests",
            "error: crates/cli/src/a.rs:1: panic!( outside tests",
        ],
    );
    check(
        "speech",
        &[("crates/a/Cargo.toml", "[package]")],
        &["error: crates/a/Cargo.toml: a does not take the workspace's lints"],
    );
}

#[test]
fn sizes() {
    let lines = |count: usize| "a\n".repeat(count);
    check("sizes", &[("crates/a/src/a.rs", &lines(500)), ("Cargo.lock", &lines(4000))], &[]);
    check(
        "sizes",
        &[("crates/a/a.html", &lines(501)), ("crates/a/b.rs", &lines(801))],
        &[
            "warning: crates/a/a.html: 501 lines; over 500 is an alarm",
            "error: crates/a/b.rs: 801 lines; a file of more than 800 must be cut",
        ],
    );
    let part = lines(500);
    let files: Vec<String> = (0..7).map(|n| format!("crates/kernel/src/{n}.rs")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), part.as_str())).collect();
    check("sizes", &files, &["error: crates/kernel: 3500 lines; 3000 at most"]);
}

#[test]
fn map() {
    let papers = [
        ("ARCHITECTURE.md", "`crates/observe` and `xtask/`"),
        ("CHANGELOG.md", "x"),
        ("CONTRIBUTING.md", "x"),
        ("LICENSE-APACHE", "x"),
        ("LICENSE-MIT", "x"),
        ("README.md", "cargo run --release -- demo, cargo xtask check"),
        ("deny.toml", "x"),
        (".ci/run", "x"),
        ("xtask/Cargo.toml", ""),
        ("crates/observe/Cargo.toml", ""),
        ("crates/observe/README.md", "x"),
        ("crates/observe/src/lib.rs", "#![doc = include_str!(\"../README.md\")]"),
    ];
    check("map", &papers, &[]);
    for left_out in papers.iter().filter(|(path, _)| !path.ends_with("Cargo.toml")) {
        let files: Vec<_> = papers.iter().filter(|paper| *paper != left_out).copied().collect();
        assert!(!findings("map", &files).is_empty(), "{} is not missed", left_out.0);
    }
    let mut unnamed = papers.to_vec();
    unnamed.push(("crates/chart/Cargo.toml", ""));
    check("map", &unnamed, &["error: ARCHITECTURE.md: does not name `crates/chart` (chart)"]);
    let mut silent = papers.to_vec();
    silent[5].1 = "cargo xtask check";
    check("map", &silent, &["error: README.md: does not tell `cargo run --release -- demo`"]);
}

#[test]
fn links() {
    let there = ("docs/how-to/b.md", "[up](../../a.md), [web](https://example.org/x), [here](#b)");
    check("links", &[("a.md", "[b](docs/how-to/b.md#c), [all](docs)"), there], &[]);
    check(
        "links",
        &[("a.md", "\n[b](docs/b.md)"), there],
        &["error: a.md:2: leads to docs/b.md, which is not there"],
    );
}

#[test]
fn locales() {
    let (ja, en) = ("crates/web/locales/ja/a.ftl", "crates/web/locales/en/a.ftl");
    let text = "# c = d\nhome = 家 { $name }\n    .title = 題\nlong =\n    次の行 { $count }\n";
    check("locales", &[(ja, text), (en, text)], &[]);
    check(
        "locales",
        &[(ja, "home = 家 { $name }\n    .title = 題\nonly = x"), (en, "home = home { $number }\nmore = y")],
        &[
            "error: crates/web/locales/ja/a.ftl: lacks more",
            "error: crates/web/locales/ja/a.ftl: home takes {\"name\"} here and {\"number\"} in crates/web/locales/en/a.ftl",
            "error: crates/web/locales/en/a.ftl: lacks home.title",
            "error: crates/web/locales/en/a.ftl: lacks only",
        ],
    );
    check(
        "locales",
        &[(ja, "a = b")],
        &["error: crates/web/locales/en/a.ftl: is missing; crates/web/locales/ja/a.ftl is there"],
    );
}

#[test]
fn places() {
    let good = "see ../home/x, https://example.org/home/x, as root/owner; {base}/home/";
    check("places", &[("a.md", good)], &[]);
    let bad = format!("\nlook in {}root/x and https://index.{}", '/', "crates.io");
    check(
        "places",
        &[("a.md", &bad)],
        &[
            &format!("error: a.md:2: names a registry: index.{}", "crates.io"),
            &format!("error: a.md:2: names a path of one machine: {}root/", '/'),
        ],
    );
}
