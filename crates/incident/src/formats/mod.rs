//! Machine formats in, a file each. The first that knows an input reads it.

mod phishing_list;

use crate::candidate::{Reading, Sink};
use crate::intake::Input;

/// Reads an input if it is of this reader's format; hands on nothing where it isn't.
type Reader = fn(&Input<'_>, &mut Sink<'_>) -> Option<Reading>;

/// All of them, the most particular first.
const READERS: &[Reader] = &[phishing_list::read];

/// Reads an input of any machine format.
pub(crate) fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    READERS.iter().find_map(|reader| reader(input, sink))
}
