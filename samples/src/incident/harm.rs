//! Letters about what did harm: defaced pages, malware, infected machines, denial of service, spam, forged mail.

use super::mail::Letter;
use super::message::Kind;
use super::writing::Writing;

/// What is told of the incidents, in both languages.
#[derive(Debug, Clone, Copy)]
struct Story {
    style: &'static str,
    subject: [&'static str; 2],
    opening: [&'static str; 2],
    /// What stands before each subject.
    label: [&'static str; 2],
    site: bool,
}

const DEFACED: [Story; 3] = [
    Story {
        style: "intrusion-injection",
        subject: ["SQLインジェクションによるWebサイト改ざんについて", "Web sites defaced by SQL injection"],
        opening: [
            "下記のWebサイトが SQL インジェクションにより改ざんされています。\nページに不正なスクリプトのタグが埋め込まれている状態です。\n\n",
            "the following web sites have been compromised by SQL injection.\nA malicious script tag has been inserted into their pages.\n\n",
        ],
        label: ["改ざんされたページ: ", "Defaced page: "],
        site: true,
    },
    Story {
        style: "intrusion-defaced",
        subject: ["Webページ改ざんの報告", "Website defacement"],
        opening: [
            "下記のWebページが改ざんされているのを確認しましたので報告します。\n脆弱なパスワードから侵入されたものと思われます。\n\n",
            "this page has been defaced. The intruder has replaced the index page.\n\n",
        ],
        label: ["URL: ", "URL: "],
        site: true,
    },
    Story {
        style: "intrusion-own",
        subject: ["当方Webサイトへの不正侵入および改ざん", "Our web server was broken into"],
        opening: [
            "弊社のWebサーバが不正侵入を受け、コンテンツが改ざんされました。現在は公開を停止しております。\n\n",
            "our web server has been broken into, and the pages have been altered. It is offline now.\n\n",
        ],
        label: ["改ざんされたサイト: ", "Affected site: "],
        site: true,
    },
];

const MALWARE: [Story; 2] = [
    Story {
        style: "malware-site",
        subject: ["マルウェア配布サイトについて", "Malware distribution site"],
        opening: [
            "下記のURLにてマルウェアが配布されています。閲覧には十分ご注意ください。\n\n",
            "the following URL distributes malware. Handle with care.\n\n",
        ],
        label: ["マルウェア配布URL: ", "Malware URL: "],
        site: true,
    },
    Story {
        style: "malware-trojan",
        subject: ["トロイの木馬のダウンロード先", "Trojan downloader"],
        opening: [
            "迷惑メールの添付ファイルを解析したところ、次のサイトからウイルスをダウンロードすることが分かりました。\n\n",
            "a trojan that we have analysed downloads its components from this site:\n\n",
        ],
        label: ["", "  "],
        site: true,
    },
];

const OTHERS: [Story; 5] = [
    Story {
        style: "other-bot",
        subject: ["ボット感染端末について", "Infected machines in your region"],
        opening: [
            "下記のIPアドレスの端末はボットに感染していると思われます。\n\n",
            "the following machines are infected with a bot and have connected to a sinkhole.\n\n",
        ],
        label: ["感染端末のIPアドレス: ", "Infected host: "],
        site: false,
    },
    Story {
        style: "other-virus",
        subject: ["ウイルスメールの送信元について", "Virus mails"],
        opening: [
            "ウイルスの添付されたメールが、下記のIPアドレスから繰り返し届いています。送信元の端末が感染しているものと思われます。\n\n",
            "we keep receiving mails with a virus attached. They are sent by these infected machines:\n\n",
        ],
        label: ["送信元IPアドレス: ", "Source: "],
        site: false,
    },
    Story {
        style: "other-dos",
        subject: ["DoS攻撃について", "Denial of service attack"],
        opening: [
            "弊社サーバが、下記のIPアドレスからサービス運用妨害 (DoS) 攻撃を受けました。\n大量の通信により、サービスが一時停止しました。\n\n",
            "our name servers are under a denial of service attack (flood) from these sources:\n\n",
        ],
        label: ["攻撃元IPアドレス: ", "Attacker: "],
        site: false,
    },
    Story {
        style: "other-spam",
        subject: ["迷惑メールの送信元について", "Spam from your network"],
        opening: [
            "下記のIPアドレスから大量の迷惑メール (スパム) が送信されています。\n\n",
            "spam is being sent from these addresses:\n\n",
        ],
        label: ["送信元: ", "Spam source: "],
        site: false,
    },
    Story {
        style: "other-control-server",
        subject: ["ボットネットのC&Cサーバについて", "Botnet controller"],
        opening: [
            "マルウェアの解析により、次のIPアドレスがボットネットの C&C サーバとして使われていることが判明しました。\n\n",
            "a bot that we have analysed is controlled by an IRC server (C&C) at this address:\n\n",
        ],
        label: ["C&CサーバのIPアドレス: ", "C&C server: "],
        site: false,
    },
];

const FORGED: [Story; 1] = [Story {
    style: "forged",
    subject: ["差出人を詐称したメールについて", "Mail with forged sender"],
    opening: [
        "弊社のメールアドレスを差出人に詐称したメールが、下記のIPアドレスから送信されています。\n\n",
        "mails with our address as a forged sender are sent from this address:\n\n",
    ],
    label: ["送信元IPアドレス: ", "Sent from: "],
    site: false,
}];

/// What stands before the malware site that a defaced page leads to.
const LED_TO: [&str; 2] =
    ["埋め込まれたスクリプトの誘導先 (マルウェア配布サイト): ", "The inserted script loads malware from: "];

/// Writes the letter; returns it with the name of its style.
pub(super) fn write(writing: &mut Writing<'_>) -> (Letter, &'static str) {
    let Some(first) = writing.incidents().first().cloned() else { return (Letter::default(), "") };
    let story = match first.kind {
        Kind::Intrusion => writing.random.pick(DEFACED),
        Kind::Forged => writing.random.pick(FORGED),
        _ if first.malware_site => writing.random.pick(MALWARE),
        _ => writing.random.pick(OTHERS),
    };
    let of = usize::from(!writing.japanese());
    let mut text = writing.greeting() + story.opening[of];
    let incidents = writing.incidents().to_vec();
    let times = writing.events(incidents.len());
    let zone = writing.zone();
    let timed = !story.site && writing.random.below(2) == 0;
    for (incident, at) in incidents.iter().zip(times) {
        let led_to = incident.malware_site && first.kind == Kind::Intrusion;
        let label = if led_to { LED_TO[of] } else { story.label[of] };
        text += &format!("{label}{}\n", incident.subject);
        if timed {
            let at = writing.local(at).strftime("%Y-%m-%d %H:%M:%S");
            text += &if writing.japanese() {
                format!("日時: {at}{zone}\n\n")
            } else {
                format!("Time: {at}{zone}\n\n")
            };
        }
    }
    if timed {
        text += &writing.zone_sentence();
    }
    text += &(writing.request(story.site) + &writing.closing());
    let letter = Letter { subject: story.subject[of].to_owned(), text, ..Letter::default() };
    (letter, story.style)
}
