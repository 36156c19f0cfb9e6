//! The one list of columns. Writing and reading both walk it, so they can't disagree.

use capture::{Address, Class, Known, Packet, proto};

use super::value::Value;

/// Lengths of contents.
pub(crate) const PAYLOAD_LENGTHS: u8 = 80;
/// Contents.
pub(crate) const PAYLOADS: u8 = 81;

/// An address family: where its columns are numbered from, and what its packets always tell.
pub(crate) trait Family: Address + Value {
    /// The number before its first column.
    const BASE: u8;
    /// Fields that every whole packet tells.
    const TOLD: u8;
}

impl Family for u32 {
    const BASE: u8 = 0;
    const TOLD: u8 = Known::TTL.with(Known::IP_ID).with(Known::LENGTH).bits();
}

impl Family for u128 {
    const BASE: u8 = 32;
    const TOLD: u8 = Known::TTL.with(Known::LENGTH).bits();
}

/// What goes along the list.
pub(crate) trait Walk<A> {
    /// Why it stops early.
    type Stop;

    /// Takes a column: its number in the family, how a packet tells its value, how a packet takes it.
    fn column<T: Value>(
        &mut self,
        number: u8,
        tell: impl Fn(&Packet<A>) -> T,
        take: impl Fn(&mut Packet<A>, T),
    ) -> Result<(), Self::Stop>;

    /// Takes the column of times.
    fn times(&mut self, number: u8) -> Result<(), Self::Stop>;

    /// Does something to every packet that follows from the columns so far; for who reads.
    fn settle(&mut self, follow: impl Fn(&mut Packet<A>)) -> Result<(), Self::Stop>;
}

/// Goes along the list. The numbers are those of the specification.
#[inline(always)]
pub(crate) fn walk<A: Family, W: Walk<A>>(walk: &mut W) -> Result<(), W::Stop> {
    walk.times(1)?;
    walk.column(2, |p| p.proto, |p, v| p.proto = v)?;
    walk.column(3, |p| p.dport, |p, v| p.dport = v)?;
    walk.column(4, |p| p.src, |p, v| p.src = v)?;
    walk.column(5, |p| p.dst, |p, v| p.dst = v)?;
    walk.column(6, |p| p.sport, |p, v| p.sport = v)?;
    walk.column(7, |p| p.seq, |p, v| p.seq = v)?;
    walk.column(8, |p| p.ip_id, |p, v| p.ip_id = v)?;
    walk.column(9, |p| p.window, |p, v| p.window = v)?;
    walk.column(10, |p| p.length, |p, v| p.length = v)?;
    walk.column(11, |p| p.ttl, |p, v| p.ttl = v)?;
    walk.column(12, |p| p.flags, |p, v| p.flags = v)?;
    // Differences to the usual: zero for every whole packet, so that the column is not there.
    walk.column(13, |p| p.known.bits() ^ usual::<A>(p.proto), |p, v| p.known = known(v))?;
    walk.settle(|p| {
        p.known = known(p.known.bits() ^ usual::<A>(p.proto));
        p.class = class(p);
    })?;
    walk.column(14, stated_class, |p, v| {
        if let Some(class) = v.checked_sub(1).and_then(|class| Class::ALL.get(usize::from(class))) {
            p.class = *class;
        }
    })
}

/// Of a column's values, taken together bit by bit: one that stands for nothing.
pub(super) const fn meaningless(number: u8, together: u8) -> bool {
    match number {
        13 => Known::from_bits(together).is_none(),
        14 => together > 3,
        _ => false,
    }
}

/// The fields; bits that stand for none were refused before.
#[inline(always)]
fn known(bits: u8) -> Known {
    Known::from_bits(bits).unwrap_or_default()
}

/// What a whole packet of this protocol tells.
#[inline(always)]
const fn usual<A: Family>(protocol: u8) -> u8 {
    const TCP: u8 = Known::SPORT.with(Known::FLAGS).with(Known::SEQ).with(Known::WINDOW).bits();
    A::TOLD
        | match protocol {
            proto::TCP => TCP,
            proto::UDP | proto::ICMP | proto::ICMPV6 => Known::SPORT.bits(),
            _ => 0,
        }
}

/// The class that follows from the header: other, where the part that tells it is missing.
#[inline(always)]
fn class<A>(p: &Packet<A>) -> Class {
    let told = if p.proto == proto::TCP { Known::FLAGS } else { Known::SPORT };
    if p.known.has(told) { Class::of(p.proto, p.dport, p.sport, Some(p.flags)) } else { Class::Other }
}

/// 0 where the class follows from the header, else one more than its number.
#[inline(always)]
fn stated_class<A>(p: &Packet<A>) -> u8 {
    if p.class == class(p) { 0 } else { 1 + p.class as u8 }
}
