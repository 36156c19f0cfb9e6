//! What the sample's staff wrote for the report of January to March 2008: topics, and remarks on sections.
//!
//! What happened is what JPCERT/CC's activity report tells of that quarter. The words are ours, and so are the
//! addresses, which lead nowhere.

/// A text: Japanese, then English.
pub type Words = (&'static str, &'static str);

/// A topic.
#[derive(Debug, Clone, Copy)]
pub struct SampleTopic {
    /// Its heading.
    pub title: Words,
    /// Its paragraphs, with an empty line between them.
    pub text: Words,
    /// Where more would be to read: a URL, and what is there.
    pub links: &'static [(&'static str, Words)],
}

/// The quarter's topics, in their order.
pub const TOPICS: [SampleTopic; 4] = [
    SampleTopic {
        title: (
            "国内の利用者を狙うフィッシングと、SQLインジェクションによる大規模なWeb改ざん",
            "Phishing aimed at users in Japan, and web sites changed on a large scale by SQL injection",
        ),
        text: (
            "国内の金融機関やオークションを装うフィッシングサイトの報告が、2008年1月28日から相次ぎました。国内のISPを装うサイトの報告も、今期初めて受けました。サイトの管理者と調整を進めるとともに、2月7日に注意喚起を公開し、13日に更新しました。\n\n\
             3月には、国内外の多くのWebサイトがSQLインジェクション攻撃で書き換えられました。埋め込まれたスクリプトは閲覧者をマルウェアの配布サイトへ導き、感染させるおそれのあるものでした。配布サイトの管理者などと調整し、3月14日にはシステム管理者と一般の利用者に向けて注意喚起を公開しました。\n\n\
             これらの有害サイトは、国内外の関係者の協力により、4月1日の時点ですべて閉鎖を確認しています。ただし、閉鎖されたサイトが後日また現れる例は多く、引き続き注意が要ります。改ざんを受けたサイトの管理者には、修正と再発防止をお願いします。",
            "From 28 January 2008 on, reports came one after the other of phishing sites that passed themselves off as Japanese banks and auctions; for the first time one posed as an internet provider in Japan. We coordinated with those who run the sites, published an alert on 7 February and updated it on the 13th.\n\n\
             In March, many web sites in Japan and abroad were changed by SQL injection. A script that was put into their pages led visitors to sites handing out malware, which could infect their computers. We coordinated with those who run these sites among others, and on 14 March published an alert for system administrators and users.\n\n\
             With the help of many parties in Japan and abroad, all of these sites were seen to be closed by 1 April. Sites of this kind often come back after they were closed, so watchfulness remains needed. Administrators of sites that were changed are asked to repair them and to keep it from happening again.",
        ),
        links: &[
            (
                "https://www.csirt.example/alert/2008/02-07",
                (
                    "注意喚起: 国内ブランドを装うフィッシングサイト",
                    "Alert: phishing sites that pose as Japanese brands",
                ),
            ),
            (
                "https://www.csirt.example/alert/2008/03-14",
                (
                    "注意喚起: SQLインジェクションによるWebサイトの改ざん",
                    "Alert: web sites changed by SQL injection",
                ),
            ),
        ],
    },
    SampleTopic {
        title: (
            "組込みソフトウェアの脆弱性情報の公開が徐々に増加",
            "Slowly more disclosures of vulnerabilities in embedded software",
        ),
        text: (
            "2008年1月から3月に早期警戒パートナーシップのもとで調整し公開した脆弱性情報では、ルータなどの製品に組み込まれたソフトウェアの占める割合が増えました。OSや広く使われるアプリケーションでは研究と対策が進み、研究者や発見者の関心が組込みソフトウェアへ移ってきたためと見ています。\n\n\
             関心の移り変わりは攻撃の傾向を映すものでもあります。製品の開発者も利用者も、いっそうの注意が必要です。",
            "Of the vulnerabilities that were coordinated and published under the early warning partnership from January to March 2008, those in software built into routers and similar products were a larger part than before. Operating systems and common applications have been studied and mended for years, and those who look for weak points seem to be turning to embedded software.\n\n\
             Where researchers look is often where attackers look as well: makers and users of such products should take more care.",
        ),
        links: &[],
    },
    SampleTopic {
        title: (
            "アジア太平洋地域の6か国に向けたCSIRT研修を実施",
            "CSIRT training for six countries of the Asia-Pacific region",
        ),
        text: (
            "インシデントは国境を越えて起こり、対応には各国の窓口どうしの連携が欠かせません。そこで、国を代表するCSIRTの機能づくりを支えるため、ノウハウの提供と技術支援を続けています。\n\n\
             2008年3月、海外技術者研修協会の主催により、5日間の研修を行いました。CSIRTの構築を支え、インシデント対応の水準を高め、互いの連携を強めることが目的です。インドネシア、カンボジア、スリランカ、バングラデシュ、フィリピン、モンゴルの6か国が参加しました。",
            "Incidents cross borders, and handling them takes points of contact in every country that know each other. We therefore pass on what we know and give technical help to those who build the CSIRT of their nation.\n\n\
             In March 2008 we held a training of five days, hosted by the Association for Overseas Technical Scholarship. It was to help in building teams, to raise the level at which incidents are handled, and to bring the teams closer to each other. Six countries took part: Indonesia, Cambodia, Sri Lanka, Bangladesh, the Philippines and Mongolia.",
        ),
        links: &[(
            "https://training.example/",
            ("海外技術者研修協会", "Association for Overseas Technical Scholarship"),
        )],
    },
    SampleTopic {
        title: (
            "重要インフラ情報セキュリティフォーラム2008を開催",
            "Critical Infrastructure Information Security Forum 2008",
        ),
        text: (
            "情報処理推進機構（IPA）とともに、2008年2月、重要インフラ情報セキュリティフォーラム2008を開催しました。情報通信、金融、電力、航空、鉄道、ガス、政府・行政サービス、医療、水道、物流などの事業者、それらにシステムやサービスを納める事業者、そしてこの分野の情報セキュリティに関心を持つ方々が対象です。\n\n\
             管理と技術の両面から、研究と検討の状況について講演をいただきました。多くの参加があり、関心の高さがうかがえました。",
            "In February 2008, together with the Information-technology Promotion Agency (IPA), we held the Critical Infrastructure Information Security Forum 2008. It was for those who run communications, finance, power, aviation, railways, gas, government services, health care, water and logistics, for those who supply them with systems and services, and for all with an interest in information security in these fields.\n\n\
             Speakers told of research and of measures in management and technology. Many came, which shows how much the subject matters to them.",
        ),
        links: &[(
            "https://www.csirt.example/event/ci-2008",
            (
                "重要インフラ情報セキュリティフォーラム2008",
                "Critical Infrastructure Information Security Forum 2008",
            ),
        )],
    },
];

/// Remarks, each with the section of the report that it is about.
pub const REMARKS: [(&str, Words); 5] = [
    (
        "incidents-kinds",
        (
            "今期は、SQLインジェクションに関する報告により侵入（intrusion）が増えました。フィッシング（phishing）では国内の金融機関を装うサイトが増え、国内のISPを装うサイトが新たに現れました。",
            "In this quarter, reports of SQL injection made intrusions more frequent. Among phishing sites, more posed as banks in Japan, and for the first time one posed as an internet provider in Japan.",
        ),
    ),
    (
        "incidents-intrusion",
        (
            "侵入の手口として、弱いパスワードへの総当り攻撃と辞書攻撃、コマンドインジェクションが報告されました。侵入のあとには、ファイルの置き換え、ログの消去、Webページの書き換えなどが行われています。",
            "Reported ways in were weak passwords found by trying all of them or those of a dictionary, and command injection. Once inside, attackers replaced files, deleted logs and changed web pages.",
        ),
    ),
    (
        "incidents-other",
        (
            "マルウェアについては、影響の大きいものと分析の依頼を受けたものを分析し、対策の情報の提供とインシデント対応にあたりました。",
            "Malware was analysed where its effect was large or where we were asked to, to tell what helps against it and to handle the incidents.",
        ),
    ),
    (
        "incidents-other-messages",
        (
            "たとえば、情報を盗み取るマルウェアについての連絡や、APCERT事務局に宛てて届いたインシデントの報告に対応しました。",
            "Among them were messages about malware that steals information, and reports of incidents that were sent to the APCERT secretariat.",
        ),
    ),
    (
        "observation",
        (
            "今期も、Windowsを狙うスキャンが上位を占めました。OSとアプリケーションが脆弱性のない版であること、ファイアウォールやウイルス対策ソフトが正しく働いていることを、改めてお確かめください。",
            "As before, the ports that are scanned most are those of Windows. Please make sure that operating systems and applications are free of known weaknesses, and that firewalls and virus protection do their work.",
        ),
    ),
];
