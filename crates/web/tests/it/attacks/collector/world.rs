//! A collector on loopback, over a data folder of its own.

use std::net::SocketAddr;
use std::sync::Arc;

use desk::App;
use desk::pki::Authority;
use jiff::SignedDuration;
use kernel::{Clock, FixedClock};
use observe::fleet::{Invitation, RefusedFor};
use testkit::DataFolder;
use tokio::sync::oneshot::{Sender, channel};
use tokio::task::JoinHandle;
use wire::enrol::{Answer, Request, Secret};

use super::peer::{Credentials, Failure, Peer, Said};

/// When the tests take place. TLS goes by the machine's clock; certificates are good around both.
pub(super) const NOW: &str = "2026-01-15T12:30:00Z";

/// A collector, and all that is behind it.
pub(super) struct World {
    pub(super) folder: DataFolder,
    pub(super) clock: Arc<FixedClock>,
    pub(super) app: App,
    pub(super) authority: Authority,
    pub(super) address: SocketAddr,
    end: Sender<()>,
    collecting: JoinHandle<Result<(), web::CollectError>>,
}

/// A sensor that is enrolled, and its connection.
pub(super) struct Sensor {
    pub(super) id: wire::SensorId,
    pub(super) credentials: Credentials,
    pub(super) peer: Peer,
}

impl World {
    pub(super) async fn new() -> Self {
        let folder = DataFolder::new();
        let clock = testkit::clock(NOW);
        let app = App::open(folder.path(), clock.clone()).await.unwrap();
        let authority = Authority::open(folder.path(), clock.now()).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = channel::<()>();
        let until = async move {
            let _ = ended.await;
        };
        let collecting = tokio::spawn(web::collect(listener, app.clone(), authority.clone(), until));
        Self { folder, clock, app, authority, address, end, collecting }
    }

    /// Connects to it.
    pub(super) async fn connect(&self, credentials: Option<&Credentials>) -> Result<Peer, Failure> {
        Peer::connect(self.authority.certificate(), self.address, credentials).await
    }

    /// Invites a sensor of this name; gives the secret and the invitation's number.
    pub(super) async fn invite(&self, name: &str) -> (Secret, i64) {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).unwrap();
        let invitation = Invitation { name: name.to_owned(), ..Invitation::default() };
        let day = SignedDuration::from_hours(24);
        let id = self.app.observe.invite(invitation, &secret, day, "ume").await.unwrap();
        (Secret(secret), id)
    }

    /// Asks to be enrolled.
    pub(super) async fn enrol(&self, secret: Secret, csr: String) -> Said {
        let request = Request { secret, csr, version: "1".to_owned() };
        let mut peer = self.connect(None).await.unwrap();
        peer.post(wire::http::ENROL_PATH, serde_json::to_vec(&request).unwrap()).await.unwrap()
    }

    /// Puts up a sensor of this name.
    pub(super) async fn sensor(&self, name: &str) -> Sensor {
        let (secret, _) = self.invite(name).await;
        let (key, csr) = key();
        let said = self.enrol(secret, csr).await;
        assert_eq!(said.status, 200, "{said:?}");
        let answer: Answer = serde_json::from_slice(&said.body).unwrap();
        assert_eq!(answer.name, name);
        let credentials = Credentials { certificate: answer.certificate, key };
        let peer = self.connect(Some(&credentials)).await.unwrap();
        Sensor { id: answer.sensor, credentials, peer }
    }

    /// How often something was refused for this reason; and of which sensor, last.
    pub(super) async fn refused(&self, why: RefusedFor) -> (u64, Option<String>) {
        let fleet = self.app.observe.fleet().await.unwrap();
        let of_it: Vec<_> = fleet.refused.iter().filter(|refused| refused.why == why).collect();
        for refused in &of_it {
            assert!(!refused.detail.is_empty() && !refused.detail.contains('\n'), "{refused:?}");
        }
        (of_it.iter().map(|refused| refused.count).sum(), of_it.last().and_then(|last| last.sensor.clone()))
    }

    /// Waits until so many were refused for this reason, and no more: who is refused in the handshake hears of it before
    /// it is counted.
    pub(super) async fn refused_in_the_end(&self, why: RefusedFor, expect: u64) {
        let mut refused = 0;
        for _ in 0..300 {
            refused = self.refused(why).await.0;
            if refused >= expect {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(refused, expect);
    }

    /// Packets in the lake.
    pub(super) async fn packets(&self) -> u64 {
        self.app.observe.digest().await.unwrap().packets
    }

    /// A new sensor enrols and delivers: the collector is well. Then it ends as it should.
    pub(super) async fn proves_well(self) {
        let before = self.packets().await;
        let mut sensor = self.sensor("as-good-as-any").await;
        let said = sensor.deliver(&[sensor.frame(1, 3)]).await;
        assert_eq!((said.status, said.acknowledged()), (200, Some(1)), "{said:?}");
        assert_eq!(self.packets().await, before + 3);
        drop(sensor);
        self.end.send(()).unwrap();
        self.collecting.await.unwrap().unwrap();
        drop((self.folder, self.clock));
    }
}

impl Sensor {
    /// A frame of so many packets, from the hour before.
    pub(super) fn batch(&self, number: u64, packets: u32) -> wire::Batch {
        let from_us = NOW.parse::<jiff::Timestamp>().unwrap().as_microsecond() - 3_600_000_000;
        let from_us = from_us + (number % 300).cast_signed() * 10_000_000;
        let packet = |n: u32| observe::Packet {
            ts: from_us + i64::from(n),
            proto: 6,
            dport: 445,
            src: 0xc000_0200 + n,
            dst: 0xc633_6401,
            sport: 40_000,
            class: observe::Class::Scan,
            ..observe::Packet::default()
        };
        wire::Batch {
            sensor: self.id,
            first: number,
            last: number,
            made_us: from_us + 10_000_000,
            from_us,
            until_us: from_us + 10_000_000,
            v4: (0..packets).map(packet).collect(),
            ..wire::Batch::default()
        }
    }

    pub(super) fn frame(&self, number: u64, packets: u32) -> Vec<u8> {
        self.batch(number, packets).encode().unwrap()
    }

    /// Delivers these frames as they are.
    pub(super) async fn deliver(&mut self, frames: &[Vec<u8>]) -> Said {
        self.peer.deliver(delivery(frames)).await
    }
}

/// A delivery of these frames, whatever they are: a program that checks what it sends would not send them all.
pub(super) fn delivery(frames: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = wire::Delivery::new(&wire::Status::default()).into_bytes();
    bytes.pop();
    for frame in frames {
        bytes.push(1);
        bytes.extend_from_slice(&(frame.len() as u32).to_le_bytes());
        bytes.extend_from_slice(frame);
    }
    bytes.push(0);
    bytes
}

/// A new key, and the request to sign it.
pub(super) fn key() -> (String, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let request = rcgen::CertificateParams::new(Vec::new()).unwrap().serialize_request(&key).unwrap();
    (key.serialize_pem(), request.pem().unwrap())
}
