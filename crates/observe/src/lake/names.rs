//! Which number stands for which sensor.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::LakeError;

/// Sensor names by number, shared: a clone is the same list, so that a reader may name a sensor while a
/// [`Writer`](super::Writer) that holds the list is taking its packets.
///
/// Files hold names, never numbers; the numbers are the caller's own.
#[derive(Debug, Clone, Default)]
pub struct Names(Arc<RwLock<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    by_number: Vec<String>,
    by_name: HashMap<String, u16>,
}

impl Names {
    /// The list in which each name's place is its number; a name that comes twice keeps its first number.
    pub fn new<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Result<Self, LakeError> {
        let mut inner = Inner::default();
        for name in names {
            let name = name.into();
            let number = u16::try_from(inner.by_number.len()).map_err(|_| LakeError::TooManySensors)?;
            inner.by_name.entry(name.clone()).or_insert(number);
            inner.by_number.push(name);
        }
        Ok(Self(Arc::new(RwLock::new(inner))))
    }

    /// The number of `name`, which is added where it is new.
    pub fn number_or_add(&self, name: &str) -> Result<u16, LakeError> {
        if let Some(number) = self.number(name) {
            return Ok(number);
        }
        let mut inner = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(&number) = inner.by_name.get(name) {
            return Ok(number);
        }
        let number = u16::try_from(inner.by_number.len()).map_err(|_| LakeError::TooManySensors)?;
        inner.by_number.push(name.to_owned());
        inner.by_name.insert(name.to_owned(), number);
        Ok(number)
    }

    /// The number of `name`, if it has one.
    pub fn number(&self, name: &str) -> Option<u16> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).by_name.get(name).copied()
    }

    /// All names, each in the place of its number.
    pub fn all(&self) -> Vec<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).by_number.clone()
    }
}

/// For each number, its place among the names in byte order: what rows are sorted by.
pub(crate) fn ranks(names: &[String]) -> Vec<u16> {
    let mut order: Vec<u16> = (0..names.len()).map(|i| i as u16).collect();
    order.sort_by(|a, b| names[usize::from(*a)].cmp(&names[usize::from(*b)]));
    let mut ranks = vec![0; names.len()];
    let mut rank = 0;
    for (place, &number) in order.iter().enumerate() {
        if place > 0 && names[usize::from(order[place - 1])] != names[usize::from(number)] {
            rank += 1;
        }
        ranks[usize::from(number)] = rank;
    }
    ranks
}
