//! Words that say what the writer wants.

use super::table::Tone;

/// Words by what they say.
pub(super) const WORDS: &[(Tone, &str)] = &[
    (
        Tone::Nothing,
        "侵入検知|不正侵入検知|侵入防止|ウイルス対策|ウィルス対策|フィッシング対策|スパム対策|\
         迷惑メール対策|不正アクセス対策|改ざん検知|改ざん対策|intrusion detection|\
         intrusion prevention|anti-phishing|anti-virus|anti-spam|antivirus|virus scan*|\
         abuse team|abuse desk|abuse department|ウイルススキャン|scanned by|scanned for|\
         virus-free",
    ),
    (
        Tone::Mediate,
        "連絡仲介|仲介をお願い|仲介を希望|仲介を依頼|仲介依頼|仲介願|仲介いただ|仲介して|\
         調整をお願い|調整を依頼|調整依頼|調整をして|対応を依頼|対応依頼|閉鎖依頼|停止依頼|\
         停止を依頼|閉鎖を依頼|削除依頼|削除を依頼|コーディネーション|テイクダウン|\
         通知連絡をお願い|通知をお願い|通知願|停止をお願い|閉鎖をお願い|閉鎖に向け|削除をお願い|\
         相手先への連絡を|先方への連絡をお願い|favor notificar|your coordination|\
         request takedown|request a takedown|takedown request*|forward this report|\
         forward this to|contact the owner|contact the admin*|contact the responsible|\
         notify the owner|notify the admin*|notify the responsible|inform the owner|\
         inform the admin*|take appropriate action|please take action|please mediate|\
         注意喚起をお願い|stop this activity|get it closed",
    ),
    (
        Tone::Ask,
        "お願い|願い|いただけ|頂け|いただき|頂き|いただきたく|ください|下さい|希望|please|kindly|\
         could you|would you|can you|we ask|we request|i ask|assistance|your help|help us|\
         appreciate if|grateful if|por favor|prosimy|we would like you",
    ),
    (
        Tone::Act,
        "連絡|通知|対応|調整|閉鎖|停止|削除|転送|照会|注意を|警告|仲介|伝え|取り次|働きかけ|遮断|\
         措置|contact|notify*|inform|informing|forward*|shut*|take down|take it down|taken down|\
         take-down|takedown|tak* down|remove*|removal|disable*|investigat*|coordinat*|stop this|\
         alert the|clean up|pass on|pass this|escalat*|close the|close this|block the|\
         是正|対処|要請|offline",
    ),
    (
        Tone::Whom,
        "管理者|運営者|所有者|プロバイダ|サイト|先方|相手|関係者|関係先|事業者|管理組織|組織|\
         ホスティング|レジストラ|登録者|当該|該当|利用者|owner*|administrator*|admin|responsible|\
         provider*|hoster*|hosting|isp|registrar*|the site|this site|these sites|the server|\
         this server|the machine|the network|the address|customer*|operator*|webmaster*|the host|\
         the page|this page|the phishing|the abuse|\
         in charge of",
    ),
    (
        Tone::ManyPorts,
        "複数のポート|複数ポート|多数のポート|様々なポート|さまざまなポート|広範囲のポート|\
         ポートスキャン全般|総合的な|全ポート|いくつかのポート|多くのポート|many ports|\
         multiple ports|various ports|several ports|all ports|different ports|numerous ports|\
         range of ports|全てのポート|すべてのポート",
    ),
    (Tone::Below, "以下|下記|次の|following|below|ログ:"),
    (Tone::Port, "ポート|port|ports"),
    (
        Tone::Question,
        "教えて|ご教示|ご教授|お教え|でしょうか|ますか|ですか|どうすれば|知りたい|could you tell|\
         can you tell|how can|how do|what should|would like to know|where can|could we|may we|\
         may i|advise us",
    ),
    (
        Tone::Inquiry,
        "質問|お問い合わせ|お問合せ|問い合わせ|お尋ね|お伺い|どのように|ご相談|相談|方法を|入手|\
         how to|what is|is there|question*|inquiry|enquiry|inquire|do you|advice|request for|\
         permission|転載|許可",
    ),
    (
        Tone::Thanks,
        "ありがとう|有難う|有り難う|感謝|御礼|お礼|助かりました|お世話になりました|thank you|\
         thanks|many thanks|appreciate*|grateful|obrigado|dziękuj*",
    ),
    (
        Tone::Information,
        "お知らせ|ご案内|情報提供|開催|公表|公開しました|リリース|セミナー|カンファレンス|\
         シンポジウム|講演|ニュースレター|メンテナンス|共有します|共有いたします|共有致します|\
         参考までに|解析結果|分析結果|for your information|fyi|announc*|conference*|workshop*|\
         seminar*|newsletter*|call for papers|apcert|press release*|is pleased to|released|\
         maintenance|please note|has changed|changed to|change of|update*|release notes|\
         アップデート|変更に|更新しました|invit*|training|release of|downtime|schedule*|年末年始|\
         休業|募集|発行|we published|has been published|meeting|digest|bulletin*|analysis of|\
         drill",
    ),
    (
        Tone::Advert,
        "激安|格安|無料でご|今すぐ|出会い|儲かる|副業|当選|未承諾広告|ご紹介キャンペーン|\
         期間限定|特別価格|配信停止|配信解除|viagra|cialis|unsubscribe|lottery|click here|\
         limited time|buy now|free trial|special offer|million dollars|business proposal|casino|\
         replica|weight loss|act now|% off|inheritance|rolex|pharmacy|earn money",
    ),
];
