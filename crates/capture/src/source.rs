//! A window that slides over an input: one buffer, however long the input is.

use std::io::{self, Read};

/// Bytes that are asked for at a time. Larger does not read faster; smaller shows in the system calls.
const WINDOW: usize = 1 << 18;

/// An input with the bytes from its current offset on in view.
#[derive(Debug)]
pub struct Source<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    ended: bool,
    failure: Option<io::Error>,
}

impl<R: Read> Source<R> {
    /// Begins at byte `offset` of the whole, which `input` stands at.
    pub fn new(input: R, offset: u64) -> Self {
        Self { input, buffer: vec![0; WINDOW], start: 0, end: 0, offset, ended: false, failure: None }
    }

    /// The bytes in view.
    #[inline]
    pub fn view(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Offset of the first byte in view.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Brings `want` bytes into view, fewer only where the input ends; gives the view.
    pub fn at_least(&mut self, want: usize) -> &[u8] {
        if self.end - self.start < want && !self.ended {
            self.slide(want);
        }
        self.view()
    }

    fn slide(&mut self, want: usize) {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < want {
            // Twice, so that who asks for much again and again does not move it again and again.
            self.buffer.resize(want * 2, 0);
        }
        while self.end < want {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => self.end += read,
                Err(failure) if failure.kind() == io::ErrorKind::Interrupted => {}
                Err(failure) => {
                    self.ended = true;
                    self.failure = Some(failure);
                    break;
                }
            }
        }
    }

    /// Leaves `count` bytes of the view behind.
    pub fn consume(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        self.start += count;
        self.offset += count as u64;
    }

    /// Leaves `count` bytes behind, whether in view or not; gives how many there were.
    pub fn skip(&mut self, count: u64) -> u64 {
        let mut left = count;
        while left > 0 {
            let step = self.at_least(1).len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if step == 0 {
                break;
            }
            self.consume(step);
            left -= step as u64;
        }
        count - left
    }

    /// What ended the input before its end, once.
    pub fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }
}
