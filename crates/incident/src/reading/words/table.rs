//! What words say, and where they stand.

use super::{events, parts, tones};

/// What is said of the message or of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum Word {
    Topic(Topic),
    Role(Role),
    Tone(Tone),
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Topic {
    Scan,
    Login,
    WebAttack,
    Intrusion,
    Defacement,
    Phishing,
    MalwareSite,
    CommandServer,
    Infection,
    Malware,
    DenialOfService,
    Forged,
    Spam,
    Targeted,
    ControlSystem,
    /// An attack or access of which nothing more is said.
    Access,
    /// Something else: a form's mark, no word.
    Other,
}

/// What an address, URL or host is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::reading) enum Role {
    /// Where it came from.
    Source,
    /// What it was aimed at.
    Target,
    /// The writer's own, which is a target unless it is itself what was broken into.
    Own,
    /// Something to read, or the genuine site: no part of it.
    Reference,
}

/// How the writer speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum Tone {
    Question,
    Thanks,
    Information,
    Advert,
    /// A subject that questions are about; it may also stand in an announcement.
    Inquiry,
    /// Asks us to tell somebody.
    Mediate,
    /// With the next two in one sentence, the same: that something be done,
    Ask,
    /// what,
    Act,
    /// and by whom or with what.
    Whom,
    ManyPorts,
    /// `以下`, `the following`: what was said is of the lines that come.
    Below,
    /// A port is spoken of.
    Port,
    /// Nothing: it hides the words within it.
    Nothing,
}

/// All words by what they say: lists in which a stroke stands between two words. English ones are in small letters;
/// a star at the end lets letters follow. Every word has three bytes at least; of two that begin alike the longer
/// is found.
pub(super) fn all() -> impl Iterator<Item = (Word, &'static str)> {
    let topics = events::WORDS.iter().map(|(topic, words)| (Word::Topic(*topic), *words));
    let roles = parts::WORDS.iter().map(|(role, words)| (Word::Role(*role), *words));
    let tones = tones::WORDS.iter().map(|(tone, words)| (Word::Tone(*tone), *words));
    topics.chain(roles).chain(tones).flat_map(|(word, words)| words.split('|').map(move |text| (word, text)))
}
