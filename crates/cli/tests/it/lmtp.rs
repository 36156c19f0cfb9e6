//! `hinomi incident lmtp`: what was acknowledged is there once, whatever kills the program.
//!
//! `cargo xtask soak intake` runs this with more kills, by HINOMI_SOAK_KILLS.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Child;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;

use crate::world::{World, draw, kills};

/// Messages of each round between two kills.
const EACH_ROUND: usize = 60;
/// Connections at once, as a mail server's.
const CONNECTIONS: usize = 4;
/// Of the moments.
const SEED: u64 = 20_080_107;

/// Starts the door; where it listens.
fn start(world: &World) -> (Child, String) {
    let mut child = world.command("incident lmtp --listen 127.0.0.1:0").spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended without saying where it listens");
    let address = line.trim().rsplit_once(' ').unwrap().1.to_owned();
    // What else it says must not fill the pipe.
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    (child, address)
}

/// Message `number`, about one address that no other message names.
fn message(number: usize) -> String {
    format!(
        "From: reporter{number}@example.jp\r\nTo: desk@csirt.example\r\nSubject: scan {number}\r\n\
         Message-ID: <{number}@example.jp>\r\n\r\nWe were scanned.\r\n\r\n\
         Source address: 2001:db8::{number:x}\r\n\r\n"
    )
}

/// Hands over messages until there are none left or the connection breaks; notes those acknowledged.
fn hand_over(address: &str, left: &Mutex<Vec<usize>>, acknowledged: &Mutex<BTreeSet<usize>>) {
    let Ok(stream) = TcpStream::connect(address) else { return };
    // Only a program that hangs is ever met by this.
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut answer = || {
        answers.by_ref().find_map(|line| match line {
            Ok(line) if line.as_bytes().get(3) == Some(&b'-') => None,
            Ok(line) => Some(line.get(..3).unwrap_or_default().to_owned()),
            Err(_) => Some(String::new()),
        })
    };
    let say = |text: &str| (&stream).write_all(text.as_bytes()).is_ok();
    if answer().as_deref() != Some("220") || !say("LHLO mx.example\r\n") || answer().as_deref() != Some("250")
    {
        return;
    }
    loop {
        let Some(number) = left.lock().unwrap().pop() else { return };
        let envelope = "MAIL FROM:<a@example.jp>\r\nRCPT TO:<desk@csirt.example>\r\nDATA\r\n";
        let taken = say(envelope)
            && (0..3).all(|_| answer().is_some_and(|code| code == "250" || code == "354"))
            && say(&message(number))
            && say(".\r\n")
            && answer().as_deref() == Some("250");
        if !taken {
            // Not acknowledged: a mail server keeps it, and comes again.
            left.lock().unwrap().push(number);
            return;
        }
        acknowledged.lock().unwrap().insert(number);
    }
}

/// The messages that the desk has, by the address that each is about.
fn there(world: &World) -> Vec<usize> {
    let lines = world.answer("incident export --format json");
    lines
        .lines()
        .map(|line| {
            let incident: Value = serde_json::from_str(line).unwrap();
            let subject = incident["subject"].as_str().unwrap();
            let last = subject.strip_prefix("2001:db8::").unwrap();
            usize::from_str_radix(if last.is_empty() { "0" } else { last }, 16).unwrap()
        })
        .collect()
}

#[test]
fn no_kill_loses_an_acknowledged_message_or_counts_one_twice() {
    let kills = kills();
    let world = World::new();
    let left = Mutex::new(Vec::new());
    let acknowledged = Mutex::new(BTreeSet::new());
    let (mut next, mut random, mut in_time) = (1, SEED, 0);
    for kill in 0..=kills {
        left.lock().unwrap().extend(next..next + EACH_ROUND);
        next += EACH_ROUND;
        let (mut child, address) = start(&world);
        let working = AtomicUsize::new(CONNECTIONS);
        std::thread::scope(|scope| {
            for _ in 0..CONNECTIONS {
                scope.spawn(|| {
                    hand_over(&address, &left, &acknowledged);
                    working.fetch_sub(1, Ordering::Relaxed);
                });
            }
            if kill < kills {
                std::thread::sleep(Duration::from_millis(draw(&mut random, 120)));
                in_time += usize::from(working.load(Ordering::Relaxed) > 0);
                child.kill().unwrap();
            }
        });
        // The last round is not disturbed: all that is left is handed over.
        if kill == kills {
            assert!(left.lock().unwrap().is_empty(), "an undisturbed mail server gets rid of everything");
            child.kill().unwrap();
        }
        child.wait().unwrap();
        let mut there = there(&world);
        let count = there.len();
        there.sort_unstable();
        there.dedup();
        assert_eq!(there.len(), count, "counted twice after kill {kill}, seed {SEED}");
        let there: BTreeSet<_> = there.into_iter().collect();
        let acknowledged = acknowledged.lock().unwrap();
        let lost: Vec<_> = acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "lost after kill {kill}, seed {SEED}: {lost:?}");
    }
    assert_eq!(there(&world).len(), next - 1);
    println!("{kills} kills, {in_time} while messages were handed over; {} messages, each once", next - 1);
}
