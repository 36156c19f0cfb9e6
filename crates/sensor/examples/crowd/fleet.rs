//! Sensors that deliver made-up frames.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use capture::{Class, Known, Packet, proto};
use sensor::clock::{Clock as _, MachineClock};
use sensor::deliver::{Connection, client_config, enrol};
use sensor::identity::Identity;
use tokio::time::{Instant, sleep_until};
use wire::enrol::Token;
use wire::http::{DELIVER_PATH, DELIVERY_TYPE};
use wire::{Batch, Delivery, Frame, Receipt, Status};

/// One sensor's connection.
struct Sensor {
    identity: Identity,
    connection: Connection,
    made: u64,
}

/// Numbers that are the same on every run (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// All of them.
pub(super) struct Fleet(Vec<Sensor>);

/// Bodies of one sensor, to be sent one after the other.
pub(super) type Bodies = Vec<Vec<u8>>;

fn now_us() -> Result<i64> {
    Ok(MachineClock::new()?.wall_us())
}

impl Fleet {
    /// Enrols and connects one for each token.
    pub(super) async fn enrol(collector: SocketAddr, tokens: &[Token]) -> Result<Self> {
        let mut fleet = Vec::with_capacity(tokens.len());
        for token in tokens {
            let identity = enrol(&collector.to_string(), token).await?;
            let tls = Arc::new(client_config(identity.authority_hash()?, Some(&identity))?);
            let connection = Connection::open(&[collector], &tls).await?;
            fleet.push(Sensor { identity, connection, made: 0 });
        }
        Ok(Self(fleet))
    }

    /// Deliveries of full frames, made before they are sent.
    pub(super) fn full_frames(&mut self, frames: u64) -> Result<Vec<Bodies>> {
        let mut random = Random(20_260_101);
        let until = now_us()?;
        let mut all = Vec::new();
        for sensor in &mut self.0 {
            let mut bodies = Bodies::new();
            let mut delivery = Delivery::new(&Status::default());
            for _ in 0..frames {
                let frame = sensor.frame(&mut random, wire::MAX_PACKETS, until, 10_000_000)?;
                if !delivery.add(&Frame::read(&frame)?, Some(0)) {
                    let full = std::mem::replace(&mut delivery, Delivery::new(&Status::default()));
                    bodies.push(full.into_bytes());
                    ensure!(delivery.add(&Frame::read(&frame)?, Some(0)), "a frame does not fit");
                }
            }
            bodies.push(delivery.into_bytes());
            all.push(bodies);
        }
        Ok(all)
    }

    /// Sends everything, all sensors beside one another, each until it is acknowledged.
    pub(super) async fn deliver_all(&mut self, deliveries: Vec<Bodies>) -> Result<()> {
        let mut sending = tokio::task::JoinSet::new();
        for (mut sensor, bodies) in std::mem::take(&mut self.0).into_iter().zip(deliveries) {
            sending.spawn(async move {
                for body in bodies {
                    sensor.deliver(body).await?;
                }
                Ok::<_, anyhow::Error>(sensor)
            });
        }
        while let Some(sensor) = sending.join_next().await {
            self.0.push(sensor??);
        }
        Ok(())
    }

    /// Has each deliver a frame `every` so often, evenly spread, for so `long`; gives how many frames that were.
    pub(super) async fn keep_up(&mut self, every: Duration, long: Duration) -> Result<u64> {
        let began = Instant::now();
        let count = u32::try_from(self.0.len())?;
        let mut beating = tokio::task::JoinSet::new();
        for (place, mut sensor) in (0..count).zip(std::mem::take(&mut self.0)) {
            beating.spawn(async move {
                let mut random = Random(u64::from(place));
                let mut next = began + every * place / count;
                let mut frames = 0;
                while next < began + long {
                    sleep_until(next).await;
                    // 5,000 packets a day are one in seventeen seconds.
                    let packets = (random.next() % 2) as usize;
                    let frame = sensor.frame(&mut random, packets, now_us()?, 10_000_000)?;
                    let mut delivery = Delivery::new(&Status::default());
                    ensure!(delivery.add(&Frame::read(&frame)?, Some(0)), "a frame does not fit");
                    sensor.deliver(delivery.into_bytes()).await?;
                    frames += 1;
                    next += every;
                }
                Ok::<_, anyhow::Error>((sensor, frames))
            });
        }
        let mut frames = 0;
        while let Some(done) = beating.join_next().await {
            let (sensor, made) = done??;
            frames += made;
            self.0.push(sensor);
        }
        Ok(frames)
    }
}

impl Sensor {
    /// The next frame, of so many packets in the microseconds before `until`.
    fn frame(&mut self, random: &mut Random, packets: usize, until: i64, length: i64) -> Result<Vec<u8>> {
        self.made += 1;
        let from = until - length;
        let step = length / i64::try_from(packets.max(1))?;
        let v4 = (0..packets).map(|place| syn(random, from + place as i64 * step)).collect();
        let batch = Batch {
            sensor: self.identity.sensor,
            first: self.made,
            last: self.made,
            made_us: until,
            from_us: from,
            until_us: until,
            v4,
            ..Batch::default()
        };
        Ok(batch.encode()?)
    }

    async fn deliver(&mut self, body: Vec<u8>) -> Result<()> {
        loop {
            let answer = self.connection.post(DELIVER_PATH, DELIVERY_TYPE, body.clone()).await?;
            match answer.status.as_u16() {
                200 => {
                    let _: Receipt = serde_json::from_slice(&answer.body)?;
                    return Ok(());
                }
                429 | 503 => tokio::time::sleep(answer.retry_after.unwrap_or(Duration::from_secs(1))).await,
                status => bail!("{status}: {}", String::from_utf8_lossy(&answer.body)),
            }
        }
    }
}

/// A SYN as scanners send it: many sources, few ports that nearly all ask for.
fn syn(random: &mut Random, ts: i64) -> Packet<u32> {
    const PORTS: [u16; 8] = [23, 22, 445, 80, 443, 8080, 3389, 2323];
    let word = random.next();
    let rare = word.is_multiple_of(4);
    let dport = if rare { (word >> 8) as u16 } else { PORTS[(word >> 8) as usize % PORTS.len()] };
    let all =
        [Known::SPORT, Known::TTL, Known::IP_ID, Known::LENGTH, Known::FLAGS, Known::SEQ, Known::WINDOW];
    let other = random.next();
    Packet {
        proto: proto::TCP,
        dport,
        ts,
        src: (word >> 24) as u32 % 200_000 + 0x0100_0000,
        dst: 0xc000_0201,
        sport: other as u16,
        seq: (other >> 16) as u32,
        ip_id: (other >> 48) as u16,
        window: 1024,
        length: 40,
        ttl: 40 + (word >> 56) as u8 % 200,
        flags: 2,
        class: Class::Scan,
        known: all.into_iter().fold(Known::NOTHING, Known::with),
        ..Packet::default()
    }
}
