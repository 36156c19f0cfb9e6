//! What an incident is: the activity report's five kinds, and JPCERT/CC's later ones as refinements.

use crate::rsit::{self, Rsit};
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

impl Kind {
    /// The RSIT type of an incident of which no more is known than its kind.
    pub fn rsit(self) -> &'static Rsit {
        known(match self {
            Self::Scan => rsit::SCANNER,
            Self::Forged => rsit::MASQUERADE,
            Self::Intrusion => rsit::SYSTEM_COMPROMISE,
            Self::Phishing => rsit::PHISHING,
            Self::Other => rsit::OTHER,
        })
    }
}

/// The entry of a constant of the taxonomy.
fn known(id: &'static str) -> &'static Rsit {
    // Held by a test: every constant is in the table.
    Rsit::parse(id).unwrap_or(&rsit::ALL[0])
}

impl Refinement {
    /// The RSIT type that comes nearest. For control systems and targeted attacks the taxonomy has none of its
    /// own: there the refinement says more than the type, and does not follow from it.
    pub fn rsit(self) -> &'static Rsit {
        known(match self {
            Self::WebDefacement => rsit::INFORMATION_MODIFICATION,
            Self::MalwareSite => rsit::MALWARE_DISTRIBUTION,
            Self::DenialOfService => rsit::DDOS,
            Self::ControlSystem => rsit::OPEN_SERVICE,
            Self::TargetedAttack => rsit::INFECTED_SYSTEM,
        })
    }

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
