//! `hinomi serve`: it says where, answers, and ends when it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::made::import_sample;
use crate::world::World;

/// A running server; ended with it.
struct Server {
    child: Child,
    address: String,
    said: BufReader<ChildStderr>,
}

impl Server {
    /// Starts one on a port that is free.
    fn start(world: &World, line: &str) -> Self {
        let mut child = world.command(line).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut address = None;
        let mut line = String::new();
        while address.is_none() {
            line.clear();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended without saying where it serves");
            address =
                line.split_once("http://").map(|(_, rest)| rest.split('/').next().unwrap().trim().to_owned());
        }
        Self { child, address: address.unwrap(), said }
    }

    /// Status and body of a GET.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        // Only a server that hangs is ever met by this.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let request = format!("GET {path} HTTP/1.0\r\nHost: {}\r\nAccept-Language: en\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// Asks it to end; its status, and what else it said.
    fn end(mut self, signal: Signal) -> (Option<i32>, String) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_site_is_served_until_it_is_told_to_end() {
    let world = World::new();
    for signal in [Signal::TERM, Signal::INT] {
        let server = Server::start(&world, "serve --listen 127.0.0.1:0");
        assert!(server.address.starts_with("127.0.0.1:") && !server.address.ends_with(":0"));
        assert_eq!(server.get("/healthz").0, 200);
        let (status, page) = server.get("/observe");
        assert!(status == 200 && page.contains("<html lang=\"en\""), "{status}: {page}");
        assert_eq!(server.get("/no-such-page").0, 404);
        assert_eq!(server.end(signal), (Some(0), String::new()));
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let world = World::new();
    let server = Server::start(&world, "serve --listen 127.0.0.1:0");
    let said = world.run(&format!("serve --listen {}", server.address));
    assert_eq!(said.status, 2);
    assert!(said.err.contains(&format!("can't listen on {}", server.address)), "{}", said.err);
}

/// A command and the site answer the same question alike, where nothing is kept back from the public; an import beside
/// the server is seen by it.
#[test]
fn commands_and_the_site_give_the_same_figures() {
    let world = World::new();
    world.file("data/settings.toml", "[publication]\ndelay-hours = 0\nsensors = 1\nround = 0\n");
    let server = Server::start(&world, "serve --listen 127.0.0.1:0");
    import_sample(&world, 3, "2008-02-09", "2008-02-12");
    let days = ("from=2008-02-08&to=2008-02-12", "--from 2008-02-08 --to 2008-02-12");
    for (path, line) in [
        ("top?by=sources&limit=5&", "top --by sources --limit 5"),
        ("top?class=scan&", "top --class scan"),
        (
            "series?port=445/tcp&port=icmp&sources=yes&bucket=day&",
            "series --port 445/tcp --port icmp --bucket day",
        ),
        ("series?port=445/tcp&bucket=hour&sources=yes&", "series --port 445/tcp --bucket hour"),
    ] {
        let ask = |format: &str| {
            let (status, body) = server.get(&format!("/api/v1/observe/{path}{}&format={format}", days.0));
            assert_eq!(status, 200, "{path}: {body}");
            (body, world.answer(&format!("observe {line} {} --format {format}", days.1)))
        };
        let (site, command) = ask("csv");
        assert_eq!(site.replace("\r\n", "\n"), command, "{line}");
        let (site, command) = ask("json");
        let mut site: Value = serde_json::from_str(&site).unwrap();
        // Who may use it is said to the public.
        assert!(site.as_object_mut().unwrap().remove("terms").is_some());
        assert_eq!(site, serde_json::from_str::<Value>(&command).unwrap(), "{line}");
    }
}
