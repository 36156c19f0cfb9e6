//! What the sample's report says first, of its work with others.

/// A text in Japanese and in English.
pub type Both = (&'static str, &'static str);

/// A topic of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// Its heading.
    pub title: Both,
    /// Its paragraphs, with an empty line between them.
    pub text: Both,
    /// Where more is to be read.
    pub links: &'static [Link],
}

/// An address for readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// What is there.
    pub title: Both,
    /// The address; made up.
    pub url: &'static str,
}

/// The topics in their order: the training, and the forum.
pub const fn topics() -> [Topic; 2] {
    [TRAINING, FORUM]
}

const TRAINING: Topic = Topic {
    title: (
        "アジア太平洋地域6カ国に対するCSIRTトレーニングを実施",
        "CSIRT training for six countries of Asia Pacific",
    ),
    text: (
        "インシデントは国境を越えて起こるため、円滑な対応には国どうしの連携が欠かせません。当センターは、アジア太平洋地域の\
         各国で窓口となるNational CSIRTの立ち上げに、ノウハウの提供と技術支援で協力しています。\n\n\
         その一つとして2008年3月、財団法人海外技術者研修協会の主催により、インドネシア、カンボジア、スリランカ、\
         バングラデシュ、フィリピン、モンゴルの6カ国を対象に5日間の研修を行いました。CSIRTの立ち上げを助け、\
         インシデント対応の水準を高め、互いの連携を強めることが目的です。",
        "Incidents cross borders, and whoever handles them needs others abroad. We help the countries of Asia Pacific, with \
         know-how and in technical matters, to build the national CSIRTs that others can turn to.\n\n\
         As a part of this, the Association for Overseas Technical Scholarship held a training of five days in March 2008 \
         for six countries: Indonesia, Cambodia, Sri Lanka, Bangladesh, the Philippines and Mongolia. It was to help build \
         their teams, to raise the level of incident response, and to strengthen the ties between them.",
    ),
    links: &[Link {
        title: ("財団法人海外技術者研修協会", "Association for Overseas Technical Scholarship"),
        url: "https://training.example/",
    }],
};

const FORUM: Topic = Topic {
    title: (
        "重要インフラ情報セキュリティフォーラム2008を開催",
        "Critical Infrastructure Information Security Forum 2008",
    ),
    text: (
        "2008年2月、独立行政法人情報処理推進機構(IPA)とともに「重要インフラ情報セキュリティフォーラム2008」を開催しました。\n\n\
         情報通信、金融、電力、航空、鉄道、ガス、政府・行政サービス、医療、水道、物流などの重要インフラに携わる方々と、\
         そこへシステムやサービスを提供する方々に向けて、情報セキュリティの管理面と技術面の対策をめぐる講演が行われ、\
         多くの方にご参加いただきました。",
        "In February 2008 we held the Critical Infrastructure Information Security Forum 2008 together with the \
         Information-technology Promotion Agency (IPA).\n\n\
         Speakers addressed those who run critical infrastructure (communication, finance, power, aviation, railways, gas, \
         government services, medicine, water, logistics) and those who supply them with systems and services, on \
         organisational and technical measures of information security. Many came.",
    ),
    links: &[Link {
        title: (
            "重要インフラ情報セキュリティフォーラム2008",
            "Critical Infrastructure Information Security Forum 2008",
        ),
        url: "https://csirt.example/event/ci-2008.html",
    }],
};
