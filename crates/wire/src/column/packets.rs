//! Columns become packets: the list of columns, walked by who reads.

use capture::Packet;

use super::list::{Family, Walk, meaningless};
use super::unpack::{Columns, Values};
use super::value::Value;
use crate::error::{ColumnFault, FrameError};
use crate::frame::distance;

impl Columns<'_, '_> {
    /// Reads the packets of a family.
    pub(crate) fn family<A: Family>(
        &mut self,
        packets: &mut [Packet<A>],
        from_us: i64,
    ) -> Result<(), FrameError> {
        super::walk(&mut Reader { columns: self, packets, from_us })
    }
}

/// Fills packets that are all zero so far.
struct Reader<'r, 'a, 'k, A> {
    columns: &'r mut Columns<'a, 'k>,
    packets: &'r mut [Packet<A>],
    from_us: i64,
}

impl<A: Family> Walk<A> for Reader<'_, '_, '_, A> {
    type Stop = FrameError;

    #[inline(never)]
    fn column<T: Value>(
        &mut self,
        number: u8,
        _: impl Fn(&Packet<A>) -> T,
        take: impl Fn(&mut Packet<A>, T),
    ) -> Result<(), FrameError> {
        let (id, at) = (A::BASE + number, self.columns.at());
        let Some(values) = self.columns.column::<T>(id, self.packets.len())? else { return Ok(()) };
        let mut together = T::default();
        match values {
            Values::Same(value) => {
                together = value;
                self.packets.iter_mut().for_each(|packet| take(packet, value));
            }
            Values::Each(values) => {
                for (packet, value) in self.packets.iter_mut().zip(values) {
                    together = together | value;
                    take(packet, value);
                }
            }
        }
        let bits = together.byte(0);
        if meaningless(number, bits) {
            return Err(FrameError::Column { at, column: id, fault: ColumnFault::Value(bits) });
        }
        Ok(())
    }

    fn times(&mut self, number: u8) -> Result<(), FrameError> {
        let distances = self.columns.values::<u64>(A::BASE + number, self.packets.len())?;
        let mut before = self.from_us;
        for (packet, value) in self.packets.iter_mut().zip(distances) {
            before = distance::read(before, value);
            packet.ts = before;
        }
        Ok(())
    }

    fn settle(&mut self, follow: impl Fn(&mut Packet<A>)) -> Result<(), FrameError> {
        self.packets.iter_mut().for_each(follow);
        Ok(())
    }
}
