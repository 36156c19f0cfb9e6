//! axe-core, the checker of accessibility, taken from npm when the tests run; it is never part of this
//! repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::browser::driver::Browser;
use crate::browser::left_out;

/// The script; none, said loudly, where npm is not installed or reaches no registry.
///
/// It is kept in cargo's folder for tests' files, so that it is fetched once.
pub(crate) fn source() -> Option<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe-core");
    let script = folder.join("package/axe.min.js");
    if !script.exists()
        && let Err(reason) = fetch(&folder)
    {
        left_out(&format!("the check of accessibility, as npm does not bring axe-core: {reason}"));
        return None;
    }
    Some(std::fs::read_to_string(script).unwrap())
}

fn fetch(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    run(Command::new("npm").args(["pack", "axe-core@4", "--silent"]).current_dir(folder))?;
    let package = std::fs::read_dir(folder)
        .map_err(|e| e.to_string())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path: &PathBuf| path.extension().is_some_and(|end| end == "tgz"))
        .ok_or("npm packed nothing")?;
    run(Command::new("tar").arg("-xzf").arg(package).current_dir(folder))
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|e| e.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// What axe finds against WCAG 2.2 A and AA and its own good practice, one line each.
pub(crate) async fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    browser.execute(axe, Vec::new()).await.unwrap();
    let ask = "const done = arguments[arguments.length - 1];\
               axe.run(document, arguments[0]).then(r => done(r.violations), e => done(String(e)))";
    let tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    let options = json!({ "runOnly": { "type": "tag", "values": tags } });
    let found = browser.execute_async(ask, vec![options]).await.unwrap();
    let Value::Array(found) = found else { panic!("axe did not run: {found}") };
    let line = |violation: &Value| {
        let nodes = violation["nodes"].as_array().into_iter().flatten();
        let places: Vec<_> =
            nodes.map(|node| format!("{} {}", node["html"], node["any"][0]["message"])).collect();
        format!("{} ({}): {}", violation["id"], violation["help"], places.join(" | "))
    };
    found.iter().map(line).collect()
}
