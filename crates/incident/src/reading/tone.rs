//! What a message without an incident is: a question, information, thanks, or what nobody asked for.

use super::words::{Tone, Topic};
use crate::model::Disposition;

/// How often a text speaks in which tone.
#[derive(Debug, Default)]
pub(super) struct Tones {
    pub question: usize,
    /// Words that questions are about.
    pub inquiry: usize,
    pub thanks: usize,
    /// Thanks that only close a letter.
    pub polite: usize,
    pub information: usize,
    pub advert: usize,
    pub mediate: usize,
    pub many_ports: bool,
    /// Signs of asking that are not words.
    pub question_marks: usize,
    /// Characters that the writer wrote.
    pub length: usize,
    /// URLs in it.
    pub urls: usize,
}

/// Thanks are short; a longer letter says something else besides.
const LONGEST_THANKS: usize = 600;
/// So many signs of an advertisement make one; a letter that quotes a few words of one has fewer.
const ADVERT: usize = 3;

impl Tones {
    pub(super) fn count(&mut self, tone: Tone) {
        match tone {
            Tone::Question => self.question += 1,
            Tone::Inquiry => self.inquiry += 1,
            Tone::Thanks => self.thanks += 1,
            Tone::Information => self.information += 1,
            Tone::Advert => self.advert += 1,
            Tone::Mediate => self.mediate += 1,
            Tone::ManyPorts => self.many_ports = true,
            Tone::Below | Tone::Port | Tone::Nothing | Tone::Ask | Tone::Act | Tone::Whom => {}
        }
    }

    /// Whether it is nothing but thanks.
    pub(super) fn is_thanks(&self) -> bool {
        self.thanks > 0 && self.question_marks == 0 && self.question == 0 && self.length <= LONGEST_THANKS
    }

    /// What a message without an incident is.
    pub(super) fn disposition(&self, topic: Option<Topic>) -> Disposition {
        let harmless = topic.is_none_or(|topic| matches!(topic, Topic::Access | Topic::Spam));
        if self.advert + usize::from(self.urls > 0) > ADVERT && self.question + self.inquiry == 0 && harmless
        {
            return Disposition::Spam;
        }
        if self.is_thanks() && self.information < 2 {
            return Disposition::Thanks;
        }
        if self.question + self.question_marks > 0 {
            return Disposition::Question;
        }
        if self.information > 0 {
            return Disposition::Information;
        }
        if self.inquiry > 0 {
            return Disposition::Question;
        }
        match topic {
            Some(topic) if !topic.is_attempt() => Disposition::Information,
            Some(_) => Disposition::Question,
            _ if self.thanks + self.polite > 0 => Disposition::Thanks,
            _ => Disposition::Question,
        }
    }
}
