//! The different values of a column, and where each is among them.

use super::value::Value;

/// Counts up to as many different values as fit a place of two bytes.
pub(super) struct Places<T> {
    /// Different values, in the order in which they came.
    pub(super) values: Vec<T>,
    /// For each value of the column, its place.
    pub(super) places: Vec<u16>,
}

impl<T: Value> Places<T> {
    /// Finds the places; none where too many values differ for this to be smaller than the values, which need
    /// `width` bytes each.
    pub(super) fn of(column: &[T], width: usize) -> Option<Self> {
        // Half of the packets: more, and values and places together are more than the values. Values of one byte
        // are packed as well as places would be.
        let most = if width == 1 { return None } else { column.len() / 2 };
        /// So many values tell whether a column is random: most are, and would cost a search each.
        const SAMPLE: usize = 1_024;
        /// No value here yet.
        const FREE: u32 = u32::MAX;
        // At most half full, so that a search is short.
        let slots = (most * 2).next_power_of_two();
        let shift = u64::BITS - slots.trailing_zeros();
        let mut table = vec![FREE; slots];
        let mut values: Vec<T> = Vec::with_capacity(most);
        let mut places = Vec::with_capacity(column.len());
        for (n, &value) in column.iter().enumerate() {
            if n == SAMPLE && values.len() > SAMPLE / 4 * 3 {
                return None;
            }
            let mut slot = value.mixed().checked_shr(shift).unwrap_or(0) as usize;
            let place = loop {
                let place = table[slot];
                if place == FREE {
                    if values.len() == most {
                        return None;
                    }
                    let place = values.len() as u32;
                    table[slot] = place;
                    values.push(value);
                    break place;
                }
                if values[place as usize] == value {
                    break place;
                }
                slot = (slot + 1) & (slots - 1);
            };
            places.push(place as u16);
        }
        Some(Self { values, places })
    }
}
