//! What could not be read: data, not failure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One place in an input that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Byte offset from the start of the input, after decompression.
    pub offset: u64,
    /// Line, counted from 1, in formats that have lines.
    pub line: Option<u64>,
    /// What is wrong, in words for the person who has to mend it.
    pub reason: String,
    /// The beginning of what could not be read, for lines (at most 200 characters, invalid UTF-8 replaced).
    pub excerpt: Option<String>,
}

/// What a reading came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Packets handed on.
    pub packets: u64,
    /// Frames that carry no IP (ARP, spanning tree ...), by EtherType or link-layer name: read, and left out.
    pub not_ip: BTreeMap<String, u64>,
    /// Problems in all.
    pub problem_count: u64,
    /// The first [`Self::KEPT`] of them.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// How many problems are kept with their place; the rest are counted only. The original keeps the bytes.
    pub const KEPT: usize = 1000;

    /// Notes a problem.
    pub fn problem(&mut self, problem: Problem) {
        self.problem_count += 1;
        if self.problems.len() < Self::KEPT {
            self.problems.push(problem);
        }
    }

    /// Adds what another reading came to.
    pub fn add(&mut self, other: Self) {
        self.packets += other.packets;
        for (name, count) in other.not_ip {
            *self.not_ip.entry(name).or_default() += count;
        }
        self.problem_count += other.problem_count;
        let room = Self::KEPT - self.problems.len().min(Self::KEPT);
        self.problems.extend(other.problems.into_iter().take(room));
    }
}
