//! Sets of sources that only grow, in little more memory than their members take.

/// Members of a piece. Pieces are never moved, so that thousands of sets that grow side by side leave no holes
/// behind, as doubling lists would.
const PIECE: usize = 4096;

/// A set as a list in pieces that is cleared of doubles each time it has doubled: at most twice what is
/// different in it is held, and a member costs two sortings.
#[derive(Debug)]
pub(super) struct Set<T> {
    full: Vec<Vec<T>>,
    last: Vec<T>,
    /// So many full pieces are worth a clearing.
    limit: usize,
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self { full: Vec::new(), last: Vec::new(), limit: 4 }
    }
}

impl<T: Ord + Copy> Set<T> {
    #[inline]
    pub(super) fn add(&mut self, value: T) {
        if self.last.len() == PIECE {
            self.turn();
        }
        self.last.push(value);
    }

    #[cold]
    fn turn(&mut self) {
        self.full.push(std::mem::replace(&mut self.last, Vec::with_capacity(PIECE)));
        if self.full.len() >= self.limit {
            let members = self.take();
            for piece in members.chunks(PIECE) {
                let mut own = Vec::with_capacity(PIECE);
                own.extend_from_slice(piece);
                self.full.push(own);
            }
            self.limit = (self.full.len() * 2).max(4);
            // The last piece is mostly not full: it is the one to go on with.
            self.last = self.full.pop().unwrap_or_default();
            if self.last.len() == PIECE {
                self.full.push(std::mem::replace(&mut self.last, Vec::with_capacity(PIECE)));
            }
        }
    }

    /// The different members, in order; none stay.
    pub(super) fn take(&mut self) -> Vec<T> {
        let mut all = std::mem::take(&mut self.last);
        all.reserve_exact(self.full.len() * PIECE);
        for piece in self.full.drain(..) {
            all.extend_from_slice(&piece);
        }
        distinct(&mut all);
        all
    }
}

/// Sorts, clears of doubles, and tells how many are left.
pub(super) fn distinct<T: Ord>(all: &mut Vec<T>) -> usize {
    all.sort_unstable();
    all.dedup();
    all.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_keeps_each_member_once_and_holds_no_more_than_twice_as_many() {
        for (adds, different) in [(0, 1), (1, 1), (4096, 4096), (4097, 5000), (100_000, 7), (200_000, 30_000)]
        {
            let mut set = Set::default();
            for i in 0..adds {
                set.add((i * 7919) % different);
                let held = set.full.len() * PIECE + set.last.len();
                assert!(held <= 2 * different.max(4 * PIECE) + 2 * PIECE, "{held} held of {different}");
            }
            let expect: Vec<usize> = (0..adds)
                .map(|i| (i * 7919) % different)
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect();
            assert_eq!(set.take(), expect);
            assert!(set.take().is_empty());
        }
    }
}
