//! The program `hinomi-sensor` with its state folder.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use super::peer::Credentials;

/// Bytes of a slot of the spool's ledger, and those before its text.
const SLOT: usize = 16_384;
const SLOT_HEAD: usize = 36;

/// The program. It is another package's, so cargo does not say where it is: beside `hinomi`, where a test run of the
/// whole workspace puts it. A run of this package alone builds it.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let hinomi = Path::new(env!("CARGO_BIN_EXE_hinomi"));
        let program = hinomi.with_file_name("hinomi-sensor");
        let lock = std::fs::File::create(hinomi.with_file_name("hinomi-sensor.lock")).unwrap();
        lock.lock().unwrap();
        if !program.is_file() {
            let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            build.args(["build", "--package", "sensor"]).current_dir(env!("CARGO_MANIFEST_DIR"));
            if hinomi.parent().is_some_and(|folder| folder.ends_with("release")) {
                build.arg("--release");
            }
            // It goes where this program is.
            build.arg("--target-dir").arg(hinomi.ancestors().nth(2).unwrap());
            assert!(build.status().is_ok_and(|status| status.success()), "hinomi-sensor could not be built");
        }
        program
    })
}

/// A sensor: its folder, and where it runs.
#[derive(Debug)]
pub struct Sensor {
    pub folder: PathBuf,
    /// The network namespace it runs in; none: this one.
    pub namespace: Option<String>,
}

/// Who it became.
pub struct Identity {
    pub sensor: wire::SensorId,
    pub authority: String,
    pub credentials: Credentials,
}

impl Sensor {
    pub fn new(folder: PathBuf) -> Self {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config.toml"), "").unwrap();
        Self { folder, namespace: None }
    }

    pub fn state(&self) -> PathBuf {
        self.folder.join("state")
    }

    /// The command, not yet started. No configuration of this machine gets in.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = match &self.namespace {
            None => Command::new(program()),
            Some(namespace) => {
                let mut command = Command::new("ip");
                command.args(["netns", "exec", namespace]).arg(program());
                command
            }
        };
        command.args(words).arg("--config").arg(self.folder.join("config.toml"));
        command.arg("--state").arg(self.state());
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        command
    }

    pub fn start(&self, words: &[&str]) -> Child {
        self.command(words).spawn().unwrap()
    }

    /// Runs it to its end, which must be a good one.
    #[track_caller]
    pub fn ok(&self, words: &[&str]) {
        let status = self.command(words).status().unwrap();
        assert!(status.success(), "hinomi-sensor {words:?}: {status}\n{}", self.said());
    }

    pub fn enrol(&self, collector: &str, token: &str) {
        self.ok(&["enroll", "--collector", collector, "--token", token]);
    }

    /// Everything it has said.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// Who it is.
    pub fn identity(&self) -> Identity {
        let text = std::fs::read(self.state().join("identity.json")).unwrap();
        let said: Value = serde_json::from_slice(&text).unwrap();
        let of = |key: &str| said[key].as_str().unwrap().to_owned();
        Identity {
            sensor: of("sensor").parse().unwrap(),
            authority: of("authority"),
            credentials: Credentials { certificate: of("certificate"), key: of("key") },
        }
    }

    /// The files of frames that wait, in order.
    pub fn waiting(&self) -> Vec<PathBuf> {
        let listed = std::fs::read_dir(self.state().join("spool"));
        let files = listed.into_iter().flatten().flatten().map(|entry| entry.path());
        let mut frames: Vec<_> =
            files.filter(|path| path.extension().is_some_and(|end| end == "frame")).collect();
        frames.sort();
        frames
    }

    /// The number of the last frame that it has made durable: of its files, or acknowledged when these are gone. Nothing
    /// may be running in its folder.
    pub fn made(&self) -> u64 {
        let last = self.waiting().last().map_or(0, |path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            name.split(['-', '_']).nth(1).unwrap().parse().unwrap()
        });
        last.max(self.acknowledged())
    }

    /// What its ledger says was acknowledged.
    fn acknowledged(&self) -> u64 {
        let bytes = std::fs::read(self.state().join("spool").join("ledger")).unwrap_or_default();
        let slots = bytes.chunks(SLOT).filter_map(|slot| {
            let length = u32::from_le_bytes(slot.get(SLOT_HEAD - 4..SLOT_HEAD)?.try_into().ok()?) as usize;
            let said: Value = serde_json::from_slice(slot.get(SLOT_HEAD..SLOT_HEAD + length)?).ok()?;
            Some((said["serial"].as_u64()?, said["acknowledged"].as_u64()?))
        });
        slots.max().map_or(0, |(_, acknowledged)| acknowledged)
    }
}
