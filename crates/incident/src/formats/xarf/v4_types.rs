//! The types of version 4: what each means in the taxonomy, and what it asks for beyond the common fields.

use crate::rsit;

/// A type of version 4.
#[derive(Debug)]
pub(crate) struct Type {
    pub category: &'static str,
    pub name: &'static str,
    /// What it is in the taxonomy.
    pub rsit: &'static str,
    /// Fields that it asks for beyond the common ones.
    pub needs: &'static [&'static str],
}

const fn t(
    category: &'static str,
    name: &'static str,
    rsit: &'static str,
    needs: &'static [&'static str],
) -> Type {
    Type { category, name, rsit, needs }
}

/// All types. Where several mean the same in the taxonomy, the first is the one that is written.
pub(crate) static TYPES: &[Type] = &[
    t("messaging", "spam", rsit::SPAM, &["protocol"]),
    t("messaging", "bulk_messaging", rsit::SPAM, &["protocol", "recipient_count"]),
    t("connection", "login_attack", rsit::BRUTE_FORCE, &["protocol", "first_seen"]),
    t("connection", "port_scan", rsit::SCANNER, &["protocol", "first_seen"]),
    t("connection", "vulnerability_scan", rsit::SCANNER, &["scan_type", "protocol", "first_seen"]),
    t("connection", "reconnaissance", rsit::SCANNER, &["protocol", "probed_resources", "first_seen"]),
    t("connection", "scraping", rsit::UNAUTHORISED_USE, &["protocol", "first_seen", "total_requests"]),
    t("connection", "ddos", rsit::DDOS, &["protocol", "first_seen"]),
    t("connection", "infected_host", rsit::INFECTED_SYSTEM, &["protocol", "bot_type", "first_seen"]),
    t("connection", "sql_injection", rsit::NEW_EXPLOIT, &["protocol", "first_seen"]),
    t("vulnerability", "open_service", rsit::OPEN_SERVICE, &["service"]),
    t("vulnerability", "misconfiguration", rsit::VULNERABLE_SYSTEM, &["service"]),
    t("vulnerability", "cve", rsit::VULNERABLE_SYSTEM, &["service", "service_port", "cve_id"]),
    t("reputation", "threat_intelligence", rsit::UNDETERMINED, &["threat_type"]),
    t("reputation", "blocklist", rsit::OTHER, &["threat_type"]),
    t("infrastructure", "botnet", rsit::INFECTED_SYSTEM, &["compromise_evidence"]),
    t("infrastructure", "compromised_server", rsit::SYSTEM_COMPROMISE, &["compromise_method"]),
    t("content", "phishing", rsit::PHISHING, &["url"]),
    t("content", "malware", rsit::MALWARE_DISTRIBUTION, &["url"]),
    t("content", "remote_compromise", rsit::APPLICATION_COMPROMISE, &["url", "compromise_type"]),
    t("content", "exposed_data", rsit::DATA_LEAK, &["url", "data_types", "exposure_method"]),
    t("content", "fraud", rsit::UNAUTHORISED_USE, &["url", "fraud_type"]),
    t("content", "brand_infringement", rsit::COPYRIGHT, &["url", "infringement_type", "legitimate_site"]),
    t(
        "content",
        "suspicious_registration",
        rsit::OTHER,
        &["url", "registration_date", "suspicious_indicators"],
    ),
    t("content", "csam", rsit::VIOLENCE, &["url", "classification", "detection_method"]),
    t("content", "csem", rsit::VIOLENCE, &["url", "exploitation_type", "detection_method"]),
    t("copyright", "copyright", rsit::COPYRIGHT, &["infringing_url"]),
    t("copyright", "p2p", rsit::COPYRIGHT, &["p2p_protocol"]),
    t("copyright", "cyberlocker", rsit::COPYRIGHT, &["infringing_url", "hosting_service"]),
    t("copyright", "ugc_platform", rsit::COPYRIGHT, &["infringing_url", "platform_name"]),
    t("copyright", "link_site", rsit::COPYRIGHT, &["infringing_url", "site_name"]),
    t("copyright", "usenet", rsit::COPYRIGHT, &["newsgroup"]),
];

/// The type of a more particular word of its own: what kind of compromise, what kind of threat.
pub(super) fn particular(word: &str) -> Option<&'static str> {
    Some(match word {
        "defacement" => rsit::INFORMATION_MODIFICATION,
        "phishing_kit" | "phishing" => rsit::PHISHING,
        "malware_host" | "malware" | "malware_distribution" => rsit::MALWARE_DISTRIBUTION,
        "c2_server" | "c2" | "command_and_control" => rsit::C2_SERVER,
        "botnet" | "bot" | "infected_system" => rsit::INFECTED_SYSTEM,
        "spam" | "spam_source" => rsit::SPAM,
        "scanner" | "scanning" => rsit::SCANNER,
        "brute_force" => rsit::BRUTE_FORCE,
        "ddos" => rsit::DDOS,
        _ => return None,
    })
}
