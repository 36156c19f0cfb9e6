//! ClickHouse servers as processes of the test, on loopback: the ones that Debian ships (18.16).

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Two servers that know each other as the cluster `hinomi` of two shards; they end with it.
pub struct Servers {
    folder: tempfile::TempDir,
    ports: Vec<Ports>,
    running: Vec<Option<Child>>,
}

/// Ports of one server.
struct Ports {
    http: u16,
    tcp: u16,
    interserver: u16,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Servers {
    /// Starts them; none where ClickHouse is not installed.
    pub fn start() -> Option<Self> {
        let mut known = Command::new("clickhouse-server");
        if known.arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
            println!(
                "LEFT OUT: no clickhouse-server (Debian: clickhouse-server): the lake was not kept in ClickHouse"
            );
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let ports = |_| Ports { http: free_port(), tcp: free_port(), interserver: free_port() };
        let ports: Vec<Ports> = (0..2).map(ports).collect();
        let mut servers = Self { folder, ports, running: vec![None, None] };
        for place in 0..2 {
            servers.configure(place);
            servers.run(place);
        }
        Some(servers)
    }

    /// URLs by shard.
    pub fn shards(&self) -> Vec<Vec<String>> {
        self.ports.iter().map(|ports| vec![format!("http://127.0.0.1:{}", ports.http)]).collect()
    }

    fn configure(&self, place: usize) {
        let own = self.folder.path().join(place.to_string());
        fs::create_dir_all(&own).unwrap();
        let shard = |ports: &Ports| {
            format!("<shard><replica><host>127.0.0.1</host><port>{}</port></replica></shard>", ports.tcp)
        };
        let shards: String = self.ports.iter().map(shard).collect();
        let Ports { http, tcp, interserver } = self.ports[place];
        let at = own.display();
        let config = format!(
            "<yandex><logger><level>warning</level><log>{at}/log</log><errorlog>{at}/errors</errorlog></logger>
            <listen_host>127.0.0.1</listen_host><http_port>{http}</http_port><tcp_port>{tcp}</tcp_port>
            <interserver_http_port>{interserver}</interserver_http_port>
            <path>{at}/data/</path><tmp_path>{at}/tmp/</tmp_path><mark_cache_size>67108864</mark_cache_size>
            <users_config>users.xml</users_config><default_profile>default</default_profile>
            <default_database>default</default_database>
            <remote_servers><hinomi>{shards}</hinomi></remote_servers></yandex>"
        );
        fs::write(own.join("config.xml"), config).unwrap();
        let users = "<yandex><profiles><default/></profiles><users><hinomi><password>open sesame</password>
            <networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></hinomi>
            <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile>
            <quota>default</quota></default></users><quotas><default/></quotas></yandex>";
        fs::write(own.join("users.xml"), users).unwrap();
    }

    /// Starts one server and waits until it answers.
    pub fn run(&mut self, place: usize) {
        let own = self.folder.path().join(place.to_string());
        let out = File::create(own.join("out")).unwrap();
        let child = Command::new("clickhouse-server")
            .arg(format!("--config-file={}", own.join("config.xml").display()))
            .current_dir(&own)
            .stdout(out.try_clone().unwrap())
            .stderr(out)
            .spawn()
            .unwrap();
        self.running[place] = Some(child);
        for _ in 0..600 {
            if self.ask(place, "SELECT 1").is_some_and(|answer| answer == "1\n") {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("clickhouse-server does not answer: {}", read(&own.join("out")) + &read(&own.join("errors")));
    }

    /// Ends one server without warning.
    pub fn kill(&mut self, place: usize) {
        if let Some(mut child) = self.running[place].take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Asks one server past us; none while it does not answer.
    pub fn ask(&self, place: usize, sql: &str) -> Option<String> {
        ask(self.ports[place].http, sql)
    }
}

/// A statement to a server on loopback; the body of its answer.
pub fn ask(port: u16, sql: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let head = format!("POST / HTTP/1.0\r\nContent-Length: {}\r\n\r\n", sql.len());
    stream.write_all((head + sql).as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned())
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

impl Drop for Servers {
    fn drop(&mut self) {
        (0..self.running.len()).for_each(|place| self.kill(place));
    }
}
