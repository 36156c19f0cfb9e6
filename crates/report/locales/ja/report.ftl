# What the report says by itself, whatever it reports.
said = { $text }
report-title = 活動概要 { $months }
edition-draft = 草稿
edition-issued = 第{ $number }版 { $day }発行
table = 表
chart = 図
left-out-no-domain = この情報を扱う機能がまだありません
information-title = 情報提供活動
vulnerability-title = 脆弱性情報流通
bots-title = ボット対策

contact-title = お問い合わせ先
contact-mail = 電子メール: { $sign }
contact-phone = 電話: { $sign }
contact-fax = FAX: { $sign }
contact-fingerprint = OpenPGP 鍵のフィンガープリント: { $sign }
contact-form = インシデントの報告
contact-form-here = 報告フォーム
