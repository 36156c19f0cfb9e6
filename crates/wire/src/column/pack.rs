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

/// Writes columns behind one another.
pub(crate) struct Packer<'a> {
    out: &'a mut Vec<u8>,
    /// Made when a column is long enough; most frames of a quiet sensor never need it.
    zstd: Option<Compressor<'static>>,
}

struct Writer<'p, 'w, 'a, A> {
    packer: &'w mut Packer<'a>,
    packets: &'p [Packet<A>],
    from_us: i64,
}

impl<A: Family> Walk<A> for Writer<'_, '_, '_, A> {
    type Stop = std::convert::Infallible;

    #[inline(never)]
    fn column<T: Value>(
        &mut self,
        number: u8,
        tell: impl Fn(&Packet<A>) -> T,
        _: impl Fn(&mut Packet<A>, T),
    ) -> Result<(), Self::Stop> {
        let values: Vec<T> = self.packets.iter().map(tell).collect();
        self.packer.column(A::BASE + number, &values);
        Ok(())
    }

    fn times(&mut self, number: u8) -> Result<(), Self::Stop> {
        let mut before = self.from_us;
        let values: Vec<u64> = self
            .packets
            .iter()
            .map(|p| distance::write(std::mem::replace(&mut before, p.ts), p.ts))
            .collect();
        self.packer.column(A::BASE + number, &values);
        Ok(())
    }

    fn settle(&mut self, _: impl Fn(&mut Packet<A>)) -> Result<(), Self::Stop> {
        Ok(())
    }
}

impl<'a> Packer<'a> {
    /// Columns will stand behind `out`.
    pub(crate) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, zstd: None }
    }

    /// Writes the packets of a family.
    pub(crate) fn family<A: Family>(&mut self, packets: &[Packet<A>], from_us: i64) {
        let Ok(()) = super::walk(&mut Writer { packer: self, packets, from_us });
    }

    /// Writes a column, unless all of it is zero.
    pub(crate) fn column<T: Value>(&mut self, id: u8, values: &[T]) {
        if values.iter().any(|&value| value != T::default()) {
            self.whole_column(id, values);
        }
    }

    /// Writes a column even where all of it is zero.
    pub(crate) fn whole_column<T: Value>(&mut self, id: u8, values: &[T]) {
        self.out.push(id);
        self.body(values, true);
    }

    /// Writes values in the smallest coding.
    fn body<T: Value>(&mut self, values: &[T], may_have_places: bool) {
        let together = values.iter().fold(T::default(), |bits, &value| bits | value);
        let width = together.needs();
        if let [first, rest @ ..] = values
            && rest.iter().all(|value| value == first)
        {
            self.out.push(start(CONSTANT, width));
            return self.plain(&[*first], width);
        }
        let begin = self.out.len();
        let plain_size = 1 + width * values.len();
        if plain_size >= LEAST {
            let is_whole = match may_have_places.then(|| Places::of(values, width)).flatten() {
                Some(found) => self.dictionary(&found, width),
                None => self.packed(values, width),
            };
            if is_whole && self.out.len() - begin <= plain_size {
                return;
            }
            self.out.truncate(begin);
        }
        self.out.push(start(PLAIN, width));
        self.plain(values, width);
    }

    /// One value after the other, lowest byte first.
    fn plain<T: Value>(&mut self, values: &[T], width: usize) {
        for value in values {
            self.out.extend((0..width).map(|n| value.byte(n)));
        }
    }

    /// The different values, then the places.
    fn dictionary<T: Value>(&mut self, found: &Places<T>, width: usize) -> bool {
        self.out.push(start(DICTIONARY, width));
        self.out.extend_from_slice(&((found.values.len() - 1) as u16).to_le_bytes());
        self.body(&found.values, false);
        self.body(&found.places, false);
        true
    }

    /// Plane by plane, in one zstd frame; says whether zstd could.
    fn packed<T: Value>(&mut self, values: &[T], width: usize) -> bool {
        let mut planes = Vec::with_capacity(width * values.len());
        for n in 0..width {
            planes.extend(values.iter().map(|value| value.byte(n)));
        }
        let Some(zipped) = self.zipped(&planes) else { return false };
        self.out.push(start(PACKED, width));
        self.out.extend_from_slice(&(zipped.len() as u32).to_le_bytes());
        self.out.extend_from_slice(&zipped);
        true
    }

    fn zipped(&mut self, plain: &[u8]) -> Option<Vec<u8>> {
        let zstd = match &mut self.zstd {
            Some(zstd) => zstd,
            none => none.insert(Compressor::new(LEVEL).ok()?),
        };
        zstd.compress(plain).ok()
    }
}
