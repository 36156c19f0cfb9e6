# Incidents.
incidents-title = インシデント報告
incidents-received = { $days }に受け付けたメール、FAX、Web フォーム、電話のうち、コンピュータセキュリティインシデントに関する報告は { $reports } 件でした。IP アドレスごと（フィッシングサイトは URL ごと）に数えたインシデントの件数は { $incidents } 件です。
incidents-none = { $days }に受け付けたインシデントの報告はありませんでした。
incidents-compared = 前の期間、前年の同じ期間との比較
incidents-form = インシデントの報告方法
comparison-what = 項目
comparison-change = 増減（%）
compared-reports = 報告件数
compared-incidents = インシデント件数
compared-notifications = 通知連絡
compared-other-messages = 報告以外の連絡

senders-title = 報告の送信元
senders-said = インシデント報告を送信元のトップレベルドメインで分類し、件数の多いものから示します。
senders-none = この期間に、送信元を分類できる報告はありませんでした。
senders-caption = 送信元のトップレベルドメイン別の報告件数
senders-domain = ドメイン
senders-reports = 報告件数

notifications-title = 通知連絡
notifications-sent = 報告をもとに、国内外の関係するサイトへ行った通知連絡は { $notifications } 件でした。アクセス元などへの連絡の仲介を求める報告に基づくもので、催促は数えていません。

kinds-title = インシデントの種類
kinds-said = 報告されたインシデントを種類ごとに示します。フィッシングは、多くの場合サーバへの侵入を伴いますが、ここではフィッシングとして数えています。
kinds-chart = 種類別のインシデント件数の推移（{ $months }）
kinds-chart-title = 種類別のインシデント件数
kinds-chart-description = 月ごとのインシデント件数を種類別の折れ線で示す。
kinds-caption = 種類別のインシデント件数
kinds-kind = 種類
kinds-whole = 合計
kind-scan = スキャン
kind-forged = 送信元詐称
kind-intrusion = 侵入
kind-phishing = フィッシング
kind-other = その他

kind-scan-title = プローブ、スキャン、その他の不審なアクセス (scan)
kind-scan-said = 防御に成功した攻撃や、弱点を探るアクセスなど、影響が生じなかったか無視できるアクセスは { $incidents } 件でした。多くは自動化された道具で無差別に行われており、対策のないホストは見つけられ、侵入されるおそれがあります。
kind-scan-none = プローブ、スキャン、その他の不審なアクセスの報告はありませんでした。
scan-caption = スキャンの対象となったポート
scan-port = ポート
scan-incidents = 件数
scan-many-ports = 多数のポートへのスキャン
scan-note = 二つのポートが報告されたインシデントは、それぞれの行に数えています。「多数のポートへのスキャン」は、同じ発信元から多くのポートへのスキャンをまとめて報告されたものです。

kind-forged-title = 送信元を詐称した電子メール (forged)
kind-forged-said = 差出人などのヘッダを詐称した電子メールに関するインシデントは { $incidents } 件でした。
kind-forged-none = 差出人などのヘッダを詐称した電子メールの報告はありませんでした。

kind-intrusion-title = システムへの侵入 (intrusion)
kind-intrusion-said = 管理者権限を奪われたものを含む、システムへの侵入は { $incidents } 件でした。
kind-intrusion-none = システムへの侵入の報告はありませんでした。

kind-phishing-title = フィッシング (phishing)
kind-phishing-said = 銀行、オークション、接続事業者などを装い、口座番号や暗証番号などを盗み取ろうとするサイトは { $incidents } 件でした。
kind-phishing-none = フィッシングの報告はありませんでした。
takedowns-said = この期間に閉鎖を確認した有害なサイトは { $sites } 件で、報告から閉鎖の確認まで平均 { $days } 営業日でした。

kind-other-title = その他 (other)
kind-other-said = 以上に含まれないもの（サービス運用妨害、コンピュータウイルス、マルウェアなど）は { $incidents } 件でした。
kind-other-none = 以上に含まれないインシデントの報告はありませんでした。

refined-caption = 内訳として特に示すもの
refined-what = 内容
refinement-web-defacement = Web サイトの改ざん
refinement-malware-site = マルウェアを配付するサイト
refinement-dos = サービス運用妨害 (DoS)
refinement-ics = 制御システムに関するもの
refinement-targeted-attack = 標的型攻撃

other-messages-title = インシデント報告以外の連絡
other-messages-said = 報告のほかに、質問など何らかの対応を要したメールや FAX を { $messages } 件受けました。
other-messages-none = 報告のほかに対応を要した連絡はありませんでした。
