//! What kind an incident is of.

use std::collections::BTreeSet;

use super::Changed;
use crate::candidate::Port;
use crate::error::Error;
use crate::kind::{Kind, Refinement};
use crate::service::Service;
use crate::store::{self, port};

/// Ports of one incident at most, when a person writes them down: more are "many ports".
const MOST_PORTS: usize = 100;

/// Kind and all that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// The kind of 2008.
    pub kind: Kind,
    /// The RSIT type, `classification:type`.
    pub rsit: String,
    /// The later kind, which must be one of this kind's.
    pub refinement: Option<Refinement>,
    /// Destination ports.
    pub ports: Vec<Port>,
    /// Whether there were many ports at once.
    pub many_ports: bool,
}

impl Classification {
    fn check(&self) -> Result<(), Error> {
        if let Some(refinement) = self.refinement
            && refinement.kind() != self.kind
        {
            return Err(Error::Refused(format!("{refinement} is counted as {}", refinement.kind())));
        }
        let word = |part: &str| {
            !part.is_empty() && part.len() <= 60 && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        };
        if !self.rsit.split_once(':').is_some_and(|(class, kind)| word(class) && word(kind)) {
            return Err(Error::Refused(format!("{:?} is no type of the RSIT", self.rsit)));
        }
        if self.ports.len() > MOST_PORTS {
            return Err(Error::Refused(format!("{MOST_PORTS} ports at most; more are many ports")));
        }
        Ok(())
    }
}

/// A classification in one line, as history shows it.
fn in_words(row: &store::incident::Model, ports: &[Port]) -> String {
    let mut words = vec![row.kind.clone(), row.rsit.clone()];
    words.extend(row.refinement.clone());
    words.extend(ports.iter().map(Port::to_string));
    if row.many_ports {
        words.push("many-ports".to_owned());
    }
    words.join(" ")
}

impl Service {
    /// Says of what kind an incident is.
    pub async fn classify(&self, id: i64, as_what: &Classification, who: &str) -> Result<(), Error> {
        as_what.check()?;
        let decision = self.decide(who).await?;
        let row = decision.counted(id).await?;
        let ports = port::of(&decision.db, &[id]).await?.remove(&id).unwrap_or_default();
        let before = in_words(&row, &ports);
        let wanted: BTreeSet<Port> = as_what.ports.iter().cloned().collect();
        let wanted: Vec<Port> = wanted.into_iter().collect();
        let changed = store::incident::Model {
            kind: as_what.kind.name().to_owned(),
            rsit: as_what.rsit.clone(),
            refinement: as_what.refinement.map(|refinement| refinement.name().to_owned()),
            many_ports: as_what.many_ports,
            decided_by: Some(who.to_owned()),
            ..row.clone()
        };
        let after = in_words(&changed, &wanted);
        let same_ports = ports.iter().collect::<BTreeSet<_>>() == wanted.iter().collect();
        // Said again by a person it is that person's decision, where it was a reader's before.
        if same_ports && changed == row {
            return Ok(());
        }
        if !same_ports {
            port::replace(&decision.db, id, &wanted).await?;
        }
        store::incident::update(&decision.db, changed).await?;
        let changed = Changed { what: "classify", before: &before, after: &after, note: "" };
        decision.remember("incident", id, changed).await?;
        decision.commit().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Kind, rsit: &str, refinement: Option<Refinement>, good: bool) {
        let (ports, many_ports) = (Vec::new(), false);
        let as_what = Classification { kind, rsit: rsit.to_owned(), refinement, ports, many_ports };
        assert_eq!(as_what.check().is_ok(), good, "{as_what:?}");
    }

    #[test]
    fn a_refinement_belongs_to_its_kind_and_a_type_to_the_rsit() {
        check(Kind::Scan, "information-gathering:scanner", None, true);
        check(Kind::Intrusion, "intrusions:system-compromise", Some(Refinement::WebDefacement), true);
        check(Kind::Scan, "intrusions:system-compromise", Some(Refinement::WebDefacement), false);
        check(Kind::Other, "availability:dos", Some(Refinement::DenialOfService), true);
        for wrong in ["", "scanner", ":scanner", "a:", "a:b:c", "A:b", "a:<b>", "a: b"] {
            check(Kind::Scan, wrong, None, false);
        }
    }
}
