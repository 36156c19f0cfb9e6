//! The Reference Security Incident Taxonomy (RSIT, machine-readable version 1003): 11 classifications, 39 types.
//!
//! It is what every incident is classified by, beside the activity report's five kinds, which are its face. The
//! names and descriptions here are our own words; the identifiers are the taxonomy's. Each type lies under exactly
//! one [`Kind`], so that incidents classified by the one can be counted by the other.

use kernel::Lang;

use crate::kind::{Kind, Refinement};

/// One type of the taxonomy.
#[derive(Debug, PartialEq, Eq)]
pub struct Rsit {
    /// Classification and type: `information-gathering:scanner`. It is stored and sent; never change one.
    pub id: &'static str,
    /// The kind that it is counted as.
    pub kind: Kind,
    /// The later kind, where it says one by itself.
    pub refinement: Option<Refinement>,
    ja: Words,
    en: Words,
}

/// Name and description in one language.
type Words = (&'static str, &'static str);

impl Rsit {
    /// The type with this identifier, in any case of letters, with or without the namespace `rsit:`.
    pub fn parse(id: &str) -> Option<&'static Self> {
        let id = id.trim();
        let id = match id.get(..5) {
            Some(space) if space.eq_ignore_ascii_case("rsit:") => &id[5..],
            _ => id,
        };
        ALL.iter().find(|known| known.id.eq_ignore_ascii_case(id))
    }

    /// Its name.
    pub const fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja.0,
            Lang::En => self.en.0,
        }
    }

    /// What it means, in a sentence.
    pub const fn description(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja.1,
            Lang::En => self.en.1,
        }
    }

    /// The classification that it belongs to.
    pub fn classification(&self) -> &'static Classification {
        let id = self.id.split(':').next().unwrap_or_default();
        // Held by a test: every type's classification is in the table.
        CLASSIFICATIONS.iter().find(|known| known.id == id).unwrap_or(&CLASSIFICATIONS[0])
    }
}

/// A group of types.
#[derive(Debug, PartialEq, Eq)]
pub struct Classification {
    /// The first half of its types' identifiers.
    pub id: &'static str,
    ja: &'static str,
    en: &'static str,
}

impl Classification {
    /// Its name.
    pub const fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}

const fn group(id: &'static str, ja: &'static str, en: &'static str) -> Classification {
    Classification { id, ja, en }
}

/// The classifications in the taxonomy's order.
pub static CLASSIFICATIONS: &[Classification] = &[
    group("abusive-content", "迷惑な内容", "Abusive content"),
    group("malicious-code", "悪意のあるプログラム", "Malicious code"),
    group("information-gathering", "情報収集", "Information gathering"),
    group("intrusion-attempts", "侵入の試み", "Intrusion attempts"),
    group("intrusions", "侵入", "Intrusions"),
    group("availability", "可用性", "Availability"),
    group("information-content-security", "情報の保護", "Security of information"),
    group("fraud", "詐欺", "Fraud"),
    group("vulnerable", "脆弱な状態", "Vulnerable"),
    group("other", "その他", "Other"),
    group("test", "試験", "Test"),
];

macro_rules! types {
    ($($name:ident = $id:literal, $kind:ident $(/ $refinement:ident)?,
        ja: $ja:literal, $ja_text:literal, en: $en:literal, $en_text:literal;)+) => {
        $(#[doc = concat!("`", $id, "`: ", $en_text)] pub const $name: &str = $id;)+

        /// All types in the taxonomy's order.
        pub static ALL: &[Rsit] = &[$(Rsit {
            id: $id,
            kind: Kind::$kind,
            refinement: types!(@refinement $($refinement)?),
            ja: ($ja, $ja_text),
            en: ($en, $en_text),
        },)+];
    };
    (@refinement) => { None };
    (@refinement $refinement:ident) => { Some(Refinement::$refinement) };
}

types! {
    SPAM = "abusive-content:spam", Other,
        ja: "スパム", "受信者の同意なく大量に送られるメールと、その送信に使われる設備。",
        en: "Spam", "Bulk mail that nobody agreed to, and what is used to send it.";
    HARMFUL_SPEECH = "abusive-content:harmful-speech", Other,
        ja: "有害な発言", "個人や集団への嫌がらせ、差別、脅迫。",
        en: "Harmful speech", "Harassment, discrimination or threats against people.";
    VIOLENCE = "abusive-content:violence", Other,
        ja: "児童の性的搾取・性的または暴力的な内容", "児童の性的搾取、性的な内容、暴力の賛美。",
        en: "Sexual exploitation or violence", "Sexual exploitation of children, sexual content, glorified violence.";
    INFECTED_SYSTEM = "malicious-code:infected-system", Other,
        ja: "マルウェア感染", "マルウェアに感染した機器。多くはシンクホールへの通信で知られる。",
        en: "Infected system", "A machine with malware on it, often known by its connections to a sinkhole.";
    C2_SERVER = "malicious-code:c2-server", Other,
        ja: "C2サーバー", "感染した機器に指令を出すサーバー。",
        en: "Command and control server", "A server from which infected machines take their orders.";
    MALWARE_DISTRIBUTION = "malicious-code:malware-distribution", Other / MalwareSite,
        ja: "マルウェア配布", "マルウェアを配るURL。",
        en: "Malware distribution", "A URL from which malware is handed out.";
    MALWARE_CONFIGURATION = "malicious-code:malware-configuration", Other,
        ja: "マルウェア設定", "マルウェアの設定ファイルを置くURL。",
        en: "Malware configuration", "A URL with the configuration that malware loads.";
    SCANNER = "information-gathering:scanner", Scan,
        ja: "スキャン", "弱点や提供サービスを探るために送られる要求。",
        en: "Scanning", "Requests sent to find out services, accounts and weaknesses.";
    SNIFFING = "information-gathering:sniffing", Other,
        ja: "盗聴", "通信の盗み見と記録。",
        en: "Sniffing", "Traffic of others listened to and recorded.";
    SOCIAL_ENGINEERING = "information-gathering:social-engineering", Other,
        ja: "ソーシャルエンジニアリング", "うそや脅しで人から情報を聞き出すこと。",
        en: "Social engineering", "Information got out of people by lies, tricks or threats.";
    KNOWN_EXPLOIT = "intrusion-attempts:ids-alert", Scan,
        ja: "既知の脆弱性への攻撃", "CVE番号などの付いた脆弱性を突く試み。",
        en: "Exploitation of known vulnerabilities", "An attempt at a vulnerability that has a name, such as a CVE.";
    BRUTE_FORCE = "intrusion-attempts:brute-force", Scan,
        ja: "ログイン試行", "パスワードの推測などによる繰り返しのログインの試み。",
        en: "Login attempts", "Repeated attempts to log in, as by guessing passwords.";
    NEW_EXPLOIT = "intrusion-attempts:exploit", Scan,
        ja: "未知の手法による攻撃", "知られていない方法による侵入の試み。",
        en: "New attack", "An attempt to get in by a way not known so far.";
    PRIVILEGED_ACCOUNT = "intrusions:privileged-account-compromise", Intrusion,
        ja: "管理者アカウントの侵害", "管理者の権限が奪われた侵入。",
        en: "Privileged account compromise", "An intrusion with the rights of an administrator.";
    UNPRIVILEGED_ACCOUNT = "intrusions:unprivileged-account-compromise", Intrusion,
        ja: "一般アカウントの侵害", "利用者やサービスのアカウントが使われた侵入。",
        en: "Unprivileged account compromise", "An intrusion through the account of a user or service.";
    APPLICATION_COMPROMISE = "intrusions:application-compromise", Intrusion,
        ja: "アプリケーションの侵害", "SQLインジェクションなど、ソフトウェアの脆弱性による侵入。",
        en: "Application compromise", "An intrusion through a weakness of software, such as SQL injection.";
    SYSTEM_COMPROMISE = "intrusions:system-compromise", Intrusion,
        ja: "システムの侵害", "システムへの無断ログインや命令の実行。",
        en: "System compromise", "Logins to a system or commands on it that nobody allowed.";
    BURGLARY = "intrusions:burglary", Other,
        ja: "建物への侵入", "事務所やデータセンターへの物理的な侵入。",
        en: "Burglary", "Somebody got into a building or a data centre.";
    DOS = "availability:dos", Other / DenialOfService,
        ja: "サービス運用妨害 (DoS)", "一つの送信元などからの、サービスを止める攻撃。",
        en: "Denial of service", "An attack that stops a service, such as requests that crash it.";
    DDOS = "availability:ddos", Other / DenialOfService,
        ja: "分散型サービス運用妨害 (DDoS)", "多数の送信元や増幅による、サービスを止める攻撃。",
        en: "Distributed denial of service", "A flood from many sources, or through amplifiers.";
    MISCONFIGURATION = "availability:misconfiguration", Other,
        ja: "設定の誤り", "サービスの提供に影響する設定の誤り。",
        en: "Misconfiguration", "Wrong settings that cost a service its availability.";
    SABOTAGE = "availability:sabotage", Other,
        ja: "破壊行為", "サービスを止めるための故意の行為。",
        en: "Sabotage", "Something done on purpose to take a service away.";
    OUTAGE = "availability:outage", Other,
        ja: "停止", "空調の故障や災害などによるサービスの停止。",
        en: "Outage", "A service down through failure or disaster.";
    INFORMATION_ACCESS = "information-content-security:unauthorised-information-access", Intrusion,
        ja: "情報への不正アクセス", "盗んだ認証情報の悪用などで情報が見られた。",
        en: "Unauthorised access to information", "Information seen by somebody without the right, as with stolen logins.";
    INFORMATION_MODIFICATION = "information-content-security:unauthorised-information-modification",
        Intrusion / WebDefacement,
        ja: "情報の改ざん", "ウェブサイトなどの情報が無断で書き換えられた。",
        en: "Unauthorised modification of information", "Information changed by a stranger: defaced pages, encrypted files.";
    DATA_LOSS = "information-content-security:data-loss", Other,
        ja: "情報の喪失", "故障や盗難で情報が失われた。",
        en: "Data loss", "Data gone through failure or theft.";
    DATA_LEAK = "information-content-security:data-leak", Other,
        ja: "情報漏えい", "認証情報や個人情報が外に出た。",
        en: "Data leak", "Confidential data, such as logins or personal data, became known.";
    UNAUTHORISED_USE = "fraud:unauthorised-use-of-resources", Other,
        ja: "資源の無断使用", "他人の設備を利益などのために勝手に使うこと。",
        en: "Unauthorised use of resources", "Somebody else's resources used without leave, as for profit.";
    COPYRIGHT = "fraud:copyright", Other,
        ja: "著作権などの侵害", "著作物や商標の無断の提供。",
        en: "Copyright", "Protected works offered or used without leave.";
    MASQUERADE = "fraud:masquerade", Forged,
        ja: "なりすまし", "送信元を偽ったメールなど、他者を名乗ること。",
        en: "Masquerade", "Somebody passes himself off as another, as by forged sender headers.";
    PHISHING = "fraud:phishing", Phishing,
        ja: "フィッシング", "他者を装い、利用者に認証情報などを入力させるサイト。",
        en: "Phishing", "A site that poses as another's to make people type their secrets.";
    WEAK_CRYPTO = "vulnerable:weak-crypto", Other,
        ja: "弱い暗号", "破られうる暗号を受け付ける公開サービス。",
        en: "Weak cryptography", "A public service that accepts ciphers known to be breakable.";
    DDOS_AMPLIFIER = "vulnerable:ddos-amplifier", Other,
        ja: "DDoS増幅器", "反射・増幅型のDDoSに悪用されうる公開サービス。",
        en: "DDoS amplifier", "A public service that floods can be reflected from.";
    OPEN_SERVICE = "vulnerable:potentially-unwanted-accessible", Other,
        ja: "意図しない公開のおそれ", "おそらく公開するつもりのないサービスが外から使える。",
        en: "Potentially unwanted accessible service", "A service open to the world that probably should not be.";
    DISCLOSURE = "vulnerable:information-disclosure", Other,
        ja: "情報が見えるサービス", "内部の情報を外に見せるおそれのある公開サービス。",
        en: "Information disclosure", "A public service that may show inner information.";
    VULNERABLE_SYSTEM = "vulnerable:vulnerable-system", Other,
        ja: "脆弱なシステム", "古いソフトウェアなど、攻撃を受けやすいシステム。",
        en: "Vulnerable system", "A system open to certain attacks, such as one with old software.";
    OTHER = "other:other", Other,
        ja: "その他", "ほかのどれにも当たらないもの。",
        en: "Uncategorised", "Anything that fits nowhere else.";
    UNDETERMINED = "other:undetermined", Other,
        ja: "不明", "種類がまだ分からないもの。",
        en: "Undetermined", "Nobody knows yet of what sort it is.";
    TEST = "test:test", Other,
        ja: "試験", "試験のための記録。",
        en: "Test", "Made for a test.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_taxonomy() {
        assert_eq!((ALL.len(), CLASSIFICATIONS.len()), (39, 11));
        for (at, rsit) in ALL.iter().enumerate() {
            assert!(rsit.id.starts_with(&format!("{}:", rsit.classification().id)), "{}", rsit.id);
            assert!(
                std::ptr::eq(Rsit::parse(rsit.id).unwrap(), &raw const ALL[at]),
                "{} is there once",
                rsit.id
            );
            for lang in Lang::ALL {
                assert!(!rsit.name(lang).is_empty() && rsit.description(lang).len() > 10, "{}", rsit.id);
            }
        }
        assert_eq!(Rsit::parse(" RSIT:Fraud:Phishing ").map(|rsit| rsit.id), Some(PHISHING));
        assert_eq!(Rsit::parse("rsit:"), None);
        assert_eq!(Rsit::parse("日本:x"), None);
    }

    #[test]
    fn kinds_and_types_lead_to_each_other() {
        for kind in Kind::ALL {
            assert_eq!(kind.rsit().kind, *kind, "there and back");
        }
        for refinement in Refinement::ALL {
            let rsit = refinement.rsit();
            assert_eq!(rsit.kind, refinement.kind(), "{refinement} is counted alike by both ways");
            assert!(rsit.refinement.is_none_or(|back| back == *refinement), "{refinement}");
        }
        for rsit in ALL {
            assert!(rsit.refinement.is_none_or(|refinement| refinement.kind() == rsit.kind), "{}", rsit.id);
        }
    }
}
