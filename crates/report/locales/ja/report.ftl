# What the report says by itself, whatever it reports.
said = { $text }
report-title = 活動概要 { $months }
edition-draft = 草稿
edition-issued = 第{ $number }版 { $day }発行
table = 表
chart = 図
