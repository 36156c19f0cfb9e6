//! What bytes are that nobody, or somebody wrong, has named.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_8};

/// Bytes that are looked at.
const LOOK: usize = 64 << 10;

/// The likeliest encoding of `bytes`; `hint` where it fits.
pub(crate) fn guess(bytes: &[u8], hint: Option<&'static Encoding>) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    if let Some(hint) = hint
        && !hint.decode_without_bom_handling(bytes).1
    {
        return hint;
    }
    if let Some(found) = japanese(bytes) {
        return found;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(LOOK)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-8 or Japanese, where the bytes can hardly be anything else.
pub(super) fn certain(bytes: &[u8]) -> Option<&'static Encoding> {
    if std::str::from_utf8(bytes).is_ok() { Some(UTF_8) } else { japanese(bytes) }
}

/// EUC-JP or Shift_JIS, where the bytes are valid in it and show kana in a share that only Japanese has.
fn japanese(bytes: &[u8]) -> Option<&'static Encoding> {
    let look = &bytes[..bytes.len().min(LOOK)];
    [EUC_JP, SHIFT_JIS]
        .into_iter()
        .filter_map(|encoding| Some((score(look, encoding, look.len() < bytes.len())?, encoding)))
        .max_by_key(|(score, _)| *score)
        .map(|(_, encoding)| encoding)
}

/// How much it looks like Japanese, in thousandths; none where it doesn't.
fn score(bytes: &[u8], encoding: &'static Encoding, is_cut: bool) -> Option<usize> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let text = if is_cut { text.trim_end_matches('\u{fffd}') } else { &text };
    let (mut wide, mut kana, mut kanji, mut odd) = (0_usize, 0, 0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        wide += 1;
        match c {
            '\u{fffd}' => return None,
            '\u{3041}'..='\u{30fc}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => kanji += 1,
            '\u{3000}'..='\u{3020}' | '\u{ff01}'..='\u{ff5e}' | '\u{2010}'..='\u{25ff}' => {}
            // Half-width kana are what EUC-JP and other eight-bit texts look like in Shift_JIS.
            _ => odd += 1,
        }
    }
    // A word of kanji alone is left to who has more statistics.
    (wide > 0 && kana * 8 >= wide && odd * 4 <= wide)
        .then(|| ((kana + kanji) * 1000 / wide).saturating_sub(odd * 2000 / wide))
}

/// Whether a text that was read as UTF-8 with faults is UTF-8 all the same: most of it that isn't ASCII is sound.
pub(super) fn is_damaged_utf8(text: &str) -> bool {
    let lost = text.chars().filter(|c| *c == '\u{fffd}').count();
    let sound = text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    sound > lost * 2
}
