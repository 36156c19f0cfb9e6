//! What an incident is: the activity report's five kinds, and JPCERT/CC's later ones as refinements.

use crate::word::words;

words! {
    /// The five kinds of the activity report of 2008.
    Kind {
        /// Probes, scans and other suspicious accesses without effect.
        Scan = "scan",
        /// Mail with forged sender headers.
        Forged = "forged",
        /// Intrusion into a system.
        Intrusion = "intrusion",
        /// Sites that pass themselves off as another's to steal what people type.
        Phishing = "phishing",
        /// Everything else: denial of service, viruses, malware.
        Other = "other",
    }
}

words! {
    /// The kinds that JPCERT/CC's later reports have, as far as the five don't have them.
    Refinement {
        /// A web page changed by a stranger.
        WebDefacement = "web-defacement",
        /// A site that hands out malware.
        MalwareSite = "malware-site",
        /// Denial of service.
        DenialOfService = "dos",
        /// About industrial control systems.
        ControlSystem = "ics",
        /// Aimed at one organisation.
        TargetedAttack = "targeted-attack",
    }
}

impl Refinement {
    /// The kind of 2008 under which it was counted.
    pub const fn kind(self) -> Kind {
        match self {
            Self::WebDefacement => Kind::Intrusion,
            Self::MalwareSite | Self::DenialOfService | Self::ControlSystem | Self::TargetedAttack => {
                Kind::Other
            }
        }
    }
}
