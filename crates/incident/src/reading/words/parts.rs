//! Words that say what part an address, URL or host had.

use super::table::Role;

/// Words by what they say.
pub(super) const WORDS: &[(Role, &str)] = &[
    (
        Role::Source,
        "攻撃元|送信元|発信元|アクセス元|接続元|侵入元|スキャン元|配信元|ソースip|ソースアドレス|\
         ソース ip|攻撃者|加害|始点|相手ip|相手のip|相手先ip|発信者|リモートip|不正アクセス元|\
         ログイン元|試行元|発ip|通信元|要求元|送出元|source*|src*|attacker*|attacking|\
         attack source*|attack from|attacks from|offend*|originat*|from|scanner|intruder*|\
         abuser*|remote host*|remote ip*|remote address*|your ip|your host*|your server|\
         your network*|your machine*|origem|client ip*|perpetrator*|suspect*|saddr|culprit*",
    ),
    (
        Role::Target,
        "宛先|あて先|送信先|接続先|攻撃先|アクセス先|被害|終点|攻撃対象|対象ホスト|対象ip|\
         対象サーバ|対象アドレス|対象機器|対象システム|対象:|対象 :|対象：|標的|着ip|スキャン先|\
         通信先|destination*|dest|dest.|dst*|destip|target*|victim*|against|daddr|destino|\
         attacked host*|attacked ip*|attacked server*|attacked system*",
    ),
    (
        Role::Own,
        "弊社|当社|当方|自社|本学|当学|当校|弊学|弊団体|自宅|弊所|当所|当組織|我々の|私の|自分の|\
         管理している|当センタ|当機関|our host*|our server*|our network*|our ip*|our system*|\
         our machine*|our web*|our mail*|our firewall*|our site*|my server*|my host*|my machine*|\
         my ip*|my network*|our address*|our honeypot*|local ip*|local host*",
    ),
    (
        Role::Reference,
        "参考|参照|詳細は|詳しくは|正規|本物の|本物は|本来の|公式|正しいサイト|公開鍵|ご覧|\
         注意喚起|真正|reference*|see also|more information|further information|more info|\
         for details|more details|legitimate|genuine|the real|official|our policy|public key|\
         pgp key|learn more|described at|advisory|visit|homepage|home page",
    ),
];
