//! Many who hand over messages at once share the flushes of the disk: while one batch is written, the next gathers.

use tokio::sync::{mpsc, oneshot};

use super::receive::{Arrival, Arrived};
use crate::service::Service;

/// So many messages wait at most; who comes then waits before handing over.
const WAITING: usize = 256;

type Waiting = (Arrival, oneshot::Sender<Result<Arrived, String>>);

/// Where messages are handed over one by one. Cheap to clone; the task behind it ends with the last clone.
#[derive(Debug, Clone)]
pub struct Queue {
    sender: mpsc::Sender<Waiting>,
}

impl Queue {
    /// Begins to take in messages for `service`.
    pub fn new(service: Service) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(run(service, receiver));
        Self { sender }
    }

    /// Hands over a message. When it returns `Ok`, the message is on the disk; otherwise it may or may not be, and
    /// can be handed over again without harm.
    pub async fn receive(&self, arrival: Arrival) -> Result<Arrived, String> {
        let (answer, answered) = oneshot::channel();
        let ended = || "the program is ending".to_owned();
        self.sender.send((arrival, answer)).await.map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?
    }
}

async fn run(service: Service, mut receiver: mpsc::Receiver<Waiting>) {
    let mut waiting = Vec::new();
    while receiver.recv_many(&mut waiting, WAITING).await > 0 {
        let (arrivals, answers): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
        // A client that has gone away has not been told; it will hand over again, and nothing is there twice.
        match service.receive(arrivals).await {
            Ok(arrived) => {
                for (answer, arrived) in answers.into_iter().zip(arrived) {
                    let _ = answer.send(Ok(arrived));
                }
            }
            Err(error) => {
                tracing::error!(%error, "messages could not be taken in");
                for answer in answers {
                    let _ = answer.send(Err(error.to_string()));
                }
            }
        }
    }
}
