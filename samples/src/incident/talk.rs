//! Messages that are no incident reports: questions, information, thanks.

use super::mail::Letter;
use super::message::Topic;
use super::writing::Writing;

/// Subject and body, in Japanese and English.
type Words = [[&'static str; 2]; 2];

const QUESTIONS: [Words; 9] = [
    [
        [
            "インシデント報告の方法について",
            "インシデントの報告方法について教えてください。\n社内で不審なアクセスが見つかった場合、どの範囲のログをお送りすればよいでしょうか。\n",
        ],
        [
            "How to report incidents",
            "could you tell us how to report incidents to your team?\nIs there a form that we should use?\n",
        ],
    ],
    [
        [
            "フィッシングに関する質問",
            "フィッシングサイトを見つけた場合の対応手順について、参考になる資料はありますでしょうか。\n",
        ],
        [
            "Question about phishing",
            "is there a guideline for web hosters on phishing sites that you can recommend?\n",
        ],
    ],
    [
        [
            "SSHサーバの設定に関するお問い合わせ",
            "SSHサーバを公開しておりますが、ブルートフォース攻撃への対策として推奨される設定をご教示いただけないでしょうか。\n",
        ],
        ["SSH configuration", "what do you recommend against password guessing on SSH servers?\n"],
    ],
    [
        [
            "講演のお願い",
            "弊社の情報セキュリティ研修にて、インシデント対応についてご講演いただくことは可能でしょうか。\n日程は3月頃を想定しております。\n",
        ],
        [
            "Invitation to speak",
            "would a member of your team be available to give a talk at our workshop in spring?\n",
        ],
    ],
    [
        [
            "PGP公開鍵について",
            "貴組織の PGP 公開鍵のフィンガープリントを確認したいのですが、どちらに掲載されていますか?\n",
        ],
        ["Your PGP key", "where can I find the fingerprint of your current PGP key?\n"],
    ],
    [
        [
            "届いたメールについてのご質問",
            "先日そちらを名乗る通知メールを受け取りました。本物かどうか確認させていただけますでしょうか。\n",
        ],
        [
            "Is this notification genuine?",
            "we received a notification in your name last week. Could you confirm that it is genuine?\n",
        ],
    ],
    [
        [
            "統計の利用について",
            "公開されている統計データを社内資料に引用してもよいでしょうか。引用の条件がありましたら教えてください。\n",
        ],
        ["Use of your statistics", "may we quote the figures of your quarterly report in a paper?\n"],
    ],
    [
        [
            "脆弱性対策に関する質問",
            "弊社のWebサイトは ASP で作成しておりますが、SQLインジェクションの対策が十分か確認する方法はありますか。\n",
        ],
        ["SQL injection", "do you know of a tool with which we can check our own site for SQL injection?\n"],
    ],
    [
        [
            "CSIRT設立について",
            "社内CSIRTの設立を検討しております。相談に応じていただくことは可能でしょうか。\n",
        ],
        [
            "Building a CSIRT",
            "we are about to build a CSIRT. Could we visit you to learn from your experience?\n",
        ],
    ],
];

const INFORMATION: [Words; 6] = [
    [
        [
            "情報を盗み取るマルウェアについて",
            "キー入力を記録して情報を盗み取るマルウェアを入手しましたので、情報提供いたします。\nファイル名: sample.exe\nMD5: 0123456789abcdef0123456789abcdef\n多くのウイルス対策ソフトでは検知されません。\n",
        ],
        [
            "Information stealing malware",
            "for your information: we have obtained a new key logger that steals passwords.\nFile name: sample.exe, MD5: 0123456789abcdef0123456789abcdef\nMost scanners do not detect it yet.\n",
        ],
    ],
    [
        [
            "セミナー開催のお知らせ",
            "情報セキュリティセミナーを下記の通り開催いたしますのでご案内申し上げます。\n日時: 2月20日 (水) 13:30 - 17:00\n詳細: http://www.example.or.jp/seminar/\n",
        ],
        [
            "Workshop announcement",
            "we would like to announce our annual CSIRT workshop.\nProgramme: http://www.example.org/workshop/\n",
        ],
    ],
    [
        [
            "製品アップデートの情報",
            "弊社製品のセキュリティアップデート (バージョン 2.0.1.4) を公開いたしましたのでお知らせします。\n詳細は http://www.example.co.jp/support/ をご覧ください。\n",
        ],
        [
            "Security update released",
            "we have released version 2.0.1.4 of our product, which fixes a vulnerability.\nSee http://www.example.com/security/ for details.\n",
        ],
    ],
    [
        [
            "APCERT 事務局宛の転送",
            "APCERT 事務局の窓口宛に届いたメールについて、関係チームで対応済みですのでお知らせします。\n",
        ],
        [
            "Message to the APCERT desk",
            "the message that was sent to the APCERT secretariat has been handled by our team. This is for your information.\n",
        ],
    ],
    [
        [
            "連絡先変更のお知らせ",
            "弊社のインシデント対応窓口のメールアドレスが変更になりましたので、お知らせいたします。\n新しい連絡先は本メールの署名の通りです。\n",
        ],
        [
            "Change of contact",
            "please note that the contact address of our incident response team has changed; the new one is in the signature.\n",
        ],
    ],
    [
        [
            "メンテナンスのお知らせ",
            "メーリングリストサーバのメンテナンスを今週末に実施いたします。作業中はメールの配送が遅れる場合があります。\n",
        ],
        [
            "Maintenance of the mailing list",
            "the server of the mailing list will be down for maintenance this weekend.\n",
        ],
    ],
];

const THANKS: [Words; 4] = [
    [
        ["Re: ご連絡の件", "ご連絡いただきありがとうございました。\n当該サーバは停止いたしました。\n"],
        [
            "Re: Notification",
            "thank you for your notification. The machine has been taken off the network.\n",
        ],
    ],
    [
        [
            "Re: お問い合わせの件",
            "ご丁寧にご回答いただき、誠にありがとうございました。大変参考になりました。\n",
        ],
        ["Re: Your question", "thank you very much for your kind answer. It was very helpful.\n"],
    ],
    [
        [
            "Re: フィッシングサイトについて",
            "迅速にご対応いただき、ありがとうございます。サイトの閉鎖を確認しました。\n",
        ],
        ["Re: phishing site", "thanks for the quick response. The site is down now.\n"],
    ],
    [
        ["御礼", "先日はお忙しい中、講演をお引き受けいただきありがとうございました。\n"],
        ["Thank you", "many thanks for your talk at our workshop.\n"],
    ],
];

/// Writes the letter; returns it with the name of its style.
pub(super) fn write(writing: &mut Writing<'_>) -> (Letter, &'static str) {
    let (words, style) = match writing.truth.topic {
        Topic::Information => (writing.random.pick(INFORMATION), "information"),
        Topic::Thanks => (writing.random.pick(THANKS), "thanks"),
        Topic::Question | Topic::Report => (writing.random.pick(QUESTIONS), "question"),
    };
    let [subject, body] = words[usize::from(!writing.japanese())];
    let mut text = writing.greeting() + body + &writing.closing();
    let answer = style == "thanks" && subject.starts_with("Re:");
    if answer && writing.random.below(2) == 0 {
        text += &quoted(writing);
    }
    (Letter { subject: subject.to_owned(), text, ..Letter::default() }, style)
}

/// What the desk had written, quoted below the answer.
fn quoted(writing: &mut Writing<'_>) -> String {
    let address = format!("198.18.7.{}", writing.random.between(1, 250));
    if writing.japanese() {
        format!(
            "\n> 見本CSIRT です。\n> 下記のIPアドレスから不審なアクセスがあったとの報告を受けております。\n>\n> 発信元: {address}\n> \
             宛先ポート: 22/tcp\n>\n> ご確認と対応をお願いいたします。\n"
        )
    } else {
        format!(
            "\n> We have received a report about scans from this address:\n>\n> Source: {address}\n> Destination port: 22/tcp\n>\n> \
             Please look into this.\n"
        )
    }
}
