# すべてのページに共通の文
skip = 本文へ移動
nav-label = 主なページ
nav-report = 報告する
nav-activity = 活動概要
nav-observe = 定点観測
nav-terms = データの利用条件
nav-api = API
language-label = 言語
footer-zone = 日付と時刻は { $zone } によります。
footer-program = 火の見 (Hinomi) で運用しています。
class-all = すべて
class-scan = スキャン
class-backscatter = 跳ね返り（バックスキャッター）
class-other = その他
notice-label = お知らせ
