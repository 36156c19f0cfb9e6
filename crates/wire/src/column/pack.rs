//! Writing columns.

use capture::Packet;
use zstd::bulk::Compressor;

use super::body::{CONSTANT, DICTIONARY, PACKED, PLAIN, start};
use super::list::{Family, Walk};
use super::places::Places;
use super::value::Value;
use crate::frame::distance;

/// Columns shorter than this stay as they are: a zstd frame has about 12 bytes of its own.
const LEAST: usize = 48;

/// How hard zstd tries.
const LEVEL: i32 = 1;

/// Writes columns of one family behind one another.
pub(crate) struct Packer<'a, A> {
    packets: &'a [Packet<A>],
    from_us: i64,
    out: &'a mut Vec<u8>,
}

impl<'a, A: Family> Packer<'a, A> {
    /// Begins to write the columns of these packets.
    pub(crate) fn new(packets: &'a [Packet<A>], from_us: i64, out: &'a mut Vec<u8>) -> Self {
        Self { packets, from_us, out }
    }
}

impl<A: Family> Walk<A> for Packer<'_, A> {
    type Stop = std::convert::Infallible;

    #[inline(never)]
    fn column<T: Value>(
        &mut self,
        number: u8,
        tell: impl Fn(&Packet<A>) -> T,
        _: impl Fn(&mut Packet<A>, T),
    ) -> Result<(), Self::Stop> {
        let values: Vec<T> = self.packets.iter().map(tell).collect();
        column(A::BASE + number, &values, self.out);
        Ok(())
    }

    fn times(&mut self, number: u8) -> Result<(), Self::Stop> {
        let mut before = self.from_us;
        let values: Vec<u64> = self
            .packets
            .iter()
            .map(|p| distance::write(std::mem::replace(&mut before, p.ts), p.ts))
            .collect();
        column(A::BASE + number, &values, self.out);
        Ok(())
    }

    fn settle(&mut self, _: impl Fn(&mut Packet<A>)) -> Result<(), Self::Stop> {
        Ok(())
    }
}

/// Writes a column, unless all of it is zero.
pub(crate) fn column<T: Value>(id: u8, values: &[T], out: &mut Vec<u8>) {
    if values.iter().any(|&value| value != T::default()) {
        whole_column(id, values, out);
    }
}

/// Writes a column even where all of it is zero.
pub(crate) fn whole_column<T: Value>(id: u8, values: &[T], out: &mut Vec<u8>) {
    out.push(id);
    body(values, true, out);
}

/// Writes values in the smallest coding.
fn body<T: Value>(values: &[T], may_have_places: bool, out: &mut Vec<u8>) {
    let together = values.iter().fold(T::default(), |bits, &value| bits | value);
    let width = together.needs();
    if let [first, rest @ ..] = values
        && rest.iter().all(|value| value == first)
    {
        out.push(start(CONSTANT, width));
        return plain(&[*first], width, out);
    }
    let begin = out.len();
    let plain_size = 1 + width * values.len();
    if plain_size >= LEAST {
        let is_whole = match may_have_places.then(|| Places::of(values, values.len() / 4)).flatten() {
            Some(found) => dictionary(&found, width, out),
            None => packed(values, width, out),
        };
        if is_whole && out.len() - begin <= plain_size {
            return;
        }
        out.truncate(begin);
    }
    out.push(start(PLAIN, width));
    plain(values, width, out);
}

/// The different values, then the places.
fn dictionary<T: Value>(found: &Places<T>, width: usize, out: &mut Vec<u8>) -> bool {
    out.push(start(DICTIONARY, width));
    out.extend_from_slice(&((found.values.len() - 1) as u16).to_le_bytes());
    body(&found.values, false, out);
    body(&found.places, false, out);
    true
}

/// One value after the other, lowest byte first.
fn plain<T: Value>(values: &[T], width: usize, out: &mut Vec<u8>) {
    for value in values {
        out.extend((0..width).map(|n| value.byte(n)));
    }
}

/// Plane by plane, in one zstd frame; says whether zstd could.
fn packed<T: Value>(values: &[T], width: usize, out: &mut Vec<u8>) -> bool {
    let mut planes = Vec::with_capacity(width * values.len());
    for n in 0..width {
        planes.extend(values.iter().map(|value| value.byte(n)));
    }
    let Ok(zipped) = Compressor::new(LEVEL).and_then(|mut zstd| zstd.compress(&planes)) else {
        return false;
    };
    out.push(start(PACKED, width));
    out.extend_from_slice(&(zipped.len() as u32).to_le_bytes());
    out.extend_from_slice(&zipped);
    true
}
