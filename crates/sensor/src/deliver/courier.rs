//! Delivers: offers what waits, and acts on what the collector answers.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use hyper::StatusCode;
use rustls::ClientConfig;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wire::http::{DELIVER_PATH, DELIVERY_TYPE};
use wire::{Delivery, Frame, MAX_DELIVERY_FRAMES, Receipt, Refusal, Status};

use super::backoff::{Backoff, Pauses, chance};
use super::connection::{Answer, Connection, addresses};
use super::offset::Asked;
use super::peers::Peers;
use super::tls::client_config;
use crate::clock::{Clock, Timing};
use crate::identity::Identity;
use crate::spool::{Offered, Spool};

/// Bytes of frames in a delivery. The collector takes 8 MiB; more than this at once only needs memory here.
const AT_ONCE: usize = 2 << 20;

/// How the last delivery went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// When something was last acknowledged, by this machine's clock, in microseconds.
    pub answered_us: Option<i64>,
    /// What is wrong, where the last attempt failed.
    pub trouble: Option<String>,
    /// Whether the collector does not want this sensor any more.
    pub is_refused: bool,
    /// What this machine's clock is ahead of the collector's, in microseconds.
    pub offset_us: Option<i64>,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// Nothing waits any more.
    All,
    /// Something was acknowledged, and more waits.
    Some,
    /// Nothing was: to be tried again after this pause.
    Later(Duration),
}

/// Delivers the frames of one spool to one collector.
#[derive(Debug)]
pub struct Courier {
    clock: Arc<dyn Clock>,
    spool: Arc<Mutex<Spool>>,
    collector: String,
    tls: Arc<ClientConfig>,
    peers: Arc<Peers>,
    connection: Option<Connection>,
    backoff: Backoff,
    /// Whether the collector has said, since this program runs, what it has.
    has_asked: bool,
    frames_at_once: usize,
    standing: Standing,
}

impl Courier {
    /// Makes one. It connects when there is something to deliver.
    ///
    /// # Errors
    ///
    /// Where certificate or key of the identity can't be used.
    pub fn new(
        clock: Arc<dyn Clock>,
        spool: Arc<Mutex<Spool>>,
        identity: &Identity,
        peers: Arc<Peers>,
    ) -> anyhow::Result<Self> {
        let tls = Arc::new(client_config(identity.authority_hash()?, Some(identity))?);
        Ok(Self {
            clock,
            spool,
            collector: identity.collector.clone(),
            tls,
            peers,
            connection: None,
            backoff: Backoff::default(),
            has_asked: false,
            frames_at_once: MAX_DELIVERY_FRAMES,
            standing: Standing::default(),
        })
    }

    /// Has it wait for other times than usual after failures.
    #[must_use]
    pub fn with_pauses(self, pauses: Pauses) -> Self {
        Self { backoff: Backoff::new(pauses), ..self }
    }

    /// How it stands.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Attempts a delivery.
    pub async fn deliver(&mut self) -> Delivered {
        match self.attempt().await {
            Ok(Attempt::Answered) => {
                self.backoff.reset();
                self.standing = Standing { trouble: None, is_refused: false, ..self.standing.clone() };
                self.standing.answered_us = Some(self.clock.wall_us());
                self.frames_at_once = MAX_DELIVERY_FRAMES.min(self.frames_at_once.saturating_mul(2));
                if self.spool().waiting().len() == 0 { Delivered::All } else { Delivered::Some }
            }
            Ok(Attempt::Refused { trouble, for_good, retry_after }) => {
                self.standing.is_refused = for_good;
                self.failed(trouble, retry_after)
            }
            Err(error) => {
                self.connection = None;
                self.failed(format!("{error:#}"), None)
            }
        }
    }

    fn failed(&mut self, trouble: String, retry_after: Option<Duration>) -> Delivered {
        let pause = self.backoff.pause(retry_after, chance());
        tracing::warn!("not delivered: {trouble}; again in {:.1} s", pause.as_secs_f64());
        self.standing.trouble = Some(trouble);
        Delivered::Later(pause)
    }

    async fn attempt(&mut self) -> anyhow::Result<Attempt> {
        // Without frames first: to hear what the collector has, and what its clock says, before anything is offered
        // that would have to be numbered or dated by it.
        let timing = Timing::now(&*self.clock);
        if !self.has_asked || !self.spool().offsets().knows(timing) {
            match self.send(Vec::new()).await? {
                Attempt::Answered => self.has_asked = true,
                refused => return Ok(refused),
            }
        }
        let offered = self.spool().offer(self.frames_at_once, AT_ONCE)?;
        if offered.is_empty() { Ok(Attempt::Answered) } else { self.send(offered).await }
    }

    async fn send(&mut self, offered: Vec<Offered>) -> anyhow::Result<Attempt> {
        let collector = self.connected().await?;
        let frames = offered.len();
        let asked = Asked::now(&*self.clock);
        let body = self.delivery(offered)?;
        let Some(connection) = &mut self.connection else { bail!("no connection to {collector}") };
        let answer = connection.post(DELIVER_PATH, DELIVERY_TYPE, body).await?;
        self.act(&answer, asked, frames)
    }

    async fn connected(&mut self) -> anyhow::Result<String> {
        if self.connection.as_ref().is_none_or(|connection| !connection.is_open()) {
            let addresses: Vec<SocketAddr> = addresses(&self.collector).await?;
            self.peers.announce(&addresses).await;
            self.connection = Some(Connection::open(&addresses, &self.tls).await?);
        }
        Ok(self.collector.clone())
    }

    /// Takes the frames, so that each is in memory once.
    fn delivery(&self, offered: Vec<Offered>) -> anyhow::Result<Vec<u8>> {
        let spool = self.spool();
        let mut delivery = Delivery::new(&Status {
            sent_us: self.clock.wall_us(),
            waiting_frames: spool.waiting().len() as u64,
            waiting_bytes: spool.waiting().map(|waiting| waiting.bytes).sum(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        });
        for Offered { waiting, frame } in offered {
            let frame = Frame::read(&frame).with_context(|| format!("frame {}", waiting.first))?;
            if !delivery.add(&frame, spool.offsets().of(waiting.timing)) {
                break;
            }
        }
        Ok(delivery.into_bytes())
    }

    /// Acts on an answer to a delivery of so many frames.
    fn act(&mut self, answer: &Answer, asked: Asked, frames: usize) -> anyhow::Result<Attempt> {
        let trouble = |what: &str| {
            let reason = read::<Refusal>(answer).map(|refusal| refusal.reason).unwrap_or_default();
            format!("the collector answers {}, {what}: {reason}", answer.status.as_u16())
        };
        let refused =
            |trouble, for_good| Ok(Attempt::Refused { trouble, for_good, retry_after: answer.retry_after });
        match answer.status {
            StatusCode::OK => {
                self.receive(&read(answer)?, asked)?;
                Ok(Attempt::Answered)
            }
            StatusCode::CONFLICT => {
                let before = self.spool().account().acknowledged;
                let receipt: Receipt = read(answer)?;
                self.receive(&receipt, asked)?;
                if receipt.acknowledged == before {
                    let next = before + 1;
                    return refused(format!("the collector asks for frame {next}, which it was sent"), false);
                }
                Ok(Attempt::Answered)
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                refused(trouble("it does not take this sensor's deliveries"), true)
            }
            StatusCode::PAYLOAD_TOO_LARGE | StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
                // Fewer at a time, until the one that it minds is alone. Each is looked through before it is sent, so
                // what is damaged here does not come that far.
                self.frames_at_once = (frames / 2).max(1);
                refused(trouble("it can't read the delivery"), false)
            }
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                refused(trouble("it asks to come later"), false)
            }
            _ => refused(trouble("which is not expected"), false),
        }
    }

    fn receive(&mut self, receipt: &Receipt, asked: Asked) -> anyhow::Result<()> {
        let measured = asked.answered(&*self.clock, receipt.now_us);
        let mut spool = self.spool();
        if let Some(measured) = measured {
            spool.learn_offset(measured);
        }
        let offset_us = spool.offsets().newest().map(|measured| measured.offset_us);
        spool.acknowledge(receipt.acknowledged)?;
        drop(spool);
        self.standing.offset_us = offset_us;
        Ok(())
    }

    fn spool(&self) -> MutexGuard<'_, Spool> {
        self.spool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a question was answered.
enum Attempt {
    Answered,
    Refused { trouble: String, for_good: bool, retry_after: Option<Duration> },
}

fn read<T: DeserializeOwned>(answer: &Answer) -> anyhow::Result<T> {
    let status = answer.status.as_u16();
    serde_json::from_slice(&answer.body)
        .with_context(|| format!("the collector's answer with status {status}"))
}
