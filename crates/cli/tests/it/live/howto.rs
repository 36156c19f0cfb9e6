//! The page "Put up a sensor in five minutes", done exactly as it is written: its blocks are run in their order, each on
//! its machine. Only `COLLECTOR`, `TOKEN` and `DIR` are filled in.
//!
//! A machine is a network namespace, a view of the disk in which `/etc`, `/usr/bin` and `/var/lib` can be written
//! without anything being changed outside, and one shell. Blocks for systemd (`sh service`) are left out: there is none
//! in a namespace.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use netring::netns::NetNs;
use observe::fleet::FleetState;
use rustix::process::{Pid, Signal, kill_process};

use super::collector::Data;
use super::network::ip;
use super::sensor::program;
use super::until;
use crate::world::World;

const PAGE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/how-to/put-up-a-sensor.md"));

/// Commands that run until they are ended.
const SERVICES: [&str; 2] = ["hinomi serve ", "hinomi-sensor run"];

/// A block of the page: whose it is, and its lines.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let parts = PAGE.split("```sh ").skip(1).map(|part| part.split("\n```").next().unwrap());
    parts.map(|block| block.split_once('\n').unwrap()).collect()
}

/// A machine and its shell; what it started ends with it.
struct Machine {
    namespace: String,
    shell: Child,
    tell: ChildStdin,
    said: BufReader<ChildStdout>,
    services: Vec<i32>,
}

impl Machine {
    fn new(name: &str, folder: &Path) -> Self {
        let namespace = format!("hinomi-howto-{}-{name}", std::process::id());
        ip(&format!("netns add {namespace}"));
        ip(&format!("-n {namespace} link set lo up"));
        let here = folder.join(name);
        std::fs::create_dir_all(&here).unwrap();
        let mut shell = Command::new("ip");
        shell.args(["netns", "exec", &namespace, "unshare", "--mount", "sh"]).current_dir(&here);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = shell.spawn().unwrap();
        let (tell, said) = (shell.stdin.take().unwrap(), BufReader::new(shell.stdout.take().unwrap()));
        let mut machine = Self { namespace, shell, tell, said, services: Vec::new() };
        for place in ["/etc", "/usr/bin", "/var/lib"] {
            let of = here.join(place.replace('/', "-"));
            let (upper, work) = (of.join("upper"), of.join("work"));
            std::fs::create_dir_all(&upper).unwrap();
            std::fs::create_dir_all(&work).unwrap();
            let (upper, work) = (upper.display(), work.display());
            machine.run(&format!(
                "mount -t overlay overlay -o lowerdir={place},upperdir={upper},workdir={work} {place}"
            ));
        }
        machine
    }

    /// Runs a block, which must end well; gives what it printed.
    fn run(&mut self, block: &str) -> String {
        let is_service = SERVICES.iter().any(|service| block.starts_with(service));
        let end = if is_service { " > service.log 2>&1 & echo \"end $? $!\"" } else { "\necho \"end $? 0\"" };
        writeln!(self.tell, "set -e; {block}{end}").unwrap();
        let mut printed = String::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.said.read_line(&mut line).unwrap(), 0, "the shell ended in:\n{block}\n{printed}");
            if let Some(ended) = line.strip_prefix("end ") {
                let (status, process) = ended.trim().split_once(' ').unwrap();
                assert_eq!(status, "0", "{block}\n{printed}");
                let process: i32 = process.parse().unwrap();
                if is_service {
                    self.services.push(process);
                }
                return printed;
            }
            printed.push_str(&line);
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        for service in &self.services {
            let _ = kill_process(Pid::from_raw(*service).unwrap(), Signal::KILL);
        }
        let _ = self.shell.kill();
        let _ = self.shell.wait();
        let _ = Command::new("ip").args(["netns", "delete", &self.namespace]).output();
    }
}

#[test]
fn a_sensor_is_put_up_as_the_page_says() {
    let there = |program: &str| Command::new(program).arg("-V").output().is_ok();
    if !rustix::process::geteuid().is_root() || !["ip", "nft", "unshare"].into_iter().all(there) {
        println!("LEFT OUT: the page for a new sensor needs root, `ip`, `nft` and `unshare`");
        return;
    }
    let world = World::new();
    let data = Data(world.data());
    let mut collector = Machine::new("collector", world.path());
    let mut sensor = Machine::new("sensor", world.path());
    ip(&format!(
        "-n {} link add eth0 type veth peer name eth0 netns {}",
        collector.namespace, sensor.namespace
    ));
    for (machine, address) in [(&collector, "192.0.2.1"), (&sensor, "192.0.2.10")] {
        ip(&format!("-n {} address add {address}/24 dev eth0", machine.namespace));
        ip(&format!("-n {} link set eth0 up", machine.namespace));
    }
    // The programs as they were built: one in the path, one as a file to install.
    collector.run(&format!("cp {} /usr/bin/hinomi", env!("CARGO_BIN_EXE_hinomi")));
    sensor.run(&format!("cp {} hinomi-sensor", program().display()));

    let (mut token, mut status) = (String::new(), String::new());
    for (machine, block) in blocks() {
        let block = block.replace("COLLECTOR", "192.0.2.1").replace("TOKEN", &token);
        let block = block.replace("DIR", data.0.to_str().unwrap());
        let printed = match machine {
            "collector" => collector.run(&block),
            "sensor" => {
                if block.starts_with("hinomi-sensor status") {
                    // "After ten seconds": at most. Nothing waits longer here than it must.
                    let said = world.path().join("sensor").join("service.log");
                    until("the sensor listens", || {
                        std::fs::read_to_string(&said).is_ok_and(|said| said.contains("listens"))
                    });
                    std::thread::sleep(Duration::from_secs(10));
                }
                sensor.run(&block)
            }
            other => {
                println!("LEFT OUT: a block for {other}");
                continue;
            }
        };
        if block.starts_with("hinomi serve") {
            let said = world.path().join("collector").join("service.log");
            until("the collector collects", || {
                std::fs::read_to_string(&said).is_ok_and(|said| said.contains("collecting"))
            });
        }
        if let Some(found) = printed.split_whitespace().find(|word| word.starts_with("hinomi1.")) {
            token = found.to_owned();
        }
        if block.starts_with("hinomi-sensor status") {
            status = printed;
        }
    }
    assert!(status.contains("listening"), "{status}");
    assert_eq!(data.sensor("tokyo-1").state, FleetState::Live);

    // And it observes: a connection that nobody answers.
    let knock = NetNs::from_name(&collector.namespace)
        .unwrap()
        .run_in(|| TcpStream::connect_timeout(&"192.0.2.10:23".parse().unwrap(), Duration::from_secs(2)));
    assert!(knock.unwrap().is_err(), "nobody answers");
    until("the packet is in the lake", || data.sensor("tokyo-1").packets > 0);
}
