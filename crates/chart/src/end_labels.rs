//! Names at the lines' ends, moved apart so that none covers another.

/// Pixels from one name's middle to the next.
pub(crate) const APART: f64 = 17.0;

/// Moves `wanted` places apart to at least [`APART`], each as little as can be, within `top` to `bottom`.
///
/// None where they don't all fit. Names keep the order of their lines' ends.
pub(crate) fn spread(wanted: &[f64], top: f64, bottom: f64) -> Option<Vec<f64>> {
    let room = bottom - top;
    if wanted.len().saturating_sub(1) as f64 * APART > room {
        return None;
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));

    // Blocks of names that touch: each stands where the mean of its members is least displaced.
    let mut blocks: Vec<(Vec<usize>, f64)> = Vec::new();
    for index in order {
        let mut members = vec![index];
        let mut start = settle(&members, wanted, top, bottom);
        while let Some((before, before_start)) = blocks.pop() {
            if before_start + before.len() as f64 * APART <= start {
                blocks.push((before, before_start));
                break;
            }
            members.splice(0..0, before);
            start = settle(&members, wanted, top, bottom);
        }
        blocks.push((members, start));
    }

    let mut places = vec![0.0; wanted.len()];
    for (members, start) in blocks {
        for (i, member) in members.into_iter().enumerate() {
            places[member] = start + i as f64 * APART;
        }
    }
    Some(places)
}

/// Where the first of `members` stands.
fn settle(members: &[usize], wanted: &[f64], top: f64, bottom: f64) -> f64 {
    let sum: f64 = members.iter().enumerate().map(|(i, &m)| wanted[m] - i as f64 * APART).sum();
    let lowest = (bottom - (members.len() - 1) as f64 * APART).max(top);
    (sum / members.len() as f64).clamp(top, lowest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_move_apart_and_no_further() {
        fn check(wanted: &[f64], expect: Option<&[f64]>) {
            assert_eq!(spread(wanted, 0.0, 100.0).as_deref(), expect, "{wanted:?}");
        }
        check(&[], Some(&[]));
        check(&[50.0], Some(&[50.0]));
        check(&[120.0], Some(&[100.0]));
        check(&[10.0, 60.0], Some(&[10.0, 60.0]));
        check(&[50.0, 50.0], Some(&[41.5, 58.5]));
        check(&[60.0, 50.0], Some(&[63.5, 46.5]));
        check(&[100.0, 99.0, 98.0], Some(&[100.0, 83.0, 66.0]));
        check(&[0.0, 1.0, 90.0], Some(&[0.0, 17.0, 90.0]));
        check(&[1.0; 7], None);
    }
}
