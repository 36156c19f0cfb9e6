//! What happened, as the desk counts it.

use super::log::Sign;
use super::words::Topic;
use crate::kind::{Kind, Refinement};

impl Topic {
    /// Kind, type in the RSIT, and refinement.
    pub(super) const fn classified(self) -> (Kind, &'static str, Option<Refinement>) {
        match self {
            Self::Scan | Self::Access => (Kind::Scan, "information-gathering:scanner", None),
            Self::Login => (Kind::Scan, "intrusion-attempts:brute-force", None),
            Self::WebAttack => (Kind::Scan, "intrusion-attempts:ids-alert", None),
            Self::Intrusion => (Kind::Intrusion, "intrusions:system-compromise", None),
            Self::Defacement => {
                (Kind::Intrusion, "intrusions:application-compromise", Some(Refinement::WebDefacement))
            }
            Self::Phishing => (Kind::Phishing, "fraud:phishing", None),
            Self::MalwareSite | Self::Malware => {
                (Kind::Other, "malicious-code:malware-distribution", Some(Refinement::MalwareSite))
            }
            Self::CommandServer => (Kind::Other, "malicious-code:c2-server", None),
            Self::Infection => (Kind::Other, "malicious-code:infected-system", None),
            Self::DenialOfService => (Kind::Other, "availability:dos", Some(Refinement::DenialOfService)),
            Self::Forged => (Kind::Forged, "fraud:masquerade", None),
            Self::Spam => (Kind::Other, "abusive-content:spam", None),
            Self::Other => (Kind::Other, "other:undetermined", None),
            Self::Targeted => (Kind::Other, "other:other", Some(Refinement::TargetedAttack)),
            Self::ControlSystem => (Kind::Other, "other:other", Some(Refinement::ControlSystem)),
        }
    }

    /// Whether it says more of another topic, rather than being one: who was aimed at.
    pub(super) const fn refines(self) -> bool {
        matches!(self, Self::Targeted | Self::ControlSystem)
    }

    /// Whether it is about somebody who sends packets to somebody else.
    pub(super) const fn is_attempt(self) -> bool {
        matches!(self, Self::Scan | Self::Login | Self::WebAttack | Self::DenialOfService | Self::Access)
    }

    /// Whether a URL said with it is what it is about.
    pub(super) const fn is_of_sites(self) -> bool {
        matches!(self, Self::Phishing | Self::MalwareSite | Self::Malware | Self::CommandServer)
    }

    /// Whether it is about a machine that another has got into: the machine is what is counted, unless the text
    /// says who did it.
    pub(super) const fn is_of_machines(self) -> bool {
        matches!(self, Self::Intrusion | Self::Defacement | Self::Infection | Self::CommandServer)
    }
}

/// What a log line is about, in a text about `context`.
pub(super) const fn of_sign(sign: Sign, context: Option<Topic>) -> Option<Topic> {
    match (sign, context) {
        (Sign::Mail, Some(Topic::Forged)) => Some(Topic::Forged),
        (Sign::Mail, Some(Topic::Spam)) => Some(Topic::Spam),
        (Sign::Mail, _) => None,
        (_, Some(Topic::DenialOfService)) => Some(Topic::DenialOfService),
        (_, Some(Topic::Intrusion | Topic::Defacement)) | (Sign::LoggedIn, _) => Some(Topic::Intrusion),
        (Sign::Login, _) => Some(Topic::Login),
        (Sign::Web | Sign::WebAttack, _) => Some(Topic::WebAttack),
        (Sign::Scan | Sign::Alert, Some(Topic::Login)) => Some(Topic::Login),
        (Sign::Scan | Sign::Alert, _) => Some(Topic::Scan),
    }
}

impl Topic {
    /// Which of two topics is meant, where both are named as often.
    pub(super) const fn gravity(self) -> u8 {
        match self {
            Self::Access | Self::Other => 0,
            Self::Malware => 1,
            Self::Scan => 2,
            Self::Spam => 3,
            Self::Login | Self::WebAttack => 4,
            Self::Infection => 5,
            Self::DenialOfService | Self::CommandServer => 6,
            Self::Forged | Self::MalwareSite => 7,
            Self::Intrusion => 8,
            Self::Defacement | Self::Phishing => 9,
            Self::Targeted | Self::ControlSystem => 10,
        }
    }
}
